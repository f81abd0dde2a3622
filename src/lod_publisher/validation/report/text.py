"""The report as plain text for a terminal: rules with counts and first examples."""

from collections.abc import Sequence

from lod_publisher.model.findings import Finding
from lod_publisher.validation.report.grouping import Broken, broken_rules, counted, totals

_EXAMPLES = 5


def report_text(findings: Sequence[Finding]) -> str:
    """One paragraph a rule: what is wrong, what follows, the way out, and where."""
    if not findings:
        return "No findings."
    parts = [", ".join(counted(number, severity) for severity, number in totals(findings).items() if number)]
    parts += [_paragraph(broken) for broken in broken_rules(findings)]
    return "\n\n".join(parts)


def _paragraph(broken: Broken) -> str:
    first = broken.findings[0]
    said = [f"{broken.rule}: {counted(len(broken.findings), broken.severity)}. {broken.message}".rstrip()]
    said += [f"  {text}" for text in (first.consequence, first.remedy) if text]
    for finding in broken.findings[:_EXAMPLES]:
        own = f" {finding.message}" if finding.message != broken.message else ""
        value = f" ({finding.value})" if finding.value else ""
        said.append(f"    {finding.origin}: {finding.record}{own}{value}")
    if len(broken.findings) > _EXAMPLES:
        said.append(f"    and {len(broken.findings) - _EXAMPLES:,} more")
    return "\n".join(said)
