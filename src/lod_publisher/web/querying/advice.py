"""The adviser: known traps of SPARQL in a query, each with its place, the reason, and a rewrite."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from lod_publisher.web.querying.names import RDF_TYPE, Names
from lod_publisher.web.querying.outline import AGGREGATES, Filter, Group, Outline, Property, Select, Triples, outline
from lod_publisher.web.querying.tokens import tokens

_TEXT_TESTS = frozenset(("REGEX", "CONTAINS", "STRSTARTS", "STRENDS"))
_DATE_TESTS = frozenset(("YEAR", "MONTH", "DAY", "SUBSTR", *_TEXT_TESTS))
_CRM_DATES = ("P82_at_some_time_within", "P82a_begin_of_the_begin", "P82b_end_of_the_end", "P81")


@dataclass(frozen=True, slots=True)
class Advice:
    """One trap: its name, where it is, why it is one, and what to write instead ("" when only the writer can know)."""

    trap: str
    line: int
    column: int
    text: str
    reason: str
    rewrite: str = ""

    def as_json(self) -> dict[str, object]:
        """All of it as members of a JSON object."""
        return asdict(self)


def advise(text: str, prefixes: dict[str, str], base: str) -> list[Advice]:
    """Name the traps in a query, in the order of their places; none for what is no query, or is nested too deeply to see."""
    found = tokens(text)
    seen = outline(found)
    if seen is None:
        return []
    adviser = _Adviser(text, seen, Names.of(found, prefixes, base))
    return sorted(set(adviser.all()), key=lambda advice: (advice.line, advice.column, advice.trap))


@dataclass(frozen=True, slots=True)
class _Adviser:
    text: str
    seen: Outline
    names: Names

    def all(self) -> Iterator[Advice]:
        for group in self.seen.groups():
            yield from self._late_required(group)
            yield from self._optional_products(group)
            yield from self._disconnected(group)
            yield from self._unbound_verbs(group)
            for part in group.parts:
                if isinstance(part, Filter) and part.kind == "FILTER":
                    yield from self._text_tests(group, part)
        for select in self.seen.selects():
            yield from self._grouped_optional(select)
        yield from self._no_limit(self.seen.query)

    def _advice(self, trap: str, first: int, stop: int, reason: str, rewrite: str = "") -> Advice:
        token = self.seen.tokens[first]
        written = self._written(first, stop)
        return Advice(
            trap, token.line, token.column, written if len(written) < 160 else f"{written[:157]}…", reason, rewrite
        )

    def _written(self, first: int, stop: int) -> str:
        """Some tokens as they stand in the query."""
        if first >= stop:
            return ""
        return self.text[self.seen.tokens[first].start : self.seen.tokens[min(stop, len(self.seen.tokens)) - 1].end]

    def _variables(self, part: Triples | Filter | Group) -> set[str]:
        """The variables of a part that its surroundings can see."""
        if not isinstance(part, Group):
            return self.seen.variables(part.first, part.stop)
        if part.select is not None:
            projection = part.select.projection
            chosen = self.seen.variables(projection.first, projection.stop)
            return chosen or self.seen.variables(part.opened, part.closed)
        return self.seen.variables(part.opened, part.closed)

    def _late_required(self, group: Group) -> Iterator[Advice]:
        optional: Group | None = None
        told = False
        bound = set[str]()
        for part in group.parts:
            if isinstance(part, Group) and part.kind == "optional":
                optional = optional or part
            elif optional is not None and (
                isinstance(part, Triples) or (isinstance(part, Group) and part.kind in ("group", "union"))
            ):
                only = (self._variables(part) & self._variables(optional)) - bound
                stop = part.stop if isinstance(part, Triples) else part.closed + 1
                if only:
                    name = min(only)
                    reason = (
                        f"?{name} comes from an OPTIONAL before, so where that finds nothing, this pattern matches "
                        "everything: rows multiply, and the OPTIONAL is none."
                    )
                    yield self._advice(
                        "late-required",
                        part.first,
                        stop,
                        reason,
                        f"Put this pattern into the OPTIONAL that binds ?{name}.",
                    )
                elif not told:
                    told = True
                    reason = (
                        "A required pattern after OPTIONAL: the engine goes through the optional part for every row first, "
                        "also for those that this pattern throws away."
                    )
                    yield self._advice("late-required", part.first, stop, reason, self._reordered(group))
            if optional is None and not (isinstance(part, Filter) and part.kind == "FILTER"):
                bound |= self._variables(part)

    def _reordered(self, group: Group) -> str:
        """The group with its OPTIONAL parts behind all others."""
        required, late = list[str](), list[str]()
        for part in group.parts:
            written = self._written(part.first, part.closed + 1 if isinstance(part, Group) else part.stop)
            if isinstance(part, Triples):
                written += " ."
            (late if isinstance(part, Group) and part.kind == "optional" else required).append(written)
        return "{\n  " + "\n  ".join(required + late) + "\n}"

    def _optional_products(self, group: Group) -> Iterator[Advice]:
        outside = set[str]()
        before: list[tuple[Group, set[str]]] = []
        for part in group.parts:
            if not (isinstance(part, Group) and part.kind == "optional"):
                outside |= self._variables(part)
                continue
            own = self._variables(part)
            if outside and not own & outside and own:
                yield self._advice(
                    "optional-cross-product", part.first, part.closed + 1,
                    "This OPTIONAL shares no variable with what stands before it, so each of its rows is joined to every row.",
                    "Join it by a variable, or ask it in a query of its own.",
                )  # fmt: skip
            elif own & outside:
                if before and own - outside - before[-1][1]:
                    yield self._advice(
                        "optional-cross-product", part.first, part.closed + 1,
                        "OPTIONAL parts side by side can multiply: a thing with 5 names and 4 notes gives 20 rows.",
                        self._aggregated(part, own & outside, own - outside),
                    )  # fmt: skip
                before.append((part, own))

    def _aggregated(self, part: Group, shared: set[str], new: set[str]) -> str:
        keys = " ".join(f"?{name}" for name in sorted(shared))
        values = " ".join(f'(GROUP_CONCAT(DISTINCT ?{name}; separator=" | ") AS ?{name}_all)' for name in sorted(new))
        return f"OPTIONAL {{ SELECT {keys} {values} {self._written(part.opened, part.closed + 1)} GROUP BY {keys} }}"

    def _grouped_optional(self, select: Select) -> Iterator[Advice]:
        if select.group is None or not self.seen.words(select.projection) & set(AGGREGATES):
            return
        many = [p for p in select.group.parts if isinstance(p, Group) and p.kind == "optional"]
        projection = [self.seen.tokens[n] for n in range(select.projection.first, select.projection.stop)]
        distinct = any(token.is_word("DISTINCT") for token in projection[1:])
        if many and (not distinct or len(many) > 1):
            written = self._written(select.projection.first, select.projection.stop)
            yield self._advice(
                "group-over-optional", select.first, select.projection.stop,
                "An aggregate over OPTIONAL counts rows, not things: where the OPTIONAL finds several, everything else is counted "
                "several times, and where it finds nothing, COUNT(*) still counts one.",
                "SELECT " + written.replace("COUNT(*)", "COUNT(DISTINCT ?thing)").replace("COUNT(?", "COUNT(DISTINCT ?")
                + " …, or aggregate in a SELECT within, before OPTIONAL.",
            )  # fmt: skip

    def _unbound_verbs(self, group: Group) -> Iterator[Advice]:
        for triples in group.parts:
            if not isinstance(triples, Triples):
                continue
            subject = self.seen.tokens[triples.subject.first]
            for said in triples.properties:
                verb = self.seen.tokens[said.verb.first]
                if verb.kind != "variable" or subject.kind != "variable":
                    continue
                free = all(self.seen.tokens[value.first].kind == "variable" for value in said.objects)
                known = self._known_before(group, triples)
                if (
                    free
                    and subject.value not in known
                    and not any(self.seen.tokens[value.first].value in known for value in said.objects)
                ):
                    yield self._advice(
                        "unbound-predicate", triples.first, triples.stop,
                        "Subject, predicate and object are all variables: this reads every statement of the dataset.",
                        f"{subject.text} a crm:E31_Document ; {verb.text} {self._written(said.objects[0].first, said.objects[-1].stop) if said.objects else '?value'} .",
                    )  # fmt: skip

    def _known_before(self, group: Group, triples: Triples) -> set[str]:
        """The variables that something else in the group narrows."""
        known = set[str]()
        for part in group.parts:
            if part is not triples and not (isinstance(part, Filter) and part.kind == "FILTER"):
                known |= self._variables(part)
        for said in triples.properties:
            if self.seen.tokens[said.verb.first].kind != "variable":
                known.add(self.seen.tokens[triples.subject.first].value)
        return known

    def _no_limit(self, query: Select) -> Iterator[Advice]:
        group = query.group
        if query.form not in ("SELECT", "CONSTRUCT") or group is None or "LIMIT" in self.seen.words(query.modifiers):
            return
        if self.seen.words(query.projection) & set(AGGREGATES) or not any(
            isinstance(p, Triples) and p.properties for p in group.parts
        ):
            return
        if any(
            isinstance(part, Filter) or (isinstance(part, Group) and part.kind != "optional") for part in group.parts
        ):
            return
        for part in group.parts:
            if isinstance(part, Triples) and self._narrows(part):
                return
        yield self._advice(
            "no-limit", query.first, query.projection.stop,
            "Nothing in this query names a single thing, so its answer is as large as the dataset.",
            "Add LIMIT 100 while you try; for all of it, take the dumps.",
        )  # fmt: skip

    def _narrows(self, triples: Triples) -> bool:
        """Tell whether a sentence names a thing or a value, other than a class."""
        if self.seen.tokens[triples.subject.first].kind in ("iri", "prefixed"):
            return True
        return any(
            self.seen.tokens[value.first].kind in ("iri", "prefixed", "string", "number")
            for said in triples.properties
            if not self._is_type(said)
            for value in said.objects
        )

    def _is_type(self, said: Property) -> bool:
        return said.verb.stop - said.verb.first == 1 and self.names.iri(self.seen.tokens[said.verb.first]) == RDF_TYPE

    def _text_tests(self, group: Group, test: Filter) -> Iterator[Advice]:
        inside = self.seen.tokens[test.first : test.stop]
        words = {token.text.upper() for token in inside if token.kind == "keyword"}
        dates = self._date_variables(group)
        tested = self.seen.variables(test.first, test.stop)
        if words & _DATE_TESTS and tested & dates:
            yield self._advice(
                "date-as-text", test.first, test.stop,
                "A date is compared as text: every date is read and turned into text, and dates of lower precision are missed.",
                "?span crm:P86_falls_within <id/period/1958-07> . (years and months are periods that time-spans fall within)",
            )  # fmt: skip
        elif words & {"REGEX", "CONTAINS"}:
            string = next((token for token in inside if token.kind == "string"), None)
            looked = "".join(c if c.isalnum() else " " for c in string.value).split() if string else ["words"]
            thing = self._thing(group, tested)
            yield self._advice(
                "text-search-by-filter", test.first, test.stop,
                "FILTER reads every text and tests it; the index of v:matches finds words at once.",
                f'?{thing} v:matches "{" ".join(looked)}" .',
            )  # fmt: skip

    def _thing(self, group: Group, tested: set[str]) -> str:
        """The subject of which a tested variable is said."""
        for triples in group.parts:
            if isinstance(triples, Triples):
                subject = self.seen.tokens[triples.subject.first]
                if subject.kind == "variable" and tested & self._variables(triples) - {subject.value}:
                    return subject.value
        return next(iter(sorted(tested)), "thing")

    def _date_variables(self, group: Group) -> set[str]:
        found = set[str]()
        for triples in group.parts:
            for said in triples.properties if isinstance(triples, Triples) else ():
                verb = self._written(said.verb.first, said.verb.stop)
                if any(name in verb for name in _CRM_DATES):
                    found |= {self.seen.tokens[value.first].value for value in said.objects}
        return found

    def _disconnected(self, group: Group) -> Iterator[Advice]:
        """Parts that are joined by no variable: each row of one with each row of the other."""
        islands: list[tuple[Triples | Group, set[str]]] = []
        links = [
            self._variables(part)
            for part in group.parts
            if isinstance(part, Filter) and part.kind in ("BIND", "VALUES")
        ]
        for part in group.parts:
            if isinstance(part, Triples) or (
                isinstance(part, Group) and part.kind in ("group", "union", "graph", "service")
            ):
                names = self._variables(part)
                if names:
                    islands = _merged(islands, part, names)
        for names in links:
            islands = _merged(islands, None, names)
        islands = [island for island in islands if island[1]]
        for part, _ in islands[1:]:
            stop = part.stop if isinstance(part, Triples) else part.closed + 1
            yield self._advice(
                "cartesian-product", part.first, stop,
                "No variable joins this to what stands before it, so every row of the one is put beside every row of the other.",
                "Use a variable of the part before, or ask two queries.",
            )  # fmt: skip


def _merged(
    islands: Sequence[tuple[Triples | Group, set[str]]], part: Triples | Group | None, names: set[str]
) -> list[tuple[Triples | Group, set[str]]]:
    """The islands after one more part has joined those with which it shares a variable."""
    joined = [island for island in islands if island[1] & names]
    apart = [island for island in islands if not island[1] & names]
    if part is None and not joined:
        return apart
    first = joined[0][0] if joined else part
    if first is None:
        return apart
    whole = (first, names.union(*(island[1] for island in joined)))
    return sorted([*apart, whole], key=lambda island: island[0].first)
