"""A hint to the engine, which plans without counts: a UNION with few rows goes first, and the rest is looked up for each of them.

The engine takes every pattern without a constant for a thousand million rows, and so reads all labels of a dataset to join them with
the few thousand participants of a UNION. A SELECT with a LIMIT it takes for as many rows as that says. The counts of the snapshot
tell how many rows a UNION has at most, so this LIMIT never cuts one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lod_publisher.snapshot.statistics import PropertyCount
from lod_publisher.web.querying.edits import Edit
from lod_publisher.web.querying.names import RDF_TYPE, Names
from lod_publisher.web.querying.outline import AGGREGATES, Filter, Group, Outline, Property, Span, Triples

# For more rows than these the engine reads the other pattern whole, LIMIT or not (measured with pyoxigraph 0.5.13).
_MOST_ROWS = 1_000_000
_UNKNOWN = float("inf")


@dataclass(frozen=True, slots=True)
class Hints:
    """The hints for a query on the default graph without EXISTS; `counts` are those of each property there."""

    seen: Outline
    names: Names
    counts: Mapping[str, PropertyCount]

    def edits(self) -> list[Edit]:
        """What to add to the text, nothing being taken away. The same rows are found, in another order where none is asked for."""
        return [edit for group in self.seen.groups() if group.kind == "where" for edit in self._of(group)]

    def _of(self, group: Group) -> Iterator[Edit]:
        branches = [part for part in group.parts if isinstance(part, Group) and part.kind == "union"]
        chains = sum(branch.first == branch.opened for branch in branches)  # the others begin with the word UNION
        most = sum(map(self._most_rows, branches))
        others = [part for part in group.parts if part not in branches]
        if chains == 1 and most <= _MOST_ROWS and self._is_looked_up(others, self._inside(branches), most):
            start = self.seen.tokens[branches[0].opened].start
            stop = self.seen.tokens[branches[-1].closed].end
            yield Edit(start, start, f"{{ SELECT {self._wanted(group, branches)} {{ ")
            yield Edit(stop, stop, f" }} LIMIT {max(int(most), 1)} }}")

    def _most_rows(self, branch: Group) -> float:
        """How many rows a branch has at most: no more than one of its patterns has statements that binds all of its variables."""
        bound, most = set[str](), _UNKNOWN
        for part in branch.parts:
            if isinstance(part, Filter) and part.kind == "FILTER":
                continue
            if not isinstance(part, Triples):
                return _UNKNOWN
            for said, value in _patterns(part):
                count = self._count(part, said, value)
                variables = self._variables(part.subject) | self._variables(value)
                if count is None or not (variables >= bound or variables <= bound):
                    return _UNKNOWN
                if variables and variables >= bound:
                    bound, most = variables, count if variables > bound else min(most, count)
        return most

    def _is_looked_up(self, others: Sequence[Triples | Filter | Group], own: set[str], most: float) -> bool:
        """Whether the rest of a group says of what the UNION found things that are said of more than those."""
        sentences = [part for part in others if isinstance(part, Triples)]
        if not all(
            isinstance(part, Triples) or (isinstance(part, Filter) and part.kind == "FILTER") for part in others
        ):
            return False
        for sentence in sentences:
            if not self._variables(sentence.subject) & own:
                return False
            for said, value in _patterns(sentence):
                is_open = self._variables(value) and self._iri(said) != RDF_TYPE
                if not is_open or (self._count(sentence, said, value) or 0) < most:
                    return False
        return any(sentence.properties for sentence in sentences)

    def _wanted(self, group: Group, branches: Sequence[Group]) -> str:
        """What the UNION hands on: all of it; where equal rows become one in the end, what is used of it, each row once."""
        query = self.seen.query
        is_distinct = (
            group is query.group and query.form == "SELECT" and "DISTINCT" in self.seen.words(query.projection)
        )
        listed = self.seen.tokens[query.projection.first : query.projection.stop]
        counted = {"GROUP", "HAVING", *AGGREGATES} & self.seen.words(query.modifiers)
        if not is_distinct or counted or any(token.kind not in ("variable", "keyword") for token in listed):
            return "*"
        before = self.seen.variables(query.first, branches[0].opened)
        used = before | self.seen.variables(branches[-1].closed, query.modifiers.stop)
        handed = sorted(used & self._inside(branches))
        return f"DISTINCT {' '.join(f'?{name}' for name in handed)}" if handed else "*"

    def _inside(self, branches: Sequence[Group]) -> set[str]:
        return self.seen.variables(branches[0].opened, branches[-1].closed) if branches else set()

    def _count(self, sentence: Triples, said: Property, value: Span) -> int | None:
        """How many statements a property makes; None when the pattern is more than three plain terms, or the property is unknown."""
        terms = (sentence.subject, value)
        if any(span.stop - span.first > 1 or self.seen.tokens[span.first].kind == "blank" for span in terms):
            return None
        iri = self._iri(said)
        counted = self.counts.get(iri or "")
        return counted.triples if counted else None

    def _iri(self, said: Property) -> str | None:
        is_term = said.verb.stop - said.verb.first == 1
        return self.names.iri(self.seen.tokens[said.verb.first]) if is_term else None

    def _variables(self, span: Span) -> set[str]:
        return self.seen.variables(span.first, span.stop)


def _patterns(sentence: Triples) -> Iterator[tuple[Property, Span]]:
    for said in sentence.properties:
        for value in said.objects:
            yield said, value
