"""The snapshot that a build may continue: the last that the public saw, if this very program made it of the same collections."""

import json

from lod_publisher.build.result import BuildLog
from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot.continuing import Last
from lod_publisher.snapshot.shelf import newest_seen, read_manifest

# Of what decides a snapshot: the code with the packages it uses, the root of the IRIs, and the collections.
_SAME = (0, 1, 3)


def last_snapshot(log: BuildLog) -> Last | None:
    """The snapshot to continue; None when there is none, or when it has to be made anew."""
    folder = newest_seen(log.settings.data)
    if folder is None:
        return None
    try:
        manifest = read_manifest(folder)
        before, now = json.loads(manifest["identity"]), json.loads(log.identity)
        is_like = all(before[number] == now[number] for number in _SAME)
        return Last(folder, manifest["base"], dict(manifest["files"])) if is_like else None
    except (SnapshotError, ValueError, LookupError, TypeError):
        return None
