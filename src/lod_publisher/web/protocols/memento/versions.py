"""Originals and their versions: those of a description from the log of changes, those of the dataset from the shelf."""

import re
from dataclasses import dataclass
from typing import Any

from lod_publisher.errors import SnapshotError
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.snapshot.changes import Change, Operation
from lod_publisher.snapshot.shelf import list_snapshots, read_manifest, snapshots_folder
from lod_publisher.web.formats import by_suffix, formats_of
from lod_publisher.web.problems import not_found
from lod_publisher.web.site import KIND_NAMES, Site

DATASET = "dataset"
_DESCRIBING = ("data", "id", "page")


@dataclass(frozen=True, slots=True)
class Version:
    """One version: the moment from which it held, and the change that made it, or the snapshot's manifest for the dataset."""

    moment: str
    change: Change | None = None
    manifest: dict[str, Any] | None = None

    @property
    def stamp(self) -> str:
        """The moment as 14 digits."""
        return re.sub(r"\D", "", self.moment)[:14]


@dataclass(frozen=True, slots=True)
class Original:
    """What has versions: the base of our IRIs, its own IRI, its path on this site, the suffix that its address ends in, and the versions, oldest first."""

    base: str
    iri: str
    path: str
    suffix: str
    versions: list[Version]


def original_of(here: Site, address: str) -> Original:
    """The original that an address means: a path of this site, or a whole IRI under our base.

    Raises:
        Problem: 404 when there never was anything of that name.
    """
    base = here.snapshot.base
    # Servers and proxies fold the two slashes of an address within an address into one.
    whole = re.sub(r"^(https?):/+", r"\1://", address)
    path = whole.removeprefix(f"{base}/")
    if "://" in path[:10]:
        raise not_found(f"{path[:200]} is not an address of this site; its own begin with {base}/.")
    head, _, rest = path.partition("/")
    if head.partition(".")[0] == DATASET and not rest:
        suffix = head.partition(".")[2]
        if suffix and suffix not in by_suffix(formats_of(None)):
            raise not_found(f"The dataset is not described as .{suffix[:40]}.")
        return Original(base, f"{base}/{head}", head, suffix, _of_dataset(here))
    if head in _DESCRIBING:
        kind, _, local_id = rest.partition("/")
        return _description(here, path, head, kind, local_id)
    raise not_found(
        f"Of {path[:200] or 'nothing'} no versions are kept; of descriptions (data/...) and of the dataset they are."
    )


def _description(here: Site, path: str, head: str, kind: str, local_id: str) -> Original:
    missing = not_found(f"There never was a {kind[:40]} {local_id[:200]} in this collection.")
    suffix = ""
    if kind in KIND_NAMES and head == "data":
        stem, _, last = local_id.rpartition(".")
        if stem and last in by_suffix(formats_of(Kind(kind))):
            local_id, suffix = stem, last
    if kind not in KIND_NAMES or not is_local_id(local_id):
        raise missing
    changes = here.snapshot.changes.of(Kind(kind), local_id)
    versions = [Version(change.moment, change) for change in changes if change.operation is not Operation.DELETED]
    if not versions:
        raise missing
    return Original(here.snapshot.base, f"{here.snapshot.base}/{path}", path, suffix, versions)


def _of_dataset(here: Site) -> list[Version]:
    """The snapshots on the shelf up to the published one, by the moments at which they were built."""
    data = here.snapshot.folder.parent.parent
    found = {}
    for listing in list_snapshots(data):
        try:
            manifest = read_manifest(snapshots_folder(data) / listing.id)
        except SnapshotError:
            continue
        moment = str(manifest["moment"])
        if moment <= str(here.snapshot.manifest["moment"]) and manifest["base"] == here.snapshot.base:
            found[moment] = Version(moment, manifest=manifest)
    return [found[moment] for moment in sorted(found)] or [
        Version(str(here.snapshot.manifest["moment"]), manifest=here.snapshot.manifest)
    ]


def version_at(versions: list[Version], moment: str) -> Version:
    """The version that held at a moment, the oldest for a moment before it, the newest for none."""
    if not moment:
        return versions[-1]
    return next((version for version in reversed(versions) if version.moment <= moment), versions[0])
