"""Counts of a whole dataset, for its description: taken once from the finished store, and read when the snapshot is served."""

import json
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolutions, Store

FILE = "void.json"
_THREADS = 2

_CLASSES = "SELECT ?name (COUNT(*) AS ?count) { ?s a ?name } GROUP BY ?name"
# One property at a time: a query over all statements, for the names or the subjects, takes as long as all of these together.
_PROPERTY = """SELECT (COUNT(*) AS ?count) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s <%s> ?o }"""
# The properties that say that a thing of ours is a thing of others, or where it is described.
_LINKING = (
    "http://www.w3.org/2002/07/owl#sameAs",
    "http://www.w3.org/2004/02/skos/core#exactMatch",
    "http://www.w3.org/2004/02/skos/core#closeMatch",
    "http://www.w3.org/2004/02/skos/core#broadMatch",
    "http://www.w3.org/2004/02/skos/core#relatedMatch",
    "http://www.w3.org/2000/01/rdf-schema#seeAlso",
    "https://linked.art/ns/terms/equivalent",
    "http://purl.org/dc/terms/source",
    "http://www.cidoc-crm.org/cidoc-crm/P2_has_type",
)
_LINKS = """SELECT ?name ?target (COUNT(*) AS ?count) {
  VALUES ?name { %s } ?s ?name ?o
  FILTER(ISIRI(?o) && !STRSTARTS(STR(?o), "%s/"))
  BIND(REPLACE(STR(?o), "^([a-z]+://[^/]*/).*$", "$1") AS ?target)
} GROUP BY ?name ?target"""
_TOOK_PLACE = "http://www.cidoc-crm.org/cidoc-crm/P7_took_place_at"
_PLACES = """SELECT ?place (COUNT(*) AS ?count) { ?happening <%s> ?place FILTER(ISIRI(?place)) }
GROUP BY ?place ORDER BY DESC(?count) ?place LIMIT %d"""
# Enough to say which part of the world a dataset is about.
_MOST_PLACES = 25


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """How many statements a property makes, about how many subjects, with how many objects."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Link:
    """How many statements of a property lead to a site of others; `target` is the beginning of its IRIs."""

    predicate: str
    target: str
    triples: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Classes with their instances, properties with their statements, links to others; `entities` by kind, from the catalogue.

    `places` are those where most of what is described took place, with how much.
    """

    classes: dict[str, int]
    properties: dict[str, PropertyCount]
    links: tuple[Link, ...] = ()
    entities: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def count(store: Path, base: str, predicates: Collection[str], entities: dict[str, int]) -> "Statistics":
        """Count a finished store.

        `base` is the root of our own IRIs: what does not begin with it belongs to others. `predicates` are the IRIs of all
        properties in the store, which whoever wrote it knows.
        """
        opened = Store.read_only(str(store))
        names = sorted(predicates)
        with ThreadPoolExecutor(_THREADS) as threads:  # the engine works outside of Python's lock
            rows = threads.map(lambda name: _rows(opened, _PROPERTY % name)[0], names)
            counted = {name: PropertyCount(*map(int, row)) for name, row in zip(names, rows, strict=True)}
        properties = {name: count for name, count in counted.items() if count.triples}
        named = " ".join(f"<{name}>" for name in _LINKING if name in properties)
        return Statistics(
            {name: int(count) for name, count in _rows(opened, _CLASSES)},
            properties,
            tuple(Link(row[0], row[1], int(row[2])) for row in sorted(_rows(opened, _LINKS % (named, base)))),
            entities,
            {name: int(count) for name, count in _rows(opened, _PLACES % (_TOOK_PLACE, _MOST_PLACES))},
        )

    def write(self, folder: Path) -> None:
        """Put the counts beside the store."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")

    @staticmethod
    def read(folder: Path) -> "Statistics | None":
        """The counts of a snapshot; None when it was written before they were taken."""
        try:
            told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return Statistics(
                told["classes"],
                {name: PropertyCount(**count) for name, count in told["properties"].items()},
                tuple(Link(**link) for link in told["links"]),
                told["entities"],
                told.get("places", {}),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(query)
    return [tuple(str(getattr(term, "value", "")) for term in row) for row in solutions]
