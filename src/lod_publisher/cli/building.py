"""`build` and `check`: from collections to a snapshot, or to findings."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lod_publisher.build import pipeline
from lod_publisher.build.result import BuildResult
from lod_publisher.cli.reporting import Reporter, data_option, sentence
from lod_publisher.settings import BuildSettings, available_processors
from lod_publisher.validation import report_html, report_json, report_text, report_turtle

_SHOWN_COUNTS = (
    "document", "person", "dated", "placed", "with source note", "with sender", "with addressee",
    "passages", "mentions", "mentions unresolved", "redactions", "links",
)  # fmt: skip


def build_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(
        [
            click.argument("collections", nargs=-1, required=True, type=click.Path(path_type=Path)),
            data_option,
            click.option("--base", help="The root of all IRIs; default: the collection's own, else where serve listens."),
            click.option("--jobs", type=click.IntRange(1, 256), default=available_processors(), show_default=True,
                         help="Converting processes."),
            click.option("--strict", is_flag=True, help="Stop at the first violation and publish nothing."),
            click.option("--keep", type=click.IntRange(1), default=3, show_default=True, help="Snapshots to keep."),
            click.option("--without-validation", is_flag=True,
                         help="Do not check against the shapes (for measurements; the manifest says so)."),
            click.option("--quiet", is_flag=True, help="Print only the result and errors."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


def build_settings(options: dict[str, Any], publish: bool = True) -> BuildSettings:
    return BuildSettings(
        data=options["data"],
        base=options["base"],
        jobs=options["jobs"],
        strict=options["strict"],
        publish=publish,
        validate=not options["without_validation"],
        keep=options["keep"],
    )


def run_build(collections: tuple[Path, ...], settings: BuildSettings, quiet: bool) -> BuildResult:
    with Reporter(quiet) as reporter:
        return pipeline.build(collections, settings, datetime.now(UTC), reporter)


@click.command()
@build_options
@click.option("--no-publish", is_flag=True, help="Write the snapshot, but leave the published one as it is.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@sentence
def build(collections: tuple[Path, ...], no_publish: bool, as_json: bool, quiet: bool, **options: Any) -> None:
    """Read sources, link, map, validate, write a new snapshot, publish it.

    COLLECTIONS are folders with a collection.toml, or any folders and files of source data.
    """
    result = run_build(collections, build_settings(options, not no_publish), quiet or as_json)
    if as_json:
        click.echo(json.dumps(_result_as_json(result), indent=1))
    else:
        print_result(result, quiet)
    sys.exit(1 if result.violations else 0)


def _result_as_json(result: BuildResult) -> dict[str, Any]:
    return {
        "snapshot": result.snapshot_id,
        "published": result.published,
        "unchanged": result.unchanged,
        "triples": result.triples,
        "entities": result.entities,
        "counts": {name: dict(counts) for name, counts in result.counts.items()},
        "violations": result.violations,
        "findings": len(result.findings),
        "timings": result.timings,
    }


def print_result(result: BuildResult, quiet: bool) -> None:
    if result.unchanged:
        click.echo(f"Nothing has changed; {result.snapshot_id} stays published.")
        return
    if not quiet:
        _print_counts(result)
        if result.findings:
            click.echo(report_text(result.findings))
        stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in result.timings.items())
        click.echo(f"Time: {stages}")
    total = sum(result.entities.values())
    verb = "published" if result.published else "written, not published"
    click.echo(f"{result.snapshot_id} {verb}: {total:,} entities, {result.triples:,} statements.")


def _print_counts(result: BuildResult) -> None:
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table(title="What was read", title_justify="left")
    table.add_column("source", overflow="fold")
    for name in _SHOWN_COUNTS:
        table.add_column(name, justify="right")
    rows = [(Path(name).name, counts) for name, counts in result.counts.items() if any(counts.values())]
    for name, counts in rows:
        table.add_row(name, *(f"{counts.get(column, 0):,}" for column in _SHOWN_COUNTS))
    table.add_section()
    table.add_row("all", *(f"{sum(c.get(column, 0) for _, c in rows):,}" for column in _SHOWN_COUNTS))
    console.print(table)


_REPORTS = {"text": report_text, "html": report_html, "ttl": report_turtle, "json": report_json}


@click.command()
@build_options
@click.option("--format", "report", type=click.Choice(sorted(_REPORTS)), default="text", show_default=True)
@sentence
def check(collections: tuple[Path, ...], report: str, quiet: bool, **options: Any) -> None:
    """Do everything up to validation and print the findings; no snapshot is written."""
    with Reporter(quiet) as reporter:
        result = pipeline.check(collections, build_settings(options), datetime.now(UTC), reporter)
    click.echo(_REPORTS[report](result.findings))
    sys.exit(1 if result.violations else 0)
