"""The command line: each command reads settings and calls one function."""

import signal

import click

from lod_publisher import __version__
from lod_publisher.cli.annotating import annotate
from lod_publisher.cli.asking import evaluate, export, init, query
from lod_publisher.cli.building import build, check
from lod_publisher.cli.doctoring import doctor
from lod_publisher.cli.linking import link
from lod_publisher.cli.loading import load_remote
from lod_publisher.cli.serving import serve, up
from lod_publisher.cli.shelving import snapshots


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


for _command in (
    up,
    build,
    check,
    link,
    serve,
    snapshots,
    query,
    export,
    load_remote,
    annotate,
    evaluate,
    init,
    doctor,
):
    main.add_command(_command)
