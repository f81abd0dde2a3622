"""`serve`: the published snapshot over HTTP."""

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from lod_publisher.cli.reporting import sentence
from lod_publisher.settings import ServeSettings, available_processors
from lod_publisher.snapshot.trust import trust_published


def serve_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that serves; what they say goes to `serve_settings`."""
    default = ServeSettings()
    for option in reversed(
        [
            click.option("--host", default=default.host, show_default=True, help="The address to listen on."),
            click.option("--port", type=click.IntRange(1, 65535), default=default.port, show_default=True, envvar="PORT"),
            click.option("--workers", type=click.IntRange(1, 64), default=available_processors(), show_default=True,
                         help="Serving processes."),
            click.option("--query-timeout", type=click.FloatRange(0.1, 3600), default=default.query_timeout_s,
                         show_default=True, help="Seconds that one SPARQL query may take."),
            click.option("--trusted-proxies", default="", metavar="ADDRESSES",
                         help="Reverse proxies whose forwarding headers are believed: addresses or networks, with commas."),
            click.option("--cache-seconds", type=click.IntRange(0), default=default.cache_seconds, show_default=True,
                         help="How long browsers and proxies may keep an answer."),
            click.option("--service", "services", multiple=True, metavar="URL",
                         help="A SPARQL service that queries may ask with SERVICE; may be given again."),
            click.option("--local-service", "local_services", multiple=True, metavar="URL",
                         help="The same for a service in this machine or its own network."),
            click.option("--service-timeout", type=click.FloatRange(0.1, 600), default=default.service_timeout_s,
                         show_default=True, help="Seconds that a query may wait for services."),
            click.option("--store", default="", metavar="URL",
                         help="A remote SPARQL engine that holds the statements; see load-remote."),
            click.option("--store-graph", default="", metavar="IRI", help="The graph there; default: its default graph."),
            click.option("--metrics-from", default=",".join(default.metrics_from), show_default=True, metavar="ADDRESSES",
                         help="Who may read /metrics: addresses or networks, with commas."),
            click.option("--access-log", is_flag=True, help="Write a line of JSON for each request; no address, no query."),
            click.option("--traces", default="", metavar="URL",
                         help="Where to send traces: OpenTelemetry over HTTP; needs the extra `tracing`."),
            click.option("--admin-token-file", default=None, metavar="FILE",
                         type=click.Path(path_type=Path, dir_okay=False),
                         help="The token that opens /admin; without one only this machine may look at it."),
            click.option("--crawlers", default=default.crawlers, show_default=True, metavar="POLICY",
                         help="What robots.txt says: welcome, closed, or a file with rules of your own."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


GIVEN = ("host", "port", "workers", "query_timeout", "trusted_proxies", "cache_seconds",
          "services", "local_services", "service_timeout", "store", "store_graph", "crawlers", "metrics_from", "access_log", "traces",
          "admin_token_file")  # fmt: skip


def start(settings: ServeSettings) -> None:
    """Serve until interrupted.

    Raises:
        SnapshotError: nothing is published, or it is not as it was written. InputError: the address is taken or not ours.
    """
    # SIGTERM ends the program at once meanwhile: of an exception amid an import Python may lose track, and nothing is to be tidied up.
    heard = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Imported here: the web stack costs 0.2 s that `serve --help` should not pay.
    from lod_publisher.web.server import run  # noqa: PLC0415

    signal.signal(signal.SIGTERM, heard)
    trust_published(settings.data, has_store=not settings.store)
    run(settings)


def serve_settings(given: dict[str, Any]) -> ServeSettings:
    """What was typed, else what the environment says, else the defaults."""
    typed = {name: value for name, value in given.items() if _was_typed(name)}
    named = {"query_timeout": "query_timeout_s", "service_timeout": "service_timeout_s"}
    values: dict[str, Any] = {
        named.get(name, name): _split(value) if name in ("trusted_proxies", "metrics_from") else value
        for name, value in typed.items()
    }
    return replace(ServeSettings.from_environment(default=ServeSettings(workers=available_processors())), **values)


def _was_typed(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source not in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)


def _split(addresses: str) -> tuple[str, ...]:
    return tuple(filter(None, addresses.replace(" ", "").split(",")))


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True)
@serve_options
@sentence
def serve(data: Path, **given: Any) -> None:
    """Serve the published snapshot over HTTP. Whatever is not typed is read from the environment (LOD_PUBLISHER_...)."""
    start(serve_settings({"data": data, **given}))
