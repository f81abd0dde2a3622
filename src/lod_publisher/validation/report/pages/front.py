"""The report's front page: totals, the rules with their first examples, the source files, and what has changed."""

from collections.abc import Iterator, Sequence

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.validation.report.grouping import Broken, broken_rules, by_file, counted, totals
from lod_publisher.validation.report.history import Build
from lod_publisher.validation.report.pages.files import counts_by_file, files_table
from lod_publisher.validation.report.pages.frame import (
    About,
    Place,
    badge,
    choice,
    file_name,
    link,
    named,
    page,
    plural,
    table,
    text,
)
from lod_publisher.validation.report.pages.over_time import summary
from lod_publisher.validation.report.pages.rules import explanation, findings_table

_EXAMPLES = 5  # of a rule that has a page of its own
_EXAMPLES_ALONE = 50
_MOST_FILES = 60
_MEANING = {
    Severity.VIOLATION: "a record itself at fault is left out",
    Severity.WARNING: "published; something is wrong",
    Severity.INFO: "published; worth knowing",
}
_FORMS = ("report.ttl", "report.jsonl")


def report_html(findings: Sequence[Finding]) -> Iterator[str]:
    """One page that stands alone, without links to others."""
    yield front(findings, About("", ""), Place("", ""), ())


def front(findings: Sequence[Finding], about: About, place: Place, builds: Sequence[Build]) -> str:
    """The front page; its rules and files are links where their pages exist."""
    groups = broken_rules(findings)
    return page("Validation report", about, (), _body(findings, groups, about, place, builds))


def _body(
    findings: Sequence[Finding], groups: Sequence[Broken], about: About, place: Place, builds: Sequence[Build]
) -> Iterator[str]:
    counts = totals(findings)
    yield "<h1>Validation report</h1>\n"
    if about.title:
        yield f'<p class="soft">{text(about.title)}</p>\n'
    if not about.validated:
        yield "<p><strong>This snapshot was built without validation: only what the readers noticed is reported.</strong></p>\n"
    if not findings:
        yield "<p>No findings.</p>\n"
        yield summary(builds, place)
        return
    yield _tally(counts)
    if place.rules:
        forms = " and ".join(link(name, name) for name in _FORMS)
        yield f'<p class="soft">For tools, with every finding: {forms}.</p>\n'
    yield choice(severity for severity, many in counts.items() if many)
    yield '<h2 id="rules">Rules</h2>\n'
    yield _rules(groups, place)
    files = counts_by_file(by_file(findings))
    yield '<h2 id="files">Source files</h2>\n'
    yield files_table(sorted(files, key=lambda each: -sum(each[1].values()))[:_MOST_FILES], place, counts)
    if len(files) > _MOST_FILES:
        all_of_them = f"all {plural(len(files), 'file')}"
        more = link(f"{place.up}files.html", all_of_them) if place.files else f"there are {plural(len(files), 'file')}"
        yield f'<p class="soft">The {_MOST_FILES} with the most findings; {more}.</p>\n'
    yield summary(builds, place)
    yield '<h2 id="examples">Rule by rule</h2>\n'
    for broken in groups:
        yield _section(broken, about, place)


def _tally(counts: dict[Severity, int]) -> str:
    items = []
    for severity, number in counts.items():
        label = counted(number, severity).partition(" ")[2]
        items.append(
            f'<li class="{severity}"><strong>{number:,}</strong> {label.capitalize()} <span>{_MEANING[severity]}</span></li>'
        )
    return f'<ul class="tally">{"".join(items)}</ul>\n'


def _rules(groups: Sequence[Broken], place: Place) -> str:
    rows = []
    for broken in groups:
        files = broken.files()
        known = place.files.get(files[0][0])
        one = link(place.up + known if known else "", file_name(files[0][0]))
        where = one if len(files) == 1 else plural(len(files), "file")
        first = broken.findings[0].message
        example = "" if broken.title == first.removesuffix(".") else f"Such as: {first}"
        example = broken.message if example and broken.message else example
        said = f'<br><span class="soft small">{text(example)}</span>' if example else ""
        rows.append(
            f'<tr data-severity="{broken.severity}"><td class="tight">{badge(broken.severity)}</td>'
            f"<td>{link(f'#{anchor(broken)}', text(broken.title))}{said}</td>"
            f'<td class="soft">{where}</td><td class="number">{len(broken.findings):,}</td></tr>\n'
        )
    return table((("Severity", "tight"), ("Rule", ""), ("In", ""), ("Found", "number")), rows, "stack")


def _section(broken: Broken, about: About, place: Place) -> str:
    address = place.rules.get((broken.severity, broken.rule), "")
    shown = broken.findings[: _EXAMPLES if address else _EXAMPLES_ALONE]
    rest = len(broken.findings) - len(shown)
    more = ""
    if address:
        every = f"All {len(broken.findings):,}" if rest else "Page of this rule"
        more = f"<p>{link(place.up + address, every)}</p>\n"
    elif rest:
        more = f'<p class="soft">and {rest:,} more of the same kind</p>\n'
    return (
        f'<section id="{anchor(broken)}" data-severity="{broken.severity}">\n<h3>{text(broken.title)}: '
        f"{len(broken.findings):,} found</h3>\n<p>{badge(broken.severity)} <code>{text(broken.rule)}</code></p>\n"
        f"{explanation(broken)}{findings_table(broken, shown, about, place)}{more}</section>\n"
    )


def anchor(broken: Broken) -> str:
    """The place of a rule on the front page."""
    return text(f"{named(broken.severity).lower()}-{broken.rule}".replace(" ", "-"))
