"""From the entries of one authority file to records: keys, codes and dates checked, each fault a finding that names the record."""

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

from lod_publisher.errors import DateError, IriError
from lod_publisher.model import terms
from lod_publisher.model.authorities import identifier_of, iri_of, one_iri, own_key, register_of
from lod_publisher.model.dates import PartialDate, date_from_words, partial_date
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id, keyed, slug
from lod_publisher.model.records import EntityRef, Identifier, Note, Organisation, Origin, Person, Place
from lod_publisher.settings import Source
from lod_publisher.sources._authority.dates import normal_date
from lod_publisher.sources._authority.entry import Entry, unusable

_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class _Given:
    """Who an identifier was given to first, and whether somebody else has it too."""

    local_id: str
    origin: Origin


def records_of(entries: Iterable[Entry | Finding], source: Source) -> Iterator[Person | Organisation | Place | Finding]:
    """Check the entries of a file together and yield a record for each that can be used.

    Of two entries with one key the first is kept. A code that two entries share joins neither with anything.
    """
    keys = _Keys(source)
    kept: list[tuple[str, Entry]] = []
    for entry in entries:
        if isinstance(entry, Finding):
            yield entry
            continue
        entry.key = next((address for address in entry.exact if keys.ours(entry.kind, address)), entry.key)
        local_id = keys.local_id(entry.kind, entry.key) if entry.key.strip() else ""
        if not local_id:
            called = entry.names[0].text if entry.names else ""
            yield unusable(entry.origin, called, "The record has no key of its own.", "Give it one that never changes.")
        elif not entry.names and not entry.links_only:
            yield unusable(entry.origin, local_id, f"The record {entry.key} has no name.", "Give the name to show.")
        elif (first := keys.known.get((entry.kind, local_id))) is not None:
            yield unusable(
                entry.origin,
                local_id,
                f"The key {entry.key} was given to another record in {first.origin}.",
                "Keep one of the two, or give each a key of its own.",
                entry.key,
            )
        else:
            keys.known[entry.kind, local_id] = entry
            keys.written[entry.kind, entry.key] = local_id
            kept.append((local_id, entry))
    yield from _circles(kept, keys)
    codes: dict[tuple[Kind, str], tuple[Identifier, ...]] = {}
    for local_id, entry in kept:
        found = list(_codes(local_id, entry))
        yield from (item for item in found if isinstance(item, Finding))
        codes[entry.kind, local_id] = tuple(dict.fromkeys(item for item in found if isinstance(item, Identifier)))
    shared = yield from _shared(kept, keys, codes)
    for local_id, entry in kept:
        yield from _record(local_id, entry, keys, codes[entry.kind, local_id], shared)


class _Keys:
    """Turns the keys of a file into local ids: our own addresses back into what they were made from, codes of known
    authority files into theirs, any other key into one that begins with the file's name (or the option `prefix`)."""

    def __init__(self, source: Source) -> None:
        self.base = source.options.get("base", "").rstrip("/")
        self.prefix = source.options.get("prefix", slug(source.path.stem) or "authority")
        self.known: dict[tuple[Kind, str], Entry] = {}
        self.written: dict[tuple[Kind, str], str] = {}

    def ours(self, kind: Kind, key: str) -> str:
        """The local id in one of our own addresses; "" when it is not one of this kind."""
        beginning = f"{self.base}/id/{kind}/"
        local_id = key.removeprefix(beginning).partition("#")[0] if self.base and key.startswith(beginning) else ""
        return local_id if is_local_id(local_id) else ""

    def local_id(self, kind: Kind, key: str) -> str:
        key = key.strip()
        if own := self.ours(kind, key):
            return own
        if found := identifier_of(key):
            return own_key(found)
        beginning = f"{self.prefix}-" if self.prefix else ""
        if "://" in key:
            tail = re.split(r"[/#]", key.rstrip("/#"))[-1]
            return f"{beginning}{slug(tail)[:40]}-{keyed(key).rpartition('-')[2]}".replace("--", "-").lstrip("-")
        whole = f"{beginning}{key}"
        return whole if is_local_id(whole) else f"{beginning}{keyed(key)}"


