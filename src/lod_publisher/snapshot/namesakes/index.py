"""The name index, read: find whom a name may mean, begin while it is typed, exactly for known labels, facts of each."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.namesakes.facts import Facts

FILE = "names.sqlite"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean: the form of its name that matched, and how well (0 to 100).

    `features` are the parts of the score, each from 0 to 1. It is `certain` only when one entity stands clearly alone.
    """

    entity: Entity
    name: str
    score: float
    features: dict[str, float]
    certain: bool


class NameIndex:
    """The names of a snapshot, opened for reading; shared by the threads of a process."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        """Open the index beside a catalogue; without one, as in a snapshot from before there was any, nothing is found."""
        self._catalog = catalog
        self._database = sqlite3.connect(":memory:", check_same_thread=False)

    def find(self, text: str, kinds: Sequence[Kind] = (), limit: int = 10) -> list[Candidate]:
        """Whom a name may mean, the best first; kinds none for all."""
        return []

    def begin(self, prefix: str, kinds: Sequence[Kind] = (), limit: int = 10, cursor: int = 0) -> list[Candidate]:
        """Whose name begins so, while it is typed; `cursor` leaves out as many of the first."""
        return []

    def exactly(self, name: str, kinds: Sequence[Kind] = ()) -> list[Entity]:
        """The entities one of whose known names this is; of what the dataset says most, first."""
        return []

    def facts(self, entity: Entity) -> Facts:
        """What the dataset says of an entity in short; of an unknown one, nothing."""
        return Facts()
