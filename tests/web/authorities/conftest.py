"""Five persons, two bodies and a place with records elsewhere: certain ones, possible ones, and some that cannot all be right."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

BASE = "https://data.example.org"
RECORDS = """
records:
  - kind: person
    id: qasim
    label: Qasim, Abd al-Karim
    names: [Kassem, {text: عبد الكريم قاسم, type: transliteration, language: ar}, "Kassim | the General"]
    identifiers: [viaf=25395945, wikidata=Q294928, shelf=007]
    birth: 1914
    death: 9 February 1963
    notes: ["Prime Minister <1958>", "Brigadier & commander"]
    member_of: [The Free Officers]
    exact_matches: ["http://www.viaf.org/viaf/25395945/", "https://names.example.com/qasim"]
    close_matches: ["https://d-nb.info/gnd/118540238"]
  - {kind: person, id: rusk, label: "Rusk, Dean", identifiers: [viaf=17], names: [Rusk], birth: 1909-02-09}
  - {kind: person, id: rusk-again, label: "Rusk, David Dean", identifiers: [viaf=17], names: [Rusk]}
  - {kind: person, id: two-codes, label: "Dong, Pham Van", identifiers: [viaf=21, viaf=22]}
  - {kind: person, id: nobody, label: "Zenda, Rudolf"}
  - kind: organisation
    id: the-free-officers
    label: Free Officers
    seat: baghdad
  - {kind: organisation, id: their-council, label: Council of the Free Officers, part_of: the-free-officers}
  - {kind: place, id: baghdad, label: Baghdad, identifiers: [geonames=98182]}
"""
DECISIONS = """what,kind,one,other,who,when,why
close,organisation,the-free-officers,http://viaf.org/viaf/99,M. Reader,2026-03-01,The name alone is the same.
"""


@pytest.fixture(scope="session")
def library_data(tmp_path_factory) -> Path:
    """A data folder with these things published."""
    folder: Path = tmp_path_factory.mktemp("library")
    (folder / "sources").mkdir()
    (folder / "sources" / "people.yaml").write_text(RECORDS, encoding="utf-8")
    (folder / "sources" / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False, link=False)
    build([folder / "sources"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return folder / "data"


@pytest.fixture(scope="session")
def library(library_data) -> Iterator[Flask]:
    """The application that serves them."""
    app = open_app(ServeSettings(data=library_data, workers=1, query_timeout_s=5.0))
    yield app
    app.extensions["site"].workers.close()


@pytest.fixture
def reader(library: Flask) -> FlaskClient:
    """Asks as a client over HTTP would."""
    return library.test_client()
