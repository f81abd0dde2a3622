"""A `person` element of the Office of the Historian, from either of its two databases, as a record.

The Principal Officers and Chiefs of Mission (`persName` with `surname` and `forename`, ids made of names) and the people
database (`names` with `preferred`, `alternates` and `originals`, ids of numbers, addresses of persons lists).
"""

import re
from collections.abc import Iterator

from lxml import etree

from lod_publisher.errors import DateError
from lod_publisher.model.dates import PartialDate, partial_date
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import EntityRef, Identifier, Name, Note, Origin, Person

_PROLOG = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*<([A-Za-z_][\w.-]*)", re.S
)
_LIST_ENTRY = re.compile(r"/historicaldocuments/([\w.-]+)/persons#([\w.-]+)\s*$")
_OFFICER = re.compile(r"/departmenthistory/people/([\w.-]+)\s*$")
_VIAF = re.compile(r"[1-9]\d*")
_CAREERS = {
    "career": "Career appointee.",
    "non-career": "Non-career appointee.",
    "both": "Career and non-career appointee.",
    "pre-1915": "Appointed before careers were distinguished (Foreign Service Act of February 5, 1915).",
}


def root_name(head: bytes) -> str:
    """The name of an XML file's outermost element, from its first bytes; "" when it does not look like XML."""
    match = _PROLOG.match(head)
    return match[1].decode() if match else ""


def words_in(element: etree._Element) -> str:
    """All text within an element, white space folded."""
    return " ".join("".join(map(str, element.itertext())).split())


def text_of(element: etree._Element, path: str) -> str:
    """All text within the first element at a path, white space folded; "" when there is none."""
    found = element.find(path)
    return "" if found is None else words_in(found)


def place_of(element: etree._Element, shown: str) -> Origin:
    """Where an element stands."""
    line: object = element.sourceline
    return Origin(shown, line if isinstance(line, int) else None)


def _texts(element: etree._Element, path: str) -> list[str]:
    return [text for text in map(words_in, element.iterfind(path)) if text]


def natural_name(person: etree._Element) -> str:
    """The name in the order in which it is spoken: "Waldemar John Gallman"."""
    parts = (text_of(person, f"persName/{part}") for part in ("forename", "surname", "genName"))
    return " ".join(part for part in parts if part)


def inverted_name(person: etree._Element) -> str:
    """The name as lists sort it: "Gallman, Waldemar John"."""
    parts = (text_of(person, f"persName/{part}") for part in ("surname", "forename", "genName"))
    return ", ".join(part for part in parts if part)


def persons_of(root: etree._Element, shown: str) -> Iterator[Person | Finding]:
    """Yield the person that an element is, or the persons within it."""
    seen: dict[str, Origin] = {}
    for element in root.iter("person"):
        origin = place_of(element, shown)
        for found in _person(element, origin):
            if isinstance(found, Person):
                if found.local_id in seen:
                    message = f"The id of {found.label} was given to another person at {seen[found.local_id]}."
                    yield _violation(origin, found.local_id, message, "Give each person an id of its own.")
                    continue
                seen[found.local_id] = origin
            yield found


def _violation(origin: Origin, record: str, message: str, remedy: str) -> Finding:
    return Finding("person-element", Severity.VIOLATION, origin, record, message, "", "The person is left out.", remedy)


def _person(element: etree._Element, origin: Origin) -> Iterator[Person | Finding]:
    key = text_of(element, "id")
    if not is_local_id(key):
        yield _violation(
            origin, "", f"The person's id {key!r} cannot be part of an IRI.", "Give letters, digits and hyphens."
        )
        return
    is_officer = element.find("persName") is not None
    local_id = f"pocom-{key}" if is_officer else f"hsg-{key}"
    label = inverted_name(element) if is_officer else text_of(element, "names/preferred/name")
    if not label:
        yield _violation(origin, local_id, f"The person {key} has no name.", "Give the name to show.")
        return
    dates: list[PartialDate | None] = []
    for tag in ("birth", "death"):
        words = text_of(element, tag) or text_of(element, f"{tag}-year")
        try:
            dates.append(partial_date(words) if words else None)
        except DateError as problem:
            dates.append(None)
            yield Finding(
                rule="impossible-date",
                severity=Severity.WARNING,
                origin=origin,
                record=local_id,
                message=f"The {tag} of {label} cannot be read: {problem}",
                value=words,
                consequence="The person is published without it.",
                remedy="Give a year of four digits, or a date in EDTF.",
            )
    yield (_officer if is_officer else _listed)(element, origin, key, label, dates[0], dates[1])


def _officer(
    element: etree._Element, origin: Origin, key: str, label: str, birth: PartialDate | None, death: PartialDate | None
) -> Person:
    variants = dict.fromkeys([natural_name(element), *_texts(element, "persName/altname")])
    notes = [_CAREERS[career] for career in _texts(element, "career-type") if career in _CAREERS]
    states = ", ".join(state.upper() for state in _texts(element, "residence/state-id"))
    if states:
        notes.append(f"Residence: {states}.")
    former = [old for old in _texts(element, "old-ids/old-id") if is_local_id(old) and old != key]
    return Person(
        local_id=f"pocom-{key}",
        origin=origin,
        label=label,
        names=(Name(label, "primary"), *(Name(text) for text in variants if text and text != label)),
        identifiers=tuple(Identifier("pocom-id", each) for each in (key, *former)),
        birth=birth,
        death=death,
        notes=tuple(Note(text) for text in notes),
        same_as=tuple(EntityRef(Kind.PERSON, f"pocom-{old}", label) for old in former),
    )


def _listed(
    element: etree._Element, origin: Origin, key: str, label: str, birth: PartialDate | None, death: PartialDate | None
) -> Person:
    variants = dict.fromkeys(
        [*_texts(element, "names/alternates//name"), *_texts(element, "names/originals/original/name")]
    )
    services = {each.get("service"): words_in(each) for each in element.iterfind("authorities/authority")}
    viaf = services.get("viaf") or text_of(element, "viaf")
    viaf = viaf if _VIAF.fullmatch(viaf) else ""
    addresses = _texts(element, "names/originals/original/source-url")
    entries = [f"{match[1]}/{match[2]}" for url in addresses if (match := _LIST_ENTRY.search(url))]
    officers = [match[1] for url in addresses if (match := _OFFICER.search(url))]
    same = [other for other in (*entries, *(f"pocom-{officer}" for officer in officers)) if is_local_id(other)]
    return Person(
        local_id=f"hsg-{key}",
        origin=origin,
        label=label,
        names=(Name(label, "primary"), *(Name(text) for text in variants if text != label)),
        identifiers=(
            Identifier("hsg-people-id", key),
            *((Identifier("viaf", viaf),) if viaf else ()),
            *(Identifier("pocom-id", officer) for officer in dict.fromkeys(officers)),
        ),
        birth=birth,
        death=death,
        notes=tuple(Note(text) for text in dict.fromkeys(_texts(element, "remarks/remark/p"))),
        same_as=tuple(EntityRef(Kind.PERSON, other, label) for other in dict.fromkeys(same)),
        exact_matches=(f"http://viaf.org/viaf/{viaf}",) if viaf else (),
    )
