"""Hypothesis strategies for shapes (as Turtle) and small graphs (as subjects), over one small pool of terms made to collide.

Shapes never refer to themselves: a shape may name only shapes that were drawn before it. Left out is only what `test_departures`
names: an inverse of a sequence, a repetition of a path that may be empty, and white space in literals that rdflib rewrites.
"""

from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pyoxigraph import RdfFormat, parse

from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term, Triple
from lod_publisher.validation import Subject

BASE = "https://data.example.org"
PREFIXES = """\
@prefix ex: <https://data.example.org/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_DEEPEST = 3

_NODES = ("ex:a", "ex:b", "ex:c", "ex:été")
_BLANKS = ("_:x", "_:y")
_CLASSES = ("ex:C", "ex:D", "ex:E")
_PROPERTIES = ("ex:p", "ex:q", "ex:r")
_NUMBERS = (
    "1", "2", "10", "-1", "01", "1.0", "1.50", "2e0", '"2"^^xsd:int', '"300"^^xsd:byte', '"1"^^xsd:double', '"INF"^^xsd:double',
    '"NaN"^^xsd:double', '"abc"^^xsd:integer', '"1_0"^^xsd:integer', '"1e1"^^xsd:decimal', '"-2"^^xsd:nonNegativeInteger',
)  # fmt: skip
_MOMENTS = (
    '"1961-05-01"^^xsd:date', '"1961-05-02"^^xsd:date', '"1961-05-01Z"^^xsd:date', '"1961-13-01"^^xsd:date',
    '"1961"^^xsd:gYear', '"1962"^^xsd:gYear', '"sixty"^^xsd:gYear', '"1961-05"^^xsd:gYearMonth',
    '"1961-05-01T10:00:00"^^xsd:dateTime', '"1961-05-01T10:00:00Z"^^xsd:dateTime', '"1961-05-01T12:00:00+02:00"^^xsd:dateTime',
    '"1961-05-01T25:00:00"^^xsd:dateTime', '"10:00:00"^^xsd:time', '"P1D"^^xsd:duration',
)  # fmt: skip
_TEXTS = (
    '""', '"a"', '"A"', '"ab"', '"1"', '"é"', '"\U0001F4DC"', r'"a\nb"', r'"a\"b"', r'"a\\b"', r'"\u0001\u007F"', r'"a\\"', '"a@en"',
    '"a^^b"', '"a"@en', '"a"@de', '"b"@en', '"a"@en-gb', '"a"@de-ch-1996', '"a"^^xsd:token', '"ex:a"^^xsd:anyURI',
    '"https://data.example.org/id/a"', '"a"^^ex:type', '"true"^^xsd:boolean', '"1"^^xsd:boolean', '"maybe"^^xsd:boolean',
)  # fmt: skip
LITERALS = (*_NUMBERS, *_MOMENTS, *_TEXTS)

_node = st.sampled_from(_NODES)
_class = st.sampled_from(_CLASSES)
_property = st.sampled_from((*_PROPERTIES, *_PROPERTIES, "rdf:type", "rdfs:subClassOf"))
_literal = st.sampled_from(LITERALS)
_value = st.one_of(_node, _class, _literal)
# The shapes' own spelling of some of the same: tags in other case, and what a shape may call a plain text.
_constant = st.one_of(_value, st.sampled_from(('"a"@EN', '"a"@en-GB', '"a"^^xsd:string')))
_boolean = st.sampled_from(("true", "true", "true", "false"))
_small = st.sampled_from(("0", "1", "1", "2", "3"))


class Path(NamedTuple):
    """A path in Turtle; whether it may be empty, and whether it has a sequence in it."""

    text: str
    empty: bool = False
    sequence: bool = False


def _joined(paths: list[Path]) -> str:
    return f"( {' '.join(path.text for path in paths)} )"


def _longer(paths: SearchStrategy[Path]) -> SearchStrategy[Path]:
    several = st.lists(paths, min_size=2, max_size=3)
    sound = paths.filter(lambda path: not path.empty)
    kinds = st.sampled_from((("sh:zeroOrMorePath", True), ("sh:oneOrMorePath", False), ("sh:zeroOrOnePath", True)))
    return st.one_of(
        several.map(lambda them: Path(_joined(them), all(path.empty for path in them), True)),
        several.map(lambda them: Path(f"[ sh:alternativePath {_joined(them)} ]", *_either(them))),
        paths.filter(lambda path: not path.sequence).map(
            lambda path: Path(f"[ sh:inversePath {path.text} ]", path.empty)
        ),
        st.tuples(kinds, sound).map(lambda two: Path(f"[ {two[0][0]} {two[1].text} ]", two[0][1], two[1].sequence)),
    )


def _either(paths: list[Path]) -> tuple[bool, bool]:
    return any(path.empty for path in paths), any(path.sequence for path in paths)


_simple = _property.map(Path)
path: SearchStrategy[Path] = st.one_of(_simple, _simple, st.recursive(_simple, _longer, max_leaves=4))


class _Earlier(NamedTuple):
    """The names of the shapes that a new one may refer to."""

    nodes: tuple[str, ...]
    properties: tuple[str, ...]


def _listed(values: SearchStrategy[str], most: int = 3) -> SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most).map(lambda them: f"( {' '.join(them)} )")


def _one(parameter: str, values: SearchStrategy[str]) -> SearchStrategy[str]:
    return values.map(lambda value: f"sh:{parameter} {value}")


_kinds = st.sampled_from(("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"))
_datatypes = st.sampled_from(
    ("xsd:integer", "xsd:decimal", "xsd:double", "xsd:int", "xsd:byte", "xsd:string", "xsd:date", "xsd:dateTime", "xsd:gYear",
     "xsd:boolean", "xsd:token", "xsd:time", "xsd:nonNegativeInteger", "rdf:langString", "ex:type", "rdfs:Literal")
)  # fmt: skip
_patterns = st.sampled_from(
    ("a", "^A", "b$", "^$", ".", r"\\d+", r"^a\\nb", r"^https://data\\.example\\.org/id/", "^a.b$", r"\\\\", "é")
)
_ranges = st.sampled_from((*_NUMBERS[:8], *_MOMENTS, '"a"', '"b"@en', '"A"^^xsd:string', '"true"^^xsd:boolean'))
_tags = st.sampled_from(('"en"', '"EN"', '"de"', '"de-CH"', '"en-GB"', '"*"'))

# What a shape may have once, and what it may have several times; by what is looked at.
_ONCE_ANYWHERE: dict[str, SearchStrategy[str]] = {
    "nodeKind": _one("nodeKind", _kinds.map(lambda kind: f"sh:{kind}")),
    "datatype": _one("datatype", _datatypes),
    "minInclusive": _one("minInclusive", _ranges),
    "maxInclusive": _one("maxInclusive", _ranges),
    "minExclusive": _one("minExclusive", _ranges),
    "maxExclusive": _one("maxExclusive", _ranges),
    "minLength": _one("minLength", _small),
    "maxLength": _one("maxLength", _small),
    "pattern": _one("pattern", _patterns.map(lambda text: f'"{text}"')),
    "languageIn": _one("languageIn", _listed(_tags)),
    "in": _one("in", _listed(_constant, 6)),
    "closed": st.tuples(_boolean, _listed(_property)).map(
        lambda two: f"sh:closed {two[0]} ; sh:ignoredProperties {two[1]}"
    ),
    "closed alone": _one("closed", _boolean),
}
_OFTEN_ANYWHERE: tuple[SearchStrategy[str], ...] = (
    _one("class", _class),
    _one("hasValue", _constant),
    _one("equals", _property),
    _one("disjoint", _property),
)
_ONCE_OF_A_PROPERTY: dict[str, SearchStrategy[str]] = {
    "minCount": _one("minCount", _small),
    "maxCount": _one("maxCount", _small),
    "uniqueLang": _one("uniqueLang", _boolean),
}
_OFTEN_OF_A_PROPERTY: tuple[SearchStrategy[str], ...] = (
    _one("lessThan", _property),
    _one("lessThanOrEquals", _property),
)
_about = st.lists(
    st.sampled_from(
        ("sh:severity sh:Warning", "sh:severity sh:Info", "sh:severity sh:Violation", 'sh:message "so"@en', 'sh:message "ainsi"@fr',
         'sh:message "a \\"b\\"\\n"', 'sh:message "so"@en, "so"@de, "and so"', "sh:deactivated true", "sh:deactivated false",
         'sh:flags "i"', 'sh:flags "m"')
    ),
    max_size=2,
    unique_by=lambda text: text.split()[0],
)  # fmt: skip


@st.composite
def _shape(draw: DrawFn, earlier: _Earlier, depth: int, of_property: bool, with_path: Path | None = None) -> str:
    """A shape's statements, without a subject; a property shape's begin with its path."""
    said: list[str] = [f"sh:path {draw(path).text}"] if of_property and with_path is None else []
    once = _ONCE_ANYWHERE | (_ONCE_OF_A_PROPERTY if of_property else {})
    chosen = draw(st.sets(st.sampled_from(sorted(once)), max_size=2))
    said += [draw(once[each]) for each in sorted(chosen - ({"closed alone"} if "closed" in chosen else set()))]
    often = _OFTEN_ANYWHERE + (_OFTEN_OF_A_PROPERTY if of_property else ())
    said += [draw(st.one_of(often)) for _ in range(draw(st.integers(0, 2)))]
    if depth < _DEEPEST:
        for _ in range(draw(st.integers(0, 2))):
            said.append(draw(_nested(earlier, depth + 1, of_property)))
    said += draw(_about)
    return " ; ".join(dict.fromkeys(said if of_property else said or ["sh:nodeKind sh:IRI"]))


@st.composite
def _nested(draw: DrawFn, earlier: _Earlier, depth: int, of_property: bool) -> str:
    """A constraint that refers to shapes."""
    kinds = ["property", "property", "node", "not", "and", "or", "xone"]
    kind = draw(st.sampled_from([*kinds, "qualified", "qualified"] if of_property else kinds))
    if kind == "property":
        return f"sh:property {draw(_reference(earlier, depth, 'property'))}"
    if kind == "node":
        return f"sh:node {draw(_reference(earlier, depth, 'node'))}"
    if kind == "not":
        return f"sh:not {draw(_reference(earlier, depth, 'any'))}"
    if kind == "qualified":
        return draw(_property_with_qualified(earlier, depth))
    members = [draw(_reference(earlier, depth, "any")) for _ in range(draw(st.integers(1, 3)))]
    return f"sh:{kind} ( {' '.join(members)} )"


@st.composite
def _property_with_qualified(draw: DrawFn, earlier: _Earlier, depth: int) -> str:
    """Two sibling property shapes with qualified counts, so that they can be disjoint."""
    siblings = []
    for _ in range(draw(st.integers(1, 2))):
        counts = draw(
            st.sampled_from(("sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1", "sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 2",
                             "sh:qualifiedMaxCount 0", "sh:qualifiedMinCount 0"))
        )  # fmt: skip
        disjoint = draw(
            st.sampled_from(("", " ; sh:qualifiedValueShapesDisjoint true", " ; sh:qualifiedValueShapesDisjoint false"))
        )
        shape = draw(_reference(earlier, depth, "any"))
        siblings.append(f"[ sh:path {draw(path).text} ; sh:qualifiedValueShape {shape} ; {counts}{disjoint} ]")
    return f"sh:property {', '.join(siblings)}"


@st.composite
def _reference(draw: DrawFn, earlier: _Earlier, depth: int, kind: str) -> str:
    """A nameless shape, or the name of an earlier one; of node shapes, property shapes or either."""
    named = {"node": earlier.nodes, "property": earlier.properties, "any": earlier.nodes + earlier.properties}[kind]
    if named and draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from(named))
    of_property = kind == "property" or (kind == "any" and draw(st.booleans()))
    return f"[ {draw(_shape(earlier, depth, of_property))} ]"


_target: SearchStrategy[str] = st.one_of(
    _one("targetClass", _class),
    _one("targetNode", st.one_of(_node, _node, _literal)),
    _one("targetSubjectsOf", _property),
    _one("targetObjectsOf", _property),
)
_targets: SearchStrategy[list[str]] = st.lists(_target, min_size=1, max_size=3)


@st.composite
def shapes(draw: DrawFn) -> str:
    """A Turtle document with one to three shapes that have targets; a node shape may be a class and so its own target."""
    earlier = _Earlier((), ())
    text = [PREFIXES]
    for number in range(draw(st.integers(1, 3))):
        of_property = draw(st.booleans())
        body = draw(_shape(earlier, 1, of_property))
        targets = draw(_targets)
        name, types = f"ex:S{number}", "sh:PropertyShape" if of_property else "sh:NodeShape"
        if not of_property and draw(st.integers(0, 4)) == 0:
            free = [each for each in _CLASSES if each not in earlier.nodes]
            name, types = (
                draw(st.sampled_from(free)),
                draw(st.sampled_from(("sh:NodeShape, rdfs:Class", "sh:NodeShape, owl:Class"))),
            )
            targets = targets[1:]
        earlier = _Earlier(
            *(
                (earlier.nodes, (*earlier.properties, name))
                if of_property
                else ((*earlier.nodes, name), earlier.properties)
            )
        )
        text.append(f"{name} a {types} ; {' ; '.join([*targets, body])} .\n")
    return "".join(text)


_subject = st.sampled_from((*_NODES, *_NODES, *_BLANKS, *_CLASSES))
_object = st.one_of(_subject, _literal, _literal)
_statement: SearchStrategy[tuple[str, str, str]] = st.one_of(
    st.tuples(_subject, st.just("a"), _class),
    st.tuples(_class, st.just("rdfs:subClassOf"), _class),
    st.tuples(_subject, st.sampled_from(_PROPERTIES), _object),
    st.tuples(_subject, st.sampled_from(_PROPERTIES), _object),
    st.tuples(st.just("ex:a"), st.just("ex:p"), _object),
)
graphs: SearchStrategy[str] = st.lists(_statement, min_size=2, max_size=14).map(
    lambda them: PREFIXES + "".join(f"{subject} {verb} {value} .\n" for subject, verb, value in them)
)


def subjects_of(turtle: str) -> list[Subject]:
    """One subject for every node that something is said of, spelled as the mappings spell."""
    about: dict[Term, list[Triple]] = {}
    for each in parse(turtle, format=RdfFormat.TURTLE):
        triple = str(each.subject), str(each.predicate), str(each.object)
        about.setdefault(triple[0], []).append(triple)
    return [
        Subject("node", str(number), term.strip("<>"), Origin("graph.ttl", number + 1), triples)
        for number, (term, triples) in enumerate(about.items())
    ]
