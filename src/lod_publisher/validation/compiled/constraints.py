"""The constraint components of SHACL Core, each asked of many focus nodes at once."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rdflib import SH

from lod_publisher.model.terms import Term
from lod_publisher.validation.compiled.columns import TYPE, Columns, Values
from lod_publisher.validation.compiled.shape import Constraint, Failure, Pairs, Reach, Records, Shape
from lod_publisher.validation.compiled.values import Test, ordered
from lod_publisher.validation.spelling import language


def _each_bad(pairs: Pairs, bad: set[Term]) -> Iterator[Failure]:
    """Every focus node and value of which the value is bad."""
    if bad:
        for focus, values in pairs:
            for value in values:
                if value in bad:
                    yield focus, value, ""


@dataclass(frozen=True)
class Leaf(Constraint):
    """A test that each value meets or breaks by itself."""

    component: str
    test: Test

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each value that does not meet the test."""
        test = self.test
        return _each_bad(pairs, {value for value in pairs.values if not test(value)})


@dataclass(frozen=True)
class InstanceOf(Constraint):
    """sh:class."""

    component: str
    class_: Term
    reach = Reach.STATEMENTS

    @property
    def classes(self) -> frozenset[Term]:
        """The class asked for."""
        return frozenset({self.class_})

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each value that is no instance."""
        return _each_bad(pairs, pairs.values - data.instances(self.class_))


@dataclass(frozen=True)
class Count(Constraint):
    """sh:minCount and sh:maxCount: `least` and `most` values."""

    component: str
    least: int
    most: int | None

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each focus node with too few or too many values."""
        least, most = self.least, self.most
        if most is None:
            return ((focus, "", "") for focus, values in pairs if len(values) < least)
        return ((focus, "", "") for focus, values in pairs if len(values) > most)


@dataclass(frozen=True)
class HasValue(Constraint):
    """sh:hasValue."""

    component: str
    value: Term

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each focus node without the value."""
        return ((focus, "", "") for focus, values in pairs if self.value not in values)


@dataclass(frozen=True)
class UniqueLanguage(Constraint):
    """sh:uniqueLang true."""

    component: str

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each focus node, once for each language that two of its values share."""
        for focus, values in pairs:
            if len(values) > 1:
                tags = [tag for value in values if (tag := language(value))]
                for _ in range(len({tag for tag in tags if tags.count(tag) > 1})):
                    yield focus, "", ""


@dataclass(frozen=True)
class _OfAnotherProperty(Constraint):
    """Compares the values with those that another property of the focus node has."""

    component: str
    other: Term
    focus_reach = Reach.STATEMENTS

    @property
    def predicates(self) -> frozenset[Term]:
        """The other property."""
        return frozenset({self.other})

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each value that breaks the comparison."""
        get = data.column(self.other).get
        for focus, values in pairs:
            for value in self.broken(values, get(focus, ())):
                yield focus, value, ""

    @abstractmethod
    def broken(self, values: Values, others: Values) -> Iterator[Term]:
        """The values that break the comparison."""


@dataclass(frozen=True)
class Equals(_OfAnotherProperty):
    """sh:equals."""

    def broken(self, values: Values, others: Values) -> Iterator[Term]:
        """What one side has and the other has not."""
        yield from (value for value in values if value not in others)
        yield from (other for other in others if other not in values)


@dataclass(frozen=True)
class Disjoint(_OfAnotherProperty):
    """sh:disjoint."""

    def broken(self, values: Values, others: Values) -> Iterator[Term]:
        """What both sides have."""
        return (value for value in values if value in others)


@dataclass(frozen=True)
class LessThan(_OfAnotherProperty):
    """sh:lessThan and sh:lessThanOrEquals."""

    or_equal: bool

    def broken(self, values: Values, others: Values) -> Iterator[Term]:
        """Each value, once for each of the others that it does not come before."""
        return (value for value in values for other in others if not ordered(value, other, self.or_equal))


@dataclass(frozen=True)
class Closed(Constraint):
    """sh:closed true: no predicates but these."""

    component: str
    allowed: frozenset[Term]
    reach = Reach.STATEMENTS

    @property
    def predicates(self) -> None:
        """All columns."""
        return None

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each statement with another predicate."""
        for focus, values in pairs:
            for value in values:
                for predicate, object_ in data.statements(value):
                    if predicate not in self.allowed and (predicate, object_) != (TYPE, _RESOURCE):
                        yield focus, object_, predicate


