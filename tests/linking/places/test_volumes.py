"""What the names of places and posts in the volumes lead to, against a list that was read by eye."""

from collections import Counter
from pathlib import Path

import pytest

from lod_publisher.linking.spots import Atlas, Spot
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Document, EntityRef
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei

GOLD = Path(__file__).parent.parent / "gold" / "places.tsv"


def gold() -> dict[str, str]:
    """The names in the datelines of 51 volumes, and which place each means: its GeoNames number, its site, or nothing certain."""
    lines = GOLD.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {name: place for name, place, _ in rows}


def test_no_name_of_the_volumes_leads_to_a_wrong_place_and_few_lead_nowhere() -> None:
    expected = gold()
    atlas = Atlas(expected)
    led = {name: " ".join(spot.identity or ("",)) for name in expected if isinstance(spot := atlas.find(name), Spot)}
    wrong = {name: place for name, place in led.items() if place and place != expected[name]}
    assert wrong == {}
    assert len([place for place in led.values() if place]) >= 0.94 * len(expected)


@pytest.mark.corpus
def test_a_volume_is_heard_to_speak_of_the_places_and_offices_that_reading_finds(shared: Path) -> None:
    path = shared / "data" / "frus" / "frus1958-60v17.xml"
    source = Source(path, path.name, "frus-tei", "c")
    heard = frus_tei.spoken(source)
    found: Counter[EntityRef] = Counter()
    for record in frus_tei.read(source):
        if isinstance(record, Document):
            found.update(record.places)
            found.update(each for each in (*record.senders, *record.addressees) if each.kind is Kind.ORGANISATION)
    whole = {key for key in found if "/" not in key.local_id}
    assert whole <= heard.keys()
    assert sum(heard.values()) >= sum(found[key] for key in whole)


def test_a_file_that_is_not_there_speaks_of_nothing(tmp_path: Path) -> None:
    assert frus_tei.spoken(Source(tmp_path / "no.xml", "no.xml", "frus-tei", "c")) == Counter()


def test_tags_within_tags_and_notes_do_not_hide_a_name(tmp_path: Path) -> None:
    path = tmp_path / "v.xml"
    path.write_text(
        '<head>From the <gloss type="from"><gloss target="#t_NSC1">NSC</gloss> Planning<note n="1">Not sent.</note> Board</gloss>'
        ' to <gloss target="#t_X">SHAPE</gloss></head><dateline><placeName>Port-au-<hi>Prince</hi></placeName>'
        '<placeName/> <placeName>Undated</placeName> <gloss type="to">unclosed <placeName>Bonn &amp; K\xf6ln</placeName>',
        "utf-8",
    )
    said = frus_tei.spoken(Source(path, "v.xml", "frus-tei", "c"))
    assert {(key.kind, key.local_id) for key in said} == {
        (Kind.ORGANISATION, "nsc-planning-board"),
        (Kind.PLACE, "port-au-prince"),
        (Kind.PLACE, "bonn-koln"),
    }
