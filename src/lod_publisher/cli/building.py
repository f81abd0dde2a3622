"""`build` and `check`: from collections to a snapshot, or to findings."""

import json
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lod_publisher.build import pipeline
from lod_publisher.build.collecting import collected
from lod_publisher.build.dumps import Forms
from lod_publisher.build.inputs import gather
from lod_publisher.build.prerendering import Renderer
from lod_publisher.build.reporting import write_check_report
from lod_publisher.build.result import BuildResult
from lod_publisher.cli.findings import (
    FORMS,
    baseline_option,
    compare_and_tell,
    print_findings,
    print_form,
    refuse_missing_folder,
)
from lod_publisher.cli.reporting import Reporter, data_option, sentence
from lod_publisher.model.findings import Finding
from lod_publisher.settings import BuildSettings, available_processors
from lod_publisher.snapshot.findings import read_jsonl
from lod_publisher.snapshot.shelf import published_folder, snapshots_folder
from lod_publisher.validation.report import read_baseline
from lod_publisher.validation.report import write_baseline as save_baseline
from lod_publisher.web.dumping import WRITERS, headers
from lod_publisher.web.examining import examine
from lod_publisher.web.prerendering import FORMS as PRERENDERED
from lod_publisher.web.prerendering import LASTING, render
from lod_publisher.web.program import program

_SHOWN_COUNTS = (
    "document", "person", "dated", "placed", "with source note", "with sender", "with addressee",
    "passages", "mentions", "mentions unresolved", "redactions", "links",
)  # fmt: skip


def _forms(what: str, known: Collection[str]) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """Reads a list of forms, of those that are known; raises click.BadParameter for another one."""

    def read(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
        asked = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip() not in ("", "none")))
        if unknown := next((name for name in asked if name not in known), None):
            raise click.BadParameter(f"{unknown} is no form of {what}. There are {', '.join(known)}, and none.")
        return asked

    return read


