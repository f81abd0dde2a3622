"""Hypothesis strategies for shapes and small graphs, both as Turtle, over the pool.

Shapes never refer to themselves: a shape may name only shapes that were drawn before it. Left out is only what `test_departures`
names: an inverse of a sequence, a repetition of a path that may be empty, and white space in literals that rdflib rewrites.
"""

from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from tests.validation.pool import (
    BLANKS,
    BOUNDS,
    CLASSES,
    DATATYPES,
    KINDS,
    LENGTHS,
    LITERALS,
    NODES,
    PATTERNS,
    PREFIXES,
    PROPERTIES,
    SHAPE_SPELLINGS,
    TAGS,
)

_DEEPEST = 3

_node = st.sampled_from(NODES)
_class = st.sampled_from(CLASSES)
_property = st.sampled_from((*PROPERTIES, *PROPERTIES, "rdf:type", "rdfs:subClassOf"))
_literal = st.sampled_from(LITERALS)
_value = st.one_of(_node, _class, _literal)
_constant = st.one_of(_value, st.sampled_from(SHAPE_SPELLINGS))
_boolean = st.sampled_from(("true", "true", "true", "false"))
_small = st.sampled_from(LENGTHS)
_kinds = st.sampled_from(KINDS)
_datatypes = st.sampled_from(DATATYPES)
_patterns = st.sampled_from(PATTERNS)
_ranges = st.sampled_from(BOUNDS)
_tags = st.sampled_from(TAGS)


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


_COUNTS = (
    "sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1", "sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 2", "sh:qualifiedMaxCount 0",
    "sh:qualifiedMinCount 0", "sh:qualifiedMinCount 2",
)  # fmt: skip
_DISJOINT = " ; sh:qualifiedValueShapesDisjoint true"
_NOT_DISJOINT = " ; sh:qualifiedValueShapesDisjoint false"
_simple_shape = st.sampled_from(
    ("[ sh:class ex:C ]", "[ sh:class ex:D ]", "[ sh:nodeKind sh:IRI ]", "[ sh:nodeKind sh:Literal ]", "[ sh:maxLength 2 ]",
     "[ sh:path ex:p ; sh:minCount 1 ]")
)  # fmt: skip


@st.composite
def _property_with_qualified(draw: DrawFn, earlier: _Earlier, depth: int) -> str:
    """Two sibling property shapes with qualified counts, mostly of the same values, so that they are disjoint or not."""
    siblings = []
    shared = draw(path)
    for _ in range(draw(st.integers(1, 2))):
        own = shared if draw(st.integers(0, 3)) else draw(path)
        counts = draw(st.sampled_from(_COUNTS))
        disjoint = draw(st.sampled_from(("", _NOT_DISJOINT, _DISJOINT, _DISJOINT)))
        shape = draw(st.one_of(_simple_shape, _reference(earlier, depth, "any")))
        siblings.append(f"[ sh:path {own.text} ; sh:qualifiedValueShape {shape} ; {counts}{disjoint} ]")
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
def _typical(draw: DrawFn) -> str:
    """A shape of what the graphs say most: tags that come twice, and siblings that want the same values."""
    if draw(st.booleans()):
        return "ex:T a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:uniqueLang true .\n"
    siblings = [
        f"[ sh:path ex:p ; sh:qualifiedValueShape {draw(_simple_shape)} ; {draw(st.sampled_from(_COUNTS))}{_DISJOINT} ]"
        for _ in range(2)
    ]
    return f"ex:T a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property {', '.join(siblings)} .\n"


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
            free = [each for each in CLASSES if each not in earlier.nodes]
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
    if draw(st.integers(0, 3)) == 0:
        text.append(draw(_typical()))
    return "".join(text)


_subject = st.sampled_from((*NODES, *NODES, *BLANKS, *CLASSES))
_tagged = st.sampled_from(('"a"@en', '"b"@en', '"c"@en', '"c"@de', '"d"@de', '"a"@en-gb'))
_object = st.one_of(_subject, _literal, _literal, _tagged)
_busy = st.sampled_from(("ex:a", "ex:b"))  # two nodes of which much is said
_statement: SearchStrategy[tuple[str, str, str]] = st.one_of(
    st.tuples(_subject, st.just("a"), _class),
    st.tuples(_busy, st.just("a"), st.sampled_from((*CLASSES, "rdfs:Resource"))),
    st.tuples(_class, st.just("rdfs:subClassOf"), _class),
    st.tuples(_subject, st.sampled_from(PROPERTIES), _object),
    st.tuples(_busy, st.sampled_from(("ex:p", "ex:q")), _object),
    st.tuples(_busy, st.just("ex:p"), _object),
    st.tuples(_busy, st.just("ex:p"), _tagged),
)
graphs: SearchStrategy[str] = st.lists(_statement, min_size=2, max_size=16).map(
    lambda them: PREFIXES + "".join(f"{subject} {verb} {value} .\n" for subject, verb, value in them)
)
