"""Errors that teach: where a query is wrong, what was probably meant, and what to do about a limit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from http import HTTPStatus

from lod_publisher.errors import BadQueryError, BusyError, QueryError, QueryMemoryError, QueryTimeoutError
from lod_publisher.web.problems import Problem
from lod_publisher.web.querying.edits import Edit, original_place, token_at
from lod_publisher.web.querying.known import KEYWORDS, PREFIXES, UPDATES
from lod_publisher.web.querying.names import Names
from lod_publisher.web.querying.outline import AGGREGATES, Filter, Outline, outline
from lod_publisher.web.querying.tokens import OPENING, Token, tokens

_TOLD = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_EXPECTED = re.compile(r"\"[^\"]*\"|\b[A-Z][A-Z_]+\b")
_ALWAYS_EXPECTED = ("LATERAL", "SERVICE", "GROUP", "ORDER")  # wherever a pattern or a query may end
_WIDTH = 100  # of the line that is shown
_CLOSING = {closing: opening for opening, closing in OPENING.items()}
# How long to wait before the same question: places become free at once, memory and processor time when others have ended.
_RETRY_AFTER: dict[type[QueryError], str] = {BusyError: "5", QueryMemoryError: "30", QueryTimeoutError: "30"}
TAUGHT = (BadQueryError, *_RETRY_AFTER)
_NO_UPDATES = "This endpoint answers queries only; the data change when they are published anew."


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with a query: a place (in characters of the text), a sentence, and what may help."""

    start: int
    end: int
    what: str
    hints: tuple[str, ...] = field(default=())


def taught(
    error: QueryError, text: str, prefixes: dict[str, str], base: str, edits: Sequence[Edit] = (), root: str = ""
) -> Problem:
    """The problem to answer with; `edits` were made to the text before it was parsed, `root` is the path of this site."""
    if isinstance(error, BadQueryError):
        return _bad(error, text, prefixes, base, edits)
    kind = next(kind for kind in _RETRY_AFTER if isinstance(error, kind))
    status = HTTPStatus.GATEWAY_TIMEOUT if kind is QueryTimeoutError else HTTPStatus.SERVICE_UNAVAILABLE
    more: dict[str, object] = {}
    if kind is not BusyError:
        more = {"hints": _cheaper(text, prefixes, base), "see": _ways(root)}
    return Problem(status, str(error), more, {"Retry-After": _RETRY_AFTER[kind]})


def _ways(root: str) -> list[dict[str, str]]:
    return [
        {
            "href": f"{root}/sparql?explain=true",
            "title": "Ask the same with explain=true: what makes it slow, and a rewrite",
        },
        {"href": f"{root}/queries", "title": "Queries of this collection that are known to be quick"},
        {"href": f"{root}/browse/document", "title": "All documents, persons and places one by one, also as data"},
        {"href": f"{root}/fragments", "title": "One triple pattern at a time, page by page, joined by your own engine"},
        {"href": f"{root}/dumps/", "title": "All of the data as files, to ask at home"},
        {"href": f"{root}/ldes", "title": "All of the data and its changes as a stream, to keep a copy up to date"},
    ]


def _cheaper(text: str, prefixes: dict[str, str], base: str) -> list[str]:
    """What would make a query cheaper, as far as a look at it tells; the adviser says more."""
    found = tokens(text)
    seen = outline(found)
    hints = []
    if seen is not None and "LIMIT" not in seen.words(seen.query.modifiers):
        hints.append("Add LIMIT 100 while you try.")
    if any(token.is_word("REGEX", "CONTAINS") for token in found):
        hints.append('Search with v:matches instead of FILTER: ?thing v:matches "words" uses an index.')
    if not any(token.kind in ("iri", "prefixed", "string") for token in found):
        hints.append("Name a class or a property: a pattern of variables alone reads the whole dataset.")
    hints.append(
        "Narrow it: one volume (crm:P106i_forms_part_of), one month (crm:P86_falls_within), one person at a time."
    )
    hints.append("For all of the data take the dumps (/dumps/) and ask at home.")
    return hints


def _bad(error: BadQueryError, text: str, prefixes: dict[str, str], base: str, edits: Sequence[Edit]) -> Problem:
    found = tokens(text)
    names = Names.of(found, prefixes, base)
    first = next((token for token in found if token.kind == "keyword" and not token.is_word("PREFIX", "BASE")), None)
    if first is not None and first.is_word(*UPDATES):
        return Problem(HTTPStatus.FORBIDDEN, _NO_UPDATES)
    told = _TOLD.search(str(error)) or _TOLD.search(error.problem)
    if told is None:
        if error.line is None or error.column is None:
            return Problem(HTTPStatus.BAD_REQUEST, str(error))
        token = token_at(found, error.line, error.column)
        place = (token.start, token.end) if token else (len(text), len(text))
        return _problem(text, Diagnosis(*place, str(error)))
    seen = outline(found)
    diagnosis = (
        _broken(found)
        or _unknown_prefix(found, names)
        or _unbalanced(found, text)
        or _unnamed_expression(seen)
        or _unknown_word(found)
        or _not_grouped(seen, told[3])
        or _bound_twice(seen)
        or _parsers_word(found, text, told, edits)
    )
    return _problem(text, diagnosis)


