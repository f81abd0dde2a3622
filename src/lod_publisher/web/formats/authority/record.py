"""What an authority record says of a person or body, taken from the statements of its description."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.model.authorities import identifier_of, iri_of, register_of
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Identifier
from lod_publisher.model.vocab import AAT, CRM, DCTERMS, LA, SKOS
from lod_publisher.web.formats.description import Description

KINDS = frozenset({Kind.PERSON, Kind.ORGANISATION})
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
_PRIMARY = f"{AAT}300404670"
# A day, month or year of EDTF; a season is none, and no calendar's.
_YEAR = re.compile(r"(-?\d{4})(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?(?:T[\d:.Z+-]*)?([?~%]?)")


@dataclass(frozen=True, slots=True)
class Link:
    """A thing by its IRI, and what it is called."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class When:
    """When a life began or ended: in EDTF, in the source's words, and where, if that is known."""

    edtf: str
    text: str
    place: Link | None

    @property
    def year(self) -> str:
        """The year as headings give it; "" when it is not one year."""
        found = _YEAR.fullmatch(self.edtf)
        return "" if found is None else f"approximately {found[1]}" if found[2] else found[1]

    @property
    def day(self) -> str:
        """The date in ISO 8601, as far as it is known to the year at least and without doubt; "" otherwise."""
        return self.edtf.partition("T")[0] if (found := _YEAR.fullmatch(self.edtf)) and not found[2] else ""


@dataclass(frozen=True, slots=True)
class Name:
    """A form of the name; `type` as our records have it: primary, variant, pseudonym, title, office, abbreviation."""

    text: str
    type: str


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """One person or body. `codes` are those of files that are known and of any other; `same` and `close` are addresses elsewhere.

    What a code says is not said again in `same`. `key` is our own, without the root of the IRIs.
    """

    iri: str
    base: str
    page: str
    kind: Kind
    local_id: str
    name: str
    others: tuple[Name, ...]
    codes: tuple[Identifier, ...]
    same: tuple[str, ...]
    close: tuple[str, ...]
    birth: When | None
    death: When | None
    notes: tuple[str, ...]
    groups: tuple[Link, ...]
    seats: tuple[Link, ...]
    sources: tuple[Link, ...]
    modified: str
    licence: str

    @property
    def is_person(self) -> bool:
        """Whether it is about somebody, not about a body."""
        return self.kind is Kind.PERSON

    @property
    def key(self) -> str:
        """Kind and local id, as they stand in addresses."""
        return f"{self.kind}/{self.local_id}"

    @property
    def host(self) -> str:
        """The name of the site, by which codes of our own are told from those of others."""
        return self.base.partition("://")[2].partition("/")[0]

    @property
    def years(self) -> str:
        """The years of a life as headings give them: "1914-1963", "1938-"; "" when neither is known."""
        born, died = self.birth.year if self.birth else "", self.death.year if self.death else ""
        return f"{born}-{died}" if born or died else ""

    def addresses(self) -> tuple[str, ...]:
        """The addresses of the records of the same elsewhere, those of codes first."""
        coded = [iri for code in self.codes if (iri := iri_of(code))]
        return tuple(dict.fromkeys((*coded, *self.same)))


def record_of(description: Description) -> AuthorityRecord:
    """Read an authority record off a description."""
    return _Reading(description).record()