def _warning(
    rule: str, origin: Origin, record: str, message: str, value: str, consequence: str, remedy: str
) -> Finding:
    return Finding(rule, Severity.WARNING, origin, record, message, value, consequence, remedy)


def _codes(local_id: str, entry: Entry) -> Iterator[Identifier | Finding]:
    """The codes of an entry in their one spelling: its key's, those given, and those in addresses that match exactly."""
    if found := identifier_of(entry.key):
        yield found
    for scheme, code in entry.codes:
        register = register_of(scheme) if scheme else None
        if register is not None and (normal := register.normal(code)):
            yield Identifier(register.scheme, normal)
        elif found := identifier_of(code):
            yield found
        elif register is not None:
            yield _warning(
                "identifier-malformed",
                entry.origin,
                local_id,
                f"{code!r} is not a code of the {register.name}.",
                code,
                "The record is published without it.",
                "Compare it with the authority file; the last character may be a check digit.",
            )
        elif scheme and code.strip():
            yield Identifier(slug(scheme) or "code", code.strip())
    for address in entry.exact:
        if found := identifier_of(address):
            yield found


def _shared(
    kept: list[tuple[str, Entry]], keys: _Keys, codes: dict[tuple[Kind, str], tuple[Identifier, ...]]
) -> Generator[Finding, None, set[tuple[Kind, Identifier]]]:
    """Find the codes that two entries have which do not say that they are the same; they are returned."""
    first: dict[tuple[Kind, Identifier], _Given] = {}
    shared: set[tuple[Kind, Identifier]] = set()
    for local_id, entry in kept:
        same = {keys.local_id(entry.kind, other) for other in (*entry.same, *entry.exact)}
        for code in codes[entry.kind, local_id]:
            if register_of(code.scheme) is None:
                continue
            given = first.setdefault((entry.kind, code), _Given(local_id, entry.origin))
            if given.local_id in (local_id, *same) or own_key(code) in (local_id, given.local_id):
                continue
            shared.add((entry.kind, code))
            yield _warning(
                "identifier-of-two",
                entry.origin,
                local_id,
                f"{code.scheme} {code.value} is given here and to {given.local_id} in {given.origin}.",
                code.value,
                "Both are published without it, for it would make one of the two.",
                "Take it out of the record to which it does not belong, or join the two.",
            )
    return shared


def _circles(kept: list[tuple[str, Entry]], keys: _Keys) -> Iterator[Finding]:
    """Take out the step that makes something a part of itself, over any number of steps."""
    above: dict[tuple[Kind, str], str] = {}
    for local_id, entry in kept:
        if entry.whole is None:
            continue
        step = keys.local_id(entry.kind, entry.whole[0])
        higher: str | None = step
        while higher is not None and higher != local_id:
            higher = above.get((entry.kind, higher))
        if higher is None:
            above[entry.kind, local_id] = step
            continue
        yield _warning(
            "part-of-itself",
            entry.origin,
            local_id,
            f"{local_id} is said to be a part of {entry.whole[1] or entry.whole[0]}, which is a part of it.",
            entry.whole[0],
            "It is published without that step.",
            "Correct one of the steps.",
        )
        entry.whole = None


def _date(what: str, text: str, local_id: str, entry: Entry) -> Iterator[PartialDate | Finding]:
    if not text.strip():
        return
    edtf = normal_date(text)
    try:
        yield partial_date(edtf, "" if edtf == text.strip() else " ".join(text.split()))
    except DateError as problem:
        words = date_from_words(text) if _LETTERS.search(text) else None
        yield words or _warning(
            "impossible-date",
            entry.origin,
            local_id,
            f"The {what} cannot be read: {problem}",
            text,
            "The record is published without it.",
            "Give a year of four digits, or a date in EDTF.",
        )


