"""From a graph of shapes to compiled shapes, and what is left for the engine that knows more than SHACL Core."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.findings import Severity
from lod_publisher.model.terms import Term
from lod_publisher.validation.compiled import constraints as each
from lod_publisher.validation.compiled.paths import read_path
from lod_publisher.validation.compiled.shape import Constraint, Shape, Targets
from lod_publisher.validation.compiled.values import LEAVES, whole_number
from lod_publisher.validation.spelling import spelled
from lod_publisher.validation.verdicts import SEVERITIES

_OF_TERMS: dict[URIRef, tuple[URIRef, Callable[[str, Term], Constraint]]] = {
    SH["class"]: (SH.ClassConstraintComponent, each.InstanceOf),
    SH.hasValue: (SH.HasValueConstraintComponent, each.HasValue),
    SH.equals: (SH.EqualsConstraintComponent, each.Equals),
    SH.disjoint: (SH.DisjointConstraintComponent, each.Disjoint),
}
_ORDERS = {
    SH.lessThan: (SH.LessThanConstraintComponent, False),
    SH.lessThanOrEquals: (SH.LessThanOrEqualsConstraintComponent, True),
}
_ONE_SHAPE = {
    SH.node: (SH.NodeConstraintComponent, each.fails_any),
    SH["not"]: (SH.NotConstraintComponent, each.fails_none),
}
_LISTS_OF_SHAPES = {
    SH["and"]: (SH.AndConstraintComponent, each.fails_any),
    SH["or"]: (SH.OrConstraintComponent, each.fails_all),
    SH.xone: (SH.XoneConstraintComponent, each.fails_all_or_meets_two),
}
# Properties of shapes that are not parameters of a constraint, or belong to one that is read with another.
_NO_CONSTRAINT = frozenset({
    SH.path, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.severity, SH.message, SH.deactivated,
    SH.name, SH.description, SH.order, SH.group, SH.defaultValue, SH.flags, SH.ignoredProperties,
    SH.qualifiedValueShapesDisjoint,
})  # fmt: skip
_KNOWN = _NO_CONSTRAINT.union(LEAVES, _OF_TERMS, _ORDERS, _ONE_SHAPE, _LISTS_OF_SHAPES) | {
    SH.minCount, SH.maxCount, SH.uniqueLang, SH.closed, SH.property,
    SH.qualifiedValueShape, SH.qualifiedMinCount, SH.qualifiedMaxCount,
}  # fmt: skip


class Compiler:
    """Compiles the shapes of a graph, each once.

    `roots` are the shapes with targets; `beyond` those that use, themselves or in a shape that they refer to, something that is not
    SHACL Core, and are left to another engine.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._shapes: dict[Node, Shape] = {}

    @cached_property
    def beyond(self) -> frozenset[Node]:
        """Shapes with targets that only an engine for more than SHACL Core can judge."""
        return frozenset(node for node in self._targeted if any(map(self._is_foreign, self._reached(node))))

    @cached_property
    def roots(self) -> tuple[Shape, ...]:
        """The compiled shapes with targets, in the order of their names."""
        nodes = sorted(self._targeted - self.beyond, key=str)
        return tuple(self.shape(node) for node in nodes)

    @cached_property
    def _targeted(self) -> frozenset[Node]:
        kinds = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
        told = {node for kind in kinds for node in self.graph.subjects(kind)}
        return frozenset(told | set(self._classes_that_are_shapes()))

    @property
    def class_kinds(self) -> frozenset[Node]:
        """What a class is typed as; pySHACL, too, takes owl:Class for one without being told."""
        return frozenset((RDFS.Class, OWL.Class, *self.graph.subjects(RDFS.subClassOf, RDFS.Class)))

    def _classes_that_are_shapes(self) -> Iterator[Node]:
        """Implicit class targets: a shape that is itself a class is about its instances."""
        for kind in self.class_kinds:
            for node in self.graph.subjects(RDF.type, kind):
                if (node, RDF.type, SH.NodeShape) in self.graph or (node, RDF.type, SH.PropertyShape) in self.graph:
                    yield node

    def _reached(self, start: Node) -> set[Node]:
        """A shape and all that it refers to."""
        reached: set[Node] = set()
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                for predicate in (SH.node, SH.property, SH["not"], SH.qualifiedValueShape):
                    waiting.extend(self.graph.objects(node, predicate))
                for predicate in (SH["and"], SH["or"], SH.xone):
                    for members in self.graph.objects(node, predicate):
                        waiting.extend(self.graph.items(members))
        return reached

    @cached_property
    def _parameters(self) -> frozenset[Node]:
        """The parameters of constraint components that the shapes graph itself declares."""
        return frozenset(
            path
            for declared in self.graph.objects(None, SH.parameter)
            for path in self.graph.objects(declared, SH.path)
        )

    def _is_foreign(self, node: Node) -> bool:
        return any(
            predicate in self._parameters or (str(predicate).startswith(str(SH)) and predicate not in _KNOWN)
            for predicate in self.graph.predicates(node)
        )

    def shape(self, node: Node) -> Shape:
        """Compile a shape and what it refers to.

        Raises:
            VocabularyError: a parameter makes no sense; the message has no place, the caller knows the files.
        """
        if node not in self._shapes:
            try:
                self._shapes[node] = self._compile(node)
            except ShapeProblem:
                raise
            except (VocabularyError, ValueError) as problem:  # a list that goes round is a ValueError of rdflib
                raise ShapeProblem(node, str(problem)) from None
        return self._shapes[node]

    def _compile(self, node: Node) -> Shape:
        graph = self.graph
        path = graph.value(node, SH.path)
        if path is None and ((node, RDF.type, SH.PropertyShape) in graph or (None, SH.property, node) in graph):
            raise VocabularyError("a property shape has no sh:path")
        texts = [text for text in graph.objects(node, SH.message) if isinstance(text, Literal)]
        english = [text for text in texts if text.language in (None, "en")]
        return Shape(
            name=spelled(node),
            path=None if path is None else read_path(graph, path),
            severity=SEVERITIES.get(graph.value(node, SH.severity), Severity.VIOLATION),
            messages=tuple(sorted(str(text) for text in english or texts)),
            active=not any(_is_true(value) for value in graph.objects(node, SH.deactivated)),
            targets=self._targets(node),
            constraints=tuple(self._constraints(node, is_property=path is not None)),
            properties=tuple(self.shape(each) for each in sorted(graph.objects(node, SH.property), key=str)),
        )

    def _targets(self, node: Node) -> Targets:
        def told(predicate: Node) -> frozenset[Term]:
            return frozenset(spelled(value) for value in self.graph.objects(node, predicate))

        classes = told(SH.targetClass) | ({spelled(node)} if node in set(self._classes_that_are_shapes()) else set())
        return Targets(told(SH.targetNode), frozenset(classes), told(SH.targetSubjectsOf), told(SH.targetObjectsOf))

    def _constraints(self, node: Node, is_property: bool) -> Iterator[Constraint]:
        for parameter, value in sorted(self.graph.predicate_objects(node), key=str):
            if not isinstance(parameter, URIRef):
                continue
            if (found := self._constraint(node, parameter, value)) is not None:
                yield found
            elif is_property:
                yield from self._counts(node, parameter, value)

    def _constraint(self, node: Node, parameter: URIRef, value: Node) -> Constraint | None:
        """The constraint that a parameter of a shape stands for; None when it is none, or one that only property shapes have."""
        if parameter in LEAVES:
            component, make = LEAVES[parameter]
            return each.Leaf(str(component), make(self.graph, node, value))
        if parameter in _OF_TERMS:
            component, of_term = _OF_TERMS[parameter]
            return of_term(str(component), spelled(value))
        if parameter in _ORDERS:
            component, or_equal = _ORDERS[parameter]
            return each.LessThan(str(component), spelled(value), or_equal)
        if parameter in _ONE_SHAPE:
            component, bad = _ONE_SHAPE[parameter]
            return each.Combined(str(component), (self.shape(value),), bad)
        if parameter in _LISTS_OF_SHAPES:
            component, bad = _LISTS_OF_SHAPES[parameter]
            return each.Combined(str(component), self._listed(value), bad)
        if parameter == SH.closed and _is_true(value):
            return each.Closed(str(SH.ClosedConstraintComponent), frozenset(self._allowed(node)))
        return None

    def _counts(self, node: Node, parameter: URIRef, value: Node) -> Iterator[Constraint]:
        """The constraints that only property shapes may have."""
        if parameter == SH.minCount:
            yield each.Count(each.MIN_COUNT, whole_number(value), None)
        elif parameter == SH.maxCount:
            yield each.Count(each.MAX_COUNT, 0, whole_number(value))
        elif parameter == SH.uniqueLang and _is_true(value):
            yield each.UniqueLanguage(str(SH.UniqueLangConstraintComponent))
        elif parameter == SH.qualifiedValueShape:
            shapes = (self.shape(value), *(self.shape(other) for other in self._siblings(node, value)))
            for least in self.graph.objects(node, SH.qualifiedMinCount):
                component = str(SH.QualifiedMinCountConstraintComponent)
                yield each.Qualified(component, shapes, whole_number(least), None)
            for most in self.graph.objects(node, SH.qualifiedMaxCount):
                component = str(SH.QualifiedMaxCountConstraintComponent)
                yield each.Qualified(component, shapes, 0, whole_number(most))

    def _siblings(self, node: Node, own: Node) -> list[Node]:
        if not any(_is_true(value) for value in self.graph.objects(node, SH.qualifiedValueShapesDisjoint)):
            return []
        found = {
            shape
            for parent in self.graph.subjects(SH.property, node)
            for sibling in self.graph.objects(parent, SH.property)
            for shape in self.graph.objects(sibling, SH.qualifiedValueShape)
        }
        return sorted(found - {own}, key=str)

    def _listed(self, members: Node) -> tuple[Shape, ...]:
        found = tuple(self.shape(member) for member in self.graph.items(members))
        if not found:
            raise VocabularyError("a list of shapes is empty")
        return found

    def _allowed(self, node: Node) -> Iterable[Term]:
        for members in self.graph.objects(node, SH.ignoredProperties):
            yield from (spelled(member) for member in self.graph.items(members))
        for shape in self.graph.objects(node, SH.property):
            yield from (spelled(path) for path in self.graph.objects(shape, SH.path))


class ShapeProblem(VocabularyError):
    """What is wrong with a shape, and which it is, so that file and line can be found."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node = node


def _is_true(value: Node) -> bool:
    return isinstance(value, Literal) and value.toPython() is True
