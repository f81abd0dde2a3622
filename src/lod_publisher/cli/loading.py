"""`load-remote`: the published snapshot into a remote engine."""

from pathlib import Path

import click

from lod_publisher.cli.reporting import data_option, sentence
from lod_publisher.errors import InputError, without_password
from lod_publisher.settings import store_password
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.remote.loading import PORTION, GraphStore, load


@click.command("load-remote")
@click.argument("graph_store", metavar="URL")
@click.option("--store-graph", default="", metavar="IRI", help="The graph to fill; default: the store's default graph.")
@click.option(
    "--user", default="", help="Who is sending, when the store asks; the password is LOD_PUBLISHER_STORE_PASSWORD."
)
@click.option(
    "--portion",
    type=click.IntRange(1, 10_000_000),
    default=PORTION,
    show_default=True,
    help="Statements that are sent at a time.",
)
@click.option("--quiet", is_flag=True, help="Print only the result and errors.")
@data_option
@sentence
def load_remote(graph_store: str, store_graph: str, user: str, portion: int, quiet: bool, data: Path) -> None:  # fmt: skip
    """Send the published snapshot to a remote engine through the Graph Store Protocol at URL.

    What the graph held before is replaced. Then serve from there: lod-publisher serve --store QUERY-URL --store-graph IRI
    """
    if not graph_store.startswith(("http://", "https://")):
        raise InputError(
            f"{without_password(graph_store)}: not the address of a graph store, such as http://127.0.0.1:7878/store."
        )
    folder = shelf.published_folder(data)
    shelf.verify(folder)
    total = int(shelf.read_manifest(folder).get("triples", 0))
    target = GraphStore(graph_store, store_graph, user, store_password())
    with click.progressbar(length=total, label=folder.name, hidden=quiet) as bar:
        sent = load(folder, target, lambda done: bar.update(done - bar.pos), portion)
    where = f"the graph {store_graph}" if store_graph else "the default graph"
    click.echo(f"{sent:,} statements of {folder.name} are in {where} of {without_password(graph_store)}.")
