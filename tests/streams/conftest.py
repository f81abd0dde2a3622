"""A collection that is built twice, with a change between: what harvesters see after each build, and a server over it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.federation.engines import running
from tests.npm import installed
from tests.ports import free_port

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

PERSONS = 130
_PREFIXES = """@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@dataclass(frozen=True)
class History:
    """A collection of persons that grows, with a base address on which it can be served; `moments` are those of its builds."""

    folder: Path
    port: int
    moments: tuple[str, ...] = ("2026-01-30T03:04:05Z", "2026-02-01T03:04:05Z")

    @property
    def base(self) -> str:
        """The root of its IRIs, which is the address of its server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        """Its snapshots."""
        return self.folder / "data"

    def grow(self, build_number: int, labels: dict[str, str]) -> None:
        """Publish persons by these labels, at the moment of a build."""
        rows = [
            f'<{self.base}/id/person/{name}> a crm:E21_Person ; rdfs:label "{text}"@en .'
            for name, text in labels.items()
        ]
        source = self.folder / "people.ttl"
        source.write_text(_PREFIXES + "\n".join(rows), encoding="utf-8")
        settings = BuildSettings(data=self.data, base=self.base, jobs=1, validate=False)
        moment = datetime.fromisoformat(self.moments[build_number]).astimezone(UTC)
        build([source], settings, moment, lambda *_: None)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Our own server over what is published now."""
        command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(self.data), "--port", str(self.port)]
        with running([*command, "--workers", "1"], None, f"{self.base}/ready"):
            yield self.base

    @contextmanager
    def opened(self) -> Iterator[Flask]:
        """The application over what is published now."""
        app = open_app(ServeSettings(data=self.data, workers=1))
        try:
            yield app
        finally:
            app.extensions["site"].workers.close()


def first_labels() -> dict[str, str]:
    """The persons of the first build."""
    return {f"p{number:03}": f"Person {number}" for number in range(PERSONS)}


def second_labels() -> dict[str, str]:
    """The same, with one renamed, one gone, and one new."""
    return {name: text for name, text in first_labels().items() if name != "p007"} | {"p005": "Changed", "new": "New"}


@dataclass(frozen=True)
class Published:
    """The application over the second build, and the answers of the first by their paths."""

    history: History
    app: Flask
    before: dict[str, bytes]


_KEPT = (
    *("/ldes/20260130T030405Z", "/ldes/20260130T030405Z/2", "/ldes/2026-01"),
    *("/changes/page/1", "/changes/20260130T030405Z/9"),
)


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Iterator[Published]:
    """The application over the second build."""
    history = History(tmp_path_factory.mktemp("history"), free_port())
    history.grow(0, first_labels())
    with history.opened() as app:
        client = app.test_client()
        before = {path: client.get(path).data for path in _KEPT}
    history.grow(1, second_labels())
    with history.opened() as app:
        yield Published(history, app, before)


@pytest.fixture
def client(published: Published) -> FlaskClient:
    """Asks the application over the second build."""
    return published.app.test_client()


@pytest.fixture(scope="session")
def ldes_client() -> Path:
    """The command of the reference client, installed where it is not yet."""
    program = installed("ldes-client-0.3.0", ".bin/ldes-client")
    if program is None:
        pytest.skip("ldes-client is not installed, and npm cannot install it")
    return program
