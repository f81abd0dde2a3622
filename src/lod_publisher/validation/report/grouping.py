"""A rule with all that was found against it: what every report is arranged by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lod_publisher.model.findings import Finding, Severity

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule and its findings, in the order in which they were given."""

    rule: str
    severity: Severity
    findings: Sequence[Finding]

    @property
    def message(self) -> str:
        """What was found, when all findings say the same; "" when each has its own words."""
        first = self.findings[0].message
        return first if all(finding.message == first for finding in self.findings) else ""


def broken_rules(findings: Iterable[Finding]) -> list[Broken]:
    """Group findings by rule: the gravest first, then the most frequent."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    broken = [Broken(rule, severity, found) for (severity, rule), found in groups.items()]
    return sorted(broken, key=lambda each: (_ORDER.index(each.severity), -len(each.findings), each.rule))


def totals(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, zeros included."""
    counts = dict.fromkeys(_ORDER, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def counted(number: int, severity: Severity) -> str:
    """ "1 violation", "2 warnings", "3 notes"."""
    word = "note" if severity is Severity.INFO else str(severity)
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
