"""Judging with compiled shapes: what records tell at once, what needs the whole dataset at the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from lod_publisher.model.terms import Term, Triple
from lod_publisher.validation.compiled.columns import SUBCLASS, TYPE, Columns
from lod_publisher.validation.compiled.shape import Constraint, Reach, Shape
from lod_publisher.validation.verdicts import Verdict

_Kept: TypeAlias = Callable[[Shape, Constraint | Shape], bool]
_NO_CLASSES: frozenset[Term] = frozenset()


@dataclass(slots=True)
class Remainder:
    """What batches leave to be judged at the end.

    `columns` hold what is needed of all records; `undecided`, for each following shape, the focus nodes whose verdict hangs on
    what other records say.
    """

    columns: Columns
    undecided: tuple[set[Term], ...]

    def merge(self, other: "Remainder") -> None:
        """Take in what another batch left."""
        self.columns.add(other.columns.triples())
        for own, others in zip(self.undecided, other.undecided, strict=True):
            own.update(others)


@dataclass(frozen=True)
class Judge:
    """Compiled shapes with targets, and the ontology that the data are read with: its tree of classes (rdfs:subClassOf triples) and
    the terms that it declares.

    Each constraint of a root is *local* (it looks at what a focus node says of itself), *following* (it goes on from there to other
    nodes; where those are described in the same record, it decides) or *wide* (it asks who speaks of a node, or is about nodes
    that no record declares to be meant).
    """

    roots: tuple[Shape, ...]
    hierarchy: tuple[Triple, ...] = ()
    declared: frozenset[Term] = frozenset()

    @cached_property
    def local(self) -> tuple[Shape, ...]:
        """The parts of the roots that need no other node's statements."""
        return self._parts(_is_local)

    @cached_property
    def following(self) -> tuple[Shape, ...]:
        """The parts that follow statements from node to node."""
        return self._parts(lambda root, asked: not _is_local(root, asked) and _follows(root, asked))

    @cached_property
    def wide(self) -> tuple[Shape, ...]:
        """The parts that only the whole dataset decides."""
        return self._parts(lambda root, asked: not _is_local(root, asked) and not _follows(root, asked))

    def _parts(self, kept: _Kept) -> tuple[Shape, ...]:
        parts = (root.part(tuple(asked for asked in root.asked if kept(root, asked))) for root in self.roots)
        return tuple(part for part in parts if part.asked)

    def batch(self, records: Sequence[Sequence[Triple]]) -> tuple[list[Verdict], Remainder]:
        """Judge records. The remainder has no columns yet.

        A node is described in the record that tells its rdf:type; what shapes ask of it is told there too. A focus node is decided
        when its own record tells all that is needed: what happens to share its batch makes no difference.
        """
        columns = self._columns(self.local + self.following, _NO_CLASSES)
        columns.add(chain.from_iterable(records))
        verdicts = list(_verdicts(self.local, columns))
        remainder = self.remainder()
        if self.following:
            told_by = {
                subject: number
                for number, triples in enumerate(records)
                for subject, predicate, _ in triples
                if predicate == TYPE
            }
            for shape, left in zip(self.following, remainder.undecided, strict=True):
                nodes = shape.targets.find(columns)
                left |= shape.undecided(columns, nodes, told_by)
                verdicts += shape.verdicts(columns, nodes - left)
        return verdicts, remainder

    def remainder(self) -> Remainder:
        """An empty remainder, whose columns keep no more than `whole` needs."""
        shapes = self.following + self.wide
        return Remainder(self._columns(shapes, self._idle_classes(shapes)), tuple(set() for _ in self.following))

    def whole(self, remainder: Remainder) -> list[Verdict]:
        """Judge what only the whole dataset can tell. A focus node of which the columns hold nothing was left out, and is passed over."""
        columns = remainder.columns
        verdicts = list(_verdicts(self.wide, columns))
        for shape, left in zip(self.following, remainder.undecided, strict=True):
            verdicts += shape.verdicts(columns, shape.targets.find(columns) & left)
        return verdicts

    def everything(self, triples: Iterable[Triple]) -> list[Verdict]:
        """Judge triples that are the whole dataset."""
        columns = self._columns(self.roots, _NO_CLASSES)
        columns.add(triples)
        return list(_verdicts(self.roots, columns))

    def _columns(self, shapes: tuple[Shape, ...], idle: frozenset[Term]) -> Columns:
        columns = Columns(_needed(shapes), idle)
        columns.add(self.hierarchy)
        return columns

    def _idle_classes(self, shapes: tuple[Shape, ...]) -> frozenset[Term]:
        """The declared classes of which none of the shapes asks, nor of one above them: most nodes have no other."""
        if any(shape.predicates is None or TYPE in shape.predicates for shape in shapes):
            return _NO_CLASSES
        tree = Columns(frozenset({SUBCLASS}))
        tree.add(self.hierarchy)
        return self.declared - tree.below(
            _NO_CLASSES.union(*(shape.targets.classes | shape.classes for shape in shapes))
        )


def _is_local(root: Shape, asked: Constraint | Shape) -> bool:
    return root.targets.own and root.reach_with(asked) <= Reach.STATEMENTS


def _follows(root: Shape, asked: Constraint | Shape) -> bool:
    return root.targets.own and asked.forward and (root.path is None or root.path.forward)


def _needed(shapes: tuple[Shape, ...]) -> frozenset[Term] | None:
    """The columns that some shapes need; None for all."""
    found: set[Term] = set()
    for shape in shapes:
        if shape.predicates is None:
            return None
        found |= shape.predicates | shape.targets.predicates
        if shape.targets.classes or shape.classes:
            found |= {TYPE, SUBCLASS}
    return frozenset(found)


def _verdicts(shapes: tuple[Shape, ...], columns: Columns) -> Iterator[Verdict]:
    for shape in shapes:
        yield from shape.verdicts(columns, shape.targets.find(columns))
