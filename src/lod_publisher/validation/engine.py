"""The reference engine: pySHACL judges a graph; each of its results becomes a verdict in plain values."""

import re
from collections.abc import Iterator

from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, Graph, Literal
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.findings import Severity
from lod_publisher.validation.compiled.paths import read_path
from lod_publisher.validation.spelling import spelled
from lod_publisher.validation.verdicts import SEVERITIES, Verdict

_DEPTH = 200  # of shapes within shapes; pySHACL's own limit of 15 is met by legal shapes


def judge(data: Graph, shapes: Graph) -> Iterator[Verdict]:
    """Validate a graph. Shapes that the engine cannot run raise VocabularyError, without a place: the caller knows the files."""
    advanced = any((None, term, None) in shapes for term in (SH.target, SH.expression, SH.rule))
    try:
        conforms, report, _ = validate(data, shacl_graph=shapes, advanced=advanced, max_validation_depth=_DEPTH)
    except (ReportableRuntimeError, RuntimeError, TypeError, ValueError, ArithmeticError, re.error) as problem:
        raise VocabularyError(f"pySHACL cannot judge by the shapes: {problem}") from None
    if isinstance(report, ReportableRuntimeError):  # a failure, such as shapes that refer to themselves, is returned
        raise VocabularyError(str(report))
    if not conforms:
        yield from _verdicts(report)


def _verdicts(report: Graph) -> Iterator[Verdict]:
    """The results of a report; those that only explain another (sh:detail) are left out."""
    whole = report.value(predicate=RDF.type, object=SH.ValidationReport)
    for result in report.objects(whole, SH.result):
        yield _verdict(report, result)


def _verdict(report: Graph, result: Node) -> Verdict:
    messages = [text for text in report.objects(result, SH.resultMessage) if isinstance(text, Literal)]
    english = [text for text in messages if text.language in (None, "en")]
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    return Verdict(
        shape=spelled(report.value(result, SH.sourceShape) or result),
        focus=spelled(report.value(result, SH.focusNode) or result),
        severity=SEVERITIES.get(report.value(result, SH.resultSeverity), Severity.VIOLATION),
        messages=tuple(sorted(str(text) for text in english or messages)),
        path="" if path is None else read_path(report, path).text,
        component=str(report.value(result, SH.sourceConstraintComponent)),
        value="" if value is None else spelled(value),
    )
