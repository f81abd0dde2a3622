"""Every constraint on a value, asked of every value of the pool: no chance, no example left out."""

from functools import cache
from itertools import product

import pytest
from rdflib.term import Identifier, Literal
from tests.validation.oracle import pyshacl_says, we_say, without_messages
from tests.validation.pool import (
    BASE,
    BLANKS,
    BOUNDS,
    DATATYPES,
    KINDS,
    LITERALS,
    NODES,
    PATTERNS,
    PREFIXES,
    SHAPE_SPELLINGS,
    TAGS,
    subjects_of,
)

from lod_publisher.validation import Shapes, Subject
from lod_publisher.validation.spelling import term_of
from lod_publisher.validation.subjects import graph_of

pytestmark = pytest.mark.filterwarnings("ignore:NotImplemented should not be used:DeprecationWarning")  # in rdflib's <=

_VALUES = (*NODES, *BLANKS, *LITERALS)
_RANGES = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
_CONSTRAINTS = {
    "nodeKind": [f"sh:nodeKind sh:{kind}" for kind in KINDS],
    "datatype": [f"sh:datatype {datatype}" for datatype in DATATYPES],
    "range": [f"sh:{kind} {bound}" for kind, bound in product(_RANGES, BOUNDS)],
    "length": [f"sh:{kind} {bound}" for kind, bound in product(("minLength", "maxLength"), range(4))],
    "pattern": [
        f'sh:pattern "{text}"{flags}' for text, flags in product(PATTERNS, ("", ' ; sh:flags "i"', ' ; sh:flags "m"'))
    ],
    "languageIn": [f"sh:languageIn ( {tag} )" for tag in TAGS],
    "in": [f"sh:in ( {value} )" for value in (*NODES, *LITERALS, *SHAPE_SPELLINGS)],
    "hasValue": [f"sh:hasValue {value}" for value in (*NODES, *LITERALS, *SHAPE_SPELLINGS)],
    "not": [f"sh:not [ sh:datatype {datatype} ]" for datatype in DATATYPES],
}


@pytest.mark.parametrize("kind", _CONSTRAINTS)
def test_every_value_meets_or_breaks_a_constraint_as_for_pyshacl(kind):
    shapes = "".join(
        f"ex:S{number} a sh:PropertyShape ; sh:targetNode ex:all, ex:none ; sh:path ex:p ; {text} .\n"
        f"ex:N{number} a sh:NodeShape ; sh:targetObjectsOf ex:p ; {text} .\n"
        for number, text in enumerate(_CONSTRAINTS[kind])
    )
    own = Shapes(BASE, (("own.ttl", PREFIXES + shapes),))
    subjects = subjects_of(PREFIXES + "".join(f"ex:all ex:p {value} .\n" for value in _VALUES))
    theirs = pyshacl_says(graph_of(subjects, None), own.graph)
    assert without_messages(we_say(own, subjects)) == without_messages(theirs)
    assert len({each.shape for each in theirs}) > len(_CONSTRAINTS[kind])  # both of a node and of a property


@pytest.mark.parametrize("kind", ["equals", "disjoint", "lessThan", "lessThanOrEquals"])
def test_every_pair_of_values_meets_or_breaks_a_comparison_as_for_pyshacl(kind):
    pairs = [pair for pair in product(_VALUES, _VALUES) if not kind.startswith("less") or _can_compare(*pair)]
    own, subjects = _comparison(kind, pairs)
    theirs = pyshacl_says(graph_of(subjects, None), own.graph)
    assert without_messages(we_say(own, subjects)) == without_messages(theirs)


@pytest.mark.parametrize("kind", ["lessThan", "lessThanOrEquals"])
def test_of_two_values_that_pyshacl_cannot_compare_none_comes_before_the_other(kind):
    pairs = [pair for pair in product(_VALUES, _VALUES) if not _can_compare(*pair)]
    assert len(pairs) < len(_VALUES) ** 2 / 5
    own, subjects = _comparison(kind, pairs)
    assert {each.focus for each in we_say(own, subjects)} == {f"<{subject.iri}>" for subject in subjects}


def _comparison(kind: str, pairs: list[tuple[str, str]]) -> tuple[Shapes, list[Subject]]:
    """A shape, and for each pair a node of which it holds or not."""
    shape = f"ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:{kind} ex:q ."
    data = "".join(f"ex:n{number} ex:p {one} ; ex:q {other} .\n" for number, (one, other) in enumerate(pairs))
    return Shapes(BASE, (("own.ttl", PREFIXES + shape),)), subjects_of(PREFIXES + data)


def _can_compare(one: str, other: str) -> bool:
    """Whether pySHACL survives the comparison: neither is a blank node, and rdflib puts the literals in some order."""
    if one in BLANKS or other in BLANKS:
        return False
    first, second = (_terms()[each] for each in (one, other))
    if not (isinstance(first, Literal) and isinstance(second, Literal)):
        return True
    if isinstance(first.value, str) or isinstance(second.value, str):
        return True
    try:
        return all(order is not NotImplemented for order in (first < second, first <= second))
    except TypeError:
        return False


def _term(turtle: str) -> Identifier:
    ((_, _, value),) = subjects_of(f"{PREFIXES}ex:a ex:p {turtle} .")[0].triples
    term = term_of(value)
    assert isinstance(term, Identifier)
    return term


@cache
def _terms() -> dict[str, Identifier]:
    """Made when the first test asks, as rdflib then reads literals, not when the tests were collected."""
    return {value: _term(value) for value in _VALUES}
