"""A description turned over in the hand: what it says of each of its nodes, asked by property."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

CRM = "http://www.cidoc-crm.org/cidoc-crm/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True, slots=True)
class Link:
    """Something to click on: a name and where it leads."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """One object of a statement: an IRI, or a text with its language or datatype."""

    text: str
    is_iri: bool
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The statements of a description by subject and predicate (full IRIs)."""

    by_subject: dict[str, dict[str, list[Value]]] = field(default_factory=dict)

    @staticmethod
    def of(triples: Iterable[Triple]) -> "Facts":
        """Sort statements by subject and predicate; the order within is that of the texts."""
        found: dict[str, dict[str, list[Value]]] = {}
        for triple in triples:
            if not isinstance(triple.subject, NamedNode):
                continue
            term = triple.object
            if isinstance(term, NamedNode):
                value = Value(term.value, True)
            elif isinstance(term, Literal):
                value = Value(term.value, False, term.language or "", term.datatype.value)
            else:
                continue
            found.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(value)
        for predicates in found.values():
            for values in predicates.values():
                values.sort(key=lambda value: value.text)
        return Facts(found)

    @staticmethod
    def of_lines(lines: bytes) -> "Facts":
        """Sort statements that are written as N-Triples or N-Quads; the graphs of the latter are not told apart."""
        return Facts.of(quad.triple for quad in parse(lines, format=RdfFormat.N_QUADS))

    def all(self, subject: str, predicate: str) -> list[str]:
        """The texts or IRIs that a node has for a property of the CRM (by its name) or any other (by its IRI)."""
        name = predicate if ":" in predicate else CRM + predicate
        return [value.text for value in self.by_subject.get(subject, {}).get(name, ())]

    def one(self, subject: str, predicate: str) -> str:
        """The first of them; "" when there is none."""
        return next(iter(self.all(subject, predicate)), "")

    def labels(self) -> dict[str, str]:
        """What the description itself calls its nodes; English before other languages."""
        found = {}
        for subject, predicates in self.by_subject.items():
            if labels := predicates.get(RDFS_LABEL):
                found[subject] = next((label.text for label in labels if label.language == "en"), labels[0].text)
        return found

    def iris(self) -> set[str]:
        """Every IRI that occurs, properties too."""
        found = set(self.by_subject)
        for predicates in self.by_subject.values():
            found.update(predicates)
            found.update(value.text for values in predicates.values() for value in values if value.is_iri)
        return found
