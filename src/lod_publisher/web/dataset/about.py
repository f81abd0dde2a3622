"""What is said of the dataset, in no vocabulary yet: titles, counts, coverage, versions, dumps and services."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.dumps import FOLDER, WHOLE, Dump, read_index
from lod_publisher.snapshot.shelf import list_snapshots, read_manifest
from lod_publisher.snapshot.statistics import Statistics
from lod_publisher.web.site import KIND_NAMES, Site

_EXAMPLES = (Kind.EVENT, Kind.PERSON, Kind.DOCUMENT)
_KEYWORDS = ("archives", "linked open data", "CIDOC-CRM")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the collections in the dataset, as its collection.toml describes it."""

    id: str
    title: str
    description: str
    publisher: str
    licence: str
    contact: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A snapshot that is kept: its id, its moment, and how many things it created, modified and deleted."""

    id: str
    moment: str
    changes: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """The dataset of one snapshot.

    `iri` is that of the dataset, `page` that of its description; `issued` and `modified` are the moments of its first and its last
    change, `first_day` and `last_day` the days between which its documents were written, `places` the IRIs and names of places
    where most of what it tells of happened.
    """

    base: str
    title: str
    description: str
    version: str
    issued: str
    modified: str
    licence: str
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    kind_names: Mapping[str, str]
    statements: int
    statistics: Statistics | None
    first_day: str
    last_day: str
    places: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    versions: tuple[Version, ...]
    dumps: tuple[Dump, ...]

    @property
    def iri(self) -> str:
        """The dataset itself; its front page is at the same address."""
        return f"{self.base}/"

    @property
    def page(self) -> str:
        """The description of the dataset; what is described with it is named by fragments of this address."""
        return f"{self.base}/dataset"

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who publishes it; whoever has the address, when no collection names one."""
        named = dict.fromkeys(part.publisher for part in self.parts if part.publisher)
        return tuple(named) or (urlsplit(self.base).netloc,)

    @property
    def publisher(self) -> str:
        """All of them as one, for vocabularies that know of one publisher only."""
        return "; ".join(self.publishers)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the collections."""
        return tuple(sorted({language for part in self.parts for language in part.languages}))

    @property
    def contacts(self) -> tuple[str, ...]:
        """Where questions may be sent."""
        return tuple(dict.fromkeys(part.contact for part in self.parts if part.contact))

    @property
    def keywords(self) -> tuple[str, ...]:
        """Words by which it may be found."""
        return (*_KEYWORDS, *(self.kind_names[kind] for kind in self.counts if kind in self.kind_names))

    def dumps_of(self, subject: str = WHOLE) -> Iterator[Dump]:
        """The dumps of the whole, or of one kind."""
        return (dump for dump in self.dumps if dump.subject == subject)

    def kind_iri(self, kind: str) -> str:
        """The part of the dataset that is about the things of one kind."""
        return f"{self.page}#kind-{kind}"

    def part_of(self, dump: Dump) -> str:
        """What a dump holds: the dataset, or the part of it that is about one kind."""
        return self.kind_iri(dump.subject) if dump.subject in self.counts else self.iri

    def address_of(self, dump: Dump) -> str:
        """Where a dump can be downloaded."""
        return f"{self.base}/{FOLDER}/{dump.name}"

    @staticmethod
    def of(here: Site) -> "About":
        """Put together what a site's snapshot says of itself."""
        snapshot = here.snapshot
        manifest, statistics = snapshot.manifest, snapshot.statistics
        moments = snapshot.changes.moments()
        built = str(manifest.get("moment", ""))
        first, last = snapshot.catalog.days_of(Kind.DOCUMENT)
        triples = int(manifest.get("triples", 0))
        if statistics:  # the manifest counts a statement again that two sources make
            triples = sum(count.triples for count in statistics.properties.values())
        parts = tuple(_part(entry) for entry in manifest.get("collections", ()))
        names = {str(kind): plural for kind, (_, plural) in KIND_NAMES.items()}
        return About(
            base=snapshot.base,
            title=here.title,
            description=_description(here, parts, names),
            version=snapshot.id,
            issued=moments[0].moment if moments else built,
            modified=moments[-1].moment if moments else built,
            licence=here.licence,
            parts=parts,
            counts=here.counts,
            kind_names=names,
            statements=triples,
            statistics=statistics,
            first_day=first,
            last_day=last,
            places=_places(here),
            examples=tuple(here.iri(found[0]) for kind in _EXAMPLES if (found := snapshot.browse(kind, limit=1))),
            versions=tuple(_versions(here)),
            dumps=read_index(snapshot.folder),
        )


def _part(entry: Mapping[str, object]) -> Part:
    texts = {
        name: str(entry.get(name, "")) for name in ("id", "title", "description", "publisher", "licence", "contact")
    }
    languages = entry.get("languages")
    return Part(**texts, languages=tuple(map(str, languages)) if isinstance(languages, list | tuple) else ())


def _description(here: Site, parts: tuple[Part, ...], names: Mapping[str, str]) -> str:
    """The words of the collections; before them what there is, when one of them says nothing of itself."""
    texts = [part.description for part in parts if part.description]
    return " ".join(texts if texts and len(texts) == len(parts) else [_counted(here, names), *texts])


def _counted(here: Site, names: Mapping[str, str]) -> str:
    counts = ", ".join(f"{many:,} {names.get(kind, kind)}" for kind, many in here.counts.items())
    return f"{here.title}, described in CIDOC-CRM as linked open data: {counts}."


def _places(here: Site) -> tuple[tuple[str, str], ...]:
    places = here.snapshot.statistics.places if here.snapshot.statistics else {}
    labels = here.labels(places)
    return tuple((iri, labels[iri]) for iri in sorted(places, key=lambda iri: (-places[iri], iri)))


def _versions(here: Site) -> Iterator[Version]:
    """The kept snapshots up to the one that is served, the oldest first."""
    folder = here.snapshot.folder
    for listing in list_snapshots(folder.parent.parent):
        if listing.triples >= 0 and listing.id <= here.snapshot.id:
            told = read_manifest(folder.parent / listing.id)
            yield Version(listing.id, str(told.get("moment", "")), dict(told.get("changes") or {}))
