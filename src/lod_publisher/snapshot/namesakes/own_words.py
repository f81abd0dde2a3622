"""What an entity's own description says, picked from its lines of N-Triples: names, codes, notes, life, offices."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from lod_publisher.model.authorities import identifier_of

_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_CONTENT = f"{_CRM}P190_has_symbolic_content"
_TYPE = f"{_CRM}P2_has_type"
_NOTE = f"{_CRM}P3_has_note"
_EDTF = f"{_CRM}P82_at_some_time_within"
_CARRIED_OUT_BY = f"{_CRM}P14_carried_out_by"
_ROLE = f"{_CRM}P14.1_in_the_role_of"
_MISSION = f"{_CRM}P11_had_participant"
_MATCHES = ("http://www.w3.org/2004/02/skos/core#exactMatch", "http://www.w3.org/2002/07/owl#sameAs")
_INTRODUCED_BY = "/vocab/introduced_by"
_LINE = re.compile(rb'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"\S*) \.')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(slots=True)
class OwnWords:
    """What a description says: `formal` are the names that a source gives, `codes` by authority, `life` in EDTF by "birth" and "death"."""

    formal: set[str] = field(default_factory=set)
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    notes: list[str] = field(default_factory=list)
    life: dict[str, str] = field(default_factory=dict)
    introduced_by: list[str] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    missions: set[str] = field(default_factory=set)


def own_words(lines: bytes) -> OwnWords:
    """Pick what the index wants from a description."""
    found = OwnWords()
    types: dict[bytes, bytes] = {}
    contents: list[tuple[bytes, bytes]] = []
    for subject, predicate, node, text in _LINE.findall(lines):
        wanted = _wanted(predicate)
        if wanted is None:
            continue
        if wanted == _CONTENT:
            contents.append((subject, text))
        elif wanted == _TYPE:
            types[subject] = node
        else:
            _take(found, wanted, subject, node, text)
    for subject, text in contents:
        kind = types.get(subject)
        if kind is None:
            continue
        if b"#name-" in subject:
            found.formal.add(_plain(text))
        else:
            found.codes[kind.decode().rpartition("/")[2].removeprefix("identifier-")].add(_plain(text))
    return found


def _take(found: OwnWords, wanted: str, subject: bytes, node: bytes, text: bytes) -> None:
    if wanted == _NOTE and b"#" not in subject:
        found.notes.append(_plain(text))
    elif wanted == _EDTF:
        part = subject.rpartition(b"#")[2]
        if part in (b"birth-time", b"death-time"):
            found.life[part.decode().removesuffix("-time")] = _plain(text)
    elif wanted == _INTRODUCED_BY:
        found.introduced_by.append(node.decode())
    elif wanted in _MATCHES:
        if code := identifier_of(node.decode()):
            found.codes[code.scheme].add(code.value)
    elif wanted == _CARRIED_OUT_BY:
        found.persons.add(node.decode())
    elif wanted == _ROLE:
        found.roles.add(node.decode())
    elif wanted == _MISSION:
        found.missions.add(node.decode())


_OF_OTHERS = frozenset([_CONTENT, _TYPE, _NOTE, _EDTF, _CARRIED_OUT_BY, _ROLE, _MISSION, *_MATCHES])


@lru_cache(maxsize=1024)
def _wanted(predicate: bytes) -> str | None:
    iri = predicate.decode()
    if iri in _OF_OTHERS:
        return iri
    return _INTRODUCED_BY if iri.endswith(_INTRODUCED_BY) else None


def _plain(text: bytes) -> str:
    """The text of a literal as N-Triples writes it."""
    written = text.decode()
    return _ESCAPE.sub(_sign, written) if "\\" in written else written


def _sign(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SIGNS.get(match[3], match[3])
