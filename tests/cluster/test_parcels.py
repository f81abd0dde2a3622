"""What is sent to a cluster, and what is said when a library that it needs is not there."""

import sys
from pathlib import Path

import pytest

from lod_publisher.build.cluster import workers
from lod_publisher.build.cluster.parcels import Parcels
from lod_publisher.errors import ClusterError, PlaceError
from lod_publisher.settings import BuildSettings, Source
from lod_publisher.snapshot.places import Place


def unpacked(source: Source, address: str, target: Path) -> Path:
    """Send a source, and fetch it as a worker does; returns where it is."""
    place = Place(address)
    place.remove()
    parcel = Parcels(place).source(source)
    for name, below in parcel.files:
        place.fetch(name, target / below)
    return target / parcel.entry


def test_a_folder_that_is_one_source_arrives_whole(tmp_path):
    for name in ("missions-countries/at.xml", "code-tables/roles.xml"):
        (tmp_path / "pocom" / name).parent.mkdir(parents=True)
        (tmp_path / "pocom" / name).write_text(f"<{name[0]}/>")
    source = Source(tmp_path / "pocom", "pocom", "pocom-xml", "c")
    there = unpacked(source, "memory://whole", tmp_path / "there")
    assert sorted(str(path.relative_to(there)) for path in there.rglob("*.xml")) == [
        "code-tables/roles.xml",
        "missions-countries/at.xml",
    ]


def test_a_file_brings_those_that_its_reader_reads_beside_it(tmp_path):
    for name in ("missions-countries/at.xml", "code-tables/roles.xml"):
        (tmp_path / "pocom" / name).parent.mkdir(parents=True)
        (tmp_path / "pocom" / name).write_text("<a/>")
    one = Source(tmp_path / "pocom/missions-countries/at.xml", "at.xml", "pocom-xml", "c")
    there = unpacked(one, "memory://beside", tmp_path / "there")
    assert (there.parent.parent / "code-tables/roles.xml").is_file()
    (tmp_path / "text.txt").write_text("words")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.annotations.yaml").write_text("annotations: x")
    two = Source(tmp_path / "deep/a.annotations.yaml", "a", "annotations", "c", {"text": "../text.txt"})
    there = unpacked(two, "memory://beside", tmp_path / "elsewhere")
    assert (there.parent / ".." / "text.txt").read_text() == "words"


def test_a_library_that_is_not_installed_is_named_with_the_command_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'lod_publisher\[cluster\]'"):
        workers(BuildSettings(data=tmp_path, scheduler="tcp://127.0.0.1:9"))
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(PlaceError, match=r"pip install 'lod_publisher\[s3\]'"):
        Place("s3://nowhere-else/at-all").read("x")