def build_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(
        [
            click.argument("collections", nargs=-1, required=True),
            data_option,
            click.option("--base", help="The root of all IRIs; default: the collection's own, else where serve listens."),
            click.option("--jobs", type=click.IntRange(1, 256), default=available_processors(), show_default=True,
                         help="Converting processes."),
            click.option("--scheduler", default="", metavar="URL", envvar="LOD_PUBLISHER_SCHEDULER",
                         help="A Dask cluster that converts, such as tcp://host:8786; needs the extra `cluster`."),
            click.option("--exchange", default="", metavar="URL", envvar="LOD_PUBLISHER_EXCHANGE",
                         help="A place that its workers reach too: a path on a shared disk, s3://...; default: DATA/exchange."),
            click.option("--strict", is_flag=True, help="Stop at the first violation and publish nothing."),
            click.option("--keep", type=click.IntRange(1), default=3, show_default=True, help="Snapshots to keep."),
            click.option("--max-loss", type=click.FloatRange(0, 100), default=50, show_default=True, metavar="PERCENT",
                         help="Publish nothing that lacks more than this share of what is published now."),
            click.option("--dumps", type=click.UNPROCESSED, callback=_forms("a dump", WRITERS), default=",".join(WRITERS), show_default=True,
                         help="Forms to write for download, separated by commas; `none` leaves the N-Triples that are always there."),
            click.option("--prerender", type=click.UNPROCESSED, callback=_forms("an answer", PRERENDERED), default="ttl,srj",
                         show_default=True,
                         help="Answers about each thing to write now, as readers would wait for them: suffixes such as `ttl,jsonld`,"
                         " `html` for pages, `srj` for what a query finds about it; `none` leaves all until they are asked for."),
            click.option("--without-validation", is_flag=True,
                         help="Do not check against the shapes (for measurements; the manifest says so)."),
            click.option("--without-linking", is_flag=True,
                         help="Join only what sources and decisions.csv say is one, not what the program is sure of."),
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
        max_loss=options["max_loss"] / 100,
        link=not options["without_linking"],
        dumps=options["dumps"],
        prerender=options["prerender"],
        scheduler=options["scheduler"],
        exchange=options["exchange"],
    )


def run_build(collections: tuple[str, ...], settings: BuildSettings, quiet: bool) -> BuildResult:
    with Reporter(quiet) as reporter:
        paths = collected(collections, settings.data, reporter)
        return pipeline.build(
            paths,
            settings,
            datetime.now(UTC),
            reporter,
            examine,
            Forms(WRITERS, headers),
            Renderer(render, program, LASTING),
        )


@click.command()
@build_options
@click.option("--no-publish", is_flag=True, help="Write the snapshot, but leave the published one as it is.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@baseline_option
@sentence
def build(
    collections: tuple[str, ...], no_publish: bool, as_json: bool, baseline: Path | None, quiet: bool, **options: Any
) -> None:
    """Read sources, link, map, validate, write a new snapshot, publish it.

    COLLECTIONS are folders with a collection.toml, or any folders and files of source data; or their addresses, as s3://bucket/folder.
    """
    accepted = read_baseline(baseline) if baseline else None
    settings = build_settings(options, not no_publish)
    result = run_build(collections, settings, quiet or as_json)
    fails = result.violations > 0
    shown: Sequence[Finding] = result.findings
    if accepted is not None:
        if result.unchanged:
            result.findings = list(read_jsonl(published_folder(settings.data) / "report.jsonl"))
        compared = compare_and_tell(result.findings, accepted, to_stderr=as_json)
        shown, fails = compared.new, bool(compared.new)
    if as_json:
        click.echo(json.dumps(_result_as_json(result), indent=1))
    else:
        print_result(result, quiet, shown, settings.data)
    sys.exit(1 if fails else 0)


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


def print_result(result: BuildResult, quiet: bool, findings: Sequence[Finding], data: Path) -> None:
    if result.unchanged:
        if findings and not quiet:
            print_findings(findings)
        click.echo(f"Nothing has changed; {result.snapshot_id} stays published.")
        return
    if not quiet:
        _print_counts(result)
        if findings:
            print_findings(findings)
            where = data / "current" if result.published else snapshots_folder(data) / str(result.snapshot_id)
            click.echo(f"\nThe whole report: {where}/report.html, or /report of the served site")
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


@click.command()
@build_options
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted((*FORMS, "text"))),
    default="text",
    show_default=True,
    help="The form of the findings: for people text or one html page; for tools ttl (SHACL), json, jsonl.",
)
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write the whole report here: pages with the lines of the sources, report.ttl, report.jsonl.",
)
@baseline_option
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Accept what was found: write it to this file for later checks with --baseline.",
)
@sentence
def check(
    collections: tuple[str, ...],
    form: str,
    folder: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Do everything up to validation and print the findings; no snapshot is written.

    Exit code 1 when there are violations; with --baseline when anything is new; with --write-baseline alone 0.
    """  # fmt: skip
    refuse_missing_folder(write_baseline)
    accepted = read_baseline(baseline) if baseline else None
    settings, moment = build_settings(options), datetime.now(UTC)
    with Reporter(quiet) as reporter:
        paths = collected(collections, settings.data, reporter)
        result = pipeline.check(paths, settings, moment, reporter)
    shown: Sequence[Finding] = result.findings
    fails = result.violations > 0 and write_baseline is None
    if accepted is not None:
        compared = compare_and_tell(result.findings, accepted, to_stderr=form != "text")
        shown, fails = compared.new, bool(compared.new)
    if form != "text":
        print_form(shown, form)
    elif shown or accepted is None:
        print_findings(shown)
    if folder is not None:
        write_check_report(folder, shown, gather(paths, settings.base), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    if write_baseline is not None:
        many = save_baseline(write_baseline, result.findings)
        click.echo(f"{many:,} findings are accepted in {write_baseline}.", err=form != "text")
    if form == "text" and shown:
        whole = f"{folder}/report.html" if folder else "--report FOLDER writes it; --format jsonl is for tools"
        click.echo(f"\nThe whole report: {whole}")
    sys.exit(1 if fails else 0)
