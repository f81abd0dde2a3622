"""Judging with compiled shapes: what records tell at once, what needs the whole dataset at the end."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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
        for mine, others in zip(self.undecided, other.undecided, strict=True):
            mine |= others


@dataclass(frozen=True)
class Judge:
    """Compiled shapes with targets, and the ontology that the data are read with: its tree of classes (rdfs:subClassOf triples) and
    the terms that it declares.

    Each constraint of a root is *local* (it looks at what a focus node says of itself), *following* (it goes on from there to other
    nodes, which are often described in the same record, so that a batch decides for most focus nodes) or *wide* (it asks who speaks
    of a node, or is about nodes that no record declares to be meant).
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

    def batch(self, triples: Iterable[Triple]) -> tuple[list[Verdict], Remainder]:
        """Judge records. The remainder has no columns yet.

        A node is described where its rdf:type is told; what shapes ask of it is told there too.
        """
        columns = self._columns(self.local + self.following, _NO_CLASSES, (TYPE,))
        columns.add(triples)
        verdicts = list(_verdicts(self.local, columns))
        remainder = self.remainder()
        if self.following:
            known = columns.column(TYPE).keys()
            for shape, left in zip(self.following, remainder.undecided, strict=True):
                nodes = shape.targets.find(columns)
                left |= shape.undecided(columns, nodes, known)
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

    def _columns(self, shapes: tuple[Shape, ...], idle: frozenset[Term], more: tuple[Term, ...] = ()) -> Columns:
        needed = _needed(shapes)
        columns = Columns(None if needed is None else needed.union(more), idle)
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
