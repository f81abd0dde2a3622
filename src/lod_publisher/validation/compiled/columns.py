"""The data by column: for each predicate, which values each subject has."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from lod_publisher.model.terms import Term, Triple

Values: TypeAlias = Collection[Term]
"""The distinct values of a property; nearly always one."""
Column: TypeAlias = dict[Term, Values]

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_NONE: Values = ()


class Columns:
    """A set of triples, of some predicates only, arranged so that each look-up is one step in a dictionary.

    `predicates` None keeps all; statements that a node is of one of the `idle` classes are left out. Measured on 20,000 triples
    of a volume: 4 ms to fill, where rdflib's graph takes 170 ms.
    """

    __slots__ = ("_columns", "_idle", "_instances", "_inverse", "_open", "_statements")

    def __init__(self, predicates: frozenset[Term] | None, idle: frozenset[Term] = frozenset()) -> None:
        self._columns: dict[Term, Column] = {predicate: {} for predicate in predicates or ()}
        self._open = predicates is None
        self._idle = idle
        self._forget()

    def _forget(self) -> None:
        self._inverse: dict[Term, Column] = {}
        self._instances: dict[Term, frozenset[Term]] = {}
        self._statements: dict[Term, list[tuple[Term, Term]]] | None = None

    def add(self, triples: Iterable[Triple]) -> None:
        """Take triples in; one that is there already stays one."""
        self._forget()
        columns, idle = self._columns, self._idle
        column_of = columns.get
        for subject, predicate, value in triples:
            column = column_of(predicate)
            if column is None:
                if not self._open:
                    continue
                column = columns[predicate] = {}
            if idle and predicate == TYPE and value in idle:
                continue
            known = column.get(subject)
            if known is None:
                column[subject] = (value,)
            elif value not in known:
                if isinstance(known, dict):
                    known[value] = None
                else:
                    column[subject] = dict.fromkeys((*known, value))

    def triples(self) -> Iterator[Triple]:
        """All triples that were kept."""
        for predicate, column in self._columns.items():
            for subject, values in column.items():
                for value in values:
                    yield subject, predicate, value

    def column(self, predicate: Term) -> Mapping[Term, Values]:
        """The values of a predicate by subject."""
        return self._columns.get(predicate, {})

    def inverse(self, predicate: Term) -> Mapping[Term, Values]:
        """The subjects of a predicate by value."""
        found = self._inverse.get(predicate)
        if found is None:
            turned: dict[Term, dict[Term, None]] = {}
            for subject, values in self.column(predicate).items():
                for value in values:
                    turned.setdefault(value, {})[subject] = None
            found = self._inverse[predicate] = dict(turned)
        return found

    def instances(self, class_: Term) -> frozenset[Term]:
        """The nodes of a class or of one below it (rdfs:subClassOf)."""
        found = self._instances.get(class_)
        if found is None:
            nodes: set[Term] = set()
            by_class = self.inverse(TYPE)
            for each in self.below(frozenset({class_})):
                nodes.update(by_class.get(each, _NONE))
            found = self._instances[class_] = frozenset(nodes)
        return found

    def below(self, classes: frozenset[Term]) -> frozenset[Term]:
        """Some classes and all that are below them."""
        narrower = self.inverse(SUBCLASS)
        reached: set[Term] = set()
        waiting = list(classes)
        while waiting:
            each = waiting.pop()
            if each not in reached:
                reached.add(each)
                waiting.extend(narrower.get(each, _NONE))
        return frozenset(reached)

    def statements(self, subject: Term) -> list[tuple[Term, Term]]:
        """Every predicate and value of a subject."""
        if self._statements is None:
            self._statements = {}
            for node, predicate, value in self.triples():
                self._statements.setdefault(node, []).append((predicate, value))
        return self._statements.get(subject, [])
