"""The log of changes carries every version of every entity from snapshot to snapshot."""

import gzip
import random

import pytest

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.cataloguing import CatalogRow, write_catalog
from lod_publisher.snapshot.changes import Changes, Operation
from lod_publisher.snapshot.chunk import Block, block_digest, read_entries, write_chunk
from lod_publisher.snapshot.history import begin_history, carry_over
from lod_publisher.snapshot.slices import Slices

MOMENTS = [f"2026-01-{day:02}T00:00:00Z" for day in range(1, 13)]


def block(name, words, presents=True):
    lines = f'<urn:{name}> <urn:says> "{words}" .\n'.encode()
    digest = block_digest(lines)
    row = CatalogRow("person", name, name.title(), "", digest, "f.xml", 1, (), b"") if presents else None
    return Block(row, lines, digest, b"", "person", name)


class Shelf:
    """Snapshots that hold no store: each a dump, a catalogue and the history."""

    def __init__(self, folder):
        self.folder = folder
        self.built = []

    def build(self, blocks, moment):
        """Write the next snapshot; returns the counts of its changes."""
        folder = self.folder / f"s{len(self.built)}"
        (folder / "dumps").mkdir(parents=True)
        chunk = write_chunk(folder, "c", blocks)
        chunk.lines.rename(folder / "dumps" / "dataset.nt.gz")
        write_catalog(folder / "catalog.sqlite", [read_entries(chunk.rows, 0, 0)], moment)
        self.built.append(folder)
        if len(self.built) == 1:
            begin_history(folder / "catalog.sqlite", moment)
            return {}
        return carry_over(folder, self.built[-2], moment)

    def texts(self):
        """What each change of the newest snapshot's log left: (number, operation, local id, words)."""
        folder = self.built[-1]
        catalog = Catalog(folder / "catalog.sqlite")
        log = Changes(catalog.database)
        found = []
        for change in log.after(0, 1000):
            kept = log.slices(change)
            slices = catalog.slices(change.kind, change.local_id) if kept is None else kept
            text = b"" if change.operation is Operation.DELETED else Slices(folder).read(slices)
            found.append((change.number, change.operation, change.local_id, text.decode()))
        return found


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def test_history_is_carried_from_one_snapshot_to_the_next(shelf):
    then, now = MOMENTS[:2]
    shelf.build([block("same", "a"), block("changed", "old"), block("gone", "g")], then)
    counts = shelf.build([block("same", "a"), block("changed", "new"), block("fresh", "f")], now)
    assert counts == {"created": 1, "modified": 1, "deleted": 1, "unchanged": 1}
    moments = {
        e.local_id: (e.created, e.modified, e.deleted) for e in Catalog(shelf.built[-1] / "catalog.sqlite").all()
    }
    assert moments == {
        "same": (then, then, None),
        "changed": (then, now, None),
        "fresh": (now, now, None),
        "gone": (then, now, now),
    }


def test_every_version_stays_readable_when_the_snapshot_that_held_it_is_gone(shelf):
    shelf.build([block("a", "one"), block("b", "one")], MOMENTS[0])
    shelf.build([block("a", "two"), block("b", "one")], MOMENTS[1])
    shelf.build([block("b", "one")], MOMENTS[2])
    shelf.build([block("a", "three"), block("b", "one")], MOMENTS[3])
    assert [(str(operation), name, text.partition('"')[2][:-4]) for _, operation, name, text in shelf.texts()] == [
        ("created", "a", "one"),
        ("created", "b", "one"),
        ("modified", "a", "two"),
        ("deleted", "a", ""),
        ("created", "a", "three"),
    ]


def test_a_build_that_changes_nothing_leaves_no_trace_in_the_log(shelf):
    shelf.build([block("a", "one")], MOMENTS[0])
    assert shelf.build([block("a", "one")], MOMENTS[1]) == {"created": 0, "modified": 0, "deleted": 0, "unchanged": 1}
    catalog = Catalog(shelf.built[-1] / "catalog.sqlite")
    assert [period.moment for period in Changes(catalog.database).moments()] == [MOMENTS[0]]
    found = catalog.entity(Kind.PERSON, "a")
    assert found
    assert found.modified == MOMENTS[0]
    assert not (shelf.built[-1] / "history").exists()


def test_what_another_file_adds_belongs_to_the_entity_and_its_digest_in_any_order(shelf):
    shelf.build(
        [block("a", "one"), block("a/part", "more", presents=False), block("a", "else", presents=False)], MOMENTS[0]
    )
    counts = shelf.build(
        [block("a", "else", presents=False), block("a", "one"), block("a/part", "more", presents=False)], MOMENTS[1]
    )
    assert counts["unchanged"] == 1
    assert len(Catalog(shelf.built[-1] / "catalog.sqlite").slices(Kind.PERSON, "a")) == 3
    assert shelf.build([block("a", "one"), block("a", "else", presents=False)], MOMENTS[2])["modified"] == 1


def test_after_random_edits_the_log_retells_every_snapshot(shelf):
    chance = random.Random(5)  # noqa: S311 a test that can be repeated
    state: dict[str, str] = {}
    wanted: dict[str, dict[str, str]] = {}
    for moment in MOMENTS:
        for name in chance.sample("abcdefgh", 3):
            if name in state and chance.random() < 0.4:
                del state[name]
            else:
                state[name] = str(chance.randrange(1000))
        shelf.build([block(name, words) for name, words in sorted(state.items())], moment)
        wanted[moment] = dict(state)
    folder = shelf.built[-1]
    catalog = Catalog(folder / "catalog.sqlite")
    log = Changes(catalog.database)
    texts = {number: text.partition('"')[2][:-4] for number, _, _, text in shelf.texts()}
    retold: dict[str, str] = {}
    for period in log.moments():
        for change in log.after(period.first - 1, period.last - period.first + 1):
            if change.operation is Operation.DELETED:
                del retold[change.local_id]
            else:
                assert (change.local_id in retold) == (change.operation is Operation.MODIFIED)
                retold[change.local_id] = texts[change.number]
        assert retold == wanted[period.moment]
    assert [change.number for change in log.after(0, 1000)] == list(range(1, log.last + 1))


def test_entities_are_listed_in_the_order_of_their_last_change_page_by_page(shelf):
    shelf.build([block("a", "1"), block("b", "1"), block("c", "1"), block("c/d", "1")], MOMENTS[0])
    shelf.build([block("a", "2"), block("c", "1"), block("c/d", "1")], MOMENTS[1])
    catalog = Catalog(shelf.built[-1] / "catalog.sqlite")
    met, after = [], ""
    while page := catalog.modified_since(after=after, limit=1):
        met += [entity.local_id for entity in page]
        after = page[-1].cursor
    assert met == ["c", "c/d", "a", "b"]
    assert [e.local_id for e in catalog.modified_since(MOMENTS[1])] == ["a", "b"]
    assert [e.local_id for e in catalog.modified_since(until=MOMENTS[0], prefix="c")] == ["c", "c/d"]
    assert catalog.modified_since(kinds=[Kind.PLACE]) == []


def test_the_members_of_a_dump_are_one_gzip_file(shelf):
    shelf.build([block("a", "1"), block("b", "1")], MOMENTS[0])
    whole = gzip.decompress((shelf.built[0] / "dumps" / "dataset.nt.gz").read_bytes())
    assert whole.count(b"\n") == 2