def _matches(
    local_id: str, entry: Entry, keys: _Keys, shared: set[tuple[Kind, Identifier]]
) -> Iterator[tuple[str, str] | Finding]:
    """("same", local id), ("exact", address) or ("close", address) for all that an entry is said to be elsewhere."""
    said = [("same", key) for key in entry.same]
    said += [("exact", address) for address in entry.exact] + [("close", address) for address in entry.close]
    for sort, key in said:
        own = keys.ours(entry.kind, key) or keys.written.get((entry.kind, key), "")
        code = identifier_of(key)
        if code and (entry.kind, code) in shared:
            continue
        if own and sort != "close":
            yield "same", own
        elif sort == "same":
            yield "same", keys.local_id(entry.kind, key)
        else:
            try:
                yield sort, terms.iri(one_iri(key))[1:-1]
            except IriError:
                yield _warning(
                    "match-without-address",
                    entry.origin,
                    local_id,
                    f"{key!r} is not the address of a record elsewhere.",
                    key,
                    "The record is published without it.",
                    "Give an absolute address, or the code with its authority file: VIAF:95151565.",
                )


def _record(
    local_id: str,
    entry: Entry,
    keys: _Keys,
    codes: tuple[Identifier, ...],
    shared: set[tuple[Kind, Identifier]],
) -> Iterator[Person | Organisation | Place | Finding]:
    believed = tuple(code for code in codes if (entry.kind, code) not in shared or own_key(code) == local_id)
    said: dict[str, list[str]] = defaultdict(list)
    said["exact"] = [iri for code in believed if (iri := iri_of(code))]
    for match in _matches(local_id, entry, keys, shared):
        if isinstance(match, Finding):
            yield match
        else:
            said[match[0]].append(match[1])
    primary = next((name.text for name in entry.names if name.type == "primary"), "")
    label = primary or (entry.names[0].text if entry.names else "")
    names = [replace(name, type="primary") if name.text == label else name for name in entry.names]
    born = died = None
    for found in _date("date of birth", entry.birth, local_id, entry):
        if isinstance(found, Finding):
            yield found
        else:
            born = found
    for found in _date("date of death", entry.death, local_id, entry):
        if isinstance(found, Finding):
            yield found
        else:
            died = found
    same = tuple(EntityRef(entry.kind, other, label) for other in dict.fromkeys(said["same"]) if other != local_id)
    exact = tuple(dict.fromkeys(said["exact"]))
    close = tuple(address for address in dict.fromkeys(said["close"]) if address not in exact)
    whole = entry.whole and EntityRef(entry.kind, keys.local_id(entry.kind, entry.whole[0]), entry.whole[1])
    forms = tuple({(name.text, name.language): name for name in reversed(names)}.values())[::-1]
    notes = tuple(Note(text) for text in entry.notes)
    match entry.kind:
        case Kind.PERSON:
            yield Person(
                local_id, entry.origin, label, forms, believed, born, died, notes,
                same_as=same, close_matches=close, exact_matches=exact,
            )  # fmt: skip
        case Kind.ORGANISATION:
            yield Organisation(
                local_id, entry.origin, label, forms, believed, entry.type or None, whole or None, None, notes,
                same_as=same, close_matches=close, exact_matches=exact,
            )  # fmt: skip
        case _:
            where, fault = _point(entry, local_id)
            if fault:
                yield fault
            yield Place(
                local_id, entry.origin, label, forms, believed, whole or None, where, notes,
                same_as=same, close_matches=close, exact_matches=exact,
            )  # fmt: skip


def _point(entry: Entry, local_id: str) -> tuple[tuple[float, float] | None, Finding | None]:
    if entry.coordinates is None:
        return None, None
    try:
        latitude, longitude = (float(number) for number in entry.coordinates)
    except ValueError:
        latitude = longitude = 999.0
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:
        return (latitude, longitude), None
    text = ", ".join(entry.coordinates)
    return None, _warning(
        "coordinates-nowhere",
        entry.origin,
        local_id,
        f"{text!r} is no place on earth.",
        text,
        "The place is published without coordinates.",
        "Give latitude and longitude in degrees, WGS 84.",
    )
