"""What those who run the service want to see at a glance: snapshots, publications, limits, workers, caches. Nothing can be changed here."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Response, current_app, render_template, request

from lod_publisher import __version__
from lod_publisher.errors import SnapshotError, without_password
from lod_publisher.settings import ServeSettings
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.workers import Workers
from lod_publisher.web import surface
from lod_publisher.web.guarding import admit
from lod_publisher.web.policies import Private
from lod_publisher.web.site import site

blueprint = Blueprint("admin", __name__)

_MAX_PUBLICATIONS = 20
_MAX_STAGES = 30


@dataclass(frozen=True, slots=True)
class Shelved:
    """A snapshot on the shelf: `built` is "" when its manifest cannot be read, and then nothing else is known."""

    id: str
    published: bool
    served: bool
    built: str = ""
    entities: int = 0
    statements: int = 0
    findings: int = 0
    bytes: int = 0
    seconds: float = 0
    version: str = ""


@blueprint.get("/admin")
@surface.declare(surface.HTML, also=(401, 403))
def admin() -> Response:
    """The page, for this machine or with the token.

    Raises:
        Problem: 401 or 403 for others.
    """
    admit(request.environ, current_app.config["ADMIN_TOKEN"])
    here = site()
    settings = cast(ServeSettings, current_app.config["SETTINGS"])
    counters = here.workers.counters() if isinstance(here.workers, Workers) else None
    timings: dict[str, float] = here.snapshot.manifest["timings"]
    page = render_template(
        "admin.html",
        shelf=list(_shelved(settings.data, here.snapshot.id)),
        publications=shelf.publications(settings.data)[: -_MAX_PUBLICATIONS - 1 : -1],
        stages=sorted(timings.items(), key=lambda stage: -stage[1])[:_MAX_STAGES],
        versions={"lod_publisher": __version__, "Python": platform.python_version()},
        settings=list(shown(settings)),
        counters=counters,
        caches={name: (*cache.size, cache.max_bytes) for name, cache in here.caches.items()},
        process=os.getpid(),
        now=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}",  # noqa: TID251 what is shown is of this moment
    )
    return Private(page, content_type="text/html; charset=utf-8")


def _shelved(data: Path, served: str) -> Iterator[Shelved]:
    """The snapshots of a data folder, the newest first."""
    for listing in reversed(shelf.list_snapshots(data)):
        folder = shelf.snapshots_folder(data) / listing.id
        try:
            manifest = shelf.read_manifest(folder)
        except SnapshotError:
            yield Shelved(listing.id, listing.published, listing.id == served)
            continue
        yield Shelved(
            listing.id,
            listing.published,
            listing.id == served,
            manifest["moment"],
            listing.entities,
            listing.triples,
            sum(manifest.get("findings", {}).values()),
            sum(_bytes_of(folder / name) for name in manifest["files"]),
            manifest["timings"].get("total", 0),
            manifest.get("versions", {}).get("lod_publisher", ""),
        )


def _bytes_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # missing, or pruned while we look
        return 0


def shown(settings: ServeSettings) -> Iterator[tuple[str, str]]:
    """The settings by name, as they may be shown: addresses without passwords, and of the token's file only that there is one."""
    for setting in fields(settings):
        value: Any = getattr(settings, setting.name)
        if setting.name == "admin_token_file":
            yield setting.name, "a file" if value else ""
        elif isinstance(value, tuple):
            yield setting.name, ", ".join(without_password(str(each)) for each in value)
        else:
            yield setting.name, without_password(str(value))
