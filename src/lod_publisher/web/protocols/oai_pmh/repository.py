"""The repository: its sets, its metadata formats, its items, and the lists of them, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.oai_pmh import dublin_core, mods, rdf
from lod_publisher.web.protocols.oai_pmh.arguments import Arguments, OaiError
from lod_publisher.web.protocols.oai_pmh.particulars import Particulars, Reader
from lod_publisher.web.protocols.oai_pmh.tokens import Token
from lod_publisher.web.site import KIND_NAMES, Site
from lod_publisher.web.vocabulary import readable

# What one answer holds at most: a harvester's time goes into the number of answers, its memory into their size.
PAGE_ITEMS = 1_000
PAGE_BYTES = 2_000_000
_NAMES_KEPT = 50_000
_BY_KIND, _BY_VOLUME = "kind.", "volume."


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A form in which items can be had; `kinds` are those of which it can say something."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[["Repository", Entity], str]
    kinds: tuple[Kind, ...] = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Set:
    """A part of the repository: the things of a kind, or all that belongs to a volume."""

    spec: str
    name: str
    kinds: tuple[Kind, ...] = ()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A portion of a list; `more` tells whether another follows."""

    token: Token
    entities: Sequence[Entity]
    more: bool


class Repository:
    """One snapshot as a harvester sees it. Made once: what it knows of sets does not change while the snapshot is served."""

    def __init__(self, here: Site) -> None:
        self.here = here
        self._reader = Reader(here.snapshot.base, lru_cache(maxsize=_NAMES_KEPT)(self._name_of))

    @cached_property
    def sets(self) -> dict[str, Set]:
        """The sets by their specs, gathered when a harvester first asks: one for every kind and one for every volume."""
        by_kind = [Set(_BY_KIND + kind, plural.capitalize(), (kind,)) for kind, (_, plural) in KIND_NAMES.items()]
        by_volume = [Set(_BY_VOLUME + item.local_id, item.label, (), item.local_id) for item in _volumes(self.here)]
        return {item.spec: item for item in [*by_kind, *by_volume]}

    @property
    def address(self) -> str:
        """The base URL of the repository."""
        return f"{self.here.snapshot.base}/oai"

    @property
    def earliest(self) -> str:
        """The moment before which nothing was changed."""
        moments = self.here.snapshot.changes.moments()
        return moments[0].moment if moments else str(self.here.snapshot.manifest["moment"])

    def identifier(self, entity: Entity) -> str:
        """The identifier of an item: the IRI by which this publisher knows the thing, a URI as the protocol wants it."""
        return self.here.snapshot.iris.entity(entity.kind, entity.local_id)

    def item(self, identifier: str) -> Entity:
        """The item of an identifier, a deleted one too.

        Raises:
            OaiError: idDoesNotExist.
        """
        key = self.here.snapshot.iris.split(identifier)
        found = self.here.snapshot.entity(*key) if key and "#" not in identifier else None
        if found is None:
            raise OaiError(
                "idDoesNotExist", f"There is no {identifier} here; identifiers are those of ListIdentifiers."
            )
        return found

    def sets_of(self, entity: Entity) -> list[str]:
        """The sets to which an item belongs."""
        volume = _BY_VOLUME + entity.local_id.partition("/")[0]
        return [_BY_KIND + entity.kind, *([volume] if volume in self.sets else [])]

    def format(self, prefix: str) -> MetadataFormat:
        """The metadata format of a prefix.

        Raises:
            OaiError: cannotDisseminateFormat.
        """
        if prefix not in METADATA:
            raise OaiError("cannotDisseminateFormat", f"There is no {prefix!r} here; there are {', '.join(METADATA)}.")
        return METADATA[prefix]

    def page(self, arguments: Arguments) -> Page:
        """The portion of a list that a request asks for.

        Raises:
            OaiError: badResumptionToken, cannotDisseminateFormat, badArgument (no such set), noRecordsMatch.
        """
        if arguments.resumption_token is not None:
            token = Token.read(arguments.resumption_token)
            if token.metadata_prefix not in METADATA or (token.set and token.set not in self.sets):
                raise OaiError(
                    "badResumptionToken", "This list cannot go on: what it was of is no longer offered here."
                )
        else:
            self.format(arguments.metadata_prefix)
            if arguments.set and arguments.set not in self.sets:
                raise OaiError(
                    "badArgument", f"There is no set {arguments.set!r} here; ListSets names those that there are."
                )
            token = Token(arguments.metadata_prefix, arguments.set, arguments.first, arguments.last, "", 0)
        entities = self._entities(token)
        if not entities:
            raise OaiError("noRecordsMatch", "Nothing here was changed in that time, in that set and in that format.")
        return Page(token, entities[:PAGE_ITEMS], len(entities) > PAGE_ITEMS)

    def _entities(self, token: Token) -> list[Entity]:
        """The next items of a list, and one more than a page holds if there are so many."""
        chosen = self.sets[token.set] if token.set else Set("", "")
        offered = METADATA[token.metadata_prefix].kinds
        kinds = tuple(kind for kind in offered if not chosen.kinds or kind in chosen.kinds)
        if not kinds:
            return []
        return self.here.snapshot.modified_since(
            token.first,
            token.after,
            token.last,
            () if len(kinds) == len(Kind) else kinds,
            chosen.prefix,
            PAGE_ITEMS + 1,
        )

    def card(self, entity: Entity) -> Particulars:
        """What a catalogue card says of an item."""
        iri = entity.elsewhere or self.identifier(entity)
        return self._reader.card(entity, iri, self.here.snapshot.lines(entity))

    def _name_of(self, iri: str) -> str:
        if iri in self.here.vocabulary.labels:
            return self.here.vocabulary.labels[iri]
        owner = self.here.owner(iri)
        return owner.label if owner else readable(iri)


def _volumes(here: Site) -> list[Entity]:
    """The whole volumes, those deleted since too: their items are deleted records of their sets."""
    found: list[Entity] = []
    after = ""
    while portion := here.snapshot.modified_since(after=after, kinds=(Kind.VOLUME,), limit=PAGE_ITEMS):
        found += [entity for entity in portion if "/" not in entity.local_id]
        after = portion[-1].cursor
    return sorted(found, key=lambda entity: entity.local_id)


def _dublin_core(repository: Repository, entity: Entity) -> str:
    return dublin_core.write(repository.here, repository.card(entity))


def _mods(repository: Repository, entity: Entity) -> str:
    return mods.write(repository.here, repository.card(entity))


def _rdf(repository: Repository, entity: Entity) -> str:
    return rdf.write(repository.here, entity, repository.here.snapshot.lines(entity))


METADATA = {
    form.prefix: form
    for form in (
        MetadataFormat(dublin_core.PREFIX, dublin_core.SCHEMA, dublin_core.NAMESPACE, _dublin_core),
        MetadataFormat(mods.PREFIX, mods.SCHEMA, mods.NAMESPACE, _mods, mods.KINDS),
        MetadataFormat(rdf.PREFIX, rdf.SCHEMA, rdf.NAMESPACE, _rdf),
    )
}
"""Every way to have an item; the first is the one that the protocol makes everybody offer."""
