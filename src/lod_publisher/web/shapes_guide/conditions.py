"""What a shape asks of a single thing or value, one sentence for each of SHACL's parameters that needs no other shape."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from lod_publisher.web.shapes_guide.graph import SH, ShapesGraph, Term
from lod_publisher.web.shapes_guide.phrases import Clause, Names, Piece, clause, listed, sh_name, verb

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# More values than this become a list of their own, and beyond the second figure they stay in the Turtle.
_INLINE = 6
_MOST = 400

_DATATYPES = {
    f"{_XSD}string": "text",
    f"{_RDF}langString": "text whose language is said",
    f"{_RDF}HTML": "HTML",
    f"{_XSD}boolean": "true or false",
    f"{_XSD}integer": "a whole number",
    f"{_XSD}nonNegativeInteger": "a whole number from zero",
    f"{_XSD}positiveInteger": "a whole number from one",
    f"{_XSD}decimal": "a decimal number",
    f"{_XSD}double": "a number",
    f"{_XSD}date": "a day",
    f"{_XSD}dateTime": "a date with its time",
    f"{_XSD}time": "a time of day",
    f"{_XSD}gYear": "a year",
    f"{_XSD}gYearMonth": "a month of a year",
    f"{_XSD}duration": "a length of time",
    f"{_XSD}anyURI": "a web address",
}
_TIMES = {f"{_XSD}{name}" for name in ("date", "dateTime", "time", "gYear", "gYearMonth", "dateTimeStamp")}
_KINDS = {
    "IRI": "a thing with an address (an IRI)",
    "BlankNode": "a thing without an address (a blank node)",
    "Literal": "a value, not a thing (a literal)",
    "BlankNodeOrIRI": "a thing, not a value",
    "BlankNodeOrLiteral": "a value, or a thing without an address",
    "IRIOrLiteral": "a value, or a thing with an address (an IRI)",
}
_BOUNDS = {
    "minInclusive": ("be {} or more", "be {} or later"),
    "maxInclusive": ("be {} or less", "be {} or earlier"),
    "minExclusive": ("be more than {}", "be after {}"),
    "maxExclusive": ("be less than {}", "be before {}"),
}
_LITERAL = r"(?:[^\\^$.|?*+()\[\]{}]|\\[.\-/])+"


def _article(piece: Piece) -> str:
    return "an " if piece.text[:1].lower() in "aeiou" else "a "


def _class(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    named = names.value(value)
    return clause(f"{verb('be', third)} {_article(named)}", named)


def _datatype(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    if not isinstance(value, NamedNode):
        return clause(f"{verb('be', third)} of the type ", names.value(value))
    known = _DATATYPES.get(value.value)
    if known:
        return clause(f"{verb('be', third)} ", replace(names.term(value.value), text=known))
    return clause(f"{verb('be', third)} of the type ", names.term(value.value))


def _node_kind(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    local = value.value.removeprefix(SH) if isinstance(value, NamedNode) else ""
    return clause(f"{verb('be', third)} {_KINDS[local]}") if local in _KINDS else _kind_unknown(names, value, third)


def _kind_unknown(names: Names, value: Term, third: bool) -> Clause:
    return clause(f"{verb('be', third)} of the kind ", names.value(value))


def _bound(name: str) -> "_Speech":
    def speak(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
        is_time = isinstance(value, Literal) and value.datatype.value in _TIMES
        before, _, after = _BOUNDS[name][is_time].partition("{}")
        return clause(verb("be", third) + before.removeprefix("be"), names.value(value), after)

    return speak


def _of_text(speak: "_Speech") -> "_Speech":
    """What is asked of a record itself as a text is asked of its address."""

    def said(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause | None:
        found = speak(graph, names, shape, value, True)
        if third or found is None:
            return found
        return replace(found, words=(Piece("have an address that "), *found.words))

    return said


def _length(words: str) -> "_Speech":
    def speak(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
        number = value.value if isinstance(value, Literal) else "?"
        unit = "character" if number == "1" else "characters"
        return clause(f"{verb('be', third)} at {words} {number} {unit} long")

    return speak


def _pattern(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    text = value.value if isinstance(value, Literal) else str(value)
    flags = "".join(flag.value for flag in graph.sh(shape, "flags") if isinstance(flag, Literal))
    after = {"": "", "i": ", in capital or small letters"}.get(flags, f" (flags {flags})")
    if text in (r"\S", r"\\S", ".*\\S.*"):
        return clause(f"{verb('hold', third)} more than blanks", after)
    for form, word in ((rf"\^({_LITERAL})\$", "be"), (rf"\^({_LITERAL})", "begin"), (rf"({_LITERAL})\$", "end")):
        if match := re.fullmatch(form, text):
            plain = Piece(re.sub(r"\\(.)", r"\1", match[1]), is_code=True)
            return clause(f"{verb(word, third)} {'' if word == 'be' else 'with '}", plain, after)
    return clause(f"{verb('match', third)} the pattern ", Piece(text, is_code=True), after)


def _language_in(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    tags = [Piece(tag.value, is_code=True) for tag in graph.members(value) if isinstance(tag, Literal)]
    return clause(f"{verb('be', third)} text in the language ", listed(tags, "or"))


def _in(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    return among(f"{verb('be', third)} ", [names.value(member) for member in graph.members(value)])


def among(words: str, values: Sequence[Piece]) -> Clause:
    """One of several values: in the sentence when they are few, else as a list."""
    if not values:
        return clause(f"{words}one of no values at all")
    if len(values) <= _INLINE:
        return clause(f"{words}{'either ' if len(values) > 1 else ''}", listed(values, "or"))
    opening = clause(f"{words}one of {len(values):,} values:")
    return replace(opening, values=tuple(values[:_MOST]), more=max(0, len(values) - _MOST))


def _closed(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause | None:
    if not graph.is_true(shape, "closed"):
        return None
    paths = [path for part in graph.sh(shape, "property") for path in graph.sh(part, "path")]
    ignored = [iri for head in graph.sh(shape, "ignoredProperties") for iri in graph.members(head)]
    allowed = dict.fromkeys(path.value for path in (*paths, *ignored) if isinstance(path, NamedNode))
    opening = f"{verb('have', third)} no properties"
    if not allowed:
        return clause(f"{opening} at all")
    named = [names.property(iri) for iri in allowed]
    if len(named) <= _INLINE:
        return clause(f"{opening} other than ", listed(named, "and"))
    return replace(clause(f"{opening} other than these {len(named)}:"), values=tuple(named[:_MOST]))


def _equal_to(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    return clause(f"{verb('have', third)} itself, and nothing else, as its ", _property(names, value))


def _disjoint(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    return clause(f"{verb('not be', third)} its own ", _property(names, value))


def _has_value(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    return clause(f"{verb('be', third)} ", names.value(value))


def _property(names: Names, value: Term) -> Piece:
    return names.property(value.value) if isinstance(value, NamedNode) else names.value(value)


def _sparql(graph: ShapesGraph, names: Names, shape: Term, value: Term, third: bool) -> Clause:
    said = [text for text in graph.sh(value, "message") if isinstance(text, Literal)]
    opening = f"{verb('pass', third)} a query of its own (sh:sparql)"
    return clause(opening, [Piece(": "), Piece(said[0].value)] if said else [], loose=bool(said))


_Speech = Callable[[ShapesGraph, Names, Term, Term, bool], Clause | None]

SPOKEN: dict[str, _Speech] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    **{name: _bound(name) for name in _BOUNDS},
    "minLength": _of_text(_length("least")),
    "maxLength": _of_text(_length("most")),
    "pattern": _of_text(_pattern),
    "languageIn": _language_in,
    "in": _in,
    "closed": _closed,
    "sparql": _sparql,
}
# These three mean the thing itself on a node shape; a property shape says them of its values as a whole.
OF_ITSELF: dict[str, _Speech] = {"equals": _equal_to, "disjoint": _disjoint, "hasValue": _has_value}

_ELSEWHERE = [
    "path",
    "property",
    "node",
    "not",
    "and",
    "or",
    "xone",
    "minCount",
    "maxCount",
    "uniqueLang",
    "equals",
    "disjoint",
    "hasValue",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "flags",
    "ignoredProperties",
]
_NO_CONSTRAINTS = [
    "name",
    "description",
    "message",
    "severity",
    "deactivated",
    "order",
    "group",
    "defaultValue",
    "prefixes",
    "entailment",
    "shapesGraph",
    "target",
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "rule",
]
_KNOWN = frozenset({*SPOKEN, *_ELSEWHERE, *_NO_CONSTRAINTS})


def unspoken(graph: ShapesGraph, names: Names, shape: Term, third: bool, misplaced: Sequence[str]) -> list[Clause]:
    """What has no sentence here, by name: SHACL's extensions, components of the author's own, and misspellings.

    `misplaced` are parameters which mean nothing in the place where this shape has them.
    """
    own = graph.parameters
    found = []
    for iri, values in graph.said.get(shape, {}).items() if not isinstance(shape, Literal) else ():
        local = iri.removeprefix(SH)
        if iri in own or (local != iri and (local not in _KNOWN or local in misplaced)):
            shown = [names.value(value) for value in values if isinstance(value, NamedNode | Literal)]
            name = names.term(iri) if iri in own else Piece(sh_name(iri), is_code=True)
            found.append(
                clause(f"{verb('satisfy', third)} ", name, [Piece(": "), *listed(shown, "and")] if shown else [])
            )
    return found
