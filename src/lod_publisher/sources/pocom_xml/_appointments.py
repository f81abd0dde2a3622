"""One file of missions or positions: who held which office from when to when, and who was only named for it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lod_publisher.errors import DateError
from lod_publisher.model.dates import PartialDate, partial_date
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import (
    Appointment,
    EntityRef,
    Event,
    Identifier,
    Note,
    Organisation,
    Participation,
)
from lod_publisher.sources._person_xml import place_of, text_of, words_in
from lod_publisher.sources.pocom_xml._names import Names, territory

_STEPS = (
    "appointed",
    "arrived",
    "credentialed",
    "started",
    "ended",
    "missionterminated",
    "enteredduty",
    "appointmentterminated",
)
_BODY = re.compile(r"\b(?:on the Council of|to) (.+?)(?: \([^)]*\))?(?:, with the rank.*)?(?: \([^)]*\))?$")
_NOT_SERVED = ("other-nominees", "other-appointees")


def mission_of(root: etree._Element) -> EntityRef | None:
    """The mission that a file is about; None for offices in Washington."""
    if root.tag == "country-mission":
        key = text_of(root, "territory-id")
        body = territory(key)
    elif root.tag == "org-mission":
        key = re.sub(r"^representative-(to-)?", "", text_of(root, "id"))
        title = text_of(root, "names/singular")
        match = _BODY.search(title)
        body = match[1] if match else title
    else:
        return None
    if not is_local_id(key):
        return None
    return EntityRef(Kind.ORGANISATION, f"us-mission-to-{key}", f"United States mission to {body}")


def organisation_of(root: etree._Element, shown: str) -> Organisation | None:
    """The mission as a record, with the notes that the file holds about it."""
    mission = mission_of(root)
    if mission is None:
        return None
    texts = [words_in(each) for path in ("description", ".//mission-note/text") for each in root.iterfind(path)]
    return Organisation(
        local_id=mission.local_id,
        origin=place_of(root, shown),
        label=mission.label,
        type="diplomatic-mission",
        notes=tuple(Note(text) for text in texts if text),
    )


@dataclass(slots=True)
class Reading:
    """Reads one file; remembers its ids, for a few are used twice."""

    root: etree._Element
    shown: str
    names: Names
    used: set[str] = field(default_factory=set)

    def records(self) -> Iterator[Appointment | Event | Finding]:
        """Yield an appointment for whoever served, and a nomination for whoever did not."""
        same_id: dict[str, list[frozenset[str]]] = defaultdict(list)
        for element in self.root.iter("chief", "principal"):
            key, content = text_of(element, "id"), _content(element)
            same_id[key].append(content)
        for element in self.root.iter("chief", "principal"):
            yield from self._entry(element, same_id)

    def _finding(
        self, rule: str, severity: Severity, element: etree._Element, key: str, message: str, **more: str
    ) -> Finding:
        return Finding(rule, severity, place_of(element, self.shown), key, message, **more)

    def _entry(
        self, element: etree._Element, same_id: dict[str, list[frozenset[str]]]
    ) -> Iterator[Appointment | Event | Finding]:
        key, person, office = (text_of(element, tag) for tag in ("id", "person-id", "role-title-id"))
        for tag, value in (("id", key), ("person-id", person), ("role-title-id", office)):
            if not is_local_id(value):
                yield self._finding(
                    "appointment-without-key", Severity.VIOLATION, element, key,
                    f"The {element.tag} has no {tag} that can be part of an IRI.", value=value,
                    consequence="The appointment is left out.", remedy=f"Give it a {tag}.",
                )  # fmt: skip
                return
        # The ids of principals are unique within their position only: secr-1861-sewa is father and son.
        if self.root.tag == "principal-position" and is_local_id(position := text_of(self.root, "id")):
            key = f"{position}/{key}"
        steps: list[tuple[str, PartialDate | None, str]] = []
        for tag in _STEPS:
            words, note = text_of(element, f"{tag}/date"), text_of(element, f"{tag}/note")
            date: PartialDate | None = None
            try:
                date = partial_date(words) if words else None
            except DateError as problem:
                yield self._finding(
                    "impossible-date", Severity.WARNING, element, key, f"The date of {tag!r} cannot be read: {problem}",
                    value=words, consequence="The appointment is published without it.", remedy="Give YYYY, YYYY-MM or YYYY-MM-DD.",
                )  # fmt: skip
            if date is not None or note:
                steps.append((tag, date, note))
        served = any(tag in ("started", "ended", "arrived") and date for tag, date, _ in steps)
        if not served and _parent(element) in _NOT_SERVED:
            yield from self._nomination(element, key, person, office, steps)
            return
        others = list(same_id[text_of(element, "id")])
        others.remove(content := _content(element))
        unique = self._unique(key, person, steps)
        if any(content < other for other in others) or (content in others and unique != key):
            yield self._finding(
                "duplicate-id", Severity.WARNING, element, key, f"Another appointment with the id {key} says all that this one says.",
                value=key, consequence="This one is left out.", remedy="Take it out of the file.",
            )  # fmt: skip
            return
        self.used.add(unique)
        if unique != key:
            yield self._finding(
                "duplicate-id", Severity.WARNING, element, key, f"The id {key} was given to an earlier appointment of the file.",
                value=key, consequence=f"This one is published as {unique}.", remedy="Give each appointment an id of its own.",
            )  # fmt: skip
        yield from self._appointment(element, unique, person, office, steps)

    def _unique(self, key: str, person: str, steps: list[tuple[str, PartialDate | None, str]]) -> str:
        """An id of its own for an entry whose id was used before: with one of its dates, or the person."""
        endings = [*(date.edtf for _, date, _ in steps if date), person]
        candidates = (key, *(f"{key}-{ending}" for ending in endings))
        return next(
            (each for each in candidates if each not in self.used and is_local_id(each)), f"{key}-{len(self.used)}"
        )

    def _where(self, element: etree._Element) -> str:
        if self.root.tag != "country-mission":
            return ""
        return f" to {territory(text_of(element, 'contemporary-territory-id') or text_of(self.root, 'territory-id'))}"

    def _nomination(
        self,
        element: etree._Element,
        key: str,
        person: str,
        office: str,
        steps: list[tuple[str, PartialDate | None, str]],
    ) -> Iterator[Event]:
        inverted, natural = self.names.person(person)
        yield Event(
            local_id=f"nomination/{key}",
            origin=place_of(element, self.shown),
            label=f"Nomination of {natural} as {self.names.office(office)}{self._where(element)}",
            type="nomination",
            date=next((date for tag, date, _ in steps if tag == "appointed"), None),
            participants=(Participation(EntityRef(Kind.PERSON, f"pocom-{person}", inverted), "participant"),),
            description=_note(element),
        )

    def _appointment(
        self,
        element: etree._Element,
        key: str,
        person: str,
        office: str,
        steps: list[tuple[str, PartialDate | None, str]],
    ) -> Iterator[Appointment | Finding]:
        inverted, natural = self.names.person(person)
        title = self.names.office(office)
        dates = {tag: date for tag, date, _ in steps}
        begin, end = (
            dates.get("started") or dates.get("enteredduty"),
            dates.get("ended") or dates.get("appointmentterminated"),
        )
        term: PartialDate | None = None
        try:
            term = _term(begin, end)
        except DateError as problem:
            yield self._finding(
                "ends-before-it-begins", Severity.WARNING, element, key, f"The term of {natural} as {title} is impossible: {problem}",
                consequence="Its two dates are published, but no duration.", remedy="Correct the date that is wrong.",
            )  # fmt: skip
        yield Appointment(
            local_id=key,
            origin=place_of(element, self.shown),
            label=f"{natural}, {title}{self._where(element)}" + _years(begin, end),
            person=EntityRef(Kind.PERSON, f"pocom-{person}", inverted),
            office=office,
            office_label=title,
            mission=mission_of(self.root),
            date=term,
            steps=tuple(steps),
            identifiers=(Identifier("pocom-id", text_of(element, "id")),),
            note=_note(element),
        )


def _content(element: etree._Element) -> frozenset[str]:
    """What an entry says: who, which office, and every date with its meaning."""
    said = (
        f"{path} {text_of(element, path)}"
        for path in ("person-id", "role-title-id", *(f"{tag}/date" for tag in _STEPS))
    )
    return frozenset(text for text in said if not text.endswith(" "))


def _years(begin: PartialDate | None, end: PartialDate | None) -> str:
    """The years of a term for its label: ", 1954–1958"."""
    if begin and end:
        return ", " + "–".join(dict.fromkeys((begin.edtf[:4], end.edtf[:4])))
    if begin:
        return f", from {begin.edtf[:4]}"
    return f", until {end.edtf[:4]}" if end else ""


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def _term(begin: PartialDate | None, end: PartialDate | None) -> PartialDate | None:
    """From taking charge to leaving; a side of which nothing is known stays unknown ("/1958-12-14")."""
    if begin is None and end is None:
        return None
    words = " ".join(
        f"{word} {date.edtf}" for word, date in (("from", begin), ("to" if begin else "until", end)) if date
    )
    return partial_date(f"{begin.edtf if begin else ''}/{end.edtf if end else ''}", words)


def _note(element: etree._Element) -> str:
    notes = []
    for each in element.iterfind("note"):
        text = words_in(each)
        if text:
            notes.append(
                f"Position held at the same time: {text}" if each.get("type") == "coterminousposition" else text
            )
    return " ".join(notes)
