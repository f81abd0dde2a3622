"""`serve` and `up`: the published snapshot over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lod_publisher.cli.building import build_options, build_settings, print_result, run_build
from lod_publisher.cli.reporting import sentence
from lod_publisher.settings import ServeSettings, available_processors
from lod_publisher.snapshot import shelf


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


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True)
@_serve_options
@sentence
def serve(data: Path, host: str, port: int, workers: int, query_timeout: float) -> None:
    """Serve the published snapshot over HTTP."""
    _serve(data, host, port, workers, query_timeout)


@click.command()
@build_options
@_serve_options
@sentence
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
    result = run_build(collections, build_settings(options), quiet)
    print_result(result, quiet, result.findings, options["data"])
    click.echo(f"Open http://{host}:{port}/ in a browser; Ctrl-C ends the server.")
    _serve(options["data"], host, port, workers, query_timeout)
