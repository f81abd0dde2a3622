"""`up`: build what has changed, then serve."""

from dataclasses import replace
from typing import Any

import click

from lod_publisher.cli.building import build_options, build_settings, print_result, run_build
from lod_publisher.cli.reporting import sentence
from lod_publisher.cli.serving import GIVEN, serve_options, serve_settings, start
from lod_publisher.settings import ServeSettings


@click.command()
@build_options
@serve_options
@sentence
def up(collections: tuple[str, ...], quiet: bool, **options: Any) -> None:
    """Build what has changed, then serve: both in one."""
    given = {name: options.pop(name) for name in GIVEN}
    settings = replace(serve_settings(given), data=options["data"])
    host, port = settings.host, settings.port
    if options["base"] is None and (host, port) != (ServeSettings().host, ServeSettings().port):
        options["base"] = f"http://{host}:{port}"
    result = run_build(collections, build_settings(options), quiet)
    print_result(result, quiet, result.findings, options["data"])
    click.echo(f"Open http://{host}:{port}/ in a browser; Ctrl-C ends the server.")
    start(settings)
