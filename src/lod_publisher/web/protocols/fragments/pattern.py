"""What a client asks a fragment for: a triple pattern, and for brTPF the rows of values that its variables may take.

Terms are written as the Hydra vocabulary's explicit representation says and as clients write them: an IRI as it is, a literal in
quotes with `@language` or `^^datatype`, a variable as `?name` or nothing at all. Rows of values are in the syntax of SPARQL's VALUES.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from lod_publisher.snapshot.statements import Pattern

# Clients send blocks of 16 to 64; the rest is room for other clients.
MAX_ROWS = 500

Known = NamedNode | Literal | BlankNode
Row = Mapping[str, Known]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]*")
_LITERAL = re.compile(
    r'"(.*)"(?:@([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?:--(?:ltr|rtl))?|\^\^<?([^<>"\s]+)>?)?', re.DOTALL
)
_NAME = re.compile(r"\w{1,100}")
_TOKEN = re.compile(
    r"""\s*(?: (?P<mark>[(){}]) | \?(?P<name>\w{1,100}) | (?P<undef>UNDEF)\b | <(?P<iri>[^<>"{}|\\^`\x00-\x20]*)>
    | (?P<quoted>"(?:[^"\\]|\\.)*") (?: @(?P<language>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*) | \^\^<(?P<datatype>[^<>"\s]*)> )? )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class PatternError(ValueError):
    """What a client sent is no pattern; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A pattern: at each place a term, or the name of a variable ("" for one without a name)."""

    subject: Known | str
    predicate: Known | str
    object: Known | str

    @staticmethod
    def read(given: Mapping[str, str]) -> "Asked":
        """The pattern in the parameters of a request.

        Raises:
            PatternError: one of them is no term.
        """
        return Asked(*(_term(name, given.get(name, "")) for name in ("subject", "predicate", "object")))

    def bound(self, row: Row) -> Pattern | None:
        """The pattern with the values of a row in the place of its variables; None when no statement can have that form.

        Blank nodes are not published and a literal says nothing, so such a pattern has no statements.
        """
        terms = [
            (row.get(place) if place else None) if isinstance(place, str) else place
            for place in (self.subject, self.predicate, self.object)
        ]
        subject, predicate, value = terms
        if isinstance(subject, Literal | BlankNode) or isinstance(predicate, Literal | BlankNode):
            return None
        return None if isinstance(value, BlankNode) else (subject, predicate, value)

    def texts(self) -> tuple[str, str, str]:
        """The terms as a person reads them; "" for variables."""
        subject, predicate, value = (
            "" if isinstance(place, str) else place.value if isinstance(place, NamedNode) else str(place)
            for place in (self.subject, self.predicate, self.object)
        )
        return subject, predicate, value


def _term(name: str, text: str) -> Known | str:
    text = text.strip() if not text.startswith('"') else text
    if not text:
        return ""
    if text.startswith("?"):
        if not _NAME.fullmatch(text[1:]):
            raise PatternError(
                f"{name}: {text[:80]} is no variable; write letters, digits and _ after the question mark."
            )
        return text[1:]
    if text.startswith("_:"):
        return BlankNode()
    if text.startswith('"'):
        return _literal(name, text)
    iri = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    return _iri(name, iri)


def _iri(name: str, text: str) -> NamedNode:
    if not _IRI.fullmatch(text):
        raise PatternError(
            f'{name}: {text[:80]} is no absolute IRI. Write an IRI, a literal in quotes such as "Cairo"@en, or ?x for a variable.'
        )
    return NamedNode(text)


def _literal(name: str, text: str) -> Literal:
    """A literal whose text is not escaped: the last quotation mark ends it."""
    found = _LITERAL.fullmatch(text)
    if found is None:
        raise PatternError(f'{name}: {text[:80]} is no literal. Write "text", "text"@language or "text"^^datatype.')
    return _made(name, found[1], found[2], found[3])


def _made(name: str, text: str, language: str | None, datatype: str | None) -> Literal:
    try:
        text.encode()
        if language:
            return Literal(text, language=language.lower())
        return Literal(text, datatype=_iri(name, datatype) if datatype else NamedNode(_XSD_STRING))
    except (ValueError, UnicodeEncodeError) as problem:
        raise PatternError(f"{name}: {problem}") from None


def read_values(text: str) -> list[Row]:
    """The rows of `(?x ?y) { (<a> "b") (UNDEF <c>) }`, each once; with one variable the round brackets may be left out.

    Raises:
        PatternError: it is written otherwise, or has too many rows.
    """
    tokens = list(_tokens(text))
    names, place = _variables(tokens)
    rows: dict[tuple[tuple[str, str], ...], Row] = {}
    while place < len(tokens) - 1:
        cells, place = _cells(tokens, place, len(names))
        row = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        rows.setdefault(tuple((key, str(cell)) for key, cell in row.items()), row)
        if len(rows) > MAX_ROWS:
            raise PatternError(
                f"values: at most {MAX_ROWS} rows are answered at a time; ask for the others separately."
            )
    if not tokens or place != len(tokens) - 1 or tokens[-1] != "}":
        raise PatternError("values: a closing } is missing.")
    return list(rows.values())


class _Name(str):
    """A variable among the tokens."""

    __slots__ = ()


_Token = str | _Name | Known | None


def _tokens(text: str) -> Iterator[_Token]:
    """Marks, variables, terms, and None for UNDEF."""
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place, end)
        if found is None:
            raise PatternError(f"values: {text[place : place + 40].strip()} is neither a term nor a bracket.")
        place = found.end()
        if found["mark"]:
            yield found["mark"]
        elif found["name"]:
            yield _Name(found["name"])
        elif found["undef"]:
            yield None
        elif found["iri"] is not None:
            yield _iri("values", found["iri"])
        else:
            yield _made("values", _unescaped(found["quoted"][1:-1]), found["language"], found["datatype"])


def _unescaped(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        code = int(found[1] or found[2] or "0", 16)
        if found[3]:
            return _ESCAPED.get(found[3], found[3])
        if code > 0x10FFFF:
            raise PatternError(f"values: {found[0]} is no character.")
        return chr(code)

    return _ESCAPE.sub(letter, text)


def _variables(tokens: list[_Token]) -> tuple[list[str], int]:
    """The names before the first {, and the place after it."""
    head = tokens[: tokens.index("{")] if "{" in tokens else []
    names = [token for token in head if isinstance(token, _Name)]
    if len(head) - len(names) == 2 and (head[0], head[-1]) == ("(", ")"):
        head = head[1:-1]
    if not names or len(names) != len(head) or len(set(names)) != len(names):
        raise PatternError('values: write the variables first, as in (?x ?y) { (<http://example.org/a> "b") }.')
    return [str(name) for name in names], tokens.index("{") + 1


def _cells(tokens: list[_Token], place: int, count: int) -> tuple[list[Known | None], int]:
    """One row, and the place after it."""
    is_bracketed = tokens[place] == "("
    row = tokens[place + 1 : place + 1 + count] if is_bracketed else tokens[place : place + 1]
    after = place + count + 2 if is_bracketed else place + 1
    cells = [cell for cell in row if not isinstance(cell, str)]
    is_whole = len(cells) == count and (not is_bracketed or tokens[after - 1 : after] == [")"])
    if not is_whole:
        raise PatternError(f"values: each row is to hold {count} term(s) or UNDEF in round brackets.")
    return cells, after
