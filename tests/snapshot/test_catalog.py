"""The catalogue finds entities by key, kind, date, name and text, and remembers what was."""

from contextlib import closing

import pytest

from lod_publisher.errors import SnapshotError
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.cataloguing import CatalogRow, Entry, compress, write_catalog

THEN, NOW = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


def row(local_id, label, kind="person", date="", digest="d", names=(), text=""):
    about = CatalogRow(kind, local_id, label, date, digest, "f.xml", 3, names, compress(text))
    return Entry(kind, local_id, about, digest, ())


@pytest.fixture
def catalog(tmp_path):
    rows = [
        row("qasim", "Abd al-Karim Qasim", names=("Qasim", "Qassim", "Qāsim, ʿAbd al-Karīm")),
        row("arif", "Abd al-Salam Arif", names=("Aref",)),
        row("d1", "Telegram 1", "document", "1958-07-14", text="The revolution broke out in Baghdad. " * 40 + "Oil."),
        row("d2", "Telegram 2", "document", "1958-07-15"),
        row("d3", "Letter", "document"),
    ]
    assert write_catalog(tmp_path / "c.sqlite", [rows[:2], rows[2:]], THEN) == 5
    return Catalog(tmp_path / "c.sqlite")


def test_an_entity_is_found_by_its_key_and_says_where_it_was_read(catalog):
    found = catalog.entity(Kind.PERSON, "qasim")
    assert (found.label, found.source, found.created) == ("Abd al-Karim Qasim", "f.xml:3", THEN)
    assert catalog.entity(Kind.PERSON, "nobody") is None


def test_browsing_page_by_page_meets_every_entity_once(catalog):
    met, after = [], ""
    while page := catalog.browse(Kind.DOCUMENT, after, 1):
        met += [entity.local_id for entity in page]
        after = met[-1]
    assert met == ["d3", "d1", "d2"]
    assert [entity.local_id for entity in catalog.browse(Kind.DOCUMENT, "d3", by="date")] == ["d1", "d2"]


def test_documents_of_a_day_are_found_by_date(catalog):
    assert [entity.local_id for entity in catalog.dated(Kind.DOCUMENT, "1958-07-14", "1958-07-14")] == ["d1"]


@pytest.mark.parametrize("words", ["Qasim", "qassim", "QĀSIM abd", "kari", "Abd al-Karim"])
def test_search_finds_a_person_by_any_form_of_the_name(catalog, words):
    assert catalog.search(words)[0].entity.local_id == "qasim"


def test_search_cuts_a_snippet_around_the_word(catalog):
    hit = catalog.search("oil")[0]
    assert hit.entity.local_id == "d1"
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith("Oil.")


@pytest.mark.parametrize("words", ["", "  ", '"', "AND OR NOT", "a* NEAR(b)", "zzz", "'; DROP TABLE entities"])
def test_no_words_make_search_fail(catalog, words):
    assert catalog.search(words) == []


def test_search_can_be_limited_to_a_kind(catalog):
    assert catalog.search("telegram", kind=Kind.PERSON) == []
    assert len(catalog.search("telegram", kind=Kind.DOCUMENT)) == 2


def test_what_is_no_catalogue_is_refused_with_a_way_out(tmp_path):
    (tmp_path / "broken.sqlite").write_bytes(b"this is not SQLite, whatever its name says")
    with pytest.raises(SnapshotError, match="Build again"):
        Catalog(tmp_path / "broken.sqlite")
    with pytest.raises(SnapshotError), closing(Catalog(tmp_path / "absent.sqlite").database):
        pass
