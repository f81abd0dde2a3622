"""Authority files in a collection: their records join ours, their links are published, and what they describe has one address."""

from datetime import UTC, datetime

import pymarc
import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.model.iris import Kind
from lod_publisher.model.vocab import skos
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.read import Snapshot

PEOPLE = """id,name,birth,death,gnd,note
rusk,"Rusk, Dean",1909,1994,118540238,Secretary of State of the United States
qasim,"Qasim, Abd al-Karim",1914,1963,,Prime Minister of Iraq
"""
PLACES = "id,name,geonames,latitude,longitude\nbaghdad,Baghdad,98182,33.34,44.40\nparis,Paris,2988507,48.85,2.35\n"
LINKS = """#FORMAT: BEACON
#PREFIX: http://d-nb.info/gnd/
#TARGET: http://viaf.org/viaf/
#RELATION: http://www.w3.org/2002/07/owl#sameAs

118540238||95151565
118500775||5
"""


def _marc(number: str, *fields: tuple[str, str, str]) -> bytes:
    record = pymarc.Record(force_utf8=True)
    record.leader = pymarc.Leader("00000cz  a2200000n  4500")
    record.add_field(pymarc.Field("001", data=number), pymarc.Field("003", data="DLC"))
    for tag, marks, text in fields:
        parts = [pymarc.Subfield(part[0], part[1:]) for part in text.split("$")[1:]]
        record.add_field(pymarc.Field(tag, pymarc.Indicators(*marks), parts))
    written: bytes = record.as_marc()
    return written


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    folder = tmp_path_factory.mktemp("authorities")
    (folder / "c").mkdir()
    (folder / "c" / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "c" / "towns.csv").write_text(PLACES, encoding="utf-8")
    (folder / "c" / "links.txt").write_text(LINKS, encoding="utf-8")
    rusk = _marc(
        "n  79021164 ",
        ("024", "7 ", "$a95151565$2viaf"),
        ("100", "1 ", "$aRusk, Dean,$d1909-1994"),
        ("400", "1 ", "$aRusk, David Dean"),
    )
    town = _marc("n  80032239 ", ("024", "7 ", "$a98182$2geonames"), ("151", "  ", "$aBaghdad (Iraq)"))
    (folder / "c" / "lc.mrc").write_bytes(rusk + town)
    (folder / "c" / "collection.toml").write_text(
        "".join(f"[[sources]]\npath = '{each}'\n" for each in ("people.csv", "links.txt", "lc.mrc"))
        + "[[sources]]\npath = 'towns.csv'\nkind = 'place'\n",
        encoding="utf-8",
    )
    settings = BuildSettings(data=folder / "data", jobs=1, validate=False, dumps=())
    build([folder / "c"], settings, datetime(2026, 1, 1, tzinfo=UTC), lambda *_: None)
    return Snapshot.open(folder / "data")


def _keys(snapshot: Snapshot, kind: Kind) -> set[str]:
    return {entity.local_id for entity in snapshot.catalog.all() if entity.kind is kind}


def test_a_collections_own_key_is_published_and_an_authoritys_leads_to_it(snapshot):
    assert _keys(snapshot, Kind.PERSON) == {"people-rusk", "people-qasim"}
    (move,) = snapshot.catalog.moves(Kind.PERSON, "lcnaf-n79021164")
    assert move.target == (Kind.PERSON, "people-rusk")


def test_links_of_all_files_are_published_each_in_one_spelling(snapshot):
    iri = snapshot.iris.entity(Kind.PERSON, "people-rusk")
    found = {str(value) for _, predicate, value in snapshot.description(iri) if str(predicate) == skos.exactMatch}
    assert found == {
        "<https://d-nb.info/gnd/118540238>",
        "<http://viaf.org/viaf/95151565>",
        "<http://id.loc.gov/authorities/names/n79021164>",
    }


def test_places_with_one_code_are_one(snapshot):
    towns = _keys(snapshot, Kind.PLACE)
    assert {"towns-baghdad", "towns-paris"} <= towns
    assert "lcnaf-n80032239" not in towns
