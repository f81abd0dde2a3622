"""A small collection with namesakes, served to a client that sends what OpenRefine sends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.reconciliation.openrefine import OpenRefine

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

BASE = "https://data.example.org"
RECORDS = """
records:
  - kind: person
    id: qasim
    label: Qasim, Abd al-Karim
    names: ["Kassem, Abdul Karim", "Qāsim, ʿAbd al-Karīm", عبد الكريم قاسم]
    identifiers: [viaf=25395945]
    birth: 1914
    death: 9 February 1963
    notes: ["Prime Minister of Iraq from July 14, 1958"]
    exact_matches: ["http://www.wikidata.org/entity/Q311645"]
  - {kind: person, id: smith-1901, label: "Smith, John", birth: 1901, notes: [Consul at Basra]}
  - {kind: person, id: smith-1920, label: "Smith, John", birth: 1920, identifiers: [viaf=102333412], notes: [Ambassador to Iran]}
  - {kind: person, id: dulles, label: "Dulles, Allen Welsh", birth: 1893, notes: [Director of Central Intelligence]}
  - {kind: person, id: hostile, label: "<script>alert(1)</script> O'Hara, \\"Scarlett\\"", notes: ["<img src=x onerror=alert(2)>"]}
  - {kind: person, id: long, label: "Longname, Maximilian", notes: ["Minister of very many things indeed, and of others besides, and so on without any end that a frame could show"]}
  - {kind: organisation, id: free-officers, label: Free Officers, part_of: organisation/army}
  - {kind: organisation, id: army, label: Iraqi Army}
  - {kind: place, id: baghdad, label: Baghdad, within: place/iraq, coordinates: [33.3, 44.4]}
  - {kind: place, id: iraq, label: Iraq}
  - kind: event
    id: coup
    label: Revolution of 14 July
    type: coup
    date: {edtf: 1958-07-14, words: on 14 July}
    places: [place/baghdad]
    participants: [person/qasim]
"""
DECISIONS = """what,kind,one,other,who,when,why
different,person,smith-1901,smith-1920,M. Reader,2026-01-01,born nineteen years apart
"""
TELEGRAMS = "".join(
    f"  - {{kind: document, id: telegram-{year}-{day:02}, title: Telegram From the Embassy in Iraq, genre: telegram, date: {year}-12-{day:02}}}\n"
    for year in (1957, 1958)
    for day in range(1, 31)
)
MOVED = """old,new,when,why
person/abdul-karim,person/qasim,2025-01-01,the same man
"""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small collection published."""
    folder: Path = tmp_path_factory.mktemp("reconciliation")
    collection = folder / "namesakes"
    collection.mkdir()
    (collection / "persons.yaml").write_text(RECORDS + TELEGRAMS, encoding="utf-8")
    (collection / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    (collection / "moved.csv").write_text(MOVED, encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False, dumps=())
    build([collection], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return folder / "data"


@pytest.fixture(scope="session")
def app(data: Path) -> Iterator[Flask]:
    """The application that serves it."""
    app = open_app(ServeSettings(data=data, workers=1))
    yield app
    app.extensions["site"].workers.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the application as a client over HTTP would."""
    return app.test_client()


@pytest.fixture
def refine(client: FlaskClient) -> OpenRefine:
    """OpenRefine, which has added the service by its address."""
    return OpenRefine(client, "http://localhost/reconcile")


@pytest.fixture
def match(client: FlaskClient) -> Callable[..., Any]:
    """Send queries of the draft of version 1.0 and get their results."""

    def send(*queries: object) -> Any:
        answer = client.post("/reconcile/v1/match", json={"queries": queries})
        assert answer.status_code == 200, answer.text
        return answer.get_json()["results"]

    return send
