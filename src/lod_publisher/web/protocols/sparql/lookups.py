"""The simplest queries, which need no worker: a few patterns about one thing and what it leads to, such as what is said of it.

A stranger's text still meets no parser of the engine's in this process: it is read by expressions that know nothing else, and
a new text is written from the parts found. Such a query is a short walk along an index, and one that turns out long is given up.
"""

import re

from lod_publisher.snapshot.lookup import Lookup
from lod_publisher.web.formats import prefixes

# Longer texts are not even tried.
_MAX_CHARACTERS = 2_000
_MAX_PATTERNS = 6
_TERM = r"\?[A-Za-z0-9_]++|<[a-z][a-z0-9+.-]*+:[^<>\"{}|^`\\\x00-\x20]*+>|[a-z]++:[A-Za-z0-9_-]++|a(?=[\s<?])"
# Possessive throughout, so that no text takes more than one pass.
_LOOKUP = re.compile(
    r"\s*+(?:SELECT\s++(?P<distinct>DISTINCT\s++)?+(?P<names>\*|\?[A-Za-z0-9_]++(?:\s++\?[A-Za-z0-9_]++)*+)\s*+(?:WHERE\s*+)?+"
    r"|(?P<ask>ASK)\s*+(?:WHERE\s*+)?+)"
    r"\{(?P<patterns>[^{}]*+)\}\s*+(?:LIMIT\s++(?P<limit>[0-9]{1,4}+)\s*+)?+(?:\#[^\n]*+\s*+)?+",
    re.IGNORECASE | re.ASCII,
)
_WORD = re.compile(rf"\s*+(?:({_TERM})|([.;]))", re.IGNORECASE | re.ASCII)
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

    def read(self, text: str) -> Lookup | None:
        """The query anew, with whole IRIs, and its patterns; None when it is anything but a lookup."""
        if len(text) > _MAX_CHARACTERS:
            return None
        prologue = _PROLOGUE.match(text)
        start = prologue.end() if prologue else 0
        found = _LOOKUP.fullmatch(text, start)
        if found is None:
            return None
        patterns = self._patterns(found["patterns"], text[:start])
        if not _is_about_something(patterns):
            return None
        written = " . ".join(map(" ".join, patterns))
        if found["ask"]:
            return Lookup(f"ASK {{ {written} }}", patterns)
        limit = f" LIMIT {found['limit']}" if found["limit"] else ""
        names = f"{'DISTINCT ' if found['distinct'] else ''}{found['names']}"
        return Lookup(f"SELECT {names} WHERE {{ {written} }}{limit}", patterns)

    def _patterns(self, written: str, prologue: str) -> tuple[tuple[str, str, str], ...]:
        """The patterns between the braces; none when anything else stands there."""
        patterns: list[tuple[str, str, str]] = []
        terms: list[str] = []
        words = _words(written)
        has_names = any(word[0] not in "?<.;" for word in words)
        declared = {prefix: iri for prefix, iri in _DECLARED.findall(prologue) if iri} if has_names else {}
        for word in words:
            if word in (".", ";"):
                if len(terms) != 3:
                    return ()
                patterns.append((terms[0], terms[1], terms[2]))
                terms = [] if word == "." else terms[:1]
                continue
            term = self._term(word, declared)
            if term is None or len(terms) == 3:
                return ()
            terms.append(term)
        return tuple(patterns) if not terms else ()

    def _term(self, written: str, declared: dict[str, str]) -> str | None:
        if written[0] in "?<":
            return written
        if written in ("a", "A"):
            return _TYPE if written == "a" else None
        prefix, _, local = written.partition(":")
        namespace = declared.get(prefix) or self._prefixes.get(prefix)
        return f"<{namespace}{local}>" if namespace else None


def _words(written: str) -> list[str]:
    """Terms and what separates patterns, a full stop at the end; none where there is anything else."""
    words: list[str] = []
    place, end = 0, len(written.rstrip())
    while place < end:
        found = _WORD.match(written, place)
        if found is None:
            return []
        words.append(found[1] or found[2])
        place = found.end()
    return words if words[-1:] == ["."] else [*words, "."]


def _is_about_something(patterns: tuple[tuple[str, str, str], ...]) -> bool:
    """Whether it is one pattern with a constant subject or object, or a few that begin at constant subjects, all of known properties."""
    if len(patterns) == 1:
        ((subject, _, thing),) = patterns
        return not (subject.startswith("?") and thing.startswith("?"))
    known = {subject for subject, _, _ in patterns if not subject.startswith("?")}
    return (
        1 < len(patterns) <= _MAX_PATTERNS
        and bool(known)
        and all(not predicate.startswith("?") for _, predicate, _ in patterns)
    )
