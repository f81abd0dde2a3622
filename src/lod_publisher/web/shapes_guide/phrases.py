"""The parts that sentences about shapes are made of: words, names of terms and paths, values, and clauses of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from lod_publisher.web.shapes_guide.graph import SH, ShapesGraph, Term
from lod_publisher.web.vocabulary import CRM

_XSD = "http://www.w3.org/2001/XMLSchema#"
# A literal of these types is shown without naming its type.
_PLAIN = {f"{_XSD}{name}" for name in ("string", "integer", "boolean", "decimal")}
_CRM_CODE = re.compile(r"((?:[A-Z]{1,3}[0-9]+[a-z]?i?(?:\.[0-9]+)?_?)+)_")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_THIRD = {
    "be": "is",
    "have": "has",
    "do": "does",
    "match": "matches",
    "not be": "is not",
    "not do": "does not do",
    "pass": "passes",
    "satisfy": "satisfies",
}
_OPPOSITES = {"do all of these:": "all of these together:", "do at least one of these:": "none of these:"}
_DEEPEST_PATH = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: plain, or a name (with the IRI it leads to and its short form), or a value as it is written."""

    text: str
    iri: str = ""
    short: str = ""
    is_code: bool = False
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its words, and what they introduce: further clauses, or a list of values (`more` of which are not shown).

    `loose` says that it is made of several or does not begin with its verb, so that it cannot stand inside another clause.
    """

    words: tuple[Piece, ...]
    parts: tuple["Clause", ...] = ()
    values: tuple[Piece, ...] = ()
    more: int = 0
    loose: bool = False

    @property
    def is_simple(self) -> bool:
        """Whether it can stand inside a sentence."""
        return not (self.parts or self.values or self.loose)


def clause(*words: str | Piece | Sequence[Piece], loose: bool = False) -> Clause:
    """A clause of words and names."""
    found: list[Piece] = []
    for word in words:
        if isinstance(word, str):
            found.append(Piece(word))
        elif isinstance(word, Piece):
            found.append(word)
        else:
            found.extend(word)
    return Clause(tuple(found), loose=loose)


def verb(base: str, third: bool) -> str:
    """A verb after "must" ("have"), or in the third person ("has")."""
    return _THIRD.get(base, f"{base}s") if third else base


def joined(clauses: Sequence[Clause], word: str) -> Clause:
    """Clauses as one sentence: "a, b or c"."""
    words: list[Piece] = []
    for number, one in enumerate(clauses):
        if number:
            last = f"{word} " if word.startswith(",") else f" {word} "
            words.append(Piece(last if number == len(clauses) - 1 else ", "))
        words.extend(one.words)
    return Clause(tuple(words), loose=len(clauses) > 1)


def listed(pieces: Sequence[Piece], word: str) -> list[Piece]:
    """Names as a list in a sentence: "a, b or c"."""
    return list(joined([Clause((piece,)) for piece in pieces], word).words)


def negated(inner: Clause, third: bool) -> Clause:
    """The opposite of a clause that was said with its verb after "must"."""
    opening = inner.words[0].text if inner.words else ""
    if opening in _OPPOSITES:
        return replace(
            inner, words=(Piece(f"{verb('not do' if 'all' in opening else 'do', third)} {_OPPOSITES[opening]}"),)
        )
    if not inner.is_simple or not inner.words:
        return Clause((Piece(f"{verb('not do', third)} this:"),), (inner,))
    if not third:
        return replace(inner, words=(Piece("not "), *inner.words), loose=True)
    if opening.startswith("be "):
        return replace(inner, words=(Piece(f"is not{opening[2:]}"), *inner.words[1:]), loose=True)
    return replace(inner, words=(Piece("does not "), *inner.words), loose=True)


def number_word(count: str) -> str:
    """A count in words up to ten."""
    return _NUMBERS[int(count)] if count.isdecimal() and int(count) < len(_NUMBERS) else count


@dataclass(frozen=True, slots=True)
class Names:
    """How terms are called: labels for IRIs, and prefixes for their short forms."""

    labels: Mapping[str, str]
    prefixes: Mapping[str, str]

    def short(self, iri: str) -> str:
        """`crm:P48`, `rdfs:label`, `v:genre`; "" where no prefix fits."""
        best = max(
            ((prefix, space) for prefix, space in self.prefixes.items() if iri.startswith(space) and iri != space),
            key=lambda pair: len(pair[1]),
            default=None,
        )
        if best is None:
            return ""
        prefix, space = best
        rest = iri[len(space) :]
        if space == CRM and (match := _CRM_CODE.match(rest)):
            rest = match[1].rstrip("_")
        return f"{prefix}:{rest}"

    def term(self, iri: str) -> Piece:
        """A class, a thing or a type by its name."""
        return Piece(self.labels.get(iri) or iri, iri, self.short(iri))

    def property(self, iri: str) -> Piece:
        """A property by its name, in quotation marks: most are verbs."""
        named = self.term(iri)
        return replace(named, text=f"“{named.text}”")

    def value(self, term: Term) -> Piece:
        """A value as it is written, or a thing by its name."""
        if isinstance(term, NamedNode):
            return self.term(term.value)
        if not isinstance(term, Literal):
            return Piece("a thing without a name")
        if term.language:
            return Piece(term.value, short=f"@{term.language}", is_code=True)
        kind = term.datatype.value
        return Piece(term.value, short="" if kind in _PLAIN else self.short(kind) or kind, is_code=True)

    def path(self, graph: ShapesGraph, path: Term, depth: int = 0) -> list[Piece]:
        """A property path in words."""
        if isinstance(path, NamedNode):
            return [self.property(path.value)]
        if depth > _DEEPEST_PATH:
            return [Piece("…")]
        if graph.is_list_node(path):
            return self._chain(graph, graph.members(path), " then ", depth)
        for value in graph.sh(path, "inversePath"):
            return self._inverse(graph, value, depth)
        for head in graph.sh(path, "alternativePath"):
            return self._chain(graph, graph.members(head), " or ", depth)
        for name, words in _REPETITIONS.items():
            for value in graph.sh(path, name):
                return [*self._within(graph, value, depth), Piece(words)]
        return [Piece("a path that is not understood here (see the Turtle)")]

    def _chain(self, graph: ShapesGraph, steps: Sequence[Term], word: str, depth: int) -> list[Piece]:
        found: list[Piece] = []
        for number, step in enumerate(steps):
            found += [Piece(word)] * (number > 0) + self._within(graph, step, depth)
        return found

    def _within(self, graph: ShapesGraph, path: Term, depth: int) -> list[Piece]:
        """A path inside another: in brackets when it is made of several."""
        inner = self.path(graph, path, depth + 1)
        return inner if len(inner) == 1 else [Piece("("), *inner, Piece(")")]

    def _inverse(self, graph: ShapesGraph, path: Term, depth: int) -> list[Piece]:
        """A path walked backwards: by the CRM's name for that direction where it has one."""
        if isinstance(path, NamedNode) and (other := self._backwards(path.value)):
            return [replace(self.property(path.value), text=f"“{other}”", short=f"^{self.short(path.value)}")]
        return [*self._within(graph, path, depth), Piece(" read backwards")]

    def _backwards(self, iri: str) -> str:
        local = iri.removeprefix(CRM)
        code, _, words = local.partition("_")
        if local == iri or not words:
            return ""
        other = f"{CRM}{code[:-1]}_" if code.endswith("i") else f"{CRM}{code}i_"
        return next((label for known, label in self.labels.items() if known.startswith(other)), "")


_REPETITIONS = {
    "zeroOrMorePath": ", any number of times or not at all",
    "oneOrMorePath": ", once or more",
    "zeroOrOnePath": ", once or not at all",
}


def sh_name(iri: str) -> str:
    """SHACL's own term as it is written in Turtle; another's IRI as it is."""
    return f"sh:{iri[len(SH) :]}" if iri.startswith(SH) else iri
