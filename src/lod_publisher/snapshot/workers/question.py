"""What is asked of a worker, and an answer in full."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A stranger's query and how it is to be answered.

    `formats` names the format for each kind of answer, since only a worker finds out the kind: {"solutions": "json",
    "boolean": "json", "graph": "ttl"}. `default_graphs` and `named_graphs` are IRIs and override FROM and FROM NAMED; None
    leaves them as the query says. `timeout_s` and `max_rows` are the client's wishes, never more than the server's limits.
    """

    text: str
    formats: Mapping[str, str]
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    timeout_s: float | None = None
    max_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in full: `kind` is "solutions", "boolean" or "graph", `format` the one it was written in."""

    kind: str
    format: str
    body: bytes


# Everything in which the word SERVICE is not the keyword: strings, IRIs, comments, variables, the local part of names.
_NOT_KEYWORDS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n]*|[?$]\w+|:[\w.:%-]*",
    re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def calls_out(text: str) -> bool:
    """Tell whether a query may have a SERVICE clause; the engine would ask any address, this machine's own included.

    The engine's grammar needs no space around a keyword, so a prefix that holds the word counts too.
    """
    plain = _CODE_POINT.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)
    return "service" in _NOT_KEYWORDS.sub(" ", plain).lower()
