"""A compiled shape: where it looks, what it asks, and what it finds among many focus nodes at once."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, TypeAlias

from lod_publisher.model.findings import Severity
from lod_publisher.model.terms import Term
from lod_publisher.validation.compiled.columns import SUBCLASS, Columns, Values
from lod_publisher.validation.compiled.paths import Path
from lod_publisher.validation.spelling import is_literal
from lod_publisher.validation.verdicts import Verdict

Failure: TypeAlias = tuple[Term, Term, str]
"""A focus node, the value that breaks a constraint ("" when there is none to show), and a path other than the shape's ("")."""


Records: TypeAlias = Mapping[Term, int]
"""For every node that is described (its rdf:type is told), the number of the record that does."""


class Pairs:
    """Focus nodes with their value nodes, and all value nodes as one set."""

    def __init__(self, pairs: Sequence[tuple[Term, Values]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[Term, Values]]:
        return iter(self.pairs)

    @cached_property
    def values(self) -> set[Term]:
        """Every value node once."""
        return {value for _, values in self.pairs for value in values}


class Reach:
    """How far a shape looks from a focus node."""

    ITSELF = 0  # the term alone
    STATEMENTS = 1  # what is said with it as the subject
    BEYOND = 2  # what is said of other nodes


class Constraint(ABC):
    """One constraint component with its parameters.

    `component` is the IRI of the kind of constraint. `reach` tells how far it looks from each value node, `focus_reach` how far from
    the focus node.
    """

    component: str
    reach: int = Reach.ITSELF
    focus_reach: int = Reach.ITSELF

    @property
    def predicates(self) -> frozenset[Term] | None:
        """The columns that it needs beside types and those of the path; None for all."""
        return frozenset()

    @property
    def classes(self) -> frozenset[Term]:
        """The classes of which it asks whether a node is an instance."""
        return frozenset()

    @property
    def forward(self) -> bool:
        """Whether it never asks who speaks of a node."""
        return True

    @abstractmethod
    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each focus node and value that breaks the constraint."""

    def undecided(self, data: Columns, values: set[Term], record: Records) -> set[Term]:
        """The values on which the record that describes them does not decide; asked when the constraint looks at statements."""
        return {value for value in values if value not in record and not is_literal(value)}


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes a shape is about."""

    nodes: frozenset[Term] = frozenset()
    classes: frozenset[Term] = frozenset()
    subjects_of: frozenset[Term] = frozenset()
    objects_of: frozenset[Term] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    @property
    def own(self) -> bool:
        """Whether the record that describes a node tells that it is meant; the tree of classes is the ontology's."""
        return not self.nodes and not self.objects_of and SUBCLASS not in self.subjects_of

    @property
    def predicates(self) -> frozenset[Term]:
        """The columns that are needed to find them, types apart."""
        return self.subjects_of | self.objects_of

    def find(self, data: Columns) -> set[Term]:
        """The focus nodes in some data."""
        found = set(self.nodes)
        for class_ in self.classes:
            found |= data.instances(class_)
        for predicate in self.subjects_of:
            found.update(data.column(predicate))
        for predicate in self.objects_of:
            found.update(data.inverse(predicate))
        return found


@dataclass(frozen=True, eq=False)
class Shape:
    """A node shape, or a property shape when it has a path. `properties` are the property shapes that its value nodes must meet."""

    name: Term
    path: Path | None
    severity: Severity
    messages: tuple[str, ...]
    active: bool
    targets: Targets = Targets()
    constraints: tuple[Constraint, ...] = ()
    properties: tuple["Shape", ...] = ()
    focus_reach: ClassVar[int] = Reach.ITSELF  # as a property shape it looks from the value nodes

    def pairs(self, data: Columns, nodes: Iterable[Term]) -> Pairs:
        """The value nodes of some focus nodes."""
        if self.path is None:
            return Pairs([(node, (node,)) for node in nodes])
        if self.path.single:
            get = data.column(self.path.single).get
            return Pairs([(node, get(node, ())) for node in nodes])
        lookup = self.path.follow(data)
        return Pairs([(node, lookup(node)) for node in nodes])

    def verdicts(self, data: Columns, nodes: Iterable[Term]) -> Iterator[Verdict]:
        """The results of validating some focus nodes against this shape."""
        return (verdict for _, verdict in self._results(data, nodes))

    def _results(self, data: Columns, nodes: Iterable[Term]) -> Iterator[tuple[Term, Verdict]]:
        """Each result with the node, of those given, that led to it: a property shape reports on the value nodes it is asked of."""
        if not self.active or not nodes:
            return
        pairs = self.pairs(data, nodes)
        path = self.path.text if self.path else ""
        for constraint in self.constraints:
            for focus, value, other_path in constraint.failures(data, pairs):
                yield (
                    focus,
                    Verdict(
                        self.name, focus, self.severity, self.messages, other_path or path, constraint.component, value
                    ),
                )
        for shape in self.properties:
            found: dict[Term, list[Verdict]] = {}
            for value, verdict in shape._results(data, pairs.values):
                found.setdefault(value, []).append(verdict)
            if found:
                for focus, values in pairs:
                    for value in values:
                        for verdict in found.get(value, ()):
                            yield focus, verdict

    def failing(self, data: Columns, nodes: set[Term]) -> set[Term]:
        """Those of some nodes that do not conform to this shape."""
        if not self.active or not nodes:
            return set()
        pairs = self.pairs(data, nodes)
        failed = {focus for constraint in self.constraints for focus, _, _ in constraint.failures(data, pairs)}
        for shape in self.properties:
            if bad := shape.failing(data, pairs.values):
                failed.update(focus for focus, values in pairs if not bad.isdisjoint(values))
        return failed

    def undecided(self, data: Columns, values: set[Term], record: Records) -> set[Term]:
        """Those of some nodes on which a verdict needs statements that are not in the record that describes the node."""
        if self.reach == Reach.ITSELF or not values:
            return set()

        def leaves(node: Term, reached: Iterable[Term]) -> bool:
            own = record.get(node)
            return own is None or any(record.get(each) != own and not is_literal(each) for each in reached)

        pairs = self.pairs(data, values)
        found = {value for value in values if value not in record and not is_literal(value)}
        if self.path is not None and not self.path.own:
            through = self.path.through(data)
            found.update(value for value in values if leaves(value, through(value)))
        for asked in self.asked:
            if asked.reach > Reach.ITSELF:
                left = asked.undecided(data, pairs.values, record)
                found.update(f for f, reached in pairs if not left.isdisjoint(reached) or leaves(f, reached))
        return found

    @cached_property
    def forward(self) -> bool:
        """Whether it never asks who speaks of a node."""
        return (self.path is None or self.path.forward) and all(each.forward for each in self.asked)

    def part(self, asked: tuple["Constraint | Shape", ...]) -> "Shape":
        """This shape with some of the things that it asks only."""
        return replace(
            self,
            constraints=tuple(each for each in asked if isinstance(each, Constraint)),
            properties=tuple(each for each in asked if isinstance(each, Shape)),
        )

    @property
    def asked(self) -> tuple["Constraint | Shape", ...]:
        """All that is asked of its value nodes."""
        return (*self.constraints, *self.properties)

    def reach_with(self, asked: "Constraint | Shape") -> int:
        """How far this shape looks from a focus node for one of the things that it asks."""
        step = Reach.ITSELF if self.path is None else Reach.STATEMENTS if self.path.own else Reach.BEYOND
        return max(step + asked.reach, asked.focus_reach)

    @cached_property
    def reach(self) -> int:
        """How far it looks from a focus node; see `Reach`."""
        return (
            max((self.reach_with(each) for each in self.asked), default=Reach.ITSELF) if self.active else Reach.ITSELF
        )

    @cached_property
    def predicates(self) -> frozenset[Term] | None:
        """The columns that it needs beside types, its targets apart; None for all."""
        found = self.path.predicates if self.path else frozenset[Term]()
        for each in self.asked:
            if each.predicates is None:
                return None
            found |= each.predicates
        return found

    @cached_property
    def classes(self) -> frozenset[Term]:
        """The classes that it asks for, its targets' apart."""
        return frozenset[Term]().union(*(each.classes for each in self.asked))
