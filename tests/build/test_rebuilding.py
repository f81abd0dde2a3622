"""A rebuild continues the last snapshot, and nobody can tell it from a build from nothing."""

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Store
from tests.build.test_pipeline import NOW, PERSON, manifest, run

from lod_publisher.build import indexing
from lod_publisher.build.indexing import reads
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.continuing import Lineage
from lod_publisher.snapshot.sums import file_digest

INDEXES = ("facets.sqlite", "names.sqlite", "involvement.sqlite", "views.sqlite", "identities.sqlite")
EVENT = """- kind: event
  id: {id}
  label: Talk {id}
  type: meeting
  date: '1961-05-0{day}'
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of persons and events, and what was built of them."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "people").mkdir()
    (folder / "people/collection.toml").write_text(
        'title = "People"\n[[sources]]\npath = "*.yaml"\nreader = "records"\n'
    )
    for number in range(4):
        persons = [PERSON.format(id=f"p{number}-{n}", label=f"Person {number} {n}") for n in range(10)]
        text = "".join(f"{person}  notes:\n    - text: Of account {n}.\n" for n, person in enumerate(persons))
        text += EVENT.format(id=f"e{number}", day=number + 1)
        (folder / "people" / f"{number}.yaml").write_text(text, encoding="utf-8")
    run([folder / "people"], folder / "data")
    return folder


@pytest.fixture
def here(begun: Path, tmp_path: Path) -> Path:
    """A copy of both, to go on with."""
    return shutil.copytree(begun, tmp_path / "here", symlinks=True)


def change(source: Path, before: str = "label: Person 3 7\n", after: str = "label: Anna Person\n") -> None:
    path = source / "3.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a table file."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608


def is_continued(data: Path) -> bool:
    lineage = Lineage.read(data / "current")
    assert lineage is not None
    return lineage.drift > 0


def same(one: Path, other: Path) -> None:
    """Two data folders publish the same statements, dumps, counts and indexes."""
    statements = [sorted(map(str, Store.read_only(str(data / "current" / "store")))) for data in (one, other)]
    assert statements[0] == statements[1]
    for name in ("dumps/dataset.nt.gz", "void.json"):
        assert (one / "current" / name).read_bytes() == (other / "current" / name).read_bytes(), name
    for name in INDEXES:
        assert tables(one / "current" / name) == tables(other / "current" / name), name
    assert manifest(one)["triples"] == manifest(other)["triples"]


def test_a_rebuild_after_one_changed_file_gives_what_a_build_from_nothing_gives(here, monkeypatch):
    source, data = here / "people", here / "data"
    before = (data / "current").resolve()
    files = {path: file_digest(path) for path in before.rglob("*") if path.is_file()}
    written: list[str] = []
    write = indexing._write

    def noting(folder: Path, file: str, base: str, published: Collection[str]) -> tuple[list[str], float]:
        written.append(file)
        return write(folder, file, base, published)

    monkeypatch.setattr(indexing, "_write", noting)
    change(source, "Of account 7.", "Of no account.")
    run([source], data, NOW)
    assert is_continued(data)
    assert "facets.sqlite" not in written
    assert {path: file_digest(path) for path in before.rglob("*") if path.is_file()} == files, "it is being served"
    shelf.verify((data / "current").resolve())
    run([source], here / "anew", NOW)
    assert not is_continued(here / "anew")
    assert "facets.sqlite" in written
    same(data, here / "anew")


def test_what_another_file_still_states_stays_when_one_file_states_it_no_more(here):
    source, data = here / "people", here / "data"
    change(source, EVENT.format(id="e3", day=4), "")
    run([source], data, NOW)
    assert is_continued(data)
    run([source], here / "anew", NOW)
    same(data, here / "anew")


def test_changes_back_and_forth_end_where_they_began_and_are_counted(begun, here):
    source, data = here / "people", here / "data"
    change(source)
    run([source], data, NOW)
    first = Lineage.read(data / "current")
    change(source, "label: Anna Person\n", "label: Person 3 7\n")
    run([source], data, NOW.replace(month=3))
    second = Lineage.read(data / "current")
    assert first is not None
    assert second is not None
    assert second.drift > first.drift > 0
    assert second.most() < first.most()
    same(data, begun / "data")


def test_a_damaged_snapshot_is_not_continued_but_loaded_from_nothing(here):
    source, data = here / "people", here / "data"
    torn = min((data / "current" / "store").glob("*.sst"))
    content = torn.read_bytes()
    torn.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
    change(source)
    run([source], data, NOW)
    assert not is_continued(data)
    shelf.verify((data / "current").resolve())
    run([source], here / "anew", NOW)
    same(data, here / "anew")


def test_a_build_that_changes_most_of_the_dataset_loads_it_from_nothing(here):
    for path in (here / "people").glob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("label: P", "label: Another P"), encoding="utf-8")
    run([here / "people"], here / "data", NOW, max_loss=1.0)
    assert not is_continued(here / "data")


@pytest.mark.parametrize(
    ("query", "is_read"),
    [
        ("PREFIX crm: <http://c/> SELECT ?a { ?a crm:P7_took ?b }", True),
        ("PREFIX crm: <http://c/> SELECT ?a { ?a crm:P7_took_place ?b }", False),
        ("PREFIX crm: <http://c/> SELECT ?a { ?a crm:P8/crm:P7_took ?b }", True),
        ("SELECT ?a { ?a <http://c/P7_took> ?b }", True),
        ("SELECT ?a { ?a ?any ?b }", True),
        ("SELECT ?a ?b ?c { ?a <http://c/P8> ?b ; <http://c/P9> ?c }", False),
    ],
)
def test_a_query_is_known_to_read_the_properties_that_it_names(query, is_read):
    assert reads(query, "http://c/P7_took") is is_read


def test_a_query_for_instances_reads_the_type():
    assert reads("SELECT ?a { ?a a <http://c/E7> }", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
