"""How `build` and `check` show what they found: on a terminal, as a file for tools, against a baseline."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from lod_publisher.errors import InputError
from lod_publisher.model.findings import Finding
from lod_publisher.validation.report import (
    Compared,
    compare,
    report_html,
    report_json,
    report_jsonl,
    report_lines,
    report_turtle,
)

_STYLES = {"violation": "bold red", "warning": "bold yellow", "info": "bold blue", "rule": "bold", "soft": "dim"}
_PIPED_WIDTH = 80
_AT_ONCE = 2_000  # pieces of a report for tools
_WIDEST = 110  # longer lines are not easier to read

FORMS: dict[str, Callable[[Sequence[Finding]], Iterable[str]]] = {
    "html": report_html,
    "json": report_json,
    "jsonl": report_jsonl,
    "ttl": report_turtle,
}

baseline_option = click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Show only what this file of accepted findings does not hold; exit code 0 when nothing is new, 1 otherwise.",
)


def print_findings(findings: Sequence[Finding]) -> None:
    """Print the report for people; in colours on a terminal, 80 columns wide when piped."""
    console = Console(highlight=False)
    width = min(console.width, _WIDEST) if console.is_terminal else _PIPED_WIDTH
    for line in report_lines(findings, width):
        style: str = _STYLES.get(line.role, "")
        console.print(Text(line.text, style=style), soft_wrap=True)


def print_form(findings: Sequence[Finding], form: str) -> None:
    """Print the report in a form for tools, piece by piece."""
    pieces = iter(FORMS[form](findings))
    while some := list(islice(pieces, _AT_ONCE)):
        click.echo("".join(some).encode("utf-8", "backslashreplace"), nl=False)


def compare_and_tell(findings: Sequence[Finding], accepted: Counter[str], to_stderr: bool) -> Compared:
    """Hold findings against a baseline and say in one line what came of it."""
    compared = compare(findings, accepted)
    gone = f"{compared.gone:,} of the baseline not found again (mended, or in sources that were not read)"
    click.echo(f"Against the baseline: {len(compared.new):,} new, {compared.known:,} known, {gone}.", err=to_stderr)
    return compared


def refuse_missing_folder(path: Path | None) -> None:
    """Say before the long work that a file could not be written after it.

    Raises:
        InputError: its folder does not exist.
    """
    if path is not None and not path.resolve().parent.is_dir():
        raise InputError(
            f"{path}: there is no folder {path.parent}, so the baseline could not be written. Nothing was checked; "
            "make the folder or give another path."
        )
