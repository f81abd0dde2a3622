"""The command line: each command reads settings and calls one function."""

import json
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from lod_publisher import __version__
from lod_publisher.build import pipeline
from lod_publisher.build.result import BuildResult
from lod_publisher.errors import InputError, PublisherError
from lod_publisher.linking.evaluation import scores
from lod_publisher.settings import BuildSettings, ServeSettings, available_processors, resource_folder
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.workers import Workers
from lod_publisher.validation import report_html, report_json, report_text, report_turtle

_SHOWN_COUNTS = (
    "document", "person", "dated", "placed", "with source note", "with sender", "with addressee",
    "passages", "mentions", "mentions unresolved", "redactions", "links",
)  # fmt: skip


class _Reporter:
    """Shows long work: a bar on a terminal, a plain line a stage otherwise, nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        self.console = Console(stderr=True)
        self.quiet = quiet
        self.bars: Progress | None = None
        self.tasks: dict[str, Any] = {}
        if not quiet and self.console.is_terminal:
            self.bars = Progress(
                SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                console=self.console, transient=True,
            )  # fmt: skip

    def __enter__(self) -> "_Reporter":
        if self.bars:
            self.bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bars:
            self.bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.bars:
            if stage not in self.tasks:
                self.tasks[stage] = self.bars.add_task(stage, total=total)
            self.bars.update(self.tasks[stage], completed=done, total=total)
        elif not self.quiet and (done == total or done % 10 == 0):
            click.echo(f"{stage}: {done} of {total}", err=True)


def _sentence(function: Callable[..., None]) -> Callable[..., None]:
    """End a command with one sentence and the right code instead of a traceback; --verbose shows the traceback too."""

    @wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> None:
        verbose = click.get_current_context().find_root().params.get("verbose", False)
        try:
            function(*args, **kwargs)
        except PublisherError as problem:
            if verbose:
                traceback.print_exc()
            click.echo(f"lod-publisher: {problem}", err=True)
            sys.exit(problem.exit_code)
        except KeyboardInterrupt:
            click.echo("lod-publisher: stopped. Nothing was published; what was published stays as it was.", err=True)
            sys.exit(130)
        except OSError as problem:
            if verbose:
                traceback.print_exc()
            place = f"{problem.filename}: " if problem.filename else ""
            click.echo(f"lod-publisher: {place}{problem.strerror or problem}. Nothing was published.", err=True)
            sys.exit(3)

    return guarded


def _terminate(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version")
@click.option("--verbose", is_flag=True, help="Show the traceback behind an error.")
def main(verbose: bool) -> None:
    """Publish archives as Linked Open Data in CIDOC-CRM.

    A newcomer's first command is `lod-publisher up seeds`; `lod-publisher init DIR` starts a collection of your own.

    Exit codes: 0 done, 1 findings (violations), 2 wrong input or usage, 3 failed.
    """
    signal.signal(signal.SIGTERM, _terminate)


def _build_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(
        [
            click.argument("collections", nargs=-1, required=True, type=click.Path(path_type=Path)),
            click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True,
                         help="The folder of snapshots."),
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


def _settings(options: dict[str, Any], publish: bool = True) -> BuildSettings:
    return BuildSettings(
        data=options["data"],
        base=options["base"],
        jobs=options["jobs"],
        strict=options["strict"],
        publish=publish,
        validate=not options["without_validation"],
        keep=options["keep"],
    )


def _run_build(collections: tuple[Path, ...], settings: BuildSettings, quiet: bool) -> BuildResult:
    with _Reporter(quiet) as reporter:
        return pipeline.build(collections, settings, datetime.now(UTC), reporter)


@main.command()
@_build_options
@click.option("--no-publish", is_flag=True, help="Write the snapshot, but leave the published one as it is.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_sentence
def build(collections: tuple[Path, ...], no_publish: bool, as_json: bool, quiet: bool, **options: Any) -> None:
    """Read sources, link, map, validate, write a new snapshot, publish it.

    COLLECTIONS are folders with a collection.toml, or any folders and files of source data.
    """
    result = _run_build(collections, _settings(options, not no_publish), quiet or as_json)
    if as_json:
        click.echo(json.dumps(_result_as_json(result), indent=1))
    else:
        _print_result(result, quiet)
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


def _print_result(result: BuildResult, quiet: bool) -> None:
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


@main.command()
@_build_options
@click.option("--format", "report", type=click.Choice(sorted(_REPORTS)), default="text", show_default=True)
@_sentence
def check(collections: tuple[Path, ...], report: str, quiet: bool, **options: Any) -> None:
    """Do everything up to validation and print the findings; no snapshot is written."""
    with _Reporter(quiet) as reporter:
        result = pipeline.check(collections, _settings(options), datetime.now(UTC), reporter)
    click.echo(_REPORTS[report](result.findings))
    sys.exit(1 if result.violations else 0)


def _serve_options(function: Callable[..., None]) -> Callable[..., None]:
    default = ServeSettings()
    for option in reversed(
        [
            click.option("--host", default=default.host, show_default=True, help="The address to listen on."),
            click.option("--port", type=click.IntRange(1, 65535), default=default.port, show_default=True, envvar="PORT"),
            click.option("--workers", type=click.IntRange(1, 64), default=available_processors(), show_default=True,
                         help="Serving processes."),
            click.option("--query-timeout", type=click.FloatRange(0.1, 3600), default=default.query_timeout_s,
                         show_default=True, help="Seconds that one SPARQL query may take."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


def _serve(data: Path, host: str, port: int, workers: int, query_timeout: float) -> None:
    # Imported here: the web stack costs 0.2 s that no other command should pay.
    from lod_publisher.web.server import run  # noqa: PLC0415

    shelf.verify(shelf.published_folder(data))
    run(ServeSettings(data=data, host=host, port=port, workers=workers, query_timeout_s=query_timeout))


@main.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True)
@_serve_options
@_sentence
def serve(data: Path, host: str, port: int, workers: int, query_timeout: float) -> None:
    """Serve the published snapshot over HTTP."""
    _serve(data, host, port, workers, query_timeout)


@main.command()
@_build_options
@_serve_options
@_sentence
def up(
    collections: tuple[Path, ...],
    quiet: bool,
    host: str,
    port: int,
    workers: int,
    query_timeout: float,
    **options: Any,
) -> None:
    """Build what has changed, then serve: both in one."""
    if options["base"] is None and (host, port) != (ServeSettings().host, ServeSettings().port):
        options["base"] = f"http://{host}:{port}"
    result = _run_build(collections, _settings(options), quiet)
    _print_result(result, quiet)
    click.echo(f"Open http://{host}:{port}/ in a browser; Ctrl-C ends the server.")
    _serve(options["data"], host, port, workers, query_timeout)


@main.group()
def snapshots() -> None:
    """What is on disk: list, publish, roll back, prune, verify."""


_data_option = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True
)


@snapshots.command("list")
@_data_option
@click.option("--json", "as_json", is_flag=True)
@_sentence
def list_(data: Path, as_json: bool) -> None:
    """List the snapshots, the oldest first; * marks the published one."""
    listings = shelf.list_snapshots(data)
    if as_json:
        rows = [
            {"id": listing.id, "published": listing.published, "triples": listing.triples, "entities": listing.entities}
            for listing in listings
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    for listing in listings:
        size = f"{listing.entities:,} entities, {listing.triples:,} statements" if listing.triples >= 0 else "damaged"
        click.echo(f"{'*' if listing.published else ' '} {listing.id}  {size}")


@snapshots.command("publish")
@click.argument("snapshot_id")
@_data_option
@_sentence
def publish_(snapshot_id: str, data: Path) -> None:
    """Make a snapshot the published one, after verifying it."""
    shelf.verify(shelf.snapshots_folder(data) / snapshot_id)
    shelf.publish(data, snapshot_id)
    click.echo(f"{snapshot_id} is published.")


@snapshots.command()
@_data_option
@_sentence
def rollback(data: Path) -> None:
    """Publish the snapshot before the published one."""
    click.echo(f"{shelf.rollback(data)} is published.")


@snapshots.command()
@click.option("--keep", type=click.IntRange(1), default=3, show_default=True)
@_data_option
@_sentence
def prune(data: Path, keep: int) -> None:
    """Remove old snapshots, never the published one."""
    for snapshot_id in shelf.prune(data, keep):
        click.echo(f"{snapshot_id} removed.")


@snapshots.command("verify")
@_data_option
@_sentence
def verify_(data: Path) -> None:
    """Hold every file of the published snapshot against its manifest."""
    folder = shelf.published_folder(data)
    shelf.verify(folder)
    click.echo(f"{folder.name} is as it was written.")


@main.command()
@click.argument("sparql")
@click.option(
    "--format",
    "output",
    type=click.Choice(["json", "xml", "csv", "tsv", "ttl", "nt"]),
    default="tsv",
    show_default=True,
)
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Seconds.")
@_data_option
@_sentence
def query(sparql: str, output: str, timeout: float, data: Path) -> None:
    """Ask the published snapshot; SPARQL is a query or `@file.rq`."""
    text = _query_text(sparql)
    folder = shelf.published_folder(data)
    manifest = shelf.read_manifest(folder)
    workers = Workers(folder / "store", 1, timeout, 8_000_000_000, base=manifest["base"])
    tabular = output in ("json", "xml", "csv", "tsv")
    formats = {
        "solutions": output if tabular else "tsv",
        "boolean": output if output in ("json", "xml") else "json",
        "graph": "nt" if tabular else output,
    }
    try:
        click.echo(workers.ask(text, formats).body.decode(), nl=False)
    finally:
        workers.close()


def _query_text(given: str) -> str:
    if not given.startswith("@"):
        return given
    path = Path(given[1:])
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: the query cannot be read ({problem}). Give a file of UTF-8 text.") from None


@main.command()
@click.option(
    "--to", "target", required=True, type=click.Path(path_type=Path, file_okay=False), help="An empty or new folder."
)
@click.option("--format", "output", type=click.Choice(["nt"]), default="nt", show_default=True)
@_data_option
@_sentence
def export(target: Path, output: str, data: Path) -> None:
    """Copy the dumps of the published snapshot, with their checksums."""
    folder = shelf.published_folder(data)
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / "dumps").iterdir()):
        shutil.copyfile(path, target / path.name)
        click.echo(f"{target / path.name}  ({output})")


@main.command()
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@_sentence
def evaluate(predicted: Path, gold: Path, as_json: bool) -> None:
    """Score a clustering against a gold standard: pairwise and B-cubed precision, recall, F1.

    Both files are tab-separated with a header: volume_id, person_xml_id, and cluster (PREDICTED) or people_id (GOLD).
    """
    found = scores(predicted, gold)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        click.echo(f"{name:<22}{value:.4f}".removesuffix(".0000"))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_sentence
def init(folder: Path) -> None:
    """Start a collection of your own: a commented collection.toml and a first record that build as they are."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder}: not empty, so nothing was written there. Give a new folder.")
    shutil.copytree(Path(__file__).parent / "starter", folder, dirs_exist_ok=True)
    click.echo(f"{folder} is a collection. Try: lod-publisher up {folder}")


@main.command()
@_data_option
@_sentence
def doctor(data: Path) -> None:
    """Say what is installed, what is missing, what would fail, and how to mend it."""
    troubles = 0

    def say(good: bool, what: str, mend: str = "") -> None:
        nonlocal troubles
        troubles += not good
        click.echo(f"{'ok  ' if good else 'FAIL'} {what}{'' if good or not mend else f'. {mend}'}")

    say(True, f"Python {sys.version.split()[0]}")
    say(resource_folder("shapes").is_dir(), "shapes are installed", "Install the package again.")
    say(resource_folder("ontology").is_dir(), "the ontology is installed", "Install the package again.")
    free = shutil.disk_usage(
        next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.is_dir())
    ).free
    say(free > 2_000_000_000, f"{free / 1e9:.1f} GB free for snapshots", "A large collection needs about 2 GB.")
    try:
        folder = shelf.published_folder(data)
        shelf.verify(folder)
        say(True, f"{folder.name} is published and as it was written")
    except PublisherError as problem:
        say(False, str(problem))
    sys.exit(3 if troubles else 0)
