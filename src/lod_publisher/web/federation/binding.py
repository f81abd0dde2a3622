"""Which of our own values a service needs to see: what the patterns beside a SERVICE clause bind, asked of our own store.

A service asked for everything that its group matches sends far too much; told the few values that our side can join with, it
sends what is needed. Leaving values out never changes the answer; a wrong value left out would, so what is not certain is
not used.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from lod_publisher.web.federation.clauses import Clause, Prologue, closing, step
from lod_publisher.web.federation.fetching import Fetched
from lod_publisher.web.federation.values import Row, table, values
from lod_publisher.web.querying.tokens import Token

# Asks our own store: a query, to variables and rows with each term as SPARQL writes it.
AskHere = Callable[[str], tuple[tuple[str, ...], list[Row]]]


# More values than this make a query that services refuse; then they are asked without.
MAX_VALUES = 500
_SAME_EVERY_TIME_NOT = ("RAND", "UUID", "STRUUID", "BNODE", "NOW")
_PLAIN = ("A", "TRUE", "FALSE")
# In a group with one of these a VALUES beside the patterns would mean something else than one joined with the group.
_ORDER_MATTERS = ("OPTIONAL", "MINUS", "BIND", "SELECT", "EXISTS", "FILTER", "VALUES")


class _Body(Protocol):
    @property
    def body(self) -> bytes: ...


class Asked(Protocol):
    """Whatever answers a query in full, as the query workers do."""

    def ask(self, text: str, formats: dict[str, str]) -> _Body: ...


def asking(workers: Asked) -> AskHere:
    """Ask our own store through the query workers."""

    def ask(query: str) -> tuple[tuple[str, ...], list[Row]]:
        answer = workers.ask(query, {"solutions": "json", "boolean": "json", "graph": "nt"})
        return table("", Fetched(answer.body, "application/sparql-results+json", None), MAX_VALUES + 1)

    return ask


def known_values(
    text: Callable[[int, int], str], tokens: Sequence[Token], clause: Clause, prologue: Prologue, ask: AskHere
) -> tuple[tuple[str, ...], list[Row]] | None:
    """The values that our patterns beside a clause bind, of the variables that they share with it; None when unknown.

    `text` gives the text from one token up to another, with the clauses that were answered before replaced.
    """
    if clause.in_graph:
        return None  # asked alone, the patterns would be matched against another graph
    before = _without_filters(text, tokens, clause.around + 1, clause.first)
    after = _plain_patterns(text, tokens, clause.closed + 1)
    beside = [*tokens[clause.around + 1 : clause.first], *tokens[clause.closed + 1 : after[1]]]
    if any(token.is_word(*_SAME_EVERY_TIME_NOT) for token in beside):
        return None
    inside = _variables(tokens[clause.opened : clause.closed])
    shared = [name for name in _variables(beside) if name in inside]
    if not shared:
        return None
    head = prologue.for_part([*beside, *_dataset(tokens, prologue)])
    groups = " ".join(f"{{ {part} }}" for part in (before, after[0]) if part.strip())
    dataset = " ".join(token.text for token in _dataset(tokens, prologue))
    wanted = " ".join(f"?{name}" for name in shared)
    names, rows = ask(f"{head}SELECT DISTINCT {wanted} {dataset} WHERE {{ {groups} }} LIMIT {MAX_VALUES + 1}")
    if len(rows) > MAX_VALUES:
        return None
    certain = [place for place in range(len(names)) if all(_certain(row[place]) for row in rows)]
    if not certain:
        return None
    kept = dict.fromkeys(tuple(row[place] for place in certain) for row in rows)
    return tuple(names[place] for place in certain), list(kept)


def with_values(inside: str, tokens: Sequence[Token], known: tuple[tuple[str, ...], list[Row]] | None) -> str:
    """The group to send: the clause's own, joined with the values that are known."""
    if known is None:
        return inside
    block = values(*known)
    if any(token.is_word(*_ORDER_MATTERS) for token in tokens):
        return f"{block}\n{{ {inside} }}"
    return f"{block}\n{inside}"


def _certain(term: str | None) -> bool:
    return term is not None and "/.well-known/genid/" not in term  # our own blank nodes are nothing to a service


def _variables(tokens: Sequence[Token]) -> list[str]:
    return list(dict.fromkeys(token.value for token in tokens if token.kind == "variable"))


def _dataset(tokens: Sequence[Token], prologue: Prologue) -> list[Token]:
    """The FROM clauses of the query."""
    found: list[Token] = []
    for place in range(prologue.form, len(tokens)):
        if tokens[place].text == "{" and found:
            break
        if tokens[place].is_word("FROM"):
            named = tokens[place + 1].is_word("NAMED") if place + 1 < len(tokens) else False
            found += tokens[place : place + 2 + named]
    return found


def _without_filters(text: Callable[[int, int], str], tokens: Sequence[Token], start: int, stop: int) -> str:
    """The patterns before a clause without their filters, which may speak of variables that only later patterns bind."""
    kept: list[str] = []
    place = begin = start
    while place < stop:
        if tokens[place].is_word("FILTER"):
            kept.append(text(begin, place))
            begin = place = _filter_end(tokens, place, stop)
        elif step(tokens[place]) > 0:
            place = closing(tokens, place) + 1
        else:
            place += 1
    return " ".join([*kept, text(begin, stop)])


def _filter_end(tokens: Sequence[Token], place: int, stop: int) -> int:
    while place < stop and step(tokens[place]) <= 0:
        place += 1
    return min(closing(tokens, place) + 1, stop) if place < stop else stop


def _plain_patterns(text: Callable[[int, int], str], tokens: Sequence[Token], start: int) -> tuple[str, int]:
    """The triple patterns that follow a clause, up to the first that is more than that; and where they end."""
    place = begin = start + (start < len(tokens) and tokens[start].text == ".")
    while place < len(tokens):
        token = tokens[place]
        if token.text in ("{", "}") or (token.kind == "keyword" and not token.is_word(*_PLAIN)):
            break
        place = closing(tokens, place) + 1 if step(token) > 0 else place + 1
    return text(begin, place), place
