"""Counts before names: a query that counts for each thing and tells its name counts first, and looks the names up for what was counted.

The engine joins the name to every row that is counted, 150,000 mentions to find the twenty persons of whom most documents speak. What
is said by patterns of grouped variables alone is the same for all rows of a group, and each such pattern fits a group once, so
it can be asked for each group instead.

Only the plain form of such a query is read, to the last token; any other is left as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod_publisher.snapshot.statistics import Statistics
from lod_publisher.web.querying.edits import Edit
from lod_publisher.web.querying.names import RDF_TYPE, Names
from lod_publisher.web.querying.outline import AGGREGATES
from lod_publisher.web.querying.tokens import Token

# A pattern may wait for the groups when such a share of the things that are counted fits it; if fewer do, it is where to begin.
_MOST_FIT = 0.1
_TERMS = ("variable", "iri", "prefixed")
_AFTER = ("ORDER", "LIMIT", "OFFSET")


@dataclass(frozen=True, slots=True)
class _Pattern:
    subject: Token
    verb: Token
    value: Token

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(token.value for token in (self.subject, self.value) if token.kind == "variable")

    def __str__(self) -> str:
        return f"{self.subject.text} {self.verb.text} {self.value.text}"


@dataclass(frozen=True, slots=True)
class _Counted:
    """An aggregate of a projection as it is written, its name, and the variable that it is about (None for all)."""

    text: str
    name: str
    about: str | None


@dataclass(frozen=True, slots=True)
class _Query:
    """What is projected, the patterns, and the keys of the groups, each with the first and the last of its tokens."""

    items: tuple[str | _Counted, ...]
    projected: tuple[Token, Token]
    patterns: tuple[_Pattern, ...]
    body: tuple[Token, Token]
    keys: frozenset[str]
    grouped: tuple[Token, Token]


def counted_first(tokens: Sequence[Token], names: Names, counts: Statistics) -> list[Edit]:
    """What to change in the text of a query on the default graph so that it counts first; nothing where that is no gain.

    The same rows are found, in another order where none is asked for.
    """
    start = next((number for number, token in enumerate(tokens) if token.is_word("SELECT")), None)
    query = None if start is None else _Reader(tokens, start + 1).query()
    return list(_changes(query, names, counts)) if query else []


def _changes(query: _Query, names: Names, counts: Statistics) -> Iterator[Edit]:
    verbs = {pattern: names.iri(pattern.verb) for pattern in query.patterns}
    later = [pattern for pattern in query.patterns if _waits(pattern, verbs, query, names, counts)]
    first = [pattern for pattern in query.patterns if pattern not in later]
    bound = frozenset[str]().union(*(pattern.variables for pattern in first))
    about = {item.about for item in query.items if isinstance(item, _Counted) and item.about}
    known = {*verbs.values()} <= {*counts.properties, RDF_TYPE}
    if not (known and later and first and about <= bound and bound - query.keys and _hang_together(first)):
        return
    if any(pattern.subject.value not in bound for pattern in later):
        return
    keys = " ".join(f"?{name}" for name in sorted(query.keys & bound))
    aggregates = " ".join(item.text for item in query.items if isinstance(item, _Counted))
    inner = f"SELECT {keys} {aggregates} WHERE {{ {' . '.join(map(str, first))} }} GROUP BY {keys}"
    told = " ".join(f"?{item.name if isinstance(item, _Counted) else item}" for item in query.items)
    yield _edit(query.projected, told)
    yield _edit(query.body, f"{{ {{ {inner} }} {' . '.join(map(str, later))} }}")
    yield _edit(query.grouped, "")


def _edit(place: tuple[Token, Token], new: str) -> Edit:
    return Edit(place[0].start, place[1].end, new)


def _waits(
    pattern: _Pattern, verbs: dict[_Pattern, str | None], query: _Query, names: Names, counts: Statistics
) -> bool:
    """Whether a pattern says of a key what most of the things that are counted have: a name, or a class."""
    if pattern.subject.kind != "variable" or not pattern.variables <= query.keys:
        return False
    others = [other for other in query.patterns if other is not pattern]
    verb, subject = verbs[pattern] or "", pattern.subject.value
    if verb == RDF_TYPE and pattern.value.kind != "variable":
        fitting = counts.classes.get(names.iri(pattern.value) or "", 0)
    elif pattern.value.kind == "variable" and not any(pattern.value.value in other.variables for other in others):
        fitting = counts.properties[verb].subjects if verb in counts.properties else 0
    else:
        return False
    things = [
        count.subjects if other.subject.value == subject and other.subject.kind == "variable" else count.objects
        for other in others
        if subject in other.variables and not other.variables <= query.keys
        if (count := counts.properties.get(verbs[other] or "")) is not None
    ]
    return bool(things) and fitting >= _MOST_FIT * min(things)


def _hang_together(patterns: Sequence[_Pattern]) -> bool:
    reached, waiting = patterns[0].variables, list(patterns[1:])
    while near := [pattern for pattern in waiting if pattern.variables & reached]:
        reached = reached.union(*(pattern.variables for pattern in near))
        waiting = [pattern for pattern in waiting if pattern not in near]
    return not waiting


class _Reader:
    """Reads a query from behind its SELECT; everything is None as soon as something else stands there than in the plain form."""

    def __init__(self, tokens: Sequence[Token], place: int) -> None:
        self._tokens = tokens
        self._place = place

    def query(self) -> _Query | None:
        """SELECT variables and aggregates WHERE { patterns } GROUP BY variables, then order and limit."""
        self._word("DISTINCT", "REDUCED")
        begun = self._place
        items: list[str | _Counted] = []
        while (item := self._item()) is not None:
            items.append(item)
        ended = self._place - 1
        self._word("WHERE")
        opened = self._place
        patterns = self._patterns()
        if not items or patterns is None:
            return None
        projected = (self._tokens[begun], self._tokens[ended])
        body = (self._tokens[opened], self._tokens[self._place - 1])
        grouped = self._place
        if not (self._word("GROUP") and self._word("BY")):
            return None
        keys: list[str] = []
        while (key := self._next("variable")) is not None:
            keys.append(key.value)
        last = self._tokens[self._place - 1]
        plain = {item for item in items if isinstance(item, str)}
        aliases = [item.name for item in items if isinstance(item, _Counted)]
        used = frozenset[str]().union(*(pattern.variables for pattern in patterns))
        is_sound = plain <= {*keys} <= used and not {*aliases} & used and len({*aliases}) == len(aliases)
        if not (keys and aliases and is_sound and self._ends()):
            return None
        return _Query(tuple(items), projected, tuple(patterns), body, frozenset(keys), (self._tokens[grouped], last))

    def _next(self, *kinds: str) -> Token | None:
        """The next token, passed over, if it is of one of some kinds."""
        if self._place < len(self._tokens) and self._tokens[self._place].kind in kinds:
            self._place += 1
            return self._tokens[self._place - 1]
        return None

    def _word(self, *words: str) -> bool:
        is_next = self._place < len(self._tokens) and self._tokens[self._place].is_word(*words)
        self._place += is_next
        return is_next

    def _mark(self, text: str) -> bool:
        is_next = self._place < len(self._tokens) and self._tokens[self._place][:2] == ("punctuation", text)
        self._place += is_next
        return is_next

    def _item(self) -> str | _Counted | None:
        """A variable, or `(AGGREGATE(?variable) AS ?name)`; nothing is passed over if it is neither."""
        if (variable := self._next("variable")) is not None:
            return variable.value
        first = self._place
        if (found := self._aggregate(first)) is None:
            self._place = first
        return found

    def _aggregate(self, first: int) -> _Counted | None:
        if not (self._mark("(") and self._word(*AGGREGATES) and self._mark("(")):
            return None
        is_distinct = self._word("DISTINCT")
        about = self._next("variable")
        is_of_all = about is None and not is_distinct and self._tokens[first + 1].is_word("COUNT") and self._mark("*")
        is_read = (about is not None or is_of_all) and self._mark(")") and self._word("AS")
        name = self._next("variable") if is_read else None
        if name is None or not self._mark(")"):
            return None
        text = " ".join(token.text for token in self._tokens[first : self._place])
        return _Counted(text, name.value, about.value if about else None)

    def _patterns(self) -> list[_Pattern] | None:
        """`{ subject verb value , value ; verb value . … }`, of plain terms."""
        found: list[_Pattern] = []
        is_open = self._mark("{")
        while is_open and not self._mark("}"):
            if not self._sentence(found):
                return None
            is_open = self._mark(".")
            if not is_open and not self._mark("}"):
                return None
        return found or None

    def _sentence(self, found: list[_Pattern]) -> bool:
        subject = self._next(*_TERMS)
        while subject is not None:
            verb, value = self._next("iri", "prefixed") or self._a(), self._next(*_TERMS)
            while verb is not None and value is not None:
                found.append(_Pattern(subject, verb, value))
                if not self._mark(","):
                    break
                value = self._next(*_TERMS)
            if verb is None or value is None:
                return False
            if not self._mark(";"):
                return True
        return False

    def _a(self) -> Token | None:
        token = self._tokens[self._place] if self._place < len(self._tokens) else None
        return self._next("keyword") if token is not None and token.text == "a" else None

    def _ends(self) -> bool:
        """Whether only order and limit follow, without another aggregate."""
        rest = self._tokens[self._place :]
        return not rest or (
            rest[0].is_word(*_AFTER)
            and not any(
                token.is_word("VALUES", "HAVING", "SELECT", *AGGREGATES) or token.text in "{}" for token in rest
            )
        )
