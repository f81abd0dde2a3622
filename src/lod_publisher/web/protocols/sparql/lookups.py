"""The simplest queries, which need no worker: one pattern with a constant subject or object, such as what is said of a thing.

A stranger's text still meets no parser of the engine's in this process: it is read by an expression that knows nothing else, and
a new text is written from the parts found. Such a query is a short walk along an index, and one that turns out long is given up.
"""

import re

from lod_publisher.web.formats import prefixes

# Longer texts are not even tried.
_MAX_CHARACTERS = 2_000
_TERM = r"(\?[A-Za-z0-9_]++|<[a-z][a-z0-9+.-]*+:[^<>\"{}|^`\\\x00-\x20]*+>|[a-z]++:[A-Za-z0-9_-]++|a(?=[\s<?]))"
# Possessive throughout, so that no text takes more than one pass.
_LOOKUP = re.compile(
    r"\s*+(?:SELECT\s++(?P<distinct>DISTINCT\s++)?+(?P<names>\*|\?[A-Za-z0-9_]++(?:\s++\?[A-Za-z0-9_]++)*+)\s*+(?:WHERE\s*+)?+"
    r"|(?P<ask>ASK)\s*+(?:WHERE\s*+)?+)"
    rf"\{{\s*+{_TERM}\s*+{_TERM}\s*+{_TERM}\s*+\.?+\s*+\}}\s*+(?:LIMIT\s++(?P<limit>[0-9]{{1,4}}+)\s*+)?+(?:\#[^\n]*+\s*+)?+",
    re.IGNORECASE | re.ASCII,
)
_PROLOGUE = re.compile(
    r"(?:\s++|\#[^\n]*+(?:\n|$)|PREFIX\s++[A-Za-z]*+:\s*+<[a-z][a-z0-9+.-]*+:[^<>\"{}|^`\\\x00-\x20]*+>)*+",
    re.IGNORECASE | re.ASCII,
)
_DECLARED = re.compile(r"PREFIX\s++([A-Za-z]*+):\s*+<([^<>]*+)>|\#[^\n]*+", re.IGNORECASE | re.ASCII)
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


class Lookups:
    """Recognises lookups; names may have the prefixes that every query here knows."""

    def __init__(self, base: str) -> None:
        self._prefixes = prefixes(base)

    def plain(self, text: str) -> str | None:
        """The query anew, with whole IRIs; None when it is anything but a lookup."""
        if len(text) > _MAX_CHARACTERS:
            return None
        prologue = _PROLOGUE.match(text)
        start = prologue.end() if prologue else 0
        found = _LOOKUP.fullmatch(text, start)
        if found is None:
            return None
        declared = {prefix: iri for prefix, iri in _DECLARED.findall(text, 0, start) if iri}
        subject, predicate, thing = (self._term(term, declared) for term in found.groups()[3:6])
        if not (subject and predicate and thing) or (subject.startswith("?") and thing.startswith("?")):
            return None
        pattern = f"{{ {subject} {predicate} {thing} }}"
        if found["ask"]:
            return f"ASK {pattern}"
        limit = f" LIMIT {found['limit']}" if found["limit"] else ""
        return f"SELECT {'DISTINCT ' if found['distinct'] else ''}{found['names']} WHERE {pattern}{limit}"

    def _term(self, written: str, declared: dict[str, str]) -> str | None:
        if written[0] in "?<":
            return written
        if written in ("a", "A"):
            return _TYPE if written == "a" else None
        prefix, _, local = written.partition(":")
        namespace = declared.get(prefix) or self._prefixes.get(prefix)
        return f"<{namespace}{local}>" if namespace else None
