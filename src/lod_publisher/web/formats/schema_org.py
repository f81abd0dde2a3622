"""schema.org JSON-LD: what search engines and dataset portals understand of a thing."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.model.iris import Kind
from lod_publisher.model.vocab import CRM, DCTERMS, LA, SKOS
from lod_publisher.web.formats.description import Description

CONTEXT = "https://schema.org/"
_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPES = {
    Kind.DOCUMENT: "DigitalDocument",
    Kind.VOLUME: "Book",
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organization",
    Kind.PLACE: "Place",
    Kind.EVENT: "Event",
    Kind.APPOINTMENT: "Role",
    Kind.PERIOD: "DefinedTerm",
    Kind.CONCEPT: "DefinedTerm",
    Kind.STATEMENT: "Claim",
    Kind.COLLECTION: "Collection",
}
_POINT = re.compile(r"POINT ?\((-?[0-9]+(?:\.[0-9]+)?) (-?[0-9]+(?:\.[0-9]+)?)\)")
_LANGUAGES = {f"http://vocab.getty.edu/aat/{number}": code for number, code in ((300388277, "en"), (300388401, "hu"))}

Node = dict[str, Any]


def write(description: Description) -> bytes:
    """Write what schema.org has words for; nothing that the page for people does not show."""
    record = {"@context": CONTEXT, **_Record(description).root()}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    """A value without what is empty in it; the one of a list of one."""
    if not isinstance(value, list):
        return value
    found = [one for one in value if one]
    return found[0] if len(found) == 1 else found


class _Record:
    """One description on its way to schema.org."""

    def __init__(self, description: Description) -> None:
        self._about = description
        self._said = description.by_subject

    def root(self) -> Node:
        """The thing, with the few nodes that schema.org wants inside it."""
        about, iri = self._about, self._about.iri
        kind = about.kind or Kind.CONCEPT
        node: Node = {"@type": TYPES[kind], "@id": iri}
        node["name"] = self._text(iri, _RDFS_LABEL) or iri
        node["alternateName"] = [name for name in self._names() if name != node["name"]]
        node["description"] = self._texts(iri, f"{CRM}P3_has_note") or self._texts(iri, f"{SKOS}definition")
        node["identifier"] = [*self._identifiers()]
        node["sameAs"] = sorted({*self._values(iri, f"{SKOS}exactMatch"), *self._values(iri, f"{LA}equivalent")})
        if iri.startswith(f"{about.base}/id/"):
            node["url"] = f"{about.base}/page/{iri[len(about.base) + 4 :]}"
        of_kind = {
            Kind.DOCUMENT: self._text_of_somebody,
            Kind.VOLUME: self._text_of_somebody,
            Kind.PERSON: self._person,
            Kind.ORGANISATION: self._organisation,
            Kind.PLACE: self._place,
            Kind.EVENT: self._event,
        }
        if kind in of_kind:
            node |= of_kind[kind](iri)
        return {key: value for key, given in node.items() if (value := _plain(given))}

    def _text_of_somebody(self, iri: str) -> Node:
        creations = self._values(iri, f"{CRM}P94i_was_created_by")
        makers = [maker for one in creations for step in (one, *self._parts(one)) for maker in self._actors(step)]
        sendings = self._values(iri, f"{CRM}P16i_was_used_for")
        sent = [who for one in sendings for who in self._values(one, f"{self._about.base}/vocab/had_addressee")]
        wholes = self._values(iri, f"{CRM}P106i_forms_part_of") + self._values(iri, f"{LA}member_of")
        return {
            "author": [self._link(maker) for maker in dict.fromkeys(makers)],
            "recipient": [self._link(who) for who in dict.fromkeys(sent)],
            "dateCreated": next((day for one in creations if (day := self._day(one))), ""),
            "locationCreated": [
                self._link(place) for one in creations for place in self._values(one, f"{CRM}P7_took_place_at")
            ],
            "inLanguage": [_LANGUAGES[one] for one in self._values(iri, f"{CRM}P72_has_language") if one in _LANGUAGES],
            "genre": [self._label(one) for one in self._values(iri, f"{self._about.base}/vocab/genre")],
            "about": [self._link(one) for one in self._values(iri, f"{CRM}P129_is_about")],
            "mentions": [self._link(one) for one in self._mentioned(iri)],
            "isPartOf": [self._link(whole) for whole in wholes],
            "isBasedOn": self._values(iri, f"{DCTERMS}source"),
            "license": self._about.licence,
        }

    def _person(self, iri: str) -> Node:
        born, died = self._first(iri, f"{CRM}P98i_was_born"), self._first(iri, f"{CRM}P100i_died_in")
        return {
            "birthDate": self._day(born),
            "deathDate": self._day(died),
            "birthPlace": [self._link(place) for place in self._values(born, f"{CRM}P7_took_place_at")],
            "deathPlace": [self._link(place) for place in self._values(died, f"{CRM}P7_took_place_at")],
            "memberOf": [
                self._link(group) for group in self._values(iri, f"{CRM}P107i_is_current_or_former_member_of")
            ],
        }

    def _organisation(self, iri: str) -> Node:
        return {
            "parentOrganization": [
                self._link(g) for g in self._values(iri, f"{CRM}P107i_is_current_or_former_member_of")
            ],
            "location": [self._link(g) for g in self._values(iri, f"{CRM}P74_has_current_or_former_residence")],
        }

    def _place(self, iri: str) -> Node:
        geo: Node = {}
        if point := _POINT.fullmatch(self._text(iri, f"{CRM}P168_place_is_defined_by")):
            geo = {"@type": "GeoCoordinates", "longitude": float(point[1]), "latitude": float(point[2])}
        return {
            "geo": geo,
            "containedInPlace": [self._link(one) for one in self._values(iri, f"{CRM}P89_falls_within")],
        }

    def _event(self, iri: str) -> Node:
        first, last = self._days(iri)
        actors = [*self._actors(iri), *self._values(iri, f"{CRM}P11_had_participant")]
        return {
            "startDate": first,
            "endDate": last if last != first else "",
            "location": [self._link(place) for place in self._values(iri, f"{CRM}P7_took_place_at")],
            "actor": [self._link(who) for who in dict.fromkeys(actors)],
            "superEvent": [self._link(whole) for whole in self._values(iri, f"{CRM}P9i_forms_part_of")],
        }

    def _names(self) -> Iterator[str]:
        """The words of every name, each once."""
        known = self._values(self._about.iri, f"{CRM}P1_is_identified_by")
        seen: set[str] = set()
        for node in known:
            is_code = any(t.object == NamedNode(f"{CRM}E42_Identifier") for t in self._said.get(node, ()))
            words = "" if is_code else self._text(node, f"{CRM}P190_has_symbolic_content")
            if words and words not in seen:
                seen.add(words)
                yield words

    def _identifiers(self) -> Iterator[Node]:
        for node in self._values(self._about.iri, f"{CRM}P1_is_identified_by"):
            said = self._said.get(node, ())
            if any(t.object == NamedNode(f"{CRM}E42_Identifier") for t in said):
                scheme = next((self._label(one) for one in self._values(node, f"{CRM}P2_has_type")), "")
                value = self._text(node, f"{CRM}P190_has_symbolic_content")
                yield {"@type": "PropertyValue"} | ({"propertyID": scheme} if scheme else {}) | {"value": value}

    def _mentioned(self, iri: str) -> list[str]:
        named = {one for subject in self._said for one in self._values(subject, f"{CRM}P67_refers_to")}
        return sorted(
            one
            for one in named
            if one.startswith(f"{self._about.base}/id/") and not one.startswith(iri) and "#" not in one
        )

    def _parts(self, node: str) -> list[str]:
        return self._values(node, f"{CRM}P9_consists_of")

    def _actors(self, node: str) -> list[str]:
        return self._values(node, f"{CRM}P14_carried_out_by")

    def _days(self, happening: str) -> tuple[str, str]:
        """The first and last day of something that happened; "" for a side that nobody knows."""
        span = self._first(happening, f"{CRM}P4_has_time-span")
        begin = self._text(span, f"{CRM}P82a_begin_of_the_begin")
        end = self._text(span, f"{CRM}P82b_end_of_the_end")
        return begin.partition("T")[0], end.partition("T")[0]

    def _day(self, happening: str) -> str:
        """When something happened as schema.org writes dates: a day, or both ends of a range joined by a slash."""
        first, last = self._days(happening)
        return first if first == last else f"{first or '..'}/{last or '..'}" if first or last else ""

    def _link(self, iri: str) -> Node:
        """A thing named in passing."""
        base = self._about.base
        kind = iri.removeprefix(f"{base}/id/").partition("/")[0] if iri.startswith(f"{base}/id/") else ""
        found = TYPES[Kind(kind)] if kind in {*Kind} else "Thing"
        label = self._label(iri)
        return {"@type": found, "@id": iri} | ({"name": label} if label else {})

    def _label(self, iri: str) -> str:
        return self._text(iri, _RDFS_LABEL)

    def _first(self, subject: str, predicate: str) -> str:
        return next(iter(self._values(subject, predicate)), "")

    def _values(self, subject: str, predicate: str) -> list[str]:
        """The IRIs that a property of a node leads to."""
        return [t.object.value for t in self._of(subject, predicate) if isinstance(t.object, NamedNode)]

    def _texts(self, subject: str, predicate: str) -> list[str]:
        return [t.object.value for t in self._of(subject, predicate) if isinstance(t.object, Literal)]

    def _text(self, subject: str, predicate: str) -> str:
        return next(iter(self._texts(subject, predicate)), "")

    def _of(self, subject: str, predicate: str) -> list[Triple]:
        return [t for t in self._said.get(subject, ()) if t.predicate.value == predicate]
