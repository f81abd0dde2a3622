"""The report as plain text for a terminal: rules under their severities, with counts and first examples."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.validation.report.grouping import Broken, broken_rules, counted, telling, totals

_EXAMPLES = 5
_FILES = 4
# A source's text must not be able to move the cursor or change the colours of whoever reads the report.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HEADINGS = {
    Severity.VIOLATION: ("Violations", "a record that is itself at fault is left out"),
    Severity.WARNING: ("Warnings", "published, but something is wrong or missing"),
    Severity.INFO: ("Notes", "published; worth knowing"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report and what it is, so that a terminal may colour it.

    `role` is a severity (for its heading), "rule", "said", "place", "soft", or "" for an empty line.
    """

    role: str
    text: str = ""


def report_text(findings: Sequence[Finding], width: int = 80) -> Iterator[str]:
    """The report without colours, a line a piece."""
    return (f"{line.text}\n" for line in report_lines(findings, width))


def report_lines(findings: Sequence[Finding], width: int = 80) -> Iterator[Line]:
    """Totals; under each severity its rules: how often, what is wrong, what follows, the way out, which files, and where first.

    Lines are folded at `width` where they have a space; a place is never broken, so that it can be clicked or copied.
    """
    if not findings:
        yield Line("soft", "No findings.")
        return
    found = ", ".join(counted(number, severity) for severity, number in totals(findings).items() if number)
    yield Line("rule", f"{found}.")
    severity = None
    for broken in broken_rules(findings):
        if broken.severity is not severity:
            severity = broken.severity
            heading, meaning = HEADINGS[severity]
            yield Line("")
            yield from _folded(str(severity), f"{heading.upper()} ({meaning})", "", width)
        yield Line("")
        yield from _paragraph(broken, width)


def _paragraph(broken: Broken, width: int) -> Iterator[Line]:
    number = len(broken.findings)
    yield from _folded("rule", f"{broken.title} ({broken.rule}): {number:,}", "  ", width)
    for text in broken.explained:
        yield from _folded("said", f"To do: {text}" if text == broken.remedy else text, "  ", width)
    if number > _EXAMPLES:
        yield from _folded("soft", _files(broken), "  ", width)
    yield Line("")
    for finding in broken.findings[:_EXAMPLES]:
        own = broken.own(finding)
        value = f" ({told})" if (told := telling(finding)) and told not in own else ""
        said = f"{finding.origin}  {finding.record}{': ' if own else ''}{own}{value}"
        yield from _folded("place", said, "    ", width)
    if number > _EXAMPLES:
        yield Line("soft", f"    and {number - _EXAMPLES:,} more")


def _files(broken: Broken) -> str:
    """In which files, with counts; the most first."""
    files = broken.files()
    if len(files) == 1:
        return f"All in {files[0][0]}."
    named = ", ".join(f"{file}\u00a0{number:,}" for file, number in files[:_FILES])
    rest = len(files) - _FILES
    more = f", and {rest:,} more {'file' if rest == 1 else 'files'}" if rest > 0 else ""
    return f"In {len(files):,} files: {named}{more}."


def _folded(role: str, text: str, indent: str, width: int) -> Iterator[Line]:
    clean = _CONTROL.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))
    hanging = indent if role != "place" else f"{indent}    "
    pieces = wrap(
        clean,
        max(width, 40),
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return (Line(role, piece.replace("\u00a0", " ")) for piece in pieces)
