"""Small files that would grow large, and files that lead elsewhere, are refused in one sentence."""

import gzip
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.settings import Source
from lod_publisher.sources import READERS, _graph

BASE = {"base": "https://example.org"}
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "{text}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
XML = ["eac-cpf", "frus-tei", "marcxml", "people-xml", "pocom-xml"]


def read(path: Path, reader: str) -> list[object]:
    source = Source(path, path.name, reader, "c", BASE)
    return [*READERS[reader].survey(source), *READERS[reader].read(source)]


@pytest.mark.parametrize("members", [1, 50])
@pytest.mark.parametrize("name", ["a.ttl.gz", "a.nt.gz"])
def test_a_compressed_file_that_grows_without_end_is_refused_before_it_fills_the_memory(
    tmp_path, monkeypatch, name, members
):
    """100 MB of comments in 100 kB; a file may hold many members, each small. The limit is 1 GB, here 2 MB."""
    monkeypatch.setattr(_graph, "MOST_BYTES", 2_000_000)
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"#" * (100_000_000 // members) + b"\n") * members)
    assert path.stat().st_size < 200_000
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match=r"a\.\w+\.gz: is larger than"):
            read(path, "rdf")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("cut", [10, 40, -5])
def test_a_compressed_file_that_is_damaged_is_refused(tmp_path, cut):
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(gzip.compress(b"<a:a> <a:b> <a:c> .\n" * 1_000)[:cut])
    with pytest.raises(SourceError, match=r"a\.ttl\.gz: cannot be read"):
        read(path, "rdf")


@pytest.mark.parametrize("reader", [*XML, "rdf", "skos", "mads-rdf"])
def test_entities_that_multiply_are_refused_by_every_reader_of_xml(tmp_path, reader):
    path = tmp_path / "bomb.rdf"
    path.write_text(
        ENTITIES.format(text="ha" * 50)
        + '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&c;</rdf:RDF>',
        encoding="utf-8",
    )
    with pytest.raises(SourceError, match=r"bomb\.rdf:1: .*entit"):
        read(path, reader)


@pytest.mark.parametrize("reader", [*XML, "rdf"])
@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "x"'])
def test_entities_of_other_files_are_refused_and_nothing_of_those_is_told(tmp_path, reader, kind):
    secret = tmp_path / "secret.txt"
    secret.write_text("the-combination-of-the-safe", encoding="utf-8")
    path = tmp_path / "a.rdf"
    path.write_text(f'<!DOCTYPE x [<!ENTITY a {kind} "{secret.as_uri()}">]><x>&a;</x>', encoding="utf-8")
    with pytest.raises(SourceError, match="entit") as told:
        read(path, reader)
    assert "combination" not in str(told.value)


def test_a_folder_that_is_a_link_out_of_the_collection_is_not_entered(tmp_path):
    record = "records:\n  - {{kind: person, id: {id}, label: A}}\n"
    for folder, name in (("outside", "outsider"), ("inside", "own")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(record.format(id=name), encoding="utf-8")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path / "outside")
    options = ["--data", str(tmp_path / "data"), "--jobs", "1", "--base", "https://example.org", "--without-validation"]
    command = [sys.executable, "-m", "lod_publisher", "build", str(tmp_path / "inside"), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    written = b"".join(
        gzip.decompress(path.read_bytes()) for path in tmp_path.glob("data/snapshots/*/dumps/dataset.nt.gz")
    )
    assert b"person/outsider" not in written
    assert "leads out of the collection" in done.stderr or b"person/own" in written
    assert "Traceback" not in done.stderr
