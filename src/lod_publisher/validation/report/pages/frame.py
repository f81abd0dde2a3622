"""What all pages of the report share: head, style, links from page to page, and how a finding is shown."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.validation.report.grouping import telling
from lod_publisher.validation.report.pages.style import STYLE

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class About:
    """What a report is of. `base` is the root of the published IRIs; "" when nothing was published (a check).

    `page_of` gives the IRI of the published page of a finding's record, or "", `page_at` that of the entity of an IRI;
    `source_of` the path of a source file by the name that findings use, or None.
    """

    title: str
    moment: str
    snapshot: str = ""
    base: str = ""
    validated: bool = True
    page_of: Callable[[Finding], str] = field(default=lambda _finding: "")
    page_at: Callable[[str], str] = field(default=lambda _iri: "")
    source_of: Callable[[str], Path | None] = field(default=lambda _file: None)


@dataclass(slots=True)
class Place:
    """Where pages lie: `up` leads from the page in hand to the folder of the report ("report/", "../", "")."""

    up: str
    front: str
    lines: dict[tuple[str, int], str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    rules: dict[tuple[Severity, str], str] = field(default_factory=dict)

    def seen_from(self, up: str, front: str) -> "Place":
        """The same pages, as they are reached from another folder."""
        return Place(up, front, self.lines, self.files, self.rules)


def text(told: str) -> str:
    """A text for a page: escaped, and without characters that no page may hold or that would turn its direction."""
    return escape(_CONTROL.sub("\ufffd", told))


def file_name(name: str) -> str:
    """A file's name, which may be broken after a folder."""
    return text(name).replace("/", "/<wbr>")


def link(address: str, label: str, kind: str = "") -> str:
    """A link whose label is already escaped; the label alone when there is no address."""
    named = f' class="{kind}"' if kind else ""
    return f'<a{named} href="{text(address)}">{label}</a>' if address else label


def page(title: str, about: About, crumbs: Sequence[tuple[str, str]], body: Iterable[str]) -> str:
    """A complete page; `crumbs` are the address and name of the pages above it."""
    above = [(f"{about.base}/", "The collection")] if about.base else []
    trail = "".join(f"<li>{link(address, text(name))}</li>" for address, name in (*above, *crumbs))
    nav = f'<nav aria-label="You are here"><ol class="trail">{trail}</ol></nav>\n' if trail else ""
    made = f"Snapshot {text(about.snapshot)}, " if about.snapshot else "A check of the sources, "
    foot = f"<footer><p>{made}{text(about.moment)}.</p></footer>\n" if about.moment else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{nav}<main>\n"
        f"{''.join(body)}</main>\n{foot}</body>\n</html>\n"
    )


def table(head: Sequence[tuple[str, str]], rows: Iterable[str], kind: str = "") -> str:
    """A table that scrolls by itself when it is too wide; `head` are names and classes of the columns."""
    cells = "".join(f'<th scope="col"{f" class={quoted(style)}" if style else ""}>{name}</th>' for name, style in head)
    named = f" {kind}" if kind else ""
    return (
        f'<div class="table{named}"><table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{"".join(rows)}</tbody>\n'
        "</table></div>\n"
    )


def quoted(value: str) -> str:
    """An attribute's value in its quotes."""
    return f'"{text(value)}"'


def badge(severity: Severity) -> str:
    """The severity as a word in its colour."""
    return f'<span class="badge {severity}">{named(severity)}</span>'


def named(severity: Severity) -> str:
    """The severity as people call it."""
    return "Note" if severity is Severity.INFO else str(severity).capitalize()


def choice(severities: Iterable[Severity]) -> str:
    """Buttons that show one severity alone, without a script; nothing when there is only one."""
    present = list(severities)
    if len(present) < 2:
        return ""
    buttons = '<label><input type="radio" name="show" id="show-all" checked> All</label>'
    for severity in present:
        buttons += f'<label><input type="radio" name="show" id="show-{severity}"> {named(severity)}s</label>'
    return f'<fieldset class="choice"><legend>Show</legend>{buttons}</fieldset>\n'


def pager(names: Sequence[str], number: int, what: str) -> str:
    """Links to the pages before and after page `number` (from 0) of several; nothing for a single one."""
    if len(names) < 2:
        return ""
    before = link(names[number - 1], "Previous", "step") if number else ""
    after = link(names[number + 1], "Next", "step") if number + 1 < len(names) else ""
    return f'<nav class="pager" aria-label="{what}">{before} <span>Page {number + 1:,} of {len(names):,}</span> {after}</nav>\n'


def record(finding: Finding, about: About) -> str:
    """The record's name, as a link when it has a page."""
    return link(about.page_of(finding), text(finding.record))


def origin(finding: Finding, place: Place) -> str:
    """File and line, as a link to the line where its page exists."""
    where = finding.origin
    known = place.lines.get((where.file, where.line)) if where.line is not None else place.files.get(where.file)
    return link(f"{place.up}{known}" if known else "", f"<code>{text(str(where))}</code>")


def value(finding: Finding, said: str, about: About) -> str:
    """The value in question unless the words name it; as a link when it is something that has a page."""
    bare = telling(finding)
    if not bare or bare in said:
        return ""
    page_of_it = about.page_at(bare) if bare.startswith(("http://", "https://")) else ""
    shown = bare.removeprefix(f"{about.base}/id/") if page_of_it else bare
    return link(page_of_it, f"<code>{text(shown)}</code>")


def plural(number: int, word: str) -> str:
    """ "1 file", "2 files"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
