"""Writing answers ahead, for the build: each is asked of the application itself, so that it is what the application would answer."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from lod_publisher.snapshot.prerendered import Answer, Rendered
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.workers import Workers
from lod_publisher.web.app import create_app
from lod_publisher.web.direct import HTML, OF_THE_REQUEST, VARIES_BY_CODING
from lod_publisher.web.formats import FORMATS
from lod_publisher.web.languages import ENGLISH
from lod_publisher.web.rows import ROWS, rows_about
from lod_publisher.web.site import Site

FORMS = (*(form.suffix for form in FORMATS), HTML, ROWS)
"""What can be written ahead: the suffixes of formats, pages, and what a query finds about a thing."""
LASTING = frozenset([*(form.suffix for form in FORMATS if not form.wants_source), ROWS])
"""Those that say nothing but a thing's own statements and the names of what they point at; the source may change beside them."""


def render(folder: Path, keys: Sequence[tuple[str, str]], forms: Sequence[str]) -> list[Rendered]:
    """The answers about some things of a snapshot in some forms; a thing that cannot be had in a form is left out."""
    ask = _asking(folder)
    return [
        Rendered(form, kind, local_id, answer)
        for kind, local_id in keys
        for form in forms
        if (answer := ask(form, kind, local_id)) is not None
    ]


def _path(form: str, kind: str, local_id: str) -> str:
    return f"/page/{kind}/{local_id}" if form == HTML else f"/data/{kind}/{local_id}.{form}"


class _Asking:
    """Asks an application for one answer after another, as a reader of English would who takes no coding."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._here: Site = app.extensions["site"]
        self._environ: dict[str, Any] = create_environ("/", headers={"Accept-Language": ENGLISH})

    def __call__(self, form: str, kind: str, local_id: str) -> Answer | None:
        if form == ROWS:
            return rows_about(self._here, kind, local_id)
        path = _path(form, kind, local_id)
        environ = self._environ | {"PATH_INFO": path, "REQUEST_URI": quote(path), "wsgi.input": BytesIO()}
        chunks, status, headers = run_wsgi_app(self._app.wsgi_app, environ, buffered=True)
        if not status.startswith("200"):
            return None
        kept = [(name, value) for name, value in headers if name.lower() not in OF_THE_REQUEST | {"vary"}]
        varies = [value for value in headers.get("Vary", "").split(", ") if value != VARIES_BY_CODING]
        return Answer.of([*kept, ("Vary", ", ".join(varies))], b"".join(chunks))


@lru_cache(maxsize=1)
def _asking(folder: Path) -> _Asking:
    """The application over a snapshot, opened once a process; no page asks what workers would be wanted for."""
    return _Asking(create_app(Snapshot(folder), cast("Workers", None)))
