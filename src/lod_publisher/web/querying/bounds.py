"""How long and how deep a query may be: checked before any parser sees it, in one walk over its tokens."""

from collections.abc import Iterable

from lod_publisher.errors import BadQueryError
from lod_publisher.web.querying.tokens import OPENING, Token

# Longer text is never read: no person writes it, and programs that send VALUES do so in portions of some hundreds.
MAX_QUERY_BYTES = 250_000
# The engine's parser recurses: 2,200 nested groups, 4,700 parentheses or 9,400 `!` end its process.
MAX_DEPTH = 300
# It recurses over flat chains too: 7,000 terms of a sum, 6,600 UNIONs. Counted between the same brackets.
MAX_CHAIN = 2_000

_CLOSING = frozenset(OPENING.values())
_PREFIXES = frozenset("!-+^")
_OPERATORS = frozenset(("+", "-", "*", "/", "|", "||", "&&", "^"))


def check_length(text: str) -> None:
    """Bound a query's length.

    Raises:
        BadQueryError: it is longer than anybody writes it.
    """
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > MAX_QUERY_BYTES:
        raise BadQueryError(
            f"The query has {size:,} bytes, and at most {MAX_QUERY_BYTES:,} are read. Ask in smaller portions "
            "(fewer VALUES at a time), or take the dumps and ask at home."
        )


def bounded(found: Iterable[Token]) -> list[Token]:
    """The tokens of a query, taken only until they are known to be too deep.

    Raises:
        BadQueryError: there are more levels, or more terms in a chain, than a person would write.
    """
    taken: list[Token] = []
    chains = [0]  # the length of the chain between each pair of brackets that is open
    run = 0  # of prefix operators, which nest as brackets do
    for token in found:
        taken.append(token)
        if token.kind == "punctuation":
            run = run + 1 if token.text in _PREFIXES else 0
            if token.text in OPENING:
                chains.append(0)
            elif token.text in _CLOSING and len(chains) > 1:
                chains.pop()
            elif token.text in _OPERATORS:
                chains[-1] += 1
        else:
            run = 0
            if token.is_word("UNION"):
                chains[-1] += 1
        if len(chains) + run > MAX_DEPTH + 1:
            raise BadQueryError(
                f"The query is nested more than {MAX_DEPTH} levels deep at line {token.line}, column {token.column}. "
                "Write it with fewer brackets.",
                token.line,
                token.column,
                "too deep",
            )
        if chains[-1] > MAX_CHAIN:
            raise BadQueryError(
                f"The query joins more than {MAX_CHAIN:,} terms by {token.text} up to line {token.line}, column "
                f"{token.column}. Write IN (…) or VALUES instead.",
                token.line,
                token.column,
                "too many terms",
            )
    return taken
