"""`link`: who is who in collections and authority files, as files that a librarian looks through and decides upon."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from lod_publisher.build import pipeline
from lod_publisher.cli.findings import print_findings
from lod_publisher.cli.reporting import Reporter, data_option, sentence
from lod_publisher.errors import InputError
from lod_publisher.linking.review import Outcome, candidates_csv, clusters_tsv, links_csv, review_page
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.settings import BuildSettings, available_processors


@click.command()
@click.argument("collections", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--authority",
    "authorities",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of persons, bodies or places to link with; given again for each.",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("linking"),
    show_default=True,
    help="The folder to write to.",
)
@data_option
@click.option("--jobs", type=click.IntRange(1, 256), default=available_processors(), help="Reading processes.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--quiet", is_flag=True, help="Print only the result and errors.")
@sentence
def link(
    collections: tuple[Path, ...],
    authorities: tuple[Path, ...],
    target: Path,
    data: Path,
    jobs: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find out who is who, and write it down to be looked through; nothing is published.

    Writes clusters.tsv (for `evaluate`), links.csv (every link with its grounds), candidates.csv (what waits for a decision, for
    OpenRefine and spreadsheets) and review.html (the same, side by side). Decisions go into the collection's decisions.csv.
    """
    if target.exists() and not target.is_dir():
        raise InputError(f"{target}: not a folder. Choose another with --to.")
    moment = datetime.now(UTC)
    settings = BuildSettings(data=data, jobs=jobs, validate=False)
    with Reporter(quiet or as_json) as reporter:
        records, found, findings = pipeline.look((*collections, *authorities), settings, moment, reporter)
    day = moment.date().isoformat()
    outcome = Outcome(records, found.linked, found.verdict.same, found.decisions, day, found.looked_up)
    target.mkdir(parents=True, exist_ok=True)
    written = {
        "clusters.tsv": clusters_tsv(outcome, target / "clusters.tsv"),
        "links.csv": links_csv(outcome, target / "links.csv"),
        "candidates.csv": candidates_csv(outcome, target / "candidates.csv"),
    }
    (target / "review.html").write_text(review_page(outcome), encoding="utf-8")
    _tell(outcome, written, findings, target, as_json, quiet)
    sys.exit(1 if any(finding.severity is Severity.VIOLATION for finding in findings) else 0)


def _tell(
    outcome: Outcome, written: dict[str, int], findings: list[Finding], target: Path, as_json: bool, quiet: bool
) -> None:
    counted = outcome.counted()
    if as_json:
        by_rule = Counter(f"{finding.severity}: {finding.rule}" for finding in findings)
        said = {"counts": counted, "rows": written, "findings": dict(sorted(by_rule.items())), "folder": str(target)}
        click.echo(json.dumps(said, indent=1))
        return
    if findings and not quiet:
        print_findings(findings)
    for what, number in counted.items():
        click.echo(f"{number:>9,}  {what}")
    for name, rows in written.items():
        click.echo(f"{target / name}  {rows:,} rows")
    click.echo(f"{target / 'review.html'}  to look through in a browser")
