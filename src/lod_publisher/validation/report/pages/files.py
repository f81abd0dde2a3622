"""The table of source files: how many findings of each severity every file has."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.validation.report.grouping import totals
from lod_publisher.validation.report.pages.frame import About, Place, file_name, link, named, page, pager, plural, table

_PER_PAGE = 1_000


def files_table(files: Sequence[tuple[str, Mapping[Severity, int]]], place: Place, sums: Mapping[Severity, int]) -> str:
    """A row for each file, a column for each severity that occurs; below them the sums of the whole report."""
    present = [severity for severity in Severity if sums[severity]]
    rows = [_row(name, counts, present, place) for name, counts in files]
    total = "".join(f'<td class="number">{sums[severity]:,}</td>' for severity in present)
    rows.append(
        f'<tr class="sum"><th scope="row">All files</th>{total}<td class="number">{sum(sums.values()):,}</td></tr>\n'
    )
    columns = [(named(severity) + "s", "number") for severity in present]
    return table([("Source file", ""), *columns, ("All", "number")], rows)


def _row(name: str, counts: Mapping[Severity, int], present: Sequence[Severity], place: Place) -> str:
    known = place.files.get(name)
    cells = "".join(
        f'<td class="number {severity if counts[severity] else "none"}">{counts[severity]:,}</td>'
        for severity in present
    )
    has = " ".join(str(severity) for severity in present if counts[severity])
    label = link(place.up + known if known else "", file_name(name))
    return (
        f'<tr data-severity="{has}"><th scope="row">{label}</th>{cells}'
        f'<td class="number">{sum(counts.values()):,}</td></tr>\n'
    )


def counts_by_file(files: Mapping[str, Sequence[Finding]]) -> list[tuple[str, Mapping[Severity, int]]]:
    """The counts of every file, in the order of names."""
    return [(name, totals(found)) for name, found in files.items()]


def write_files(folder: Path, files: Sequence[tuple[str, Mapping[Severity, int]]], about: About, place: Place) -> None:
    """Write the pages that name all files."""
    sums = {severity: sum(counts[severity] for _, counts in files) for severity in Severity}
    many = max(1, -(-len(files) // _PER_PAGE))
    names = ["files.html" if number == 0 else f"files.{number + 1}.html" for number in range(many)]

    def body(number: int) -> Iterator[str]:
        yield f"<h1>{plural(len(files), 'source file')} with findings</h1>\n"
        yield pager(names, number, "Pages of files")
        yield files_table(files[number * _PER_PAGE : (number + 1) * _PER_PAGE], place, sums)
        yield pager(names, number, "Pages of files")

    for number, name in enumerate(names):
        whole = page(
            "Source files with findings", about, ((f"{place.up}{place.front}", "Validation report"),), body(number)
        )
        (folder / name).write_text(whole, encoding="utf-8")
