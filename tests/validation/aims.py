"""What a rule looks at and asks for, read from the shapes, so that faults can be aimed at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from lod_publisher.model.terms import Term


@dataclass(frozen=True, slots=True)
class Aim:
    """A rule, for aiming: the classes and properties by which it finds its nodes, and every property that it or a part of it names."""

    rule: str
    classes: frozenset[Term]
    speaking: frozenset[Term]
    spoken_of: frozenset[Term]
    properties: tuple[Term, ...]


def aims_of(shapes: Graph) -> list[Aim]:
    """An aim for every rule: every named shape that has a constraint, with its own targets or those of shapes that have it."""
    return [
        Aim(
            str(rule),
            frozenset(_targets(shapes, rule, SH.targetClass)),
            frozenset(_targets(shapes, rule, SH.targetSubjectsOf)),
            frozenset(_targets(shapes, rule, SH.targetObjectsOf)),
            tuple(sorted(_properties(shapes, rule))),
        )
        for rule in rules_of(shapes)
    ]


def rules_of(shapes: Graph) -> list[URIRef]:
    """The named shapes that ask something themselves, not only by the property shapes that they have."""
    asking = {subject for subject, verb in shapes.subject_predicates() if _is_shacl(verb) and verb not in _ASKS_NOTHING}
    return sorted(shape for shape in asking if isinstance(shape, URIRef))


_ASKS_NOTHING = {
    SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.property, SH.path, SH.severity, SH.message,
    SH.name, SH.description, SH.order, SH.group,
}  # fmt: skip
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)


def _targets(shapes: Graph, shape: Node, kind: Node) -> Iterator[Term]:
    yield from (_spelled(each) for each in shapes.objects(shape, kind))
    for whole in shapes.subjects(SH.property, shape):
        yield from _targets(shapes, whole, kind)


def _properties(shapes: Graph, shape: Node) -> set[Term]:
    """The properties in a shape's paths and constraints, or all that it mentions when it has none; a class counts as rdf:type."""
    mentioned = set(_mentioned(shapes, shape))
    return {_spelled(term) for term in mentioned if isinstance(term, URIRef)} or {_spelled(RDF.type)}


def _mentioned(shapes: Graph, node: Node) -> Iterator[Node]:
    skipped = (*_TARGETS, SH.severity, SH.message, RDF.type, RDFS.label, SH.nodeKind, SH.datatype)
    for verb, value in shapes.predicate_objects(node):
        if verb in skipped or (not _is_shacl(verb) and not str(verb).startswith(str(RDF))):
            continue
        if verb in (SH["class"], SH.hasValue):
            yield RDF.type
        elif isinstance(value, BNode):
            yield from _mentioned(shapes, value)
        elif isinstance(value, URIRef) and value != RDF.nil:
            yield value


def _is_shacl(term: Node) -> bool:
    return str(term).startswith(str(SH))


def _spelled(term: Node) -> Term:
    return f"<{term}>"
