"""A rule with all that was found against it: what every report is arranged by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lod_publisher.model.findings import Finding, Severity

_ORDER = tuple(Severity)
_LONGEST_TITLE = 140


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule and its findings, in the order in which they were given.

    `message`, `consequence` and `remedy` are what all its findings say; "" where they have words of their own.
    """

    rule: str
    severity: Severity
    findings: Sequence[Finding]
    message: str = field(init=False)
    consequence: str = field(init=False)
    remedy: str = field(init=False)

    def __post_init__(self) -> None:
        for name in ("message", "consequence", "remedy"):
            first = getattr(self.findings[0], name)
            same = all(getattr(finding, name) == first for finding in self.findings)
            object.__setattr__(self, name, first if same else "")

    @property
    def title(self) -> str:
        """The rule in plain words: what its shape says, or else its name as words ("Reference to nowhere")."""
        if self.message and self.findings[0].shape and len(self.message) <= _LONGEST_TITLE:
            return self.message.removesuffix(".")
        return spoken(self.rule)

    @property
    def explained(self) -> tuple[str, ...]:
        """What all findings say beside the title: what is wrong, what follows, the way out."""
        said = "" if self.title == self.message.removesuffix(".") else self.message
        return tuple(text for text in (said, self.consequence, self.remedy) if text)

    def own(self, finding: Finding) -> str:
        """What only this finding says, the others having words of their own."""
        common = (self.message, self.consequence, self.remedy)
        said = (finding.message, finding.consequence, finding.remedy)
        return " ".join(text for text, shared in zip(said, common, strict=True) if text and text != shared)

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


def telling(finding: Finding) -> str:
    """The value in question, unless it is the record itself, which is named anyway."""
    value = finding.value
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    return "" if bare.endswith(f"/id/{finding.record}") else bare


def spoken(rule: str) -> str:
    """A rule's name as words."""
    words = rule.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
