"""JSON-LD, compact: short names from our own context, and the nodes of a thing inside the thing."""

import json
import re
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from lod_publisher.web.formats.description import Description, prefixes
from lod_publisher.web.formats.jsonld.context import PATH, REVERSE, context, is_plain, names

__all__ = ["PATH", "context", "write"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
# Nodes inside nodes inside nodes: deeper than this they are listed beside the first, so that no reader's stack overflows.
_DEEPEST = 12

# What a reader looks for first.
_FIRST = ("id", "type", "label")

Node = dict[str, Any]


def write(description: Description) -> bytes:
    """Write the statements as one tree whose root is the thing described; what hangs on nothing is included at its end.

    Expanded form, which is always right and needs nothing fetched, is written of a graph about no single thing, which programs
    read before they know anything of us (the service description); and of statements that a shared context would make say
    something else: an IRI that begins with one of its names and a colon (`skos:a` as the whole IRI), or a text with a base direction.
    """
    writer = _Writer(description)
    if not description.iri or writer.is_misread():
        return serialize(description.triples, format=RdfFormat.JSON_LD) or b""
    return json.dumps(writer.document(), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Writer:
    """One description on its way to JSON: what has been written of it already, and the names in use."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._names = names(description.base)
        self._prefixes = prefixes(description.base)
        self._terms: dict[str, str] = {}
        self._by_subject: dict[str, list[Triple]] = {}
        for triple in description.triples:
            self._by_subject.setdefault(_key(triple.subject), []).append(triple)
        self._waiting = dict.fromkeys(self._by_subject)
        self._said_above: dict[str, tuple[str, NamedNode]] = {}
        self._pointing: dict[tuple[str, str], list[str]] = {}
        turned = frozenset(REVERSE.values())
        for triple in description.triples:
            if triple.predicate.value in turned and isinstance(triple.object, NamedNode):
                key = (triple.predicate.value, triple.object.value)
                self._pointing.setdefault(key, []).append(_key(triple.subject))

    def is_misread(self) -> bool:
        """Tell whether a reader of the context would take one of the IRIs for an abbreviation."""
        schemes = {*self._prefixes, *self._names.values(), *REVERSE}
        for triple in self._description.triples:
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, NamedNode):
                    scheme, _, rest = term.value.partition(":")
                    if scheme in schemes and not rest.startswith("//"):
                        return True
                elif (isinstance(term, Literal) and term.direction is not None) or isinstance(term, Triple):
                    return True
        return False

    def document(self) -> Node:
        """The whole answer."""
        address = self._description.base + PATH
        root = self._description.iri
        node = self._node(root, 0) if root in self._waiting else None
        beside = []
        depth = 0 if root else _DEEPEST  # a graph about no single thing is a plain list of its nodes
        while self._waiting:
            beside.append(self._node(next(iter(self._waiting)), depth))
        if node is None:
            return {"@context": address, "@graph": beside}
        return {"@context": address, **node} | ({"@included": beside} if beside else {})

    def _node(self, subject: str, depth: int) -> Node:
        """A node with all that is said of it, and inside it the nodes that it leads to or that are its passages."""
        del self._waiting[subject]
        node: Node = {"id": subject}
        said_above = self._said_above.get(subject)
        for triple in self._by_subject[subject]:
            predicate = triple.predicate.value
            if (predicate, triple.object) == said_above:
                continue
            if predicate == f"{_RDF}type" and isinstance(triple.object, NamedNode):
                node.setdefault("type", []).append(self._term(triple.object.value))
                continue
            name = self._term(predicate)
            node.setdefault(name, []).append(self._value(triple.object, depth, is_plain(name)))
        if depth < _DEEPEST:
            for name, predicate in REVERSE.items():
                if inside := self._turned(subject, predicate, depth):
                    node[name] = inside
        ordered = {key: node[key] for key in _FIRST if key in node} | node
        return {
            key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in ordered.items()
        }

    def _turned(self, subject: str, predicate: str, depth: int) -> list[Node]:
        """The nodes that say a property of this one and that nothing has led to, in the order of their positions."""
        pointing = [one for one in self._pointing.get((predicate, subject), ()) if one in self._waiting]
        found = []
        for one in sorted(pointing, key=lambda one: (self._position(one), one)):
            if one in self._waiting:  # none of those before has led to it
                self._said_above[one] = (predicate, NamedNode(subject))
                found.append(self._node(one, depth + 1))
        return found

    def _position(self, subject: str) -> int:
        own = f"{self._description.base}/vocab/position"
        said = (
            t.object.value
            for t in self._by_subject[subject]
            if t.predicate.value == own and isinstance(t.object, Literal)
        )
        value = next(said, "")
        return int(value) if value.isdecimal() else 0

    def _value(self, term: NamedNode | BlankNode | Literal | Triple, depth: int, plain: bool) -> Any:
        if isinstance(term, Literal):
            if term.language:
                return {"@value": term.value, "@language": term.language}
            if term.datatype.value == _XSD_STRING:
                return term.value if plain else {"@value": term.value}
            return {"@value": term.value, "@type": self._term(term.datatype.value)}
        key = _key(term)
        if key in self._waiting and depth < _DEEPEST:
            return self._node(key, depth + 1)
        return {"id": key}

    def _term(self, iri: str) -> str:
        """The short name of a property, class or datatype: its own, one with a prefix, or the IRI."""
        found = self._terms.get(iri)
        if found is None:
            found = self._terms[iri] = self._names.get(iri) or self._with_prefix(iri)
        return found

    def _with_prefix(self, iri: str) -> str:
        for prefix, start in self._prefixes.items():
            if iri.startswith(start) and _SIMPLE.fullmatch(iri, len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return iri


def _key(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
