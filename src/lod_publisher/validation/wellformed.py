"""Whether shapes mean anything: they parse, use only SHACL's own terms, and are well-formed by SHACL's own shapes."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files as package_files

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.validation.compiled import Compiler, Judge, ShapeProblem
from lod_publisher.validation.engine import judge
from lod_publisher.validation.spelling import lexical, spelled, term_of
from lod_publisher.validation.verdicts import Verdict

Files = Sequence[tuple[str, str]]
_NOTHING_CHECKED = "Nothing was checked; correct the shape."


def read(into: Graph, file: str, text: str, base: str) -> None:
    """Add a Turtle file to a graph, its literals in the lexical forms that it gives them.

    Raises:
        VocabularyError: it does not parse.
    """
    try:  # this parser tells the line
        for quad in parse(text.encode(), format=RdfFormat.TURTLE, base_iri=f"{base}/", rename_blank_nodes=True):
            into.add((term_of(str(quad.subject)), term_of(str(quad.predicate)), term_of(str(quad.object))))
    except SyntaxError as problem:
        raise VocabularyError(f"{file}:{problem.lineno}: not valid Turtle: {problem.msg}. {_NOTHING_CHECKED}") from None


def refuse_ill_formed(shapes: Graph, files: Files, known: AbstractSet[str] = frozenset()) -> None:
    """Judge the shapes themselves; `known` are the IRIs of the terms that an ontology declares.

    Raises:
        VocabularyError: a term is not SHACL's or not the ontology's, a shape breaks SHACL's rules for shapes or would never end.
    """
    _refuse_unknown_terms(shapes, files, known)
    if (shape := _recursive(shapes)) is not None:
        raise _problem(shapes, shape, files, "the shape refers to itself, so that its verdict would be undefined")
    compiler = Compiler(shapes)
    try:
        for node in sorted(_all_shapes(shapes), key=str):
            compiler.shape(node)
    except ShapeProblem as problem:
        raise _problem(shapes, problem.node, files, f"the shape is ill-formed: {problem}") from None
    for verdict in judge_shapes(shapes):
        said = " ".join(verdict.messages).removesuffix(".") or _plain_words(verdict)
        path = f" ({_short(verdict.path.strip('<>'))})" if verdict.path else ""
        raise _problem(shapes, term_of(verdict.focus), files, f"the shape is ill-formed{path}: {said}")
    try:
        list(judge(Graph(), shapes))
    except VocabularyError as problem:
        raise VocabularyError(f"{files[0][0]} or a file beside it: {problem}. {_NOTHING_CHECKED}") from None


def judge_shapes(shapes: Graph) -> list[Verdict]:
    """Validate shapes against SHACL's own shapes for shapes.

    Those are SHACL Core, so that the compiled engine can judge by them: for the shapes of this project it takes 12 ms, where pySHACL
    takes 1.8 s.
    """
    return _shapes_for_shapes().everything((spelled(s), spelled(p), spelled(o)) for s, p, o in shapes)


@cache
def _shapes_for_shapes() -> Judge:
    """Those of the W3C recommendation's appendix, which pySHACL carries with it."""
    graph = Graph()
    text = package_files("pyshacl").joinpath("assets", "shacl-shacl.ttl").read_text(encoding="utf-8")
    read(graph, "shacl-shacl.ttl", text, _SHACL_SHACL)
    return Judge(Compiler(graph).roots)


_SHACL_SHACL = "http://www.w3.org/ns/shacl-shacl"


def _plain_words(verdict: Verdict) -> str:
    """What to say where SHACL's shapes for shapes have no message: the value, and the constraint that it does not meet."""
    name = verdict.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    value = _short(lexical(verdict.value)) if verdict.value not in ("", verdict.focus) else "it"
    return f"{value} does not meet SHACL's own rule for shapes, sh:{name[:1].lower()}{name[1:]}"


def _problem(shapes: Graph, node: Node, files: Files, what: str, term: Node | None = None) -> VocabularyError:
    return VocabularyError(f"{_place(shapes, node, files, term)}: {what}. {_NOTHING_CHECKED}")


def _refuse_unknown_terms(shapes: Graph, files: Files, known: AbstractSet[str]) -> None:
    """A misspelt term would make a rule that nothing ever breaks, or everything."""
    own = {term[: _end_of_namespace(term)] for term in known if "/vocab/" in term}
    for subject, predicate, value in shapes:
        for term in (predicate, value):
            if not isinstance(term, URIRef):
                continue
            if term.startswith(str(SH)) and term not in SH:
                raise _problem(shapes, subject, files, f"SHACL has no term {_short(term)}", term)
            if term.startswith(_CRM) and term[len(_CRM) :] not in _crm_terms():
                raise _problem(shapes, subject, files, f"CIDOC-CRM {_CRM_VERSION} has no term {_short(term)}", term)
            if term[: _end_of_namespace(term)] in own and str(term) not in known:
                raise _problem(shapes, subject, files, f"the ontology declares no term {_short(term)}", term)


def _end_of_namespace(term: str) -> int:
    return max(term.rfind("#"), term.rfind("/")) + 1


_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_CRM_VERSION = "7.1.3"


@cache
def _crm_terms() -> frozenset[str]:
    """The names of all classes and properties of the CRM, its inverse properties and properties of properties."""
    return frozenset(package_files(__package__ or "").joinpath("crm-terms.txt").read_text(encoding="ascii").split())


def _all_shapes(shapes: Graph) -> set[Node]:
    """Every node that is used as a shape and says something."""
    typed = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in shapes.subjects(RDF.type, kind)}
    used = {node for predicate in (SH.node, SH.property, SH["not"]) for node in shapes.objects(None, predicate)}
    return typed | used


# How a shape refers to another, lists of shapes included.
_REFERS = (SH.node, SH.property, SH["not"], SH["and"], SH["or"], SH.xone, SH.qualifiedValueShape, RDF.first, RDF.rest)


def _recursive(shapes: Graph) -> Node | None:
    """The first shape (in the order of names) from which references lead back to it."""
    leads: dict[Node, set[Node]] = {}
    for predicate in _REFERS:
        for subject, value in shapes.subject_objects(predicate):
            leads.setdefault(subject, set()).add(value)
    for start in sorted(leads, key=lambda node: (not isinstance(node, URIRef), str(node))):
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
