"""What every protocol needs at hand: the snapshot, the query workers, and the way from an IRI to a link and a name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from flask import current_app, request

from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.snapshot.catalog import Entity, Move
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.workers import Workers
from lod_publisher.web.answer_cache import AnswerCache
from lod_publisher.web.languages import N_, ngettext
from lod_publisher.web.names import Names
from lod_publisher.web.problems import Gone, Moved, not_found
from lod_publisher.web.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lod_publisher.snapshot.remote import RemoteWorkers

KIND_NAMES: dict[Kind, tuple[str, str]] = {
    Kind.EVENT: (N_("event"), N_("events")),
    Kind.PERSON: (N_("person"), N_("persons")),
    Kind.ORGANISATION: (N_("organisation"), N_("organisations")),
    Kind.PLACE: (N_("place"), N_("places")),
    Kind.DOCUMENT: (N_("document"), N_("documents")),
    Kind.VOLUME: (N_("volume"), N_("volumes and chapters")),
    Kind.APPOINTMENT: (N_("appointment"), N_("appointments")),
    Kind.STATEMENT: (N_("statement"), N_("statements")),
    Kind.COLLECTION: (N_("collection"), N_("collections and files")),
    Kind.CONCEPT: (N_("concept"), N_("concepts")),
    Kind.PERIOD: (N_("period"), N_("periods")),
}

# More titles than these make no name.
_NAMED = 2

# A thing may be renamed again and again; a circle of names leads nowhere.
_MAX_MOVES = 20

# What a browser may be sent to.
_OPENED = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Collection:
    """What the publisher says of what is published, from the manifest."""

    title: str
    description: str
    publisher: str
    licence: str
    contact: str


class Elsewhere(Protocol):
    """Whoever answers the SERVICE clauses of a query; a floor above this one."""

    def resolve(self, text: str, tokens: Any, prefixes: dict[str, str], base: str, ask: Any) -> Any:
        """The changes that put answers in the place of clauses."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """One published snapshot as the web sees it."""

    snapshot: Snapshot
    workers: "Workers | RemoteWorkers"
    vocabulary: Vocabulary
    names: Names
    collections: tuple[Collection, ...]
    counts: dict[str, int] = field(default_factory=dict)
    services: Elsewhere | None = None
    caches: dict[str, AnswerCache] = field(default_factory=dict)

    @staticmethod
    def of(snapshot: Snapshot, workers: "Workers | RemoteWorkers", services: Elsewhere | None = None) -> "Site":
        """Read once what does not change while the snapshot is served."""
        fields = ("title", "description", "publisher", "licence", "contact")
        listed = snapshot.manifest.get("collections") or [{"title": "A collection"}]
        vocabulary = Vocabulary.read(snapshot.folder / "ontology", snapshot.base)
        return Site(
            snapshot,
            workers,
            vocabulary,
            Names(snapshot, vocabulary),
            tuple(Collection(**{name: entry.get(name, "") for name in fields}) for entry in listed),
            snapshot.counts(),
            services,
        )

    @property
    def title(self) -> str:
        """The title of all that is published here."""
        return " · ".join(collection.title for collection in self.collections)

    @property
    def name(self) -> str:
        """What the site is called in a line: the titles of two collections at most, and how many more there are.

        Collections that somebody described go before those that have but the name of their folder.
        """
        titles = [each.title for each in sorted(self.collections, key=lambda each: not each.description)]
        if len(titles) <= _NAMED:
            return " · ".join(titles)
        more = len(titles) - 1
        return ngettext("%(first)s, and %(more)s more collection", "%(first)s, and %(more)s more collections", more) % {
            "first": titles[0],
            "more": more,
        }

    @property
    def licence(self) -> str:
        """The licence of the data; "" when the collections have different ones."""
        licences = {collection.licence for collection in self.collections}
        return licences.pop() if len(licences) == 1 else ""

    def iri(self, entity: Entity) -> str:
        """The IRI of an entity of the catalogue."""
        return self.snapshot.iris.entity(entity.kind, entity.local_id)

    def href(self, iri: str) -> str:
        """Where a person's click on an IRI leads: a path of this site for our own things, else the IRI itself, or "".

        A collection may name anything by an IRI, a script too (`javascript:`), so only what a browser looks up is a link. Things link
        to their pages at once, without the redirect that machines take; a passage is a place on its document's page.
        """
        base = self.snapshot.base
        if not iri.startswith(f"{base}/"):
            return iri if iri.lower().startswith(_OPENED) else ""
        path = iri[len(base) :]
        if path.startswith("/id/"):
            plain, _, fragment = path[len("/id/") :].partition("#")
            if plain.startswith("document/") and self.snapshot.entity(Kind.DOCUMENT, plain[len("document/") :]) is None:
                whole, _, last = plain.rpartition("/")
                if self.snapshot.entity(Kind.DOCUMENT, whole.partition("/")[2]):
                    plain, fragment = whole, last
            path = f"/page/{plain}#{fragment}" if fragment else f"/page/{plain}"
        return request.script_root + path

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """A name for every IRI: the dataset's, the vocabulary's, or the words in the IRI itself."""
        return self.names.labels(set(iris))

    def owner(self, iri: str) -> Entity | None:
        """The entity of the catalogue to which a node belongs: the IRI's own, or that of the thing it is a part of."""
        key = self.snapshot.iris.split(iri)
        if key is None:
            return None
        kind, local_id = key
        while local_id:
            if found := self.snapshot.entity(kind, local_id):
                return found
            local_id = local_id.rpartition("/")[0]
        return None

    def locate(self, kind_name: str, local_id: str) -> tuple[Entity, str]:
        """The entity at an address, and the passage of it that is meant ("" for the whole).

        A passage of a document belongs to the document's page; one of a volume (an entry of its list of persons) stands for itself.

        Raises:
            Problem: 404 when there is nothing of that name; Moved when it has another name now, Gone when it was deleted.
        """
        missing = not_found(
            N_("There is no %(kind)s %(name)s in this collection."), kind=kind_name[:100], name=local_id[:200]
        )
        if kind_name not in KIND_NAMES or not is_local_id(local_id):
            raise missing
        kind, passage = Kind(kind_name), ""
        entity = self.snapshot.entity(kind, local_id)
        if entity is None or entity.deleted:
            self._look_for_successor(kind, local_id, entity)
        if entity is None:
            iri = self.snapshot.iris.entity(kind, local_id)
            if kind is not Kind.DOCUMENT or not self.snapshot.types(iri):
                raise missing
            whole, _, passage = local_id.rpartition("/")
            entity = self.snapshot.entity(kind, whole) if whole else None
            if entity is None:
                label = self.labels([iri])[iri]
                moment = str(self.snapshot.manifest.get("moment", ""))
                return Entity(kind, local_id, label, "", "", "", moment, moment), ""
        return entity, passage

    def _look_for_successor(self, kind: Kind, local_id: str, entity: Entity | None) -> None:
        """Lead on from the address of what is no longer there, or of a part of it, to what took its place.

        Raises:
            Moved: one living thing did. Gone: it was deleted, and none did, or several.
        """
        whole, part = local_id, ""
        while whole:
            if moves := self.snapshot.catalog.moves(kind, whole):
                target = self._at_last(moves)
                if target is not None:
                    raise Moved(f"{kind}/{local_id}", f"{target.kind}/{target.local_id}{part}", moves[0].reason)
                if entity is not None:
                    raise Gone(entity, [move.target for move in moves if move.target], moves[0].reason)
            whole, _, last = whole.rpartition("/")
            part = f"/{last}{part}"
        if entity is not None:
            raise Gone(entity)

    def _at_last(self, moves: Sequence[Move]) -> Entity | None:
        """The living entity to which moves lead, one after another; None when they lead to several or to nothing."""
        for _ in range(_MAX_MOVES):
            if len(moves) != 1 or moves[0].target is None:
                return None
            kind, local_id = moves[0].target
            found = self.snapshot.entity(kind, local_id)
            if found is not None and not found.deleted:
                return found
            moves = self.snapshot.catalog.moves(kind, local_id)
        return None


def site() -> Site:
    """The site that the current request is answered from."""
    return cast(Site, current_app.extensions["site"])


def natural(text: str) -> tuple[Any, ...]:
    """A sorting key under which p2 comes before p10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", text))
