"""The report as JSON: totals, rules, and every finding."""

from collections.abc import Sequence
from json import dumps

from lod_publisher.model.findings import Finding
from lod_publisher.validation.report.grouping import broken_rules, totals

_OPTIONAL = ("value", "focus", "path", "shape", "component")


def report_json(findings: Sequence[Finding]) -> str:
    """One object: `totals` by severity, and `rules`, each with its findings."""
    rules = [
        {
            "rule": broken.rule,
            "severity": str(broken.severity),
            "count": len(broken.findings),
            "consequence": broken.findings[0].consequence,
            "remedy": broken.findings[0].remedy,
            "findings": [_finding(finding) for finding in broken.findings],
        }
        for broken in broken_rules(findings)
    ]
    counts = {str(severity): number for severity, number in totals(findings).items()}
    return dumps({"totals": counts, "rules": rules}, ensure_ascii=False, indent=1)


def _finding(finding: Finding) -> dict[str, str | int | None]:
    said: dict[str, str | int | None] = {
        "file": finding.origin.file,
        "line": finding.origin.line,
        "record": finding.record,
        "message": finding.message,
    }
    return said | {name: value for name in _OPTIONAL if (value := getattr(finding, name))}
