"""The report as JSON: by rule as one object, or one finding a line for tools that read as they go."""

from collections.abc import Iterable, Iterator, Sequence
from json import dumps

from lod_publisher.model.findings import TEXTS, Finding
from lod_publisher.validation.report.fingerprint import fingerprint
from lod_publisher.validation.report.grouping import Broken, broken_rules, totals

_OPTIONAL = ("value", "focus", "path", "shape", "component")


def report_json(findings: Sequence[Finding]) -> Iterator[str]:
    """One object, in pieces: `totals` by severity, and `rules`, each with its findings."""
    counts = {str(severity): number for severity, number in totals(findings).items()}
    yield f'{{"totals": {dumps(counts)},\n "rules": ['
    for number, broken in enumerate(broken_rules(findings)):
        yield f"{',' if number else ''}\n  {_rule(broken)}"
        for place, finding in enumerate(broken.findings):
            yield f"{',' if place else ''}\n   {dumps(_finding(finding), ensure_ascii=False)}"
        yield "]}"
    yield "]}\n"


def _rule(broken: Broken) -> str:
    first = broken.findings[0]
    told = {
        "rule": broken.rule,
        "severity": str(broken.severity),
        "count": len(broken.findings),
        "consequence": first.consequence,
        "remedy": first.remedy,
    }
    return dumps(told, ensure_ascii=False)[:-1] + ', "findings": ['


def _finding(finding: Finding) -> dict[str, str | int | None]:
    said: dict[str, str | int | None] = {
        "file": finding.origin.file,
        "line": finding.origin.line,
        "record": finding.record,
        "message": finding.message,
    }
    return said | {name: value for name in _OPTIONAL if (value := getattr(finding, name))}


def report_jsonl(findings: Iterable[Finding]) -> Iterator[str]:
    """One finding a line, with all its fields and its fingerprint (which holds no line number)."""
    for finding in findings:
        told: dict[str, str | int | None] = {
            "fingerprint": fingerprint(finding),
            "rule": finding.rule,
            "severity": str(finding.severity),
            "file": finding.origin.file,
            "line": finding.origin.line,
        }
        told |= {name: getattr(finding, name) for name in TEXTS}
        yield dumps(told, ensure_ascii=False) + "\n"
