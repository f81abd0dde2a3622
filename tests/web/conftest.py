"""The founding collection and a hostile neighbour, built once without validation, and a client that asks the application."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lod_publisher.build.dumps import Forms
from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app
from lod_publisher.web.dumping import WRITERS, headers

ROOT = Path(__file__).parents[2]
BASE = "https://data.example.org"
HOSTILE = f"""@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{BASE}/id/person/hostile> a crm:E21_Person ;
  rdfs:label "</script><script>alert(1)</script> & \\"quotes\\"" ;
  crm:P3_has_note "<img src=x onerror=alert(2)>" .
"""


@pytest.fixture(scope="session")
def web_data(tmp_path_factory) -> Path:
    """A data folder with both collections published."""
    folder: Path = tmp_path_factory.mktemp("web")
    (folder / "hostile.ttl").write_text(HOSTILE, encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False)
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    build([ROOT / "seeds", folder / "hostile.ttl"], settings, moment, lambda *_: None, forms=Forms(WRITERS, headers))
    return folder / "data"


@pytest.fixture(scope="session")
def app(web_data) -> Iterator[Flask]:
    """The application, with one query worker of 5 s."""
    app = open_app(ServeSettings(data=web_data, workers=1, query_timeout_s=5.0))
    yield app
    app.extensions["site"].workers.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the application as a client over HTTP would."""
    return app.test_client()
