"""Linked Art JSON: a description as the museums and archives of that community exchange it.

What Linked Art has no word for (our own properties, roles, positions, provenance) is left out: the other formats have it.
Four things are added that the model asks of every record and that follow from what is published: notes become texts that
refer to the thing, the preferred identifier is an identifier of that type, a thing without a name is named by its label,
and the page for people is a text about the thing. Passages are written as parts of their document.
Source: Linked Art 1.0, model and API (https://linked.art/).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.model.vocab import CRM, LA, SKOS
from lod_publisher.web.formats.description import Description
from lod_publisher.web.formats.linked_art.terms import KIND_TYPES, LITERALS, MANY, NUMBERS, ONE, TYPES, wholes

CONTEXT = "https://linked.art/ns/v1/linked-art.json"

_AAT = "http://vocab.getty.edu/aat/"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PART_OF = f"{CRM}P106i_forms_part_of"
_DEEPEST = 6

Node = dict[str, Any]
Parts = Mapping[str, tuple[str, str]]


def _type(number: int, label: str, **more: Any) -> Node:
    return {"id": f"{_AAT}{number}", "type": "Type", "_label": label, **more}


_BRIEF_TEXT = _type(300418049, "Brief Text")
_DESCRIPTION = _type(300435416, "Description", classified_as=[_BRIEF_TEXT])
_PREFERRED = _type(300404670, "Preferred Term")
_WEB_PAGE = _type(300264578, "Web Page")


def write(description: Description) -> bytes:
    """Write a thing as one Linked Art record; an empty object's place is taken by its IRI, type and label at the least."""
    record = {"@context": CONTEXT, **_Record(description).root()}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Record:
    """One description on its way to Linked Art: its statements, and the nodes that are written out already."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._said = description.by_subject
        self._written: set[str] = set()
        self._passages: dict[str, list[str]] = {}
        for subject, triples in self._said.items():
            for triple in triples:
                if triple.predicate.value == _PART_OF and isinstance(triple.object, NamedNode):
                    self._passages.setdefault(triple.object.value, []).append(subject)

    def root(self) -> Node:
        """The thing itself."""
        about = self._description
        node = self._whole(about.iri, KIND_TYPES.get(str(about.kind), ""), 0)
        if not any(name.get("type") == "Name" and "content" in name for name in node.get("identified_by", ())):
            node.setdefault("identified_by", []).insert(0, {"type": "Name", "content": node.get("_label", about.iri)})
        if about.iri.startswith(f"{about.base}/id/"):
            address = f"{about.base}/page/{about.iri.removeprefix(f'{about.base}/id/')}"
            page = {
                "type": "DigitalObject",
                "classified_as": [_WEB_PAGE],
                "format": "text/html",
                "access_point": [{"id": address, "type": "DigitalObject"}],
            }
            node["subject_of"] = [{"type": "LinguisticObject", "digitally_carried_by": [page]}]
        return node

    def _node(self, iri: str, expected: str, depth: int) -> Node:
        """A node inside another: written out when it belongs to the thing and was not yet, else its IRI, type and label."""
        root = self._description.iri
        belongs = iri.startswith((f"{root}#", f"{root}/"))
        if belongs and iri in self._said and iri not in self._written and depth < _DEEPEST:
            return self._whole(iri, expected, depth)
        return self._start(iri, expected)

    def _start(self, iri: str, expected: str) -> Node:
        node: Node = {"id": iri}
        if found := self._type_of(iri) or expected:
            node["type"] = found
        if label := self._label(iri):
            node["_label"] = label
        return node

    def _type_of(self, iri: str) -> str:
        """The type of a node: by its classes, else by the kind in its IRI; "" when neither says."""
        classes = {
            t.object.value.removeprefix(CRM)
            for t in self._said.get(iri, ())
            if t.predicate.value == _TYPE and isinstance(t.object, NamedNode)
        }
        found = next((name for known, name in TYPES.items() if known in classes), "")
        if found or f"{LA}Set" in classes:
            return found or "Set"
        base = self._description.base
        if iri.startswith(f"{base}/id/"):
            kind, _, local = iri[len(base) + 4 :].partition("/")
            return "" if "#" in local else KIND_TYPES.get(kind, "")
        return "Type" if iri.startswith((f"{base}/vocab/", _AAT)) else ""

    def _label(self, iri: str) -> str:
        """One label: in English or without a language before others."""
        found = [
            t.object for t in self._said.get(iri, ()) if t.predicate.value == _LABEL and isinstance(t.object, Literal)
        ]
        found.sort(key=lambda label: (label.language not in (None, "en"), label.value))
        return found[0].value if found else ""

    def _whole(self, iri: str, expected: str, depth: int) -> Node:
        """A node with all of it that Linked Art has words for."""
        self._written.add(iri)
        node = self._start(iri, expected)
        own_type = node.get("type", "")
        parts = wholes(own_type)
        for triple in self._said.get(iri, ()):
            self._say(node, triple, parts, depth)
        if own_type == "LinguisticObject":
            inside = sorted(self._passages.get(iri, ()), key=self._position)
            if found := [self._node(one, own_type, depth + 1) for one in inside if one not in self._written]:
                node.setdefault("part", []).extend(found)
        return node

    def _position(self, iri: str) -> tuple[int, str]:
        own = f"{self._description.base}/vocab/position"
        values = [t.object.value for t in self._said[iri] if t.predicate.value == own and isinstance(t.object, Literal)]
        return (int(values[0]) if values and values[0].isdecimal() else 0, iri)

    def _say(self, node: Node, triple: Triple, parts: Parts, depth: int) -> None:
        """Add one statement to a node, when there is a word for it."""
        predicate, value = triple.predicate.value, triple.object
        name = predicate.removeprefix(CRM)
        if isinstance(value, Literal):
            self._say_literal(node, name, value)
        elif isinstance(value, NamedNode):
            for key, found, is_list in self._keys(node, predicate, name, value.value, parts, depth):
                if is_list:
                    node.setdefault(key, []).append(found)
                else:
                    node.setdefault(key, found)

    def _say_literal(self, node: Node, name: str, value: Literal) -> None:
        if name in LITERALS:
            node.setdefault(LITERALS[name], value.value)
        elif name in NUMBERS:
            number = float(value.value)
            node.setdefault(NUMBERS[name], int(number) if number.is_integer() else number)
        elif name == "P3_has_note":
            note = {"type": "LinguisticObject", "classified_as": [_DESCRIPTION], "content": value.value}
            node.setdefault("referred_to_by", []).append(note)

    def _keys(
        self, node: Node, predicate: str, name: str, value: str, parts: Parts, depth: int
    ) -> Iterator[tuple[str, Any, bool]]:
        """The key under which a statement stands, what stands there, and whether it is one of a list."""
        if name in parts:
            key, expected = parts[name]
            yield key, self._node(value, expected, depth + 1), True
        elif name in MANY:
            key, expected = MANY[name]
            yield key, self._node(value, expected, depth + 1), True
        elif name in ONE:
            key, expected = ONE[name]
            yield key, self._node(value, expected, depth + 1), False
        elif name == "P48_has_preferred_identifier":
            identifier = self._node(value, "Identifier", depth + 1)
            identifier["classified_as"] = [*identifier.get("classified_as", ()), _PREFERRED]
            yield "identified_by", identifier, True
        elif name == "P177_assigned_property_of_type":
            yield "assigned_property", _property_word(value), False
        elif predicate == f"{LA}member_of" and node.get("type") not in ("Person", "Group"):
            yield "member_of", self._node(value, "Set", depth + 1), True
        elif predicate in (f"{LA}equivalent", f"{SKOS}exactMatch"):
            same = {"id": value} | ({"type": node["type"]} if "type" in node else {})
            if same not in node.get("equivalent", ()):
                yield "equivalent", same, True
        elif predicate == f"{SKOS}broader" and node.get("type") == "Type":
            yield "broader", self._node(value, "Type", depth + 1), True


def _property_word(iri: str) -> str:
    """Linked Art's word for a property that a claim is about; its IRI when there is none that fits every type."""
    name = iri.removeprefix(CRM)
    return next((table[name][0] for table in (MANY, ONE) if name in table), iri)
