"""The engine: pySHACL judges a graph; each of its results becomes a verdict in plain values."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyshacl import validate
from pyshacl.entrypoints import meta_validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.findings import Severity

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sh:ValidationResult; `value` is "" when what is wrong is that there is none."""

    shape: Node
    focus: str
    severity: Severity
    messages: tuple[str, ...]
    path: str
    component: str
    value: str


def judge(data: Graph, shapes: Graph) -> Iterator[Verdict]:
    """Validate a graph. Shapes that the engine cannot run raise VocabularyError, without a place: the caller knows the files."""
    try:
        conforms, report, _ = validate(data, shacl_graph=shapes)
    except ReportableRuntimeError as problem:
        raise VocabularyError(str(problem)) from None
    if isinstance(report, ReportableRuntimeError):  # a failure, such as shapes that refer to themselves, is returned
        raise VocabularyError(str(report))
    if not conforms:
        yield from _verdicts(report)


def judge_shapes(shapes: Graph) -> Iterator[Verdict]:
    """Validate shapes against SHACL's own shapes for shapes, which pySHACL carries with it."""
    conforms, report, _ = meta_validate(shapes)
    if not conforms:
        yield from _verdicts(report)


def _verdicts(report: Graph) -> Iterator[Verdict]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _verdict(report, result)


def _verdict(report: Graph, result: Node) -> Verdict:
    severity = report.value(result, SH.resultSeverity)
    messages = [text for text in report.objects(result, SH.resultMessage) if isinstance(text, Literal)]
    english = [text for text in messages if text.language in (None, "en")]
    path = report.value(result, SH.resultPath)
    return Verdict(
        shape=report.value(result, SH.sourceShape) or result,
        focus=str(report.value(result, SH.focusNode)),
        severity=_SEVERITIES.get(severity, Severity.VIOLATION),
        messages=tuple(sorted(str(text) for text in english or messages)),
        path=str(path) if isinstance(path, URIRef) else "",
        component=str(report.value(result, SH.sourceConstraintComponent)),
        value=_value(report, result),
    )


def _value(report: Graph, result: Node) -> str:
    value = report.value(result, SH.value)
    focus = report.value(result, SH.focusNode)
    return "" if value is None or value == focus else str(value)
