"""Reading a snapshot: descriptions, labels and incoming links from the store, everything else from the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from lod_publisher.errors import SnapshotError
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import Catalog, Entity, Hit
from lod_publisher.snapshot.shelf import published_folder, read_manifest

_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_PART_OF = NamedNode(f"{_CRM}P106i_forms_part_of")
_REFERS_TO = NamedNode(f"{_CRM}P67_refers_to")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A statement about an entity made elsewhere: `subject` `predicate` the entity."""

    subject: str
    predicate: str
    label: str


class Snapshot:
    """The published dataset, opened once a process and shared by its threads."""

    def __init__(self, folder: Path) -> None:
        """Open the snapshot in a folder.

        Raises:
            SnapshotError: its manifest, store or catalogue cannot be read.
        """
        self.folder = folder
        self.manifest: dict[str, Any] = read_manifest(folder)
        self.id: str = folder.name
        self.base: str = self.manifest["base"]
        self.iris = IriScheme(self.base)
        self.catalog = Catalog(folder / "catalog.sqlite")
        try:
            self._store = Store.read_only(str(folder / "store"))
        except OSError as problem:
            raise SnapshotError(
                f"{folder}/store: the store cannot be opened ({problem}). Roll back, or build again."
            ) from None

    @staticmethod
    def open(data: Path) -> "Snapshot":
        """Open the published snapshot of a data folder."""
        return Snapshot(published_folder(data))

    def entity(self, kind: Kind, local_id: str) -> Entity | None:
        """The catalogue's entry for an entity; None when there never was one."""
        return self.catalog.entity(kind, local_id)

    def browse(self, kind: Kind, after: str = "", limit: int = 50, by: str = "label") -> list[Entity]:
        """A page of the entities of a kind, after the one whose local id is given."""
        return self.catalog.browse(kind, after, limit, by)

    def search(self, words: str, limit: int = 50, offset: int = 0, kind: Kind | None = None) -> list[Hit]:
        """The entities whose label, names or text hold the words, the best first."""
        return self.catalog.search(words, limit, offset, kind)

    def counts(self) -> dict[str, int]:
        """How many entities there are of each kind."""
        return self.catalog.counts()

    def description(self, iri: str) -> list[Triple]:
        """What the dataset says of an entity itself, of the nodes that belong to it, and of the passages of a document.

        A node belongs to an entity when its IRI goes on after the entity's with `#` or `/`. Empty for an unknown IRI.
        """
        own = (f"{iri}#", f"{iri}/")
        found: list[Triple] = []
        waiting = [NamedNode(iri)]
        seen = {iri}

        def meet(term: object) -> None:
            if isinstance(term, NamedNode) and term.value not in seen and term.value.startswith(own):
                seen.add(term.value)
                waiting.append(term)

        is_document = iri.startswith(f"{self.base}/id/{Kind.DOCUMENT}/")
        while waiting:
            node = waiting.pop()
            if is_document and "#" not in node.value:  # passages point at their document, redactions at their passage
                for link in (_PART_OF, _REFERS_TO):
                    for quad in self._store.quads_for_pattern(None, link, node, None):
                        meet(quad.subject)
            for quad in self._store.quads_for_pattern(node, None, None, None):
                found.append(quad.triple)
                meet(quad.object)
        return found

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """A label for each of the IRIs that has one; English before other languages."""
        found: dict[str, str] = {}
        for iri in iris:
            for quad in self._store.quads_for_pattern(NamedNode(iri), _LABEL, None, None):
                label = quad.object
                if isinstance(label, Literal) and (iri not in found or label.language == "en"):
                    found[iri] = label.value
        return found

    def types(self, iri: str) -> list[str]:
        """The classes of a thing."""
        return [
            quad.object.value
            for quad in self._store.quads_for_pattern(NamedNode(iri), _TYPE, None, None)
            if isinstance(quad.object, NamedNode)
        ]

    def incoming(self, iri: str, limit: int = 50, offset: int = 0) -> list[Incoming]:
        """Statements that point at an entity from elsewhere (not from its own parts), in the store's stable order."""
        own = (iri, f"{iri}#", f"{iri}/")
        found: list[tuple[str, str]] = []
        skipped = 0
        for quad in self._store.quads_for_pattern(None, None, NamedNode(iri), None):
            if not isinstance(quad.subject, NamedNode):
                continue
            subject = quad.subject.value
            if subject == iri or subject.startswith(own[1:]):
                continue
            if skipped < offset:
                skipped += 1
                continue
            found.append((subject, quad.predicate.value))
            if len(found) == limit:
                break
        labels = self.labels({subject for subject, _ in found})
        return [Incoming(subject, predicate, labels.get(subject, "")) for subject, predicate in found]

    def select(self, query: str, values: Mapping[str, str] | None = None) -> list[dict[str, str]]:
        """Answer one of our own SELECT queries, with IRIs bound to variables; unbound variables are left out of a row.

        Never for a stranger's text: that goes to the workers.
        """
        bound: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): NamedNode(iri) for name, iri in (values or {}).items()
        }
        solutions = self._store.query(query, substitutions=bound) if bound else self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise SnapshotError("Only SELECT queries are asked this way.")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term.value for name in names if (term := row[name]) is not None and hasattr(term, "value")}
            for row in solutions
        ]


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
