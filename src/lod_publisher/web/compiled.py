"""Compiled templates, kept for the life of a process: another snapshot is another application, but its templates are the same."""

from threading import Lock

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Keeps in memory what Jinja made of each template: compiling those of one page takes 50 ms, loading them 1."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}
        self._lock = Lock()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept of the same source, if there is any."""
        with self._lock:
            kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        with self._lock:
            self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()
"""Those of this process."""
