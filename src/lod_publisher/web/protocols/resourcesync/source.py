"""The source: what of one snapshot can be synchronised, and in which lists and packages it stands."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.changes import Change, Operation
from lod_publisher.snapshot.sheets import Sheet, entities_of, sheets
from lod_publisher.web.protocols.resourcesync.documents import Entry, document
from lod_publisher.web.site import Site

# Z39.99 keeps to the sitemaps' bound.
LIST_SIZE = 50_000
# A package is made when it is asked for: a thousand documents are 40 MB to read and 4 MB to send.
PACKAGE_SIZE = 1_000
RESOURCE_TYPE = "application/n-quads"
_LEVEL = 4  # of compression: higher ones take several times as long for a few per cent
_PACKAGE_TYPE = "application/zip"
_CHANGES = {Operation.CREATED: "created", Operation.MODIFIED: "updated", Operation.DELETED: "deleted"}


class Source:
    """One snapshot as a mirror sees it: a resource for every living entity, which changes exactly when the entity does.

    A resource is the entity's own description in N-Quads, byte for byte as it was mapped. (What `/data/` gives has names of other
    things in it and comes in many forms, so it may change when nothing was said about the entity itself.)
    """

    def __init__(self, here: Site) -> None:
        self.here = here
        self.root = f"{here.snapshot.base}/resourcesync"
        self.description = f"{here.snapshot.base}/.well-known/resourcesync"

    @cached_property
    def lists(self) -> dict[str, Sheet]:
        """The sheets of the resource list by name."""
        return {sheet.name: sheet for sheet in sheets(self.here.snapshot.catalog.database, LIST_SIZE)}

    @cached_property
    def packages(self) -> dict[str, Sheet]:
        """The sheets of the resource dump by name."""
        return {sheet.name: sheet for sheet in sheets(self.here.snapshot.catalog.database, PACKAGE_SIZE)}

    @property
    def moment(self) -> str:
        """When what is listed was so: the last build that changed something."""
        moments = self.here.snapshot.changes.moments()
        return moments[-1].moment if moments else ""

    @property
    def change_lists(self) -> int:
        """How many change lists there are, an empty one at the least; all but the last are full and stay as they are."""
        return max(1, -(-self.here.snapshot.changes.last // LIST_SIZE))

    def resource(self, item: Entity | Change) -> str:
        """The address of the resource of an entity."""
        return f"{self.root}/{item.kind}/{item.local_id}.nq"

    def iri(self, item: Entity | Change) -> str:
        """The IRI of the thing that a resource describes."""
        return item.elsewhere or self.here.snapshot.iris.entity(item.kind, item.local_id)

    def up(self, capability: str = "capabilitylist") -> tuple[str, str]:
        """The link to the document above."""
        return ("up", f"{self.root}/{capability}.xml")

    def resource_list(self, sheet: Sheet) -> str:
        """A part of the resource list."""
        links = (self.up(), ("index", f"{self.root}/resourcelist.xml"))
        return document("resourcelist", map(self._listed, self._entities(sheet)), {"at": self.moment}, links)

    def _listed(self, entity: Entity) -> Entry:
        return Entry(
            self.resource(entity), entity.modified, {"type": RESOURCE_TYPE}, (("describes", self.iri(entity)),)
        )

    def _entities(self, sheet: Sheet) -> Iterator[Entity]:
        return entities_of(self.here.snapshot.catalog, sheet)

    def change_list(self, number: int) -> str:
        """A change list: the changes in the order in which they were found; an entity stands in it once a change."""
        found = self.here.snapshot.changes.after((number - 1) * LIST_SIZE, LIST_SIZE)
        is_closed = len(found) == LIST_SIZE
        times = {"from": found[0].moment, "until": found[-1].moment if is_closed else ""} if found else {}
        links = (self.up(), *((("index", f"{self.root}/changelist.xml"),) if self.change_lists > 1 else ()))
        return document("changelist", map(self._changed, found), times, links)

    def _changed(self, change: Change) -> Entry:
        kind = "" if change.operation is Operation.DELETED else RESOURCE_TYPE
        metadata = {"change": _CHANGES[change.operation], "datetime": change.moment, "type": kind}
        return Entry(self.resource(change), change.moment, metadata, (("describes", self.iri(change)),))

    def change_list_index(self) -> str:
        """The change lists, when there are several."""
        moments = self.here.snapshot.changes.moments()
        entries = (Entry(f"{self.root}/changelist-{number}.xml") for number in range(1, self.change_lists + 1))
        return document("changelist", entries, {"from": moments[0].moment}, (self.up(),), is_index=True)

    def resource_dump(self) -> str:
        """The packages that hold every resource once."""
        entries = (
            Entry(f"{self.root}/packages/{name}.zip", sheet.modified, {"type": _PACKAGE_TYPE})
            for name, sheet in self.packages.items()
        )
        return document("resourcedump", entries, {"at": self.moment}, (self.up(),))

    def package(self, sheet: Sheet) -> bytes:
        """A package: resources, and a manifest with their digests. The same snapshot gives the same bytes."""
        kept = BytesIO()
        entries: list[Entry] = []
        with ZipFile(kept, "w") as package:
            for entity in self._entities(sheet):
                content = self.here.snapshot.lines(entity)
                name = f"resources/{entity.kind}/{entity.local_id}.nq"
                package.writestr(_dated(name, entity.modified), content, ZIP_DEFLATED, _LEVEL)
                metadata = {
                    "hash": f"sha-256:{hashlib.sha256(content).hexdigest()}",
                    "length": str(len(content)),
                    "type": RESOURCE_TYPE,
                    "path": f"/{name}",
                }
                entries.append(Entry(self.resource(entity), entity.modified, metadata))
            manifest = document("resourcedump-manifest", entries, {"at": self.moment}, (self.up("resourcedump"),))
            package.writestr(_dated("manifest.xml", sheet.modified), manifest, ZIP_DEFLATED, _LEVEL)
        return kept.getvalue()


def _dated(name: str, moment: str) -> ZipInfo:
    """An entry of a package with the time of its content instead of that of packing."""
    day, time = moment[:10].split("-"), moment[11:19].split(":")
    info = ZipInfo(name, (int(day[0]), int(day[1]), int(day[2]), int(time[0]), int(time[1]), int(time[2])))
    info.external_attr = 0o644 << 16
    return info
