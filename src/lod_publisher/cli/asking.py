"""`query`, `export`, `evaluate` and `init`: what is done with and around snapshots."""

import json
import shutil
from pathlib import Path

import click

from lod_publisher.build.crate import narrow_crate
from lod_publisher.cli.reporting import data_option, sentence
from lod_publisher.errors import InputError
from lod_publisher.linking.evaluation import scores
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.dumps import CRATE, FORMS, read_index, write_checksums
from lod_publisher.snapshot.dumps import FOLDER as DUMPS
from lod_publisher.snapshot.workers import Workers
from lod_publisher.web import exporting


@click.command()
@click.argument("sparql")
@click.option(
    "--format",
    "output",
    type=click.Choice(["json", "xml", "csv", "tsv", "ttl", "nt"]),
    default="tsv",
    show_default=True,
)
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Seconds.")
@data_option
@sentence
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


@click.command()
@click.option(
    "--to", "target", required=True, type=click.Path(path_type=Path, file_okay=False), help="An empty or new folder."
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["all", *FORMS, *exporting.FORMS]),
    default="all",
    show_default=True,
    help="Only dumps of this form, or persons and bodies as marcxml, mads, eac or skos, or their links as beacon or links (CSV).",
)
@data_option
@sentence
def export(target: Path, output: str, data: Path) -> None:
    """Copy the dumps of the published snapshot, with their checksums and an RO-Crate manifest of what was copied.

    The formats of libraries and archives are written when they are asked for.
    """
    folder = shelf.published_folder(data)
    if output in exporting.FORMS:
        target.mkdir(parents=True, exist_ok=True)
        exporting.export(folder, target, output, lambda path, count: click.echo(f"{path}  {count:,} records"))
        return
    dumps = [dump for dump in read_index(folder) if output in ("all", dump.form.suffix)]
    if not dumps:
        made = ", ".join(dict.fromkeys(dump.form.suffix for dump in read_index(folder)))
        raise InputError(
            f"{folder.name} was built without dumps of the form {output}; it has {made}. "
            "Build again with more --dumps, or choose another --format."
        )
    target.mkdir(parents=True, exist_ok=True)
    for dump in dumps:
        shutil.copyfile(folder / DUMPS / dump.name, target / dump.name)
        click.echo(f"{target / dump.name}  {dump.size:,} bytes, {dump.form.name}")
    write_checksums(target, sorted(dumps, key=lambda dump: dump.name))
    if (folder / DUMPS / CRATE).is_file():
        narrow_crate(folder / DUMPS / CRATE, target / CRATE, {dump.name for dump in dumps})


@click.command()
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@sentence
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


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@sentence
def init(folder: Path) -> None:
    """Start a collection of your own: a commented collection.toml and a first record that build as they are."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder}: not empty, so nothing was written there. Give a new folder.")
    shutil.copytree(Path(__file__).parent.parent / "starter", folder, dirs_exist_ok=True)
    click.echo(f"{folder} is a collection. Try: lod-publisher up {folder}")
