"""A page for each source file: what was found in it, from its first line to its last, with the lines around."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import keyed
from lod_publisher.validation.report.grouping import Broken, broken_rules, by_file, counted, totals
from lod_publisher.validation.report.pages.excerpts import Shown, dedented, excerpts, neighbours, runs
from lod_publisher.validation.report.pages.frame import (
    About,
    Place,
    badge,
    choice,
    link,
    page,
    pager,
    plural,
    record,
    table,
    text,
    value,
)

_PER_PAGE = 150  # places: with their neighbours some 300 kB
_MOST_PLACES = 3_000  # of one file; what lies further on is in the pages of the rules
_MOST_IN_ONE = 40  # findings shown at one place


@dataclass(frozen=True, slots=True)
class _File:
    """A source file with findings: those of the file as a whole, and by line those for which there is room."""

    name: str
    findings: Sequence[Finding]
    rules: dict[tuple[Severity, str], Broken]
    whole: Sequence[Finding]
    lines: dict[int, list[Finding]]
    places: int

    @staticmethod
    def of(name: str, findings: Sequence[Finding]) -> "_File":
        lines: dict[int, list[Finding]] = {}
        for finding in findings:
            if finding.origin.line is not None:
                lines.setdefault(finding.origin.line, []).append(finding)
        first = dict(sorted(lines.items())[:_MOST_PLACES])
        whole = [finding for finding in findings if finding.origin.line is None]
        rules = {(broken.severity, broken.rule): broken for broken in broken_rules(findings)}
        return _File(name, findings, rules, whole, first, len(lines))

    def pages(self) -> list[list[int]]:
        """The lines of each page; there is one page at least."""
        numbers = list(self.lines)
        return [numbers[n : n + _PER_PAGE] for n in range(0, len(numbers), _PER_PAGE)] or [[]]


def write_sources(folder: Path, findings: Sequence[Finding], about: About, place: Place) -> None:
    """Write the pages of all files with findings, and note in `place` where files and lines are to be found."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in by_file(findings).items():
        file = _File.of(name, found)
        path = about.source_of(name)
        shown = excerpts(path, file.lines) if path is not None else {}
        stem = keyed(name)
        pages = file.pages()
        names = [f"{stem}.html" if number == 0 else f"{stem}.{number + 1}.html" for number in range(len(pages))]
        place.files[name] = f"sources/{names[0]}"
        for number, lines in enumerate(pages):
            for line in lines:
                if line in shown:
                    place.lines[name, line] = f"sources/{names[number]}#L{line}"
            body = _body(file, about, place, shown, names, number)
            whole = page(f"Findings in {name}", about, ((f"{place.up}{place.front}", "Validation report"),), body)
            (folder / names[number]).write_text(whole, encoding="utf-8")


def _body(
    file: _File, about: About, place: Place, shown: dict[int, Shown], names: Sequence[str], number: int
) -> Iterator[str]:
    lines = file.pages()[number]
    counts = totals(file.findings)
    told = ", ".join(counted(many, severity) for severity, many in counts.items() if many)
    yield f"<h1>{text(file.name)}</h1>\n<p>{told}.</p>\n"
    if file.places > len(file.lines):
        yield (
            f"<p><strong>Only the first {len(file.lines):,} of {file.places:,} lines with findings are shown here.</strong> "
            "All findings are on the pages of the rules.</p>\n"
        )
    if number == 0:
        yield _rules(file, place)
    yield choice(severity for severity, many in counts.items() if many)
    if number == 0 and file.whole:
        yield "<h2>In the file as a whole</h2>\n"
        yield _said(file.whole, file, about, place, "whole")
    if lines:
        yield "<h2>Line by line</h2>\n"
        yield pager(names, number, "Pages of this file")
        if not shown:
            yield '<p class="soft">The file itself could not be shown.</p>\n'
        yield from _blocks(file, lines, about, place, shown)
        yield pager(names, number, "Pages of this file")


def _rules(file: _File, place: Place) -> str:
    rows = []
    for broken in file.rules.values():
        advice = " ".join(text(told) for told in (broken.consequence, broken.remedy) if told)
        address = place.rules.get((broken.severity, broken.rule), "")
        rows.append(
            f'<tr data-severity="{broken.severity}"><td class="tight">{badge(broken.severity)}</td>'
            f"<td>{link(place.up + address if address else '', text(broken.title))}</td>"
            f'<td class="soft">{advice}</td><td class="number">{len(broken.findings):,}</td></tr>\n'
        )
    head = (("Severity", "tight"), ("Rule", ""), ("What follows, and what to do", ""), ("Found", "number"))
    return table(head, rows, "stack")


def _blocks(file: _File, lines: Sequence[int], about: About, place: Place, shown: dict[int, Shown]) -> Iterator[str]:
    """A block for each run of lines; a finding stands below its line. Lines that the file does not have are only named."""
    own = set(lines)
    for run in runs(sorted((neighbours(own) & shown.keys()) | own)):
        indent = dedented([shown[line] for line in run if line in shown])
        severities = {str(finding.severity) for line in run if line in own for finding in file.lines[line]}
        yield f'<div class="code" data-severity="{" ".join(sorted(severities))}">\n'
        for line in run:
            found = file.lines[line] if line in own else ()
            yield _line(line, shown.get(line), found, indent)
            if found:
                yield _said(found, file, about, place, f"line {line:,}")
        yield "</div>\n"


def _line(number: int, line: Shown | None, found: Sequence[Finding], indent: int) -> str:
    style = f'class="ln hit {found[0].severity}" id="L{number}"' if found else 'class="ln"'
    mark = f'<a href="#L{number}">{number}</a>' if found else f"<span>{number}</span>"
    if line is None:
        return f'<div {style}>{mark}<code class="cut">cannot be shown</code></div>\n'
    before = line.before if line.left else line.before[indent:]
    marked = line.marked if line.before or line.left else line.marked[indent:]
    told = text(before) + (f"<mark>{text(marked)}</mark>" if marked else "") + text(line.after)
    left = f'<span class="cut">({line.left:,} characters) … </span>' if line.left else ""
    right = f'<span class="cut"> … ({line.right:,} characters more)</span>' if line.right else ""
    return f"<div {style}>{mark}<code>{left}{told}{right}</code></div>\n"


def _said(findings: Sequence[Finding], file: _File, about: About, place: Place, where: str) -> str:
    """What was found at one place, as paragraphs."""
    parts = []
    for finding in findings[:_MOST_IN_ONE]:
        broken = file.rules[finding.severity, finding.rule]
        own = broken.own(finding)
        said = own if finding.message in own else f"{finding.message} {own}"
        address = place.rules.get((finding.severity, finding.rule), "")
        rule = link(place.up + address if address else "", f"<code>{text(finding.rule)}</code>")
        parts.append(
            f'<div class="said" data-severity="{finding.severity}"><p>{badge(finding.severity)} {text(said)} '
            f'{value(finding, said, about)}</p><p class="soft small">{rule} · {record(finding, about)}</p></div>\n'
        )
    if len(findings) > _MOST_IN_ONE:
        rest = plural(len(findings) - _MOST_IN_ONE, "more finding")
        parts.append(f'<div class="said"><p>and {rest} ({where}), on the pages of the rules</p></div>\n')
    return "".join(parts)
