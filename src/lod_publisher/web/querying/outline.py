"""The outline of a query: its groups and what stands in them, read tolerantly from tokens for advice and rewriting.

It is no parser: what is not SPARQL is passed over, and nothing is ever refused. Places are numbers of tokens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lod_publisher.web.querying.tokens import OPENING, Token

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_MAX_DEPTH = 60  # deeper texts get neither advice nor full text; no person writes them
_TERMS = frozenset(("variable", "iri", "prefixed", "blank", "string", "number", "keyword"))
_CLOSING = frozenset(OPENING.values())


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens from `first` up to, without, `stop`."""

    first: int
    stop: int


@dataclass(slots=True)
class Property:
    """A verb (a term or a path) and its objects."""

    verb: Span
    objects: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Triples:
    """A subject and all that is said of it up to the full stop; `first` to `stop` without that."""

    subject: Span
    properties: list[Property]
    first: int
    stop: int


@dataclass(slots=True)
class Filter:
    """A FILTER, a BIND or a VALUES block as tokens; `kind` is its keyword, `groups` those of EXISTS within it."""

    kind: str
    first: int
    stop: int
    groups: list["Group"] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """What stands between braces. `kind` is where, group, optional, union, minus, exists, graph or service.

    `first` is its keyword where it has one, else its opening brace.
    """

    kind: str
    first: int
    opened: int
    closed: int = 0
    parts: "list[Triples | Filter | Group]" = field(default_factory=list)
    select: "Select | None" = None


@dataclass(slots=True)
class Select:
    """A SELECT, the outer one or one within; `modifiers` is what follows its group. The other forms are told the same way."""

    first: int
    form: str
    projection: Span
    group: Group | None = None
    modifiers: Span = Span(0, 0)


@dataclass(slots=True)
class Outline:
    """A query: its tokens, the outer form, and every group in order of appearance."""

    tokens: Sequence[Token]
    query: Select

    def groups(self) -> Iterator[Group]:
        """Every group, an outer one before those within."""
        waiting = [self.query.group] if self.query.group else []
        while waiting:
            group = waiting.pop(0)
            yield group
            if group.select and group.select.group:
                waiting.append(group.select.group)
            for part in group.parts:
                waiting += [part] if isinstance(part, Group) else part.groups if isinstance(part, Filter) else []

    def selects(self) -> Iterator[Select]:
        """The outer query and every SELECT within it."""
        yield self.query
        for group in self.groups():
            if group.select:
                yield group.select

    def variables(self, first: int, stop: int) -> set[str]:
        """The names of the variables among some tokens."""
        return {token.value for token in self.tokens[first:stop] if token.kind == "variable"}

    def words(self, span: Span) -> set[str]:
        """The keywords among some tokens, in capitals."""
        return {token.text.upper() for token in self.tokens[span.first : span.stop] if token.kind == "keyword"}


def outline(tokens: Sequence[Token]) -> Outline | None:
    """Read the outline of a query; None when it has none: no SELECT, ASK, CONSTRUCT or DESCRIBE, or too deep."""
    depth = deepest = 0
    for token in tokens:
        depth += (token.text in OPENING) - (token.text in _CLOSING) if token.kind == "punctuation" else 0
        deepest = max(deepest, depth)
    start = next((number for number, token in enumerate(tokens) if token.is_word(*_FORMS)), None)
    if start is None or deepest > _MAX_DEPTH:
        return None
    return Outline(tokens, _Reader(tokens).query(start))


