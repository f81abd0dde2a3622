"""Which things the changes between two snapshots touch: those that changed, and those that point at one of them."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Store

from lod_publisher.model.iris import IriScheme
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.chunk import TRIPLES_DUMP
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.slices import Slice, Slices, gaps

Key = tuple[str, str]
"""A kind and a local id."""


def touched(folder: Path, previous: Path, most: int) -> set[Key] | None:
    """The things whose description may read otherwise than in the previous snapshot, deleted ones among them.

    None when that is not known: more than `most` changed, or nodes point at them whose IRIs do not say to which thing they belong.
    """
    now, then = Snapshot(folder), Snapshot(previous)
    changes = now.changes.after(then.changes.last, most + 1)
    if len(changes) > most:
        return None
    nodes = {line.partition(b" ")[0] for line in _loose(folder) ^ _loose(previous)}
    for change in changes:
        for snapshot in (now, then):
            entity = snapshot.entity(change.kind, change.local_id)
            if entity is not None and entity.deleted is None:
                nodes.update(line.partition(b" ")[0] for line in snapshot.lines(entity).splitlines())
    living = {(str(one.kind), one.local_id): one.elsewhere for one in now.catalog.all() if one.deleted is None}
    elsewhere = {iri: key for key, iri in living.items() if iri}
    pointing = _pointing(Store.read_only(str(folder / "store")), nodes)
    owners = {iri: _owner(iri, now.iris, elsewhere, living) for iri in pointing}
    if any(key is None and not iri.startswith(f"{now.base}/") for iri, key in owners.items()):
        return None
    return {(str(change.kind), change.local_id) for change in changes}.union(key for key in owners.values() if key)


def _loose(folder: Path) -> set[bytes]:
    """The lines of the dump that belong to no thing of the catalogue: the vocabulary, entries of lists of persons."""
    path = folder / TRIPLES_DUMP
    database = Catalog(folder / "catalog.sqlite").database
    taken = database.execute("SELECT start, length FROM blocks WHERE file = ?", (TRIPLES_DUMP,)).fetchall()
    pieces = [Slice(TRIPLES_DUMP, start, many) for start, many in gaps(taken, path.stat().st_size)]
    return set(Slices(folder).read(pieces).splitlines())


def _pointing(store: Store, nodes: Iterable[bytes]) -> set[str]:
    """The IRIs of all that states something of one of the nodes, which are given as N-Triples."""
    named = [NamedNode(node[1:-1].decode()) for node in nodes if node.startswith(b"<")]
    return {
        quad.subject.value
        for node in named
        for quad in store.quads_for_pattern(None, None, node, None)
        if isinstance(quad.subject, NamedNode)
    }


def _owner(iri: str, iris: IriScheme, elsewhere: Mapping[str, Key], living: Collection[Key]) -> Key | None:
    """The living thing to which a node belongs, which has the beginning of the node's IRI for its own."""
    if (key := elsewhere.get(iri) or elsewhere.get(iri.partition("#")[0])) is not None:
        return key
    split = iris.split(iri)
    kind, local_id = (str(split[0]), split[1]) if split else ("", "")
    while local_id and (kind, local_id) not in living:
        local_id = local_id.rpartition("/")[0]
    return (kind, local_id) if local_id else None
