"""The simplest queries, which need no worker: a few patterns about known things and what they lead to, such as what is said of one.

A stranger's text still meets no parser of the engine's in this process: it is read by expressions that know nothing else, and
a new text is written from the parts found. Such a query is a short walk along an index, and one that turns out long is given up.
"""

import re
from collections.abc import Mapping
from itertools import chain

from lod_publisher.snapshot.lookup import Lookup, Pattern
from lod_publisher.web.formats import prefixes

# Longer texts are not even tried.
_MAX_CHARACTERS = 2_000
_MAX_PATTERNS = 6
_MAX_VALUES = 20
_NAME = r"\?[A-Za-z0-9_]++"
_CONSTANT = r"<[a-z][a-z0-9+.-]*+:[^<>\"{}|^`\\\x00-\x20]*+>|[a-z]++:[A-Za-z0-9_-]++"
# A tag of a language, which is all that texts are asked for here: a search for words in them takes long.
_TAG = r"(?:\"[A-Za-z0-9*-]*+\"|'[A-Za-z0-9*-]*+')"
_LANGUAGE = rf"LANG\s*+\(\s*+{_NAME}\s*+\)"
_TEST = rf"(?:{_LANGUAGE}\s*+!?+=\s*+{_TAG}|LANGMATCHES\s*+\(\s*+{_LANGUAGE}\s*+,\s*+{_TAG}\s*+\))"
_COUNT = rf"\(\s*+COUNT\s*+\(\s*+(?:\*|(?:DISTINCT\s++)?+{_NAME})\s*+\)\s*+AS\s++{_NAME}\s*+\)"
# Possessive throughout, so that no text takes more than one pass.
_LOOKUP = re.compile(
    rf"\s*+(?:SELECT\s++(?P<distinct>DISTINCT\s++)?+(?:(?P<names>\*|{_NAME}(?:\s++{_NAME})*+)|(?P<count>{_COUNT}))\s*+(?:WHERE\s*+)?+"
    r"|(?P<ask>ASK)\s*+(?:WHERE\s*+)?+)"
    r"\{(?P<group>[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}\s*+(?:LIMIT\s++(?P<limit>[0-9]{1,4}+)\s*+)?+(?:\#[^\n]*+\s*+)?+",
    re.IGNORECASE | re.ASCII,
)
_PART = re.compile(
    rf"\s*+(?:(?P<term>{_NAME}|{_CONSTANT}|a(?=[\s<?]))|(?P<mark>[.;}}])|(?P<optional>OPTIONAL\s*+\{{)"
    rf"|VALUES\s*+(?P<valued>{_NAME})\s*+\{{(?P<values>(?:\s*+(?:{_CONSTANT}))++)\s*+\}}"
    rf"|FILTER\s*+(?P<filter>\(\s*+{_TEST}(?:\s*+(?:\|\||&&)\s*+{_TEST})*+\s*+\)|{_TEST}))",
    re.IGNORECASE | re.ASCII,
)
_EACH = re.compile(_CONSTANT, re.IGNORECASE)
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
        declared = {prefix: iri for prefix, iri in _DECLARED.findall(text, 0, start) if iri}
        try:
            group = _Group(found["group"], self._prefixes | declared if declared else self._prefixes)
        except _NoLookupError:
            return None
        if found["ask"]:
            head, limit = "ASK", ""
        else:
            head = f"SELECT {'DISTINCT ' if found['distinct'] else ''}{found['names'] or found['count']} WHERE"
            limit = f" LIMIT {found['limit']}" if found["limit"] else ""
        return Lookup(
            f"{head} {{ {group.written} }}{limit}",
            tuple(group.patterns),
            tuple(group.optional),
            group.values,
            gives_every_row=not (found["distinct"] or found["count"] or group.has_filter)
            and group.has_any(found["names"]),
        )


class _NoLookupError(Exception):
    """Raised where a text is anything else."""


