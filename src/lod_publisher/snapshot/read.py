"""Reading a snapshot: descriptions, labels and incoming links from the store, everything else from the catalogue."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from lod_publisher.errors import SnapshotError
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import Catalog, Entity, Hit
from lod_publisher.snapshot.changes import Change, Changes, Operation
from lod_publisher.snapshot.facets import Facets
from lod_publisher.snapshot.finding import Finder
from lod_publisher.snapshot.fragments import FRAGMENTS, Fragments
from lod_publisher.snapshot.identities import Identities
from lod_publisher.snapshot.involvement import Involvement
from lod_publisher.snapshot.lookup import Lookup
from lod_publisher.snapshot.namesakes import NameIndex
from lod_publisher.snapshot.shelf import published_folder, read_manifest
from lod_publisher.snapshot.slices import Slices
from lod_publisher.snapshot.statements import LocalStatements, Pattern, Statements
from lod_publisher.snapshot.statistics import Statistics
from lod_publisher.snapshot.views import Views

_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PART_OF = f"{_CRM}P106i_forms_part_of"
_REFERS_TO = f"{_CRM}P67_refers_to"
_CONTENT = f"{_CRM}P190_has_symbolic_content"
_IDENTIFIED_BY = f"{_CRM}P1_is_identified_by"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# What is kept in memory of what pages ask for again and again: an entity takes about 700 bytes, an appellation 400.
_KEPT_ENTITIES = 16_384
_KEPT_APPELLATIONS = 20_000
_ONE_STATEMENT = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A statement about an entity made elsewhere: `subject` `predicate` the entity."""

    subject: str
    predicate: str
    label: str


