"""Figures for those who run the service, as Prometheus reads them: requests, queries, the snapshot, its build, memory."""

import resource
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lod_publisher.snapshot.workers import Workers
from lod_publisher.web import surface
from lod_publisher.web.figures import figures, registry
from lod_publisher.web.policies import Private
from lod_publisher.web.problems import Problem
from lod_publisher.web.site import Site

blueprint = Blueprint("metrics", __name__)


class Teller:
    """Hands on what one serving process knows; the counters of its query workers begin again with each snapshot."""

    def __init__(self) -> None:
        self._site: Site | None = None
        self._told: dict[str, int] = {}

    def tell(self, here: Site) -> None:
        """Bring the figures of this process up to date."""
        if here is not self._site:
            self._site, self._told = here, {}
            _describe(here)
        figures().memory.set(_resident())
        for name, cache in here.caches.items():
            figures().kept.labels(name).set(cache.size[1])
        if not isinstance(here.workers, Workers):
            return
        counters = here.workers.counters()
        outcomes = {
            "asked": counters.asked,
            "answered": counters.answered,
            "refused": counters.refused,
        } | counters.ended
        for outcome, number in outcomes.items():
            figures().queries.labels(outcome).inc(number - self._told.get(outcome, 0))
        self._told = outcomes
        for state in ("waiting", "busy", "long", "ready"):
            figures().workers.labels(state).set(getattr(counters, state))


def _describe(here: Site) -> None:
    """The figures that stay the same while a snapshot is served."""
    manifest = here.snapshot.manifest
    for kind, number in here.counts.items():
        figures().entities.labels(kind).set(number)
    for stage, seconds in manifest["timings"].items():
        figures().stages.labels(stage).set(seconds)
    figures().statements.set(manifest["triples"])
    figures().built.set(datetime.fromisoformat(manifest["moment"]).timestamp())


def _resident() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@blueprint.get("/metrics")
@surface.declare(surface.TEXT, also=(403,))
def metrics() -> Response:
    """The figures of all serving processes, for those who run the service; strangers are told nothing.

    Raises:
        Problem: 403 for an address that is not among `metrics_from`.
    """
    asking = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 nobody's
    if not any(asking in network for network in current_app.config["METRICS_FROM"]):
        raise Problem(
            HTTPStatus.FORBIDDEN, "The figures of this service are told to its own machine only; see --metrics-from."
        )
    return Private(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)