_RESOURCE = "<http://www.w3.org/2000/01/rdf-schema#Resource>"


@dataclass(frozen=True)
class _OfShapes(Constraint):
    """Asks whether values conform to other shapes."""

    component: str
    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "reach", max(shape.reach for shape in self.shapes))

    @property
    def predicates(self) -> frozenset[Term] | None:
        """Those of the shapes."""
        found = [shape.predicates for shape in self.shapes]
        known = [each for each in found if each is not None]
        return None if len(known) < len(found) else frozenset[Term]().union(*known)

    @property
    def classes(self) -> frozenset[Term]:
        """Those of the shapes."""
        return frozenset[Term]().union(*(shape.classes for shape in self.shapes))

    @property
    def forward(self) -> bool:
        """Whether none of the shapes asks who speaks of a node."""
        return all(shape.forward for shape in self.shapes)

    def undecided(self, data: Columns, values: set[Term], record: Records) -> set[Term]:
        """Those on which one of the shapes asks for more than the record tells."""
        return set[Term]().union(*(shape.undecided(data, values, record) for shape in self.shapes))


Combination = Callable[[Columns, set[Term], tuple[Shape, ...]], set[Term]]


@dataclass(frozen=True)
class Combined(_OfShapes):
    """sh:node, sh:not, sh:and, sh:or, sh:xone: which values are `bad` follows from which fail each shape."""

    bad: Combination

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each value that breaks the combination."""
        return _each_bad(pairs, self.bad(data, pairs.values, self.shapes))


def fails_any(data: Columns, values: set[Term], shapes: tuple[Shape, ...]) -> set[Term]:
    """sh:node and sh:and."""
    return set[Term]().union(*(shape.failing(data, values) for shape in shapes))


def fails_none(data: Columns, values: set[Term], shapes: tuple[Shape, ...]) -> set[Term]:
    """sh:not."""
    return values - fails_any(data, values, shapes)


def fails_all(data: Columns, values: set[Term], shapes: tuple[Shape, ...]) -> set[Term]:
    """sh:or; a value that conforms to one shape is not asked of the next."""
    left = values
    for shape in shapes:
        left = shape.failing(data, left)
    return left


def fails_all_or_meets_two(data: Columns, values: set[Term], shapes: tuple[Shape, ...]) -> set[Term]:
    """sh:xone."""
    met = dict.fromkeys(values, 0)
    for shape in shapes:
        for value in values - shape.failing(data, values):
            met[value] += 1
    return {value for value, times in met.items() if times != 1}


@dataclass(frozen=True)
class Qualified(_OfShapes):
    """sh:qualifiedValueShape: how many values conform to the first of `shapes` and to none of the others, its siblings."""

    least: int
    most: int | None

    def failures(self, data: Columns, pairs: Pairs) -> Iterator[Failure]:
        """Each focus node with too few or too many such values."""
        first, *siblings = self.shapes
        good = pairs.values - first.failing(data, pairs.values)
        for sibling in siblings:
            good = sibling.failing(data, good)
        for focus, values in pairs:
            number = sum(value in good for value in values)
            if number < self.least if self.most is None else number > self.most:
                yield focus, "", ""


MIN_COUNT, MAX_COUNT = str(SH.MinCountConstraintComponent), str(SH.MaxCountConstraintComponent)
