"""What pySHACL says of subjects, and what we say of them, as lists that can be compared.

pySHACL is asked and its report is read here once more, without our engine, so that a fault in our reading of it would show.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lod_publisher.validation import Shapes, Subject
from lod_publisher.validation.spelling import term_of
from lod_publisher.validation.subjects import graph_of
from lod_publisher.validation.verdicts import Verdict

_SEVERITIES = {"Violation": "violation", "Warning": "warning", "Info": "info"}
_REPEATED: dict[Node, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


# Why pySHACL may come to no verdict at all, by what it says. All are comparisons (sh:lessThan, sh:lessThanOrEquals); we do come
# to a verdict then (see test_departures), and what is said of everything else is compared without them.
PYSHACL_FAILS = {
    "to compare a BlankNode": "SHACL makes a value that cannot be compared a result; pySHACL gives up the whole report.",
    "not supported between instances": "rdflib compares neither two years nor two ill-formed dates; pySHACL gives up likewise.",
}


class Said(NamedTuple):
    """One result, all of it in plain texts; `shape` is "_:" and an id, or an IRI in angle brackets."""

    focus: str
    path: str
    value: str
    component: str
    severity: str
    shape: str
    messages: tuple[str, ...] = ()


class PyshaclFailsError(Exception):
    """pySHACL did not come to a verdict."""


def spelled(node: Node | None) -> str:
    """A term so that equal terms are equal texts: in RDF 1.1, xsd:string is a plain literal and a language has no case."""
    if node is None:
        return ""
    if isinstance(node, Literal):
        language = (node.language or "").lower()
        datatype = "" if node.datatype == XSD.string else node.datatype or ""
        return f"{str(node)!r}@{language}^^{datatype}"
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def path_text(graph: Graph, path: Node | None) -> str:
    """A SHACL property path in the syntax of SPARQL 1.1, with inverses at the properties alone: `^(a/b)` is `^b/^a`."""
    text = _path_text(graph, path, inverse=False)
    return text[1:-1] if path is not None and (path, RDF.first, None) in graph else text


def _path_text(graph: Graph, path: Node | None, inverse: bool) -> str:
    if path is None or isinstance(path, URIRef):
        return f"^{spelled(path)}" if inverse else spelled(path)
    if (path, RDF.first, None) in graph:
        steps = [_path_text(graph, each, inverse) for each in Collection(graph, path)]
        return f"({'/'.join(steps[::-1] if inverse else steps)})"
    ((kind, inner),) = graph.predicate_objects(path)
    if kind == SH.inversePath:
        return _path_text(graph, inner, not inverse)
    if kind == SH.alternativePath:
        return f"({'|'.join(_path_text(graph, each, inverse) for each in Collection(graph, inner))})"
    repeated = _path_text(graph, inner, inverse)
    return f"{repeated if repeated[0] in '(<' and repeated[-1] in ')>' else f'({repeated})'}{_REPEATED[kind]}"


def pyshacl_says(data: Graph, shapes: Graph) -> list[Said]:
    """The results of pySHACL's report, as many times as they are in it.

    Raises:
        PyshaclFailsError: it gave none.
    """
    try:
        _, report, _ = validate(data, shacl_graph=shapes)
    except (ReportableRuntimeError, TypeError) as problem:
        raise PyshaclFailsError(str(problem)) from problem
    if not isinstance(report, Graph):
        raise PyshaclFailsError(str(report))
    return read_report(report, report)


def without_comparisons(shapes: Shapes) -> Shapes:
    """The same shapes without sh:lessThan and sh:lessThanOrEquals, on which pySHACL may die."""
    left = Graph()
    for subject, verb, value in shapes.graph:
        if verb not in (SH.lessThan, SH.lessThanOrEquals):
            left.add((subject, verb, value))
    return Shapes(shapes.base, (("left.ttl", left.serialize(format="nt")),))


def pyshacl_says_what_it_can(shapes: Shapes, subjects: Sequence[Subject]) -> tuple[Shapes, list[Said]]:
    """pySHACL's results, and the shapes that it gave them for: without comparisons where these made it give up.

    Raises:
        PyshaclFailsError: it gave up for another reason than those of PYSHACL_FAILS.
    """
    data = graph_of(subjects, None)
    try:
        return shapes, pyshacl_says(data, shapes.graph)
    except PyshaclFailsError as failure:
        if not any(words in str(failure) for words in PYSHACL_FAILS):
            raise
        fewer = without_comparisons(shapes)
        return fewer, pyshacl_says(data, fewer.graph)


def read_report(report: Graph, paths: Graph, whole: Node | None = None) -> list[Said]:
    """The results of a report (`whole`, or the only one of its graph), sorted; nested details are no results of their own."""
    found: list[Said] = []
    for result in report.objects(whole, SH.result):
        messages = [text for text in report.objects(result, SH.resultMessage) if isinstance(text, Literal)]
        english = [text for text in messages if text.language in (None, "en")]
        found.append(
            Said(
                focus=spelled(report.value(result, SH.focusNode)),
                path=path_text(paths, report.value(result, SH.resultPath)),
                value=spelled(report.value(result, SH.value)),
                component=str(report.value(result, SH.sourceConstraintComponent)),
                severity=_severity(report.value(result, SH.resultSeverity)),
                shape=spelled(report.value(result, SH.sourceShape)),
                messages=tuple(sorted(str(text) for text in english or messages)),
            )
        )
    return sorted(found)


def we_say(shapes: Shapes, subjects: Sequence[Subject]) -> list[Said]:
    """The verdicts of the fast path, sorted."""
    return sorted(said(verdict) for verdict in shapes.verdicts(subjects))


def in_batches_we_say(shapes: Shapes, batches: Iterable[Sequence[Subject]]) -> list[Said]:
    """The verdicts of the fast path as a build asks for them: batch by batch, and at the end what they left undecided; sorted."""
    remainder = shapes.remainder()
    found: list[Verdict] = []
    for batch in batches:
        verdicts, left = shapes.judge_batch(batch)
        left.columns.add(triple for subject in batch for triple in subject.triples)
        remainder.merge(left)
        found += verdicts
    return sorted(said(verdict) for verdict in (*found, *shapes.judge_whole(remainder)))


def said(verdict: Verdict) -> Said:
    """A verdict of ours in the form of the comparison."""
    return Said(
        focus=spelled(term_of(verdict.focus)),
        path=verdict.path,
        value=spelled(term_of(verdict.value)) if verdict.value else "",
        component=verdict.component,
        severity=str(verdict.severity),
        shape=spelled(term_of(verdict.shape)),
        messages=tuple(sorted(verdict.messages)),
    )


def with_own_words(found: Iterable[Said], shapes: Graph) -> list[Said]:
    """The results with the messages that their shapes give; other wording is each engine's own."""
    wordy = {spelled(shape) for shape in shapes.subjects(SH.message)}
    return sorted(each if each.shape in wordy else each._replace(messages=()) for each in found)


def without_messages(found: Iterable[Said]) -> list[Said]:
    """The results without their wording."""
    return sorted(each._replace(messages=()) for each in found)


def _severity(node: Node | None) -> str:
    return _SEVERITIES.get(str(node).rpartition("#")[2], "violation")
