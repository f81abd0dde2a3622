"""SERVICE clauses of a query, found among its tokens: never by a search in its text, where a string may hold the word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lod_publisher.errors import BadQueryError
from lod_publisher.web.querying.tokens import Token

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Clause:
    """`SERVICE [SILENT] <endpoint> { … }`; the numbers are positions among the tokens.

    `first` is the word SERVICE, `opened` and `closed` are the braces of its group; `around` is the brace of the group that it
    stands in; `in_graph` tells whether any group around it belongs to a GRAPH.
    """

    first: int
    opened: int
    closed: int
    around: int
    in_graph: bool
    silent: bool
    endpoint: str


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a query declares before its form, the word at `form`: prefixes, also those known without it, and the base."""

    prefixes: dict[str, str]
    base: str
    form: int

    @staticmethod
    def read(tokens: Sequence[Token], prefixes: dict[str, str], base: str) -> "Prologue":
        """Read the declarations; those given are known without being declared."""
        known = dict(prefixes)
        place = 0
        while place < len(tokens) and not (tokens[place].is_word(*FORMS)):
            following = [token.value for token in tokens[place + 1 : place + 3]]
            if tokens[place].is_word("BASE") and following:
                base = urljoin(base, following[0])
            elif tokens[place].is_word("PREFIX") and len(following) == 2:
                known[following[0].rstrip(":")] = urljoin(base, following[1])
            place += 1
        return Prologue(known, base, place)

    def iri(self, token: Token) -> str | None:
        """The absolute IRI that a token stands for; None when its prefix is not declared, or it is no IRI."""
        if token.kind == "iri":
            return urljoin(self.base, token.value)
        prefix, _, local = token.text.partition(":")
        return (
            self.prefixes[prefix] + local.replace("\\", "")
            if token.kind == "prefixed" and prefix in self.prefixes
            else None
        )

    def for_part(self, tokens: Sequence[Token]) -> str:
        """The declarations that a part of the query needs to stand alone."""
        used = {token.text.partition(":")[0] for token in tokens if token.kind == "prefixed"}
        lines = [f"PREFIX {prefix}: <{self.prefixes[prefix]}>" for prefix in sorted(used) if prefix in self.prefixes]
        if any(token.kind == "iri" and ":" not in token.text for token in tokens):
            lines.insert(0, f"BASE <{self.base}>")
        return "".join(f"{line}\n" for line in lines)


def closing(tokens: Sequence[Token], opened: int) -> int:
    """The position of the bracket that closes the one at `opened`; the number of tokens when none does."""
    depth = 0
    for place in range(opened, len(tokens)):
        depth += step(tokens[place])
        if depth == 0:
            return place
    return len(tokens)


def step(token: Token) -> int:
    """By how much a token changes the depth of brackets."""
    if token.kind != "punctuation":
        return 0
    return (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))


def service_clauses(tokens: Sequence[Token], prologue: Prologue) -> list[Clause]:
    """The SERVICE clauses of a query in their order.

    Raises:
        BadQueryError: a clause that cannot be carried out: its address is a variable, it stands inside another one, or the
        word is written so that the engine may read a clause where there seems to be none.
    """
    return list(_found(tokens, prologue))


def _found(tokens: Sequence[Token], prologue: Prologue) -> Iterator[Clause]:
    groups: list[tuple[int, bool]] = []  # the brace of each open group, and whether it is in a GRAPH
    inside = -1
    for place, token in enumerate(tokens):
        if token.kind == "punctuation" and token.text == "{":
            graph = place > 1 and tokens[place - 2].is_word("GRAPH")
            groups.append((place, graph or (bool(groups) and groups[-1][1])))
        elif token.kind == "punctuation" and token.text == "}" and groups:
            groups.pop()
        elif token.is_word("SERVICE") and groups:
            if place < inside:
                raise _refused(token, "a SERVICE inside a SERVICE is not passed on: ask the inner service yourself")
            clause = _clause(tokens, place, groups[-1], prologue)
            inside = clause.closed
            yield clause
        elif place >= prologue.form:
            _no_hidden_clause(token)


def _clause(tokens: Sequence[Token], place: int, around: tuple[int, bool], prologue: Prologue) -> Clause:
    silent = place + 1 < len(tokens) and tokens[place + 1].is_word("SILENT")
    address = place + 1 + silent
    opened = address + 1
    closed = closing(tokens, opened) if opened < len(tokens) and tokens[opened].text == "{" else len(tokens)
    if closed == len(tokens):
        raise _refused(tokens[place], "write SERVICE <address> { … } with a group that is closed")
    if tokens[address].kind == "variable":
        raise _refused(
            tokens[place],
            f"SERVICE {tokens[address].text} has a variable for its address; only services of a fixed list are asked, "
            "so write the address itself",
        )
    endpoint = prologue.iri(tokens[address])
    if endpoint is None:
        raise _refused(tokens[place], f"{tokens[address].text} is no address; write SERVICE <address> {{ … }}")
    return Clause(place, opened, closed, around[0], around[1], silent, endpoint)


def _no_hidden_clause(token: Token) -> None:
    """Refuse words in which the engine would read a clause: its grammar needs no space around a keyword."""
    hidden = token.text.partition(":")[0] if token.kind == "prefixed" else token.text if token.kind == "keyword" else ""
    if "SERVICE" in hidden.upper() and hidden.upper() != "SERVICE":
        raise _refused(token, f"{token.text} holds the word SERVICE; put spaces around it, or rename the prefix")


def _refused(token: Token, why: str) -> BadQueryError:
    return BadQueryError(f"Line {token.line}, column {token.column}: {why}.")
