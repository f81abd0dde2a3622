"""The pieces of source files that a snapshot keeps."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from lod_publisher.build.pipeline import build
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.fragments import Fragments, FragmentWriter, packed
from lod_publisher.snapshot.read import Snapshot

TEI = "application/tei+xml"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A file with two fragments of one document."""
    path = tmp_path / "fragments.sqlite"
    with FragmentWriter(path) as writer:
        writer.add("document", "a/d1", packed("text/plain", b"plain"))
        writer.add("document", "a/d1", packed(TEI, b"<div/>"))
        writer.add("document", "a/d1", packed(TEI, b"<div>second</div>"))
    return path


def test_a_fragment_comes_back_as_it_was_kept_and_tei_before_plain_text(written):
    fragments = Fragments(written)
    assert fragments.media_type(Kind.DOCUMENT, "a/d1") == TEI
    assert fragments.read(Kind.DOCUMENT, "a/d1") == (TEI, b"<div/>")


def test_what_has_no_fragment_has_none_and_neither_has_a_snapshot_without_the_file(written, tmp_path):
    assert Fragments(written).media_type(Kind.DOCUMENT, "a/d2") == ""
    assert Fragments(written).read(Kind.PERSON, "a/d1") is None
    assert Fragments(tmp_path / "nothing").read(Kind.DOCUMENT, "a/d1") is None


def test_a_document_of_a_tei_volume_keeps_its_own_division_with_the_namespaces_it_needs(tmp_path, root):
    volume = root / "tests" / "pocket_corpus" / "frus-pocket.xml"
    settings = BuildSettings(data=tmp_path, base="https://data.example.org", jobs=1, validate=False)
    build([volume], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    snapshot = Snapshot.open(tmp_path)
    kept = 0
    for entity in snapshot.browse(Kind.DOCUMENT):
        if found := snapshot.fragment(entity):
            kept += 1
            division = etree.fromstring(found[1], etree.XMLParser(collect_ids=False))  # it has an id twice
            assert found[0] == snapshot.fragment_type(entity) == TEI
            assert division.tag == "{http://www.tei-c.org/ns/1.0}div"
            key = division.get("{http://www.w3.org/XML/1998/namespace}id")
            assert key in (None, entity.local_id.rpartition("/")[2])  # one has no id of its own
    assert kept
