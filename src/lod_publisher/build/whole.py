"""What only the whole dataset shows: gathered while files are converted, judged when the last one is there."""

from collections.abc import Mapping
from pathlib import Path

from lod_publisher.build.converter import Converted, Key
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term
from lod_publisher.snapshot.chunk import read_entries
from lod_publisher.validation import Shapes


class WholeDataset:
    """Takes what each converted file leaves to be judged, and tells afterwards where each record was read.

    `links` are the ends of links that the file concerned did not describe.
    """

    def __init__(self, shapes: Shapes | None, base: str) -> None:
        self._shapes = shapes
        self._remainder = shapes.remainder() if shapes else None
        self.links: set[Term] = set()
        self._iris = IriScheme(base)
        self._rows: dict[str, list[Path]] = {}
        self._origins: dict[Path, dict[Key, Origin]] = {}

    def add(self, converted: Converted) -> None:
        """Take what a file leaves; it is empty afterwards, so that nothing is kept twice."""
        self._rows.setdefault(converted.name, []).append(converted.chunk.rows)
        if self._remainder is not None and converted.remainder is not None:
            self._remainder.merge(converted.remainder)
        self.links |= converted.links
        converted.remainder = None
        converted.links.clear()

    def findings(self, described_in: Mapping[Key, str]) -> list[Finding]:
        """Judge the whole; `described_in` says for each entity by the name of which file it is described."""
        if self._shapes is None or self._remainder is None:
            return []

        def owner(node: str) -> tuple[str, Origin] | None:
            key = self._entity(node, described_in)
            if key is None:
                return None
            kind, local_id = key
            return f"{kind}/{local_id}", self._origin(key, described_in[key])

        return self._shapes.check_whole(self._remainder, owner)

    def _entity(self, node: str, described_in: Mapping[Key, str]) -> Key | None:
        """The entity that a node is, or is a part of."""
        while (key := self._iris.split(node)) is not None:
            if key in described_in:
                return key
            node = node.partition("#")[0].rpartition("/")[0]
        return None

    def _origin(self, key: Key, name: str) -> Origin:
        """File and line of a record, from the rows that the file became; only files with findings are looked into."""
        for path in self._rows.get(name, []):
            if path not in self._origins:
                self._origins[path] = {
                    (Kind(row.kind), row.local_id): Origin(row.file, row.line)
                    for entry in read_entries(path, 0, 0)
                    if (row := entry.row) is not None
                }
            if key in self._origins[path]:
                return self._origins[path][key]
        return Origin(name)
