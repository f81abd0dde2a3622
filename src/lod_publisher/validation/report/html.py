"""The report as one page that needs nothing else: no script, no other file."""

from collections.abc import Sequence
from html import escape

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.validation.report.grouping import Broken, broken_rules, counted, totals

_EXAMPLES = 50
_STYLE = """\
:root { color-scheme: light dark; --ink: #1d2329; --paper: #fdfcfa; --soft: #5c6670; --line: #d9d5cd; --link: #0b57a4;
  --violation: #a4161a; --warning: #8a5300; --info: #1f5f8b }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e4de; --paper: #16191d; --soft: #a3abb3; --line: #3a4149;
  --link: #8cbcf0; --violation: #ff8a80; --warning: #f0b35a; --info: #86c5f2 } }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif }
h1 { font-size: 1.6rem; margin: 0 0 .5rem } h2 { font-size: 1.1rem; margin: 2.2rem 0 .3rem } p { margin: .3rem 0 }
a { color: var(--link) } .soft { color: var(--soft) } code { font-size: .92em; overflow-wrap: anywhere }
.violation { color: var(--violation) } .warning { color: var(--warning) } .info { color: var(--info) }
.table { overflow-x: auto } table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .93rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) }
td.number, th.number { text-align: right } td { overflow-wrap: anywhere }
"""


def report_html(findings: Sequence[Finding]) -> str:
    """A complete page: totals, a table of the rules, and under each rule what follows, what to do, and the first places."""
    groups = broken_rules(findings)
    counts = totals(findings)
    total = ", ".join(counted(number, severity) for severity, number in counts.items() if number) or "No findings"
    explained = "A record with a violation is left out of the dataset; one with a warning or note is published."
    body = "".join(_section(group) for group in groups)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Validation report</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>Validation report</h1>\n<p>{total}.</p>\n<p class="soft">{explained}</p>\n'
        f"{_overview(groups)}{body}</main>\n</body>\n</html>\n"
    )


def _overview(groups: Sequence[Broken]) -> str:
    if not groups:
        return ""
    rows = "".join(
        f'<tr><td class="{group.severity}">{_severity(group)}</td><td><a href="#{_anchor(group)}">{escape(group.rule)}</a>'
        f'</td><td class="number">{len(group.findings):,}</td></tr>\n'
        for group in groups
    )
    head = '<tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col" class="number">Found</th></tr>'
    return f'<div class="table"><table>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n'


def _section(group: Broken) -> str:
    first = group.findings[0]
    shown = group.findings[:_EXAMPLES]
    rows = "".join(_row(finding, group.message) for finding in shown)
    more = len(group.findings) - len(shown)
    rest = f'<p class="soft">and {more:,} more of the same kind</p>\n' if more else ""
    said = f"<p><strong>{escape(group.message)}</strong></p>\n" if group.message else ""
    said += "".join(f"<p>{escape(text)}</p>\n" for text in (first.consequence, first.remedy) if text)
    head = '<tr><th scope="col">Place</th><th scope="col">Record</th><th scope="col">What was found</th></tr>'
    if not any(finding.value or not group.message for finding in shown):
        head = '<tr><th scope="col">Place</th><th scope="col" colspan="2">Record</th></tr>'
    return (
        f'<section id="{_anchor(group)}">\n<h2><span class="{group.severity}">{_severity(group)}</span> '
        f"{escape(group.rule)}: {len(group.findings):,} found</h2>\n{said}"
        f'<div class="table"><table>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n{rest}</section>\n'
    )


def _row(finding: Finding, common: str) -> str:
    record = escape(finding.record)
    if finding.focus.startswith(("http://", "https://")):
        record = f'<a href="{escape(finding.focus)}">{record}</a>'
    own = finding.message if finding.message != common else ""
    found = " ".join(
        text for text in (escape(own), f"<code>{escape(finding.value)}</code>" if finding.value else "") if text
    )
    return f"<tr><td><code>{escape(str(finding.origin))}</code></td><td>{record}</td><td>{found}</td></tr>\n"


def _severity(group: Broken) -> str:
    return "Note" if group.severity is Severity.INFO else str(group.severity).capitalize()


def _anchor(group: Broken) -> str:
    return escape(f"{group.severity}-{group.rule}", quote=True)