class Snapshot:
    """The published dataset, opened once a process and shared by its threads."""

    def __init__(self, folder: Path, statements: Statements | None = None) -> None:
        """Open the snapshot in a folder; `statements` when they are not read from the store there.

        Raises:
            SnapshotError: its manifest, store or catalogue cannot be read.
        """
        self.folder = folder
        self.manifest: dict[str, Any] = read_manifest(folder)
        # While it is being built, its folder has another name.
        self.id: str = self.manifest.get("id", "") if folder.name.startswith(".") else folder.name
        self.base: str = self.manifest["base"]
        self.iris = IriScheme(self.base)
        self.catalog = Catalog(folder / "catalog.sqlite")
        self.changes = Changes(self.catalog.database)
        self.name_index = NameIndex(folder, self.catalog)
        self.finder = Finder(self.catalog, Facets(folder), self.name_index)
        self.views = Views(folder)
        self.involvement = Involvement(folder)
        self._slices = Slices(folder)
        self._fragments = Fragments(folder / FRAGMENTS)
        self.statistics = Statistics.read(folder)
        self._statements = statements or LocalStatements(folder / "store")
        # A page asks fifty times where something leads to, mostly for the same persons, places and volumes.
        self._entity = lru_cache(_KEPT_ENTITIES)(self.catalog.entity)
        self._appellations: dict[str, tuple[str, str] | None] = {}
        self.identities = Identities(folder, self._statements.select, self.base)

    @staticmethod
    def open(data: Path, statements: Statements | None = None) -> "Snapshot":
        """Open the published snapshot of a data folder."""
        return Snapshot(published_folder(data), statements)

    def check(self) -> None:
        """Ask sample questions: do catalogue, store and dumps hold what the manifest says?

        Raises:
            SnapshotError: they do not, or do not answer.
        """
        try:
            counts = self.counts()
            if counts != self.manifest["entities"]:
                raise SnapshotError(
                    f"{self.folder}: the catalogue holds {counts}, the manifest says {self.manifest['entities']}."
                )
            for kind in counts:
                for entity in self.browse(Kind(kind), limit=1):
                    if not self.lines(entity):
                        raise SnapshotError(
                            f"{self.folder}: the dumps hold nothing about {entity.kind} {entity.local_id}."
                        )
                    iri = entity.elsewhere or self.iris.entity(entity.kind, entity.local_id)
                    if next(iter(self._statements.about([iri])), None) is None:
                        raise SnapshotError(
                            f"{self.folder}: the store holds nothing about {entity.kind} {entity.local_id}."
                        )
            if sum(counts.values()) and not self.select(_ONE_STATEMENT):
                raise SnapshotError(f"{self.folder}: the store is empty.")
        except (OSError, ValueError, EOFError, zlib.error, sqlite3.Error) as problem:
            raise SnapshotError(f"{self.folder}: it does not answer ({type(problem).__name__}: {problem}).") from None

    @property
    def has_store(self) -> bool:
        """Whether its statements are in its own folder, and not with an engine elsewhere."""
        return isinstance(self._statements, LocalStatements)

    def lookup(self, query: Lookup, form: str, max_bytes: int) -> tuple[str, bytes] | None:
        """The kind and bytes of the answer to a short query of our own, as "json", "xml", "csv" or "tsv".

        None when the answer is empty or longer than that, and always when the statements are kept elsewhere.
        """
        if isinstance(self._statements, LocalStatements):
            return self._statements.lookup(query, form, max_bytes)
        return None

    def entity(self, kind: Kind, local_id: str) -> Entity | None:
        """The catalogue's entry for an entity; None when there never was one."""
        return self._entity(kind, local_id)

    def browse(self, kind: Kind, after: str = "", limit: int = 50, by: str = "label") -> list[Entity]:
        """A page of the entities of a kind, after the one whose local id is given."""
        return self.catalog.browse(kind, after, limit, by)

    def search(self, words: str, limit: int = 50, offset: int = 0, kind: Kind | None = None) -> list[Hit]:
        """The entities whose label, names or text hold the words, the best first."""
        return self.catalog.search(words, limit, offset, kind)

    def counts(self) -> dict[str, int]:
        """How many entities there are of each kind, counted once."""
        return dict(self._counts)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return self.catalog.counts()

    def modified_since(
        self,
        moment: str = "",
        after: str = "",
        until: str = "",
        kinds: Sequence[Kind] = (),
        prefix: str = "",
        limit: int = 500,
    ) -> list[Entity]:
        """Entities, deleted ones too, in the order of their last change; see `Catalog.modified_since`."""
        return self.catalog.modified_since(moment, after, until, kinds, prefix, limit)

    def replacement(self, kind: Kind, local_id: str) -> tuple[Kind, str] | None:
        """The key of what took the place of an entity; None when nothing did."""
        return self.catalog.replacement(kind, local_id)

    def lines(self, entity: Entity) -> bytes:
        """An entity's own description as N-Triples, byte for byte as it was mapped; b"" for a deleted one.

        Statements of named graphs follow as N-Quads. Read from the dumps: neither store nor parser is asked.
        """
        return self._slices.read(self.catalog.slices(entity.kind, entity.local_id))

    def version(self, change: Change) -> bytes:
        """What `lines` gave when a change had just been published, whether or not it is still the newest; b"" for a deletion."""
        if change.operation is Operation.DELETED:
            return b""
        kept = self.changes.slices(change)
        return self._slices.read(self.catalog.slices(change.kind, change.local_id) if kept is None else kept)

    def fragment_type(self, entity: Entity) -> str:
        """The media type of what is kept of an entity's source; "" when nothing is."""
        return "" if entity.deleted else self._fragments.media_type(entity.kind, entity.local_id)

    def fragment(self, entity: Entity) -> tuple[str, bytes] | None:
        """The piece of the source file that an entity was read from, as the file has it, and its media type."""
        return None if entity.deleted else self._fragments.read(entity.kind, entity.local_id)

    def description(self, iri: str) -> list[Triple]:
        """What the dataset says of an entity itself, of the nodes that belong to it, and of the passages of a document.

        A node belongs to an entity when its IRI goes on after the entity's with `#` or `/`. Empty for an unknown IRI.
        """
        own = (f"{iri}#", f"{iri}/")
        found: list[Triple] = []
        waiting, seen = [iri], {iri}
        is_document = iri.startswith(f"{self.base}/id/{Kind.DOCUMENT}/")
        while waiting:
            met: list[object] = []
            if is_document:  # passages point at their document, redactions at their passage
                whole = [node for node in waiting if "#" not in node]
                met += [triple.subject for triple in self._statements.pointing(whole, (_PART_OF, _REFERS_TO))]
            for triple in self._statements.about(waiting):
                found.append(triple)
                met.append(triple.object)
            waiting = list(
                dict.fromkeys(
                    term.value
                    for term in met
                    if isinstance(term, NamedNode) and term.value not in seen and term.value.startswith(own)
                )
            )
            seen.update(waiting)
        return found

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """A label for each of the IRIs that has one; English before other languages."""
        found: dict[str, str] = {}
        for triple in self._statements.about(list(iris), (_LABEL,)):
            label, node = triple.object, triple.subject
            is_first = isinstance(node, NamedNode) and node.value not in found
            if isinstance(label, Literal) and isinstance(node, NamedNode) and (is_first or label.language == "en"):
                found[node.value] = label.value
        return found

    def labels_in(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """A label in one language for each of the IRIs that has one in it, or in a variety of it, such as de-AT for de."""
        found: dict[str, str] = {}
        for triple in self._statements.about(list(iris), (_LABEL,)):
            label, node = triple.object, triple.subject
            if isinstance(label, Literal) and isinstance(node, NamedNode) and label.language:
                is_plain = label.language == language
                if is_plain or (label.language.partition("-")[0] == language and node.value not in found):
                    found[node.value] = label.value
        return found

    def naming(self, iris: Iterable[str]) -> Iterator[Triple]:
        """Every label and type of the IRIs, in no order."""
        return self._statements.about(list(iris), (_LABEL, _TYPE))

    def named(self, names: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Whom each appellation names, and how it is written: entity and form by the appellation's IRI."""
        wanted = list(names)
        missing = [name for name in wanted if name not in self._appellations]
        known = {name: self._appellations.get(name) for name in wanted}
        if missing:
            told = self._named(missing)
            known |= {name: told.get(name) for name in missing}
            if len(self._appellations) > _KEPT_APPELLATIONS:
                self._appellations = {}
            self._appellations |= {name: told.get(name) for name in missing}
        return {name: found for name, found in known.items() if found is not None}

    def _named(self, wanted: list[str]) -> dict[str, tuple[str, str]]:
        forms = {
            triple.subject.value: triple.object.value
            for triple in self._statements.about(wanted, (_CONTENT,))
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal)
        }
        return {
            triple.object.value: (triple.subject.value, forms[triple.object.value])
            for triple in self._statements.pointing(list(forms), (_IDENTIFIED_BY,))
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode)
        }

    def types(self, iri: str) -> list[str]:
        """The classes of a thing."""
        found = self._statements.about([iri], (_TYPE,))
        return [triple.object.value for triple in found if isinstance(triple.object, NamedNode)]

    def incoming(self, iri: str, limit: int = 50, offset: int = 0) -> list[Incoming]:
        """Statements that point at an entity from elsewhere (not from its own parts), in the store's stable order."""
        found = self.pointers(iri, limit, offset)
        labels = self.labels({subject for subject, _ in found})
        return [Incoming(subject, predicate, labels.get(subject, "")) for subject, predicate in found]

    def pointers(self, iri: str, limit: int, offset: int = 0) -> list[tuple[str, str]]:
        """The subjects and predicates of the same, without labels."""
        return self._statements.incoming(iri, limit, offset)

    def matching(self, pattern: Pattern, limit: int, offset: int = 0) -> list[Triple]:
        """A part of the statements of the default graph that fit a pattern, in an order that stays the same."""
        return self._statements.matching(pattern, limit, offset)

    def select(self, query: str, values: Mapping[str, str] | None = None) -> list[dict[str, str]]:
        """Answer one of our own SELECT queries, with IRIs bound to variables; unbound variables are left out of a row.

        Never for a stranger's text: that goes to the workers.
        """
        return self._statements.select(query, values)


class Whole:
    """A store on which questions about the whole dataset are asked while it is still being built."""

    def __init__(self, store: Path) -> None:
        self._store = Store.read_only(str(store))

    def select(self, query: str) -> list[tuple[str | None, ...]]:
        """The rows of a SELECT query as plain texts; None where a variable is not bound."""
        solutions = self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise SnapshotError("Only SELECT queries are asked this way.")
        return [tuple(None if term is None else str(getattr(term, "value", term)) for term in row) for row in solutions]
