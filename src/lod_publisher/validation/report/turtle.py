"""The report as SHACL defines it: an sh:ValidationReport in Turtle."""

import re
from collections.abc import Iterator, Sequence

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.terms import literal
from lod_publisher.validation.report.paths import path_in_turtle

_PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
_SEVERITIES = {Severity.VIOLATION: "sh:Violation", Severity.WARNING: "sh:Warning", Severity.INFO: "sh:Info"}
_REST = r"(?:[\w!$&'()*+,./:;=?@~-]|%[0-9A-Fa-f]{2})*"
_IRI = re.compile(rf"(?:https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?]{_REST})?|urn:[a-z0-9-]+:{_REST})(?:#{_REST})?")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]")


def report_turtle(findings: Sequence[Finding]) -> Iterator[str]:
    """Every finding as an sh:ValidationResult, in pieces; file and line are its dcterms:source.

    What a reader found before there were triples has no focus node but the record's own key, as a text, and its rule as a
    component of ours. The data conform when there is no violation: the rest is published as it is.
    """
    conforms = all(finding.severity is not Severity.VIOLATION for finding in findings)
    yield f"{_PREFIXES}\n[] a sh:ValidationReport ;\n    sh:conforms {str(conforms).lower()}"
    for finding in findings:
        yield " ;\n    sh:result [\n"
        yield from _result(finding)
        yield "    ]"
    yield " .\n"


def _result(finding: Finding) -> Iterator[str]:
    component = finding.component or f"urn:lod-publisher:rule:{_NOT_IN_NAMES.sub('-', finding.rule)}"
    message = " ".join(text for text in (finding.message, finding.consequence, finding.remedy) if text)
    yield "        a sh:ValidationResult ;\n"
    yield f"        sh:focusNode {_term(finding.focus or finding.record)} ;\n"
    if path := _path(finding.path):
        yield f"        sh:resultPath {path} ;\n"
    if finding.value and finding.value != finding.focus:
        yield f"        sh:value {_term(finding.value)} ;\n"
    if finding.shape:
        yield f"        sh:sourceShape {_term(finding.shape)} ;\n"
    yield f"        sh:sourceConstraintComponent {_term(component)} ;\n"
    yield f"        sh:resultSeverity {_SEVERITIES[finding.severity]} ;\n"
    yield f"        sh:resultMessage {literal(message, 'en')} ;\n"
    yield f"        dcterms:source {literal(str(finding.origin))} ;\n"


def _path(text: str) -> str | None:
    """A property or path; None for anything else, for a report may not hold an ill-formed one."""
    if _IRI.fullmatch(text):
        return f"<{text}>"
    named = re.findall(r"<([^<>]*)>", text)
    return path_in_turtle(text) if all(_IRI.fullmatch(iri) for iri in named) else None


def _term(text: str) -> str:
    """An IRI as one, anything else as a text (a record's own key, a date, a name)."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    return f"<{bare}>" if _IRI.fullmatch(bare) else literal(text)
