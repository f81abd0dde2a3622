"""What a catalogue card says of a thing, read from its own statements: the common ground of Dublin Core and MODS."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from lod_publisher.snapshot.catalog import Entity

_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
# The only properties that a card shows, each with the field that it fills; those of our own vocabulary are added for each base.
_PROPERTIES = {
    f"{_CRM}P14_carried_out_by": "actor",
    f"{_CRM}P7_took_place_at": "place",
    f"{_CRM}P3_has_note": "note",
    f"{_CRM}P67_refers_to": "subject",
    f"{_CRM}P129_is_about": "subject",
    f"{_CRM}P106i_forms_part_of": "part of",
    f"{_CRM}P72_has_language": "language",
    f"{_CRM}P1_is_identified_by": "identified by",
    f"{_CRM}P190_has_symbolic_content": "content",
    "https://linked.art/ns/terms/member_of": "part of",
    f"{_SKOS}exactMatch": "same as",
    f"{_SKOS}closeMatch": "same as",
    "http://www.w3.org/2002/07/owl#sameAs": "same as",
    f"{_DCTERMS}temporal": "period",
    f"{_DCTERMS}source": "source",
}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
# Identifiers that repeat the address or belong to the source's own bookkeeping.
_BOOKKEEPING = ("id", "source-key", "volume-entry", "document-number", "frus-", "frus1")
_LANGUAGES = {"http://vocab.getty.edu/aat/300388277": "en", "http://vocab.getty.edu/aat/300388401": "hu"}
_ENDING = re.compile(r"-[0-9a-f]{8}$")

_T = TypeVar("_T")
_PLAIN_FIELDS = {"part of": "part_of", "same as": "same_as", "note": "notes", "period": "periods", "source": "sources"}
_NAMED_FIELDS = {"genre": "genres", "place": "places"}

NameOf = Callable[[str], str]


@dataclass(slots=True)
class Particulars:
    """The card of one thing. Names are labels; `part_of`, `same_as` and `sources` are IRIs; a code is (kind of code, code).

    `contents` are the words that its nodes hold, by the fragment of each, and `identified_by` the fragments of its names and codes.
    """

    entity: Entity
    iri: str
    titles: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    makers: list[tuple[str, str]] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    part_of: list[str] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)
    identified_by: list[str] = field(default_factory=list)


class Reader:
    """Makes cards from descriptions in N-Triples; `name_of` names the things that they point to."""

    def __init__(self, base: str, name_of: NameOf) -> None:
        own = {f"{base}/vocab/genre": "genre", f"{base}/vocab/had_addressee": "addressee"}
        self._fields = {f"<{iri}>".encode(): field_ for iri, field_ in (_PROPERTIES | own).items()}
        self._name_of = name_of

    def card(self, entity: Entity, iri: str, lines: bytes) -> Particulars:
        """Read the card of a thing from its own description.

        Lines are split at their first spaces and most are passed over by their predicate: a harvest reads every statement of the
        dataset, and a parser would take three times as long as all the rest.
        """
        card = Particulars(entity, iri, [entity.label])
        start, fields = f"<{iri}".encode(), self._fields
        place = len(start)
        for line in lines.split(b"\n"):
            parts = line.split(b" ", 2)
            if len(parts) < 3 or not (name := fields.get(parts[1])) or not parts[0].startswith(start):
                continue
            subject, _, term = parts
            if name == "subject":
                if term.startswith(b"<") and not term.startswith(start):
                    _add(card.subjects, self._name_of(_value(term)))
            elif (mark := subject[place : place + 1]) == b"#":
                self._note_of_part(card, subject[place + 1 : -1].decode(), name, _value(term))
            elif mark == b">":
                self._note_of_itself(card, name, _value(term))
        _file_names(card)
        return card

    def _note_of_part(self, card: Particulars, part: str, name: str, value: str) -> None:
        """What a statement about a node of the thing says: a name, a code, somebody's part in it."""
        if name == "content":
            card.contents.setdefault(part, value)
        elif name == "addressee" and part == "sending":
            _add(card.addressees, self._name_of(value))
        elif name == "actor" and part == "sending":
            _add(card.senders, self._name_of(value))
        elif name == "actor":
            _add(card.makers, (part.rstrip("-0123456789") or "creation", self._name_of(value)))
        elif name == "place" and part == "creation":
            _add(card.places, self._name_of(value))

    def _note_of_itself(self, card: Particulars, name: str, value: str) -> None:
        """What a statement about the thing itself says."""
        if name in _PLAIN_FIELDS:
            _add(getattr(card, _PLAIN_FIELDS[name]), value)
        elif name in _NAMED_FIELDS:
            _add(getattr(card, _NAMED_FIELDS[name]), self._name_of(value))
        elif name == "actor":
            _add(card.makers, (name, self._name_of(value)))
        elif name == "identified by":
            card.identified_by.append(value[len(card.iri) + 1 :] if value.startswith(f"{card.iri}#") else "")
        elif name == "language" and value in _LANGUAGES:
            _add(card.languages, _LANGUAGES[value])


def _file_names(card: Particulars) -> None:
    """Sort what the nodes of a thing hold: what identifies it is a name or a code, its summary is a note, the rest is text."""
    for part in card.identified_by:
        value = card.contents.get(part, "")
        if part.startswith(("name", "title")):
            _add(card.titles, value)
        elif value and not part.startswith(_BOOKKEEPING):
            kind = _ENDING.sub("", part)
            _add(card.codes, (kind.removesuffix(_as_key(value)).strip("-") or kind, value))
    _add(card.notes, card.contents.get("summary", ""))


def _add(values: list[_T], value: _T) -> None:
    if value and value not in values:
        values.append(value)


def _as_key(value: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")


def _value(term: bytes) -> str:
    """The IRI or the characters of an object, as it stands in a line, with what follows it."""
    end = term.find(b">") if term.startswith(b"<") else term.rfind(b'"')
    text = term[1:end].decode()
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])