def _problem(text: str, diagnosis: Diagnosis) -> Problem:
    line = text.count("\n", 0, diagnosis.start) + 1
    begin = text.rfind("\n", 0, diagnosis.start) + 1
    column = diagnosis.start - begin + 1
    end = text.find("\n", begin)
    whole = text[begin : end if end >= 0 else len(text)].rstrip("\r")
    cut = max(0, column - 1 - _WIDTH // 2)
    shown = whole[cut : cut + _WIDTH].replace("\t", " ")
    width = max(1, min(diagnosis.end - diagnosis.start, len(shown) - (column - 1 - cut)))
    offending = text[diagnosis.start : diagnosis.end][:_WIDTH]
    more: dict[str, object] = {
        "line": line,
        "column": column,
        "offending": offending,
        "excerpt": f"{shown}\n{' ' * (column - 1 - cut)}{'^' * width}",
        "hints": list(diagnosis.hints),
    }
    what = diagnosis.what if diagnosis.what.startswith("Line ") else f"Line {line}, column {column}: {diagnosis.what}"
    return Problem(HTTPStatus.BAD_REQUEST, what, more)


def _broken(found: Sequence[Token]) -> Diagnosis | None:
    for token in found:
        if token.kind == "broken":
            if token.text[0] in "\"'":
                return Diagnosis(
                    token.start, token.start + 1, "This string has no end.",
                    ("Close it with the same quotes; a text of several lines stands in three of them.",),
                )  # fmt: skip
            return Diagnosis(token.start, token.end, f"No rule of SPARQL begins with {token.text!r} here.")
    return None


def _unknown_prefix(found: Sequence[Token], names: Names) -> Diagnosis | None:
    unknown: dict[str, Token] = {}
    for number, token in enumerate(found):
        if token.kind == "prefixed" and not (number and found[number - 1].is_word("PREFIX")):
            prefix = token.text.partition(":")[0]
            if prefix not in names.prefixes and prefix not in PREFIXES:
                unknown.setdefault(prefix, token)
    if not unknown:
        return None
    hints = []
    for prefix in unknown:
        if close := _nearest(prefix, names):
            hints.append(f"Did you mean {close}: (<{({**PREFIXES, **names.prefixes})[close]}>)?")
        else:
            hints.append(f"Declare it at the top: PREFIX {prefix}: <…>")
    token = next(iter(unknown.values()))
    listed = ", ".join(f"{prefix}:" for prefix in unknown)
    what = (
        f"The prefix {listed} is not declared." if len(unknown) == 1 else f"These prefixes are not declared: {listed}."
    )
    return Diagnosis(token.start, token.end, what, tuple(hints))


def _nearest(prefix: str, names: Names) -> str:
    """The known prefix with the same letters in another order, or else the likest; "" when none is like it."""
    every = [*names.prefixes, *PREFIXES]
    swapped = [known for known in every if sorted(known) == sorted(prefix)]
    return next(iter(swapped or get_close_matches(prefix, every, 1, 0.6)), "")


def _bound_twice(seen: Outline | None) -> Diagnosis | None:
    """A BIND that gives a value to a variable which has one."""
    for group in seen.groups() if seen else ():
        for part in group.parts:
            if isinstance(part, Filter) and part.kind == "BIND" and part.stop >= part.first + 4:
                token = seen.tokens[part.stop - 2]  # type: ignore[union-attr]
                before = seen.variables(group.opened, part.first)  # type: ignore[union-attr]
                if token.kind == "variable" and token.value in before:
                    return Diagnosis(
                        token.start, token.end, f"BIND gives {token.text} a value, and it has one already.",
                        ("Give the result another name, or compare the two with FILTER.",),
                    )  # fmt: skip
    return None


def _unbalanced(found: Sequence[Token], text: str) -> Diagnosis | None:
    waiting: list[Token] = []
    for token in found:
        if token.kind != "punctuation":
            continue
        if token.text in OPENING and token.text != "<<":
            waiting.append(token)
        elif token.text in _CLOSING and token.text != ">>":
            if not waiting:
                return Diagnosis(token.start, token.end, f"This {token.text} closes nothing.", ("Take it out.",))
            if waiting[-1].text != _CLOSING[token.text]:
                last = waiting[-1]
                return Diagnosis(
                    token.start, token.end,
                    f"Here {OPENING[last.text]} is missing: the {last.text} of line {last.line}, column {last.column} is still open.",
                )  # fmt: skip
            waiting.pop()
    if waiting:
        last = waiting[-1]
        end = len(text.rstrip())
        return Diagnosis(
            last.start,
            last.end,
            f"This {last.text} is never closed.",
            (f"Add {OPENING[last.text]} before character {end + 1}.",),
        )
    return None


def _unnamed_expression(seen: Outline | None) -> Diagnosis | None:
    """An aggregate in SELECT without brackets, or an expression without a name."""
    for select in seen.selects() if seen else ():
        if select.form != "SELECT":
            continue
        place, stop = select.projection.first, select.projection.stop
        while place < stop:
            token = seen.tokens[place]  # type: ignore[union-attr]
            if token.is_word("FROM"):
                break
            if token.is_word(*AGGREGATES):
                return Diagnosis(
                    token.start, token.end, f"{token.text} in SELECT stands in brackets and has a name.",
                    (f"Write ({token.text}(?x) AS ?name).",),
                )  # fmt: skip
            if token.text == "(" and token.kind == "punctuation":
                depth, names, first = 0, False, token
                while place < stop:
                    inner = seen.tokens[place]  # type: ignore[union-attr]
                    depth += (inner.text == "(") - (inner.text == ")") if inner.kind == "punctuation" else 0
                    names |= depth == 1 and inner.is_word("AS")
                    if not depth:
                        break
                    place += 1
                if not names:
                    return Diagnosis(
                        first.start, first.end, "An expression in SELECT has a name.", ("Write (… AS ?name).",)
                    )
            place += 1
    return None


def _unknown_word(found: Sequence[Token]) -> Diagnosis | None:
    for token in found:
        if token.kind == "keyword" and token.text.upper() not in KEYWORDS:
            close = get_close_matches(token.text.upper(), KEYWORDS, 1, 0.7)
            hint = (
                f"Did you mean {close[0]}?"
                if close
                else "A name of something has a prefix (rdfs:label) or stands in <…>; a text in quotes."
            )
            return Diagnosis(token.start, token.end, f"{token.text} is no word of SPARQL.", (hint,))
    return None


def _not_grouped(seen: Outline | None, expected: str) -> Diagnosis | None:
    if seen is None or "unbound" not in expected:
        return None
    for select in seen.selects():
        words = seen.words(select.modifiers)
        aggregates = seen.words(select.projection) & set(AGGREGATES)
        if "GROUP" not in words and not aggregates:
            continue
        by = seen.variables(select.modifiers.first, select.modifiers.stop)
        depth = 0
        for token in seen.tokens[select.projection.first : select.projection.stop]:
            depth += (token.text == "(") - (token.text == ")") if token.kind == "punctuation" else 0
            if token.kind == "variable" and not depth and token.value not in by:
                return Diagnosis(
                    token.start, token.end, f"{token.text} is neither grouped nor aggregated.",
                    (f"Add {token.text} to GROUP BY, or select (SAMPLE({token.text}) AS ?one).",),
                )  # fmt: skip
    return None


def _parsers_word(found: Sequence[Token], text: str, told: re.Match[str], edits: Sequence[Edit]) -> Diagnosis:
    """The parser's own place and words. Where it wanted a keyword it has counted that word's length as read."""
    line, column = int(told[1]), int(told[2])
    expected = list(dict.fromkeys(item.strip('"') for item in _EXPECTED.findall(told[3])))
    if edits:
        line, column = original_place(text, edits, line, column)
    starts = {(token.line, token.column) for token in found}
    nothing_more = "[_]" in told[3]  # this one is told from behind the character that stands there
    words = [word for word in expected if word.isupper() and not (nothing_more and word in _ALWAYS_EXPECTED)]
    back = [column - len(word) for word in words if (line, column - len(word)) in starts]
    if (line, column) not in starts and back:
        column = back[0]
    elif nothing_more and column > 1:
        column -= 1
    token = token_at(found, line, column)
    wanted = [item for item in expected if item not in ("\\", "\\u", "\\U", *_ALWAYS_EXPECTED)][:8]
    hint = (f"Here may stand {', '.join(wanted)}.",) if wanted and len(wanted) < 8 else ()
    if token is None:
        return Diagnosis(len(text.rstrip()), len(text), "The query ends too early.", hint)
    return Diagnosis(token.start, token.end, f"{token.text[:60]} cannot stand here.", hint)