class _Reader:
    """Walks over the tokens once; `place` is the next one."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.end = len(tokens)
        self.place = 0

    def at(self, *texts: str) -> bool:
        """Tell whether the next token is one of some punctuation marks."""
        token = self.tokens[self.place] if self.place < self.end else None
        return token is not None and token.kind == "punctuation" and token.text in texts

    def word(self, *words: str) -> bool:
        return self.place < self.end and self.tokens[self.place].is_word(*words)

    def query(self, start: int) -> Select:
        self.place = start + 1
        form = self.tokens[start].text.upper()
        if form == "CONSTRUCT" and self.at("{"):
            self.balanced()  # the template is no pattern
        return self.select(start, form)

    def select(self, start: int, form: str) -> Select:
        first = self.place
        while self.place < self.end and not self.at("{", "}") and not self.word("WHERE"):
            self.balanced() if self.at("(") else self.step()
        found = Select(start, form, Span(first, self.place))
        if self.word("WHERE"):
            self.step()
        if self.at("{"):
            found.group = self.group("where", self.place)
        first = self.place
        while self.place < self.end and not self.at("}"):
            self.balanced() if self.at("(", "{") else self.step()
        found.modifiers = Span(first, self.place)
        return found

    def step(self) -> None:
        self.place += 1

    def balanced(self) -> None:
        """Pass over a bracket and all that it holds."""
        depth = 0
        while self.place < self.end:
            token = self.tokens[self.place]
            if token.kind == "punctuation":
                depth += (token.text in OPENING) - (token.text in _CLOSING)
            self.place += 1
            if depth <= 0:
                return

    def group(self, kind: str, first: int) -> Group:
        found = Group(kind, first, self.place)
        self.step()
        if self.word("SELECT"):
            self.step()
            found.select = self.select(self.place - 1, "SELECT")
        while self.place < self.end and not self.at("}"):
            before = self.place
            self.part(found)
            if self.place == before:
                self.step()
        found.closed = min(self.place, self.end - 1)
        self.step()
        return found

    def part(self, group: Group) -> None:
        """Read the next thing in a group."""
        start = self.place
        if self.at("{"):
            self.alternatives(group)
        elif self.word("OPTIONAL", "MINUS", "GRAPH", "SERVICE"):
            kind = self.tokens[start].text.lower()
            self.up_to_braces()
            if self.at("{"):
                group.parts.append(self.group(kind, start))
        elif self.word("FILTER", "BIND"):
            self.step()
            found = Filter(self.tokens[start].text.upper(), start, start)
            self.expression(found)
            found.stop = self.place
            group.parts.append(found)
        elif self.word("VALUES"):
            self.up_to_braces()
            if self.at("{"):
                self.balanced()
            group.parts.append(Filter("VALUES", start, self.place))
        elif self.at(".", ";", ","):
            self.step()
        else:
            self.triples(group)

    def alternatives(self, group: Group) -> None:
        """Read one group, or several joined by UNION."""
        first = self.group("group", self.place)
        group.parts.append(first)
        while self.word("UNION"):
            first.kind = "union"
            self.step()
            if self.at("{"):
                group.parts.append(self.group("union", self.place - 1))

    def up_to_braces(self) -> None:
        while self.place < self.end and not self.at("{", "}"):
            self.step()

    def expression(self, found: Filter) -> None:
        """Pass over one bracketed expression, call of a function, or [NOT] EXISTS; groups within are read."""
        depth = 0
        while self.place < self.end:
            if self.at("{"):
                found.groups.append(self.group("exists", self.place))
            elif self.at("}"):
                return
            else:
                depth += self.at("(") - self.at(")")
                self.step()
            ended = self.tokens[min(self.place, self.end) - 1]
            if depth <= 0 and ended.kind == "punctuation" and ended.text in (")", "}"):
                return

    def term(self) -> Span | None:
        """Read a subject or object; None when there is none."""
        first = self.place
        if self.at("[", "(", "<<"):
            self.balanced()
        elif self.at("+", "-") and self.place + 1 < self.end and self.tokens[self.place + 1].kind == "number":
            self.place += 2
        elif self.place < self.end and self.tokens[self.place].kind in _TERMS:
            kind = self.tokens[self.place].kind
            self.step()
            if kind == "string" and self.place < self.end and self.tokens[self.place].kind == "language":
                self.step()
            elif kind == "string" and self.at("^^"):
                self.place += 2
        else:
            return None
        if self.at("{|"):
            self.balanced()
        self.place = min(self.place, self.end)
        return Span(first, self.place)

    def verb(self) -> Span | None:
        """Read a variable, a term or a path."""
        first = self.place
        if self.place < self.end and self.tokens[self.place].kind == "variable":
            self.step()
            return Span(first, self.place)
        while True:
            while self.at("^", "!"):
                self.step()
            if self.at("("):
                self.balanced()
            elif self.place < self.end and self.tokens[self.place].kind in ("iri", "prefixed", "keyword"):
                self.step()
            else:
                return Span(first, self.place) if self.place > first else None
            while self.at("*", "+", "?"):
                self.step()
            if not self.at("/", "|"):
                return Span(first, self.place)
            self.step()

    def triples(self, group: Group) -> None:
        first = self.place
        subject = self.term()
        if subject is None:
            return
        found = Triples(subject, [], first, self.place)
        while (verb := self.verb()) is not None:
            said = Property(verb)
            while (value := self.term()) is not None:
                said.objects.append(value)
                if not self.at(","):
                    break
                self.step()
            found.properties.append(said)
            found.stop = self.place
            while self.at(";"):
                self.step()
                found.stop = self.place
            if self.tokens[found.stop - 1].text != ";":
                break
        group.parts.append(found)
