"""A rule with all that was found against it: what every report is arranged by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lod_publisher.model.findings import Finding, Severity

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule and its findings, in the order in which they were given.

    `message` is what was found, when all findings say the same; "" when each has its own words.
    """

    rule: str
    severity: Severity
    findings: Sequence[Finding]
    message: str = field(init=False)

    def __post_init__(self) -> None:
        first = self.findings[0].message
        same = all(finding.message == first for finding in self.findings)
        object.__setattr__(self, "message", first if same else "")

    @property
    def title(self) -> str:
        """The rule's name as words: "Reference to nowhere"."""
        return spoken(self.rule)

    @property
    def advice(self) -> tuple[str, ...]:
        """What follows from it, and the way out; what the rule's findings do not say is left out."""
        first = self.findings[0]
        return tuple(text for text in (first.consequence, first.remedy) if text)

    def files(self) -> list[tuple[str, int]]:
        """How many findings each file has, the most first."""
        return ranked(Counter(finding.origin.file for finding in self.findings))


def broken_rules(findings: Iterable[Finding]) -> list[Broken]:
    """Group findings by rule: the gravest first, then the most frequent."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    broken = [Broken(rule, severity, found) for (severity, rule), found in groups.items()]
    return sorted(broken, key=lambda each: (_ORDER.index(each.severity), -len(each.findings), each.rule))


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by source file, in the order of names."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.origin.file, []).append(finding)
    return dict(sorted(groups.items()))


def totals(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, zeros included."""
    counts = dict.fromkeys(_ORDER, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, then in the order of names."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def counted(number: int, severity: Severity) -> str:
    """ "1 violation", "2 warnings", "3 notes"."""
    word = "note" if severity is Severity.INFO else str(severity)
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def spoken(rule: str) -> str:
    """A rule's name as words."""
    words = rule.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