class _Group:
    """What stands between the braces: patterns first, then what may be lacking; values and tests of a language among them."""

    def __init__(self, text: str, known: Mapping[str, str]) -> None:
        """Read a group; `known` are the prefixes.

        Raises:
            _NoLookupError: it holds anything else, or begins at nothing that is known.
        """
        self.patterns: list[Pattern] = []
        self.optional: list[Pattern] = []
        self.values: tuple[str, tuple[str, ...]] | None = None
        self.has_filter = False
        self.written = ""
        self._known = known
        self._terms: list[str] = []
        self._block: list[Pattern] | None = None  # what may be lacking, while it is read
        self._ends = ""  # what was written last: a pattern, something else, or nothing that a full stop may follow
        self._read(text.rstrip())
        if not self._is_about_something():
            raise _NoLookupError

    def _read(self, text: str) -> None:
        place = 0
        while place < len(text):
            part = _PART.match(text, place)
            if part is None:
                raise _NoLookupError
            self._take(part)
            place = part.end()
        self._end_pattern()
        if self._block is not None:
            raise _NoLookupError

    def _take(self, part: re.Match[str]) -> None:
        if term := part["term"]:
            self._terms.append(self._term(term))
        elif part["mark"] in (".", ";"):
            self._mark(part["mark"])
        else:
            self._end_pattern()
            if part["mark"]:
                self._close()
            elif part["optional"]:
                self._open()
            elif part["filter"]:
                self.has_filter = True
                self._write(f"FILTER {part['filter']}")
            else:
                self._value(part["valued"], part["values"])

    def _mark(self, mark: str) -> None:
        """A full stop or semicolon: both end a pattern; a full stop may also stand after what ends with a brace."""
        if self._terms:
            subject = self._terms[0]
            self._end_pattern()
            if mark == ";":
                self._terms = [subject]
        elif mark == ";" or self._ends != "other":
            raise _NoLookupError
        self._ends = self._ends if self._ends == "pattern" else ""

    def _end_pattern(self) -> None:
        if not self._terms:
            return
        if len(self._terms) != 3 or (self._block is None and self.optional):  # what may be lacking comes last
            raise _NoLookupError
        subject, predicate, value = self._terms
        (self.patterns if self._block is None else self._block).append((subject, predicate, value))
        self._terms = []
        self._write(f"{'. ' if self._ends == 'pattern' else ''}{subject} {predicate} {value}", "pattern")

    def _open(self) -> None:
        if self._block is not None:
            raise _NoLookupError
        self._block = []
        self._write("OPTIONAL {", "")

    def _close(self) -> None:
        if (
            self._block is None or len(self._block) != 1
        ):  # of two the engine does not begin with the one whose subject is known
            raise _NoLookupError
        self.optional += self._block
        self._block = None
        self._write("}")

    def _value(self, name: str, written: str) -> None:
        things = tuple(self._term(each) for each in _EACH.findall(written))
        if self._block is not None or self.optional or self.values or len(things) > _MAX_VALUES:
            raise _NoLookupError
        self.values = (name, things)
        self._write(f"VALUES {name} {{ {' '.join(things)} }}")

    def _write(self, text: str, ends: str = "other") -> None:
        self.written += f" {text}" if self.written else text
        self._ends = ends

    def _term(self, written: str) -> str:
        if written[0] in "?<":
            return written
        if written == "a":
            return _TYPE
        prefix, colon, local = written.partition(":")
        if not colon or not (namespace := self._known.get(prefix)):
            raise _NoLookupError
        return f"<{namespace}{local}>"

    def _is_about_something(self) -> bool:
        """Whether it begins at something known, and goes on from there by known properties."""
        everything = [*self.patterns, *self.optional]
        if not self.patterns or len(everything) > _MAX_PATTERNS:
            return False
        given = self.values[0] if self.values else None
        if given is None:
            begins = any(not (subject.startswith("?") and value.startswith("?")) for subject, _, value in self.patterns)
        else:  # of two beginnings the engine may choose the worse
            begins = all(subject.startswith("?") and given not in rest for subject, *rest in everything)
        return begins and all(
            not predicate.startswith("?")
            or not subject.startswith("?")
            or subject == given
            or [(subject, predicate, value)] == self.patterns
            for subject, predicate, value in everything
        )

    def has_any(self, names: str | None) -> bool:
        """Whether any of the names of columns is in a pattern, so that no row is empty."""
        return names is None or names == "*" or not set(names.split()).isdisjoint(chain(*self.patterns))
