"""A page for each rule: what it asks, what follows, what to do, in which files it is broken, and every finding."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import keyed
from lod_publisher.validation.report.grouping import Broken
from lod_publisher.validation.report.pages.frame import (
    About,
    Place,
    badge,
    file_name,
    link,
    origin,
    page,
    pager,
    plural,
    record,
    table,
    text,
    value,
)

PER_PAGE = 1_000
_FILES_AT_ONCE = 12
_MOST_FILES = 400  # named on a rule's page
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")


def rule_pages(groups: Sequence[Broken]) -> dict[tuple[Severity, str], str]:
    """The address of each rule's first page; of a rule with two severities the graver has the plain name."""
    names: dict[tuple[Severity, str], str] = {}
    taken: set[str] = set()
    for broken in groups:
        stem = broken.rule if _PLAIN.fullmatch(broken.rule) else keyed(broken.rule)
        name = stem if stem not in taken else f"{stem}.{broken.severity}"
        taken.add(stem)
        names[broken.severity, broken.rule] = f"rules/{name}.html"
    return names


def write_rules(folder: Path, groups: Sequence[Broken], about: About, place: Place) -> None:
    """Write the pages of all rules that were broken."""
    folder.mkdir(parents=True, exist_ok=True)
    for broken in groups:
        first = place.rules[broken.severity, broken.rule].rpartition("/")[2]
        stem = first.removesuffix(".html")
        many = -(-len(broken.findings) // PER_PAGE)
        names = [first if number == 0 else f"{stem}.{number + 1}.html" for number in range(many)]
        for number, name in enumerate(names):
            body = _body(broken, about, place, names, number)
            whole = page(broken.title, about, ((f"{place.up}{place.front}", "Validation report"),), body)
            (folder / name).write_text(whole, encoding="utf-8")


def _body(broken: Broken, about: About, place: Place, names: Sequence[str], number: int) -> Iterator[str]:
    found = len(broken.findings)
    yield f"<h1>{text(broken.title)}</h1>\n"
    yield f"<p>{badge(broken.severity)} <code>{text(broken.rule)}</code> · {found:,} found</p>\n"
    yield explanation(broken)
    shape = broken.findings[0].shape
    if about.base and shape.startswith(("http://", "https://")):
        yield f"<p>{link(shape, 'The shape that asks for it')}</p>\n"
    files = broken.files()
    if number == 0 and len(files) > 1:
        yield f"<h2>In {plural(len(files), 'source file')}</h2>\n"
        yield _files(files, place)
    yield f"<h2>{'All' if len(names) == 1 else 'The'} findings</h2>\n"
    yield pager(names, number, "Pages of this rule")
    yield findings_table(broken, broken.findings[number * PER_PAGE : (number + 1) * PER_PAGE], about, place)
    yield pager(names, number, "Pages of this rule")


def _files(files: Sequence[tuple[str, int]], place: Place) -> str:
    """The files that break the rule most; the others behind a line that opens."""
    items = []
    for file, many in files[:_MOST_FILES]:
        known = place.files.get(file)
        items.append(f"<li>{link(place.up + known if known else '', file_name(file))} <span>{many:,}</span></li>")
    if len(files) > _MOST_FILES:
        items.append(f"<li>and {plural(len(files) - _MOST_FILES, 'more file')}</li>")
    shown = f'<ul class="files">{"".join(items[:_FILES_AT_ONCE])}</ul>\n'
    if len(items) <= _FILES_AT_ONCE:
        return shown
    rest = plural(len(files) - _FILES_AT_ONCE, "more file")
    hidden = "".join(items[_FILES_AT_ONCE:])
    return f'{shown}<details><summary>{rest}</summary><ul class="files">{hidden}</ul></details>\n'


def explanation(broken: Broken) -> str:
    """What all findings of a rule have in common beside its title."""
    said = "".join(f"<p>{text(told)}</p>\n" for told in broken.explained)
    return f'<div class="advice">{said}</div>\n' if said else ""


def findings_table(broken: Broken, findings: Sequence[Finding], about: About, place: Place) -> str:
    """A row for each finding: where, which record, and what is its own about it."""
    rows = []
    particular = False
    for finding in findings:
        own = broken.own(finding)
        what = " ".join(part for part in (text(own), value(finding, own, about)) if part)
        particular = particular or bool(what)
        rows.append((f"<tr><td>{origin(finding, place)}</td><td>{record(finding, about)}</td>", f"<td>{what}</td>"))
    head = [("Place", ""), ("Record", "")] + ([("What was found", "")] if particular else [])
    return table(head, (f"{row}{what if particular else ''}</tr>\n" for row, what in rows), "stack places")