class _Reading:
    """A description by subject, asked by property."""

    def __init__(self, description: Description) -> None:
        self._about = description
        self._said: Mapping[str, list[Triple]] = description.by_subject

    def record(self) -> AuthorityRecord:
        about, iri = self._about, self._about.iri
        codes = tuple(dict.fromkeys(self._codes()))
        known = {iri_of(code) for code in codes}
        same = {*self._iris(iri, f"{SKOS}exactMatch"), *self._iris(iri, f"{LA}equivalent"), *self._iris(iri, _SAME_AS)}
        found = {code: each for each in sorted(same) if (code := identifier_of(each)) and iri_of(code) not in known}
        codes = (*codes, *found)
        addresses = {iri_of(code) for code in codes}
        key = iri.removeprefix(f"{about.base}/id/")
        name = self._one(iri, _LABEL) or key
        return AuthorityRecord(
            iri=iri,
            base=about.base,
            page=f"{about.base}/page/{key}",
            kind=about.kind or Kind.PERSON,
            local_id=key.partition("/")[2],
            name=name,
            others=tuple(dict.fromkeys(other for other in self._names() if other.text.strip() and other.text != name)),
            codes=codes,
            same=tuple(each for each in sorted(same) if identifier_of(each) is None and each not in addresses),
            close=tuple(self._iris(iri, f"{SKOS}closeMatch")),
            birth=self._when(f"{CRM}P98i_was_born"),
            death=self._when(f"{CRM}P100i_died_in"),
            notes=tuple(dict.fromkeys(note for note in self._texts(iri, f"{CRM}P3_has_note") if note.strip())),
            groups=self._links(f"{CRM}P107i_is_current_or_former_member_of"),
            seats=self._links(f"{CRM}P74_has_current_or_former_residence"),
            sources=self._links(f"{about.base}/vocab/introduced_by"),
            modified=self._one(about.page, f"{DCTERMS}modified"),
            licence=about.licence,
        )

    def _names(self) -> Iterator[Name]:
        for node in self._iris(self._about.iri, f"{CRM}P1_is_identified_by"):
            if f"{CRM}E42_Identifier" not in self._iris(node, _TYPE):
                kinds = self._iris(node, f"{CRM}P2_has_type")
                kind = "primary" if _PRIMARY in kinds or not kinds else kinds[0].rpartition("/")[2]
                for text in self._texts(node, f"{CRM}P190_has_symbolic_content"):
                    yield Name(text, kind.removesuffix("-name"))

    def _codes(self) -> Iterator[Identifier]:
        for node in self._iris(self._about.iri, f"{CRM}P1_is_identified_by"):
            if f"{CRM}E42_Identifier" in self._iris(node, _TYPE):
                for kind in self._iris(node, f"{CRM}P2_has_type"):
                    scheme = kind.rpartition("/")[2].removeprefix("identifier-")
                    value = self._one(node, f"{CRM}P190_has_symbolic_content")
                    register = register_of(scheme)
                    tidy = register.normal(value) if register else ""
                    yield Identifier(register.scheme, tidy) if register and tidy else Identifier(scheme, value)

    def _when(self, predicate: str) -> When | None:
        for event in self._iris(self._about.iri, predicate):
            places = [Link(place, self._label(place)) for place in self._iris(event, f"{CRM}P7_took_place_at")]
            for span in self._iris(event, f"{CRM}P4_has_time-span"):
                edtf = self._one(span, f"{CRM}P82_at_some_time_within")
                return When(edtf, self._one(span, _LABEL) or edtf, next(iter(places), None))
        return None

    def _links(self, predicate: str) -> tuple[Link, ...]:
        return tuple(Link(iri, self._label(iri)) for iri in self._iris(self._about.iri, predicate))

    def _label(self, iri: str) -> str:
        return self._one(iri, _LABEL) or iri.rpartition("/")[2]

    def _iris(self, subject: str, predicate: str) -> list[str]:
        return [t.object.value for t in self._of(subject, predicate) if isinstance(t.object, NamedNode)]

    def _texts(self, subject: str, predicate: str) -> list[str]:
        return [t.object.value for t in self._of(subject, predicate) if isinstance(t.object, Literal)]

    def _one(self, subject: str, predicate: str) -> str:
        return next(iter(self._texts(subject, predicate)), "")

    def _of(self, subject: str, predicate: str) -> list[Triple]:
        return [t for t in self._said.get(subject, ()) if t.predicate.value == predicate]
