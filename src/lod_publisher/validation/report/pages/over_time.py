"""The findings over time: source files by builds, with what has changed from one build to the next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from lod_publisher.validation.report.grouping import ranked
from lod_publisher.validation.report.history import Build
from lod_publisher.validation.report.pages.frame import About, Place, file_name, link, page, plural, table, text

_ON_FRONT = 6  # builds
_ROWS_ON_FRONT = 60
_MOST_ROWS = 1_000


def summary(builds: Sequence[Build], place: Place) -> str:
    """For the front page: the last builds, the files that changed in them, and the sums. Nothing before the second build."""
    if len(builds) < 2:
        return ""
    last = builds[-_ON_FRONT:]
    counts = [build.by_file for build in last]
    names = _names(counts)
    moved = [name for name in names if len({each[name] for each in counts}) > 1]
    same = len(names) - len(moved)
    more = len(moved) - _ROWS_ON_FRONT
    told = f"{plural(more, 'more file')} changed. " if more > 0 else ""
    told += f"{plural(same, 'file')} unchanged in these builds. " if same else ""
    note = f'<p class="soft">{told}{link(place.up + "history.html", f"All {len(builds)} builds, by file and by rule")}</p>\n'
    return (
        f'<h2 id="over-time">Over time</h2>\n{_table("Source file", moved[:_ROWS_ON_FRONT], last, counts, place)}{note}'
    )


def write_history_page(folder: Path, builds: Sequence[Build], about: About, place: Place) -> None:
    """Write the page with all builds, by file and by rule."""
    if len(builds) < 2:
        return
    body = _body(builds, place)
    whole = page("Findings over time", about, ((f"{place.up}{place.front}", "Validation report"),), body)
    (folder / "history.html").write_text(whole, encoding="utf-8")


def _body(builds: Sequence[Build], place: Place) -> Iterator[str]:
    yield f"<h1>Findings over time</h1>\n<p>{plural(len(builds), 'build')}, the newest first; each is compared with the one before it.</p>\n"
    for heading, column, counts in (
        ("By source file", "Source file", [build.by_file for build in builds]),
        ("By rule", "Rule", [build.by_rule for build in builds]),
    ):
        names = _names(counts)
        yield f"<h2>{heading}</h2>\n"
        if len(names) > _MOST_ROWS:
            yield f'<p class="soft">The first {_MOST_ROWS:,} of {len(names):,}; findings-history.json has all.</p>\n'
        yield _table(column, names[:_MOST_ROWS], builds, counts, place)


def _names(counts: Sequence[Counter[str]]) -> list[str]:
    """All names that occur: those with the most findings in the newest build first."""
    known = set().union(*counts)
    return [name for name, _ in ranked(Counter({name: counts[-1][name] for name in known}))]


def _table(
    column: str, names: Sequence[str], builds: Sequence[Build], counts: Sequence[Counter[str]], place: Place
) -> str:
    rows = []
    for name in names:
        known = place.files.get(name)
        cells = "".join(_cells([each[name] for each in counts]))
        rows.append(
            f'<tr><th scope="row">{link(place.up + known if known else "", file_name(name))}</th>{cells}</tr>\n'
        )
    sums = "".join(_cells([each.total() for each in counts]))
    rows.append(f'<tr class="sum"><th scope="row">All</th>{sums}</tr>\n')
    return table([(column, ""), *((_moment(build), "number") for build in reversed(builds))], rows)


def _moment(build: Build) -> str:
    day, _, time = build.moment.partition("T")
    unchecked = "" if build.validated else "<br>not validated"
    return f'{text(day)}<br><span class="small">{text(time[:5])}</span>{unchecked}'


def _cells(numbers: Sequence[int]) -> list[str]:
    """The counts, the newest first, each with its difference from the build before: sign and arrow say what the colour says."""
    cells = []
    before = numbers[0]
    for number in numbers:
        change = ""
        if number != before:
            style, arrow = ("up", "▲") if number > before else ("down", "▼")
            change = f'<span class="{style}">{arrow}\u2009{number - before:+,}</span>'.replace("-", "\u2212")
        cells.append(f'<td class="number{"" if number else " none"}">{number:,}{change}</td>')
        before = number
    return cells[::-1]
