"""Constraints that each value node meets or breaks by itself, whatever else is said: kinds, datatypes, ranges, texts."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from pyshacl.rdfutil.compare import compare_literal
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.terms import Term
from lod_publisher.validation.spelling import is_literal, language, lexical, literal_of, spelled

Test: TypeAlias = Callable[[Term], bool]
"""Whether a value node meets a constraint."""

_REMEMBERED = 65_536
# What rdflib makes of a well-formed literal of a datatype; pySHACL asks no more of the others than their name.
_VALUES: dict[URIRef, type | tuple[type, ...]] = {
    XSD.string: (str, bytes), RDF.langString: (str, bytes), XSD.integer: int, XSD.float: float, XSD.decimal: Decimal,
    XSD.boolean: bool, XSD.date: date, XSD.time: time, XSD.dateTime: datetime,
}  # fmt: skip


def _remembering(test: Test) -> Test:
    return lru_cache(_REMEMBERED)(test)


def _kind(term: Term) -> str:
    return {"<": "iri", '"': "literal"}.get(term[0], "blank")


_KINDS = {
    SH.IRI: {"iri"}, SH.Literal: {"literal"}, SH.BlankNode: {"blank"}, SH.BlankNodeOrIRI: {"blank", "iri"},
    SH.BlankNodeOrLiteral: {"blank", "literal"}, SH.IRIOrLiteral: {"iri", "literal"},
}  # fmt: skip


def node_kind(_: Graph, __: Node, wanted: Node) -> Test:
    """sh:nodeKind."""
    kinds = _KINDS.get(URIRef(str(wanted)))
    if kinds is None:
        raise VocabularyError(f"sh:nodeKind is {wanted}, which is no kind of node")
    if kinds == {"iri"}:
        return lambda term: term[0] == "<"
    return lambda term: _kind(term) in kinds


def datatype(_: Graph, __: Node, wanted: Node) -> Test:
    """sh:datatype: of that datatype, and well-formed where rdflib knows the datatype."""
    name = URIRef(str(wanted))
    if name == RDFS.Literal:
        return is_literal
    kind = _VALUES.get(name)

    def test(term: Term) -> bool:
        if not is_literal(term):
            return False
        found = literal_of(term)
        own = found.datatype or (RDF.langString if found.language else XSD.string)
        if own != name:
            return name == RDFS.Datatype and found.datatype is not None
        return found.ill_typed is not True and (kind is None or isinstance(found.value, kind))

    return _remembering(test)


def _range(sign: str) -> Callable[[Graph, Node, Node], Test]:
    meets: dict[str, Callable[[int], bool]] = {
        ">": lambda order: order > 0, ">=": lambda order: order >= 0,
        "<": lambda order: order < 0, "<=": lambda order: order <= 0,
    }  # fmt: skip

    def constraint(_: Graph, __: Node, bound: Node) -> Test:
        if not isinstance(bound, Literal):
            raise VocabularyError(f"the bound {bound} is not a literal")

        def test(term: Term) -> bool:
            if not is_literal(term):
                return False
            found = literal_of(term)
            if isinstance(found.value, str) != isinstance(bound.value, str):
                return False
            try:
                return meets[sign](int(compare_literal(found, bound)))  # type: ignore[no-untyped-call]
            except (TypeError, NotImplementedError, ArithmeticError):  # Python orders no decimal and NaN
                return False

        return _remembering(test)

    return constraint


min_exclusive, min_inclusive, max_exclusive, max_inclusive = (_range(sign) for sign in (">", ">=", "<", "<="))


def whole_number(number: Node) -> int:
    """The number that a parameter such as sh:minCount gives.

    Raises:
        VocabularyError: it is none, or negative.
    """
    value = number.toPython() if isinstance(number, Literal) else None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise VocabularyError(f"{number} is not a whole number from 0 up")
    return value


def min_length(_: Graph, __: Node, bound: Node) -> Test:
    """sh:minLength; a blank node has no length, except that every node is at least 0 long."""
    least = whole_number(bound)
    return lambda term: least == 0 or (term[0] != "_" and len(lexical(term)) >= least)


def max_length(_: Graph, __: Node, bound: Node) -> Test:
    """sh:maxLength."""
    most = whole_number(bound)
    return lambda term: term[0] != "_" and len(lexical(term)) <= most


def pattern(graph: Graph, shape: Node, wanted: Node) -> Test:
    """sh:pattern with sh:flags, found anywhere in the text."""
    flags = str(next(graph.objects(shape, SH.flags), "")).lower()
    try:
        expression = re.compile(str(wanted), (re.I if "i" in flags else 0) | (re.M if "m" in flags else 0))
    except re.error as problem:
        raise VocabularyError(f"sh:pattern {str(wanted)!r} is no regular expression: {problem}") from None
    search = expression.search
    return lambda term: term[0] != "_" and search(lexical(term)) is not None


def language_in(graph: Graph, _: Node, members: Node) -> Test:
    """sh:languageIn: the tag itself, or its first part, is in the list; `*` stands for any."""
    wanted = {str(each).lower() for each in graph.items(members)}

    def test(term: Term) -> bool:
        tag = language(term)
        return bool(tag) and ("*" in wanted or tag in wanted or tag.partition("-")[0] in wanted)

    return test


def in_list(graph: Graph, _: Node, members: Node) -> Test:
    """sh:in."""
    return frozenset(spelled(each) for each in graph.items(members)).__contains__


@lru_cache(_REMEMBERED)
def ordered(first: Term, second: Term, or_equal: bool) -> bool:
    """Whether one value comes before another; False when the two cannot be compared."""
    one, other = _comparable(first), _comparable(second)
    if one is None or other is None or isinstance(one, Literal) != isinstance(other, Literal):
        return False
    try:
        return bool(one <= other if or_equal else one < other)
    except (TypeError, ArithmeticError):
        return False


def _comparable(term: Term) -> Literal | str | None:
    """A plain text for an IRI and for a literal whose value is one, the literal itself for others, None for a blank node."""
    if term.startswith("_:"):
        return None
    if term.startswith("<"):
        return lexical(term)
    found = literal_of(term)
    return found.value if isinstance(found.value, str) else found


LEAVES: dict[URIRef, tuple[URIRef, Callable[[Graph, Node, Node], Test]]] = {
    SH.nodeKind: (SH.NodeKindConstraintComponent, node_kind),
    SH.datatype: (SH.DatatypeConstraintComponent, datatype),
    SH.minExclusive: (SH.MinExclusiveConstraintComponent, min_exclusive),
    SH.minInclusive: (SH.MinInclusiveConstraintComponent, min_inclusive),
    SH.maxExclusive: (SH.MaxExclusiveConstraintComponent, max_exclusive),
    SH.maxInclusive: (SH.MaxInclusiveConstraintComponent, max_inclusive),
    SH.minLength: (SH.MinLengthConstraintComponent, min_length),
    SH.maxLength: (SH.MaxLengthConstraintComponent, max_length),
    SH.pattern: (SH.PatternConstraintComponent, pattern),
    SH.languageIn: (SH.LanguageInConstraintComponent, language_in),
    SH["in"]: (SH.InConstraintComponent, in_list),
}
