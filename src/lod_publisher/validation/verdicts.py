"""A verdict: one sh:ValidationResult in plain values, whoever reached it."""

from dataclasses import dataclass

from rdflib import SH
from rdflib.term import Node

from lod_publisher.model.findings import Severity
from lod_publisher.model.terms import Term

SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
"""Ours for SHACL's. A shape may use a severity of its own: that counts as a violation, so that nothing is taken too lightly."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sh:ValidationResult.

    Terms are in the N-Triples spelling. `shape` is the source shape, `value` is "" when the result has none, `component` a bare
    IRI; `path` is "" or a property path of SPARQL 1.1 with full IRIs, such as `<p>`, `^<p>/<q>` or `(<p>|<q>)*`.
    """

    shape: Term
    focus: Term
    severity: Severity
    messages: tuple[str, ...]
    path: str
    component: str
    value: Term
