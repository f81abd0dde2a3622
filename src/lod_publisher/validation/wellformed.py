"""Whether shapes mean anything: they parse, use only SHACL's own terms, and are well-formed by SHACL's own shapes."""

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.validation.engine import judge, judge_shapes

Files = Sequence[tuple[str, str]]
_NOTHING_CHECKED = "Nothing was checked; correct the shape."


def read(into: Graph, file: str, text: str, base: str) -> None:
    """Add a Turtle file to a graph.

    Raises:
        VocabularyError: it does not parse.
    """
    try:  # this parser tells the line
        for _ in parse(text.encode(), format=RdfFormat.TURTLE, base_iri=f"{base}/"):
            pass
    except SyntaxError as problem:
        raise VocabularyError(f"{file}:{problem.lineno}: not valid Turtle: {problem.msg}. {_NOTHING_CHECKED}") from None
    into.parse(data=text, format="turtle", publicID=f"{base}/")


def refuse_ill_formed(shapes: Graph, files: Files) -> None:
    """Judge the shapes themselves.

    Raises:
        VocabularyError: a term is not SHACL's, a shape breaks SHACL's rules for shapes, or the engine cannot run it.
    """
    for subject, predicate, value in shapes:
        for term in (predicate, value):
            if isinstance(term, URIRef) and term.startswith(str(SH)) and term not in SH:
                place = _place(shapes, subject, files, term)
                raise VocabularyError(f"{place}: SHACL has no term {_short(term)}. {_NOTHING_CHECKED}")
    for verdict in judge_shapes(shapes):
        node = next((each for each in shapes.subjects() if str(each) == verdict.focus), URIRef(verdict.focus))
        said = " ".join(verdict.messages).removesuffix(".") or f"it breaks SHACL's rule {_short(verdict.shape)}"
        path = f" ({_short(verdict.path)})" if verdict.path else ""
        raise VocabularyError(
            f"{_place(shapes, node, files)}: the shape is ill-formed{path}: {said}. {_NOTHING_CHECKED}"
        )
    if (shape := _recursive(shapes)) is not None:
        raise VocabularyError(
            f"{_place(shapes, shape, files)}: the shape refers to itself, so that its verdict would be undefined. "
            f"{_NOTHING_CHECKED}"
        )
    try:
        list(judge(Graph(), shapes))
    except VocabularyError as problem:
        raise VocabularyError(f"{files[0][0]} or a file beside it: {problem}. {_NOTHING_CHECKED}") from None


# How a shape refers to another, lists of shapes included.
_REFERS = (SH.node, SH.property, SH["not"], SH["and"], SH["or"], SH.xone, SH.qualifiedValueShape, RDF.first, RDF.rest)


def _recursive(shapes: Graph) -> Node | None:
    """The first shape (in the order of names) from which references lead back to it."""
    leads: dict[Node, set[Node]] = {}
    for predicate in _REFERS:
        for subject, value in shapes.subject_objects(predicate):
            leads.setdefault(subject, set()).add(value)
    for start in sorted((node for node in leads if isinstance(node, URIRef)), key=str):
        reached: set[Node] = set()
        waiting = list(leads[start])
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                waiting += leads.get(node, ())
        if start in reached:
            return start
    return None


def _place(shapes: Graph, node: Node, files: Files, term: Node | None = None) -> str:
    """File and line where a shape begins, or the term stands in it; of a nameless shape, where its named whole begins."""
    seen: set[Node] = set()
    while not isinstance(node, URIRef) and node not in seen:
        seen.add(node)
        node = next(iter(shapes.subjects(None, node)), node)
    name = _short(node).rpartition(":")[2]
    for file, text in files:
        begin = re.search(rf"^[^\s#@]*{re.escape(name)}>?\s", text, re.MULTILINE)
        if begin is None:
            continue
        used = text.find(_short(term), begin.start()) if term is not None else -1
        return f"{file}:{text.count(chr(10), 0, max(begin.start(), used)) + 1}"
    return ", ".join(_names(files))


def _names(files: Files) -> Iterable[str]:
    return (file for file, _ in files)


def _short(term: object) -> str:
    text = str(term)
    local = text.replace("#", "/").rpartition("/")[2]
    return f"sh:{local}" if text.startswith(str(SH)) else local
