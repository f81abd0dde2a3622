"""Which keys of the concordance a source speaks of: noted while it is converted, so that its result depends on no others."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from lod_publisher.build.converter import Key, keep_bytes
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import Kind

_JOINABLE = frozenset((Kind.PERSON, Kind.ORGANISATION, Kind.PLACE))


class _Overheard(Mapping[Key, str]):
    """A mapping that notes which keys it was asked for."""

    def __init__(self, published: Mapping[Key, str]) -> None:
        self._published = published
        self.asked: set[Key] = set()

    def __getitem__(self, key: Key) -> str:
        if key[0] in _JOINABLE:
            self.asked.add(key)
        return self._published[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._published)

    def __len__(self) -> int:
        return len(self._published)


class Heard:
    """The concordance as one source sees it. `key` names the result that the cache has, if the source was converted before
    and what it then asked for is still answered alike; "" when it was not.

    `unheard` names all else that decides the result. A source asks for the keys that it holds, whatever the answers are.
    """

    def __init__(self, concordance: Concordance, cache: Path, unheard: str) -> None:
        self._overheard = _Overheard(concordance.published)
        self._published = concordance.published
        self._unheard = unheard
        self._path = cache / f"{unheard}.asked"
        self.concordance = Concordance(self._overheard)
        self.key = self._of(known) if (known := self._read()) is not None else ""

    def write(self) -> str:
        """Remember what was asked; returns the key under which to keep the result."""
        asked = sorted((str(kind), local_id) for kind, local_id in self._overheard.asked)
        keep_bytes(self._path, json.dumps(asked).encode())
        return self._of(self._overheard.asked)

    def _read(self) -> set[Key] | None:
        try:
            return {(Kind(kind), local_id) for kind, local_id in json.loads(self._path.read_bytes())}
        except (OSError, ValueError, TypeError):
            return None

    def _of(self, asked: set[Key]) -> str:
        answers = sorted((key, self._published[key]) for key in asked if key in self._published)
        return f"{self._unheard}-{hashlib.blake2b(repr(answers).encode(), digest_size=8).hexdigest()}"
