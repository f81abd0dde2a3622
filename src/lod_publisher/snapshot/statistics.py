"""Counts of a whole dataset, for its description: taken once from the finished store, and read when the snapshot is served."""

import json
from collections.abc import Collection, Iterable
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
# What may be one with another thing of ours is linked both ways.
_OWN_LINKS = """SELECT (COUNT(*) AS ?count) { ?s <http://www.w3.org/2004/02/skos/core#closeMatch> ?o FILTER(STRSTARTS(STR(?o), "%s/id/")) }"""
_GROUNDS = """PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?target ?method (COUNT(*) AS ?count) (MIN(?score) AS ?least) (MAX(?score) AS ?most) (MIN(?day) AS ?first) (MAX(?day) AS ?last) {
  VALUES ?name { skos:exactMatch skos:closeMatch } VALUES ?method { <%s/vocab/inferred> <%s/vocab/cataloguing> }
  ?claim crm:P177_assigned_property_of_type ?name ; crm:P2_has_type ?method .
  { ?claim crm:P140_assigned_attribute_to ?s ; crm:P141_assigned ?o } UNION { ?claim crm:P140_assigned_attribute_to ?o ; crm:P141_assigned ?s }
  ?s ?name ?o .
  OPTIONAL { ?claim <%s/vocab/score> ?score }
  OPTIONAL { ?claim crm:P4_has_time-span/crm:P82a_begin_of_the_begin ?when BIND(SUBSTR(STR(?when), 1, 10) AS ?day) }
  BIND(IF(STRSTARTS(STR(?o), "%s/"), "", REPLACE(STR(?o), "^([a-z]+://[^/]*/).*$", "$1")) AS ?target)
} GROUP BY ?name ?target ?method"""
# What is asked of the claims that ground a link, besides the properties that it is about.
_GROUNDING = tuple(
    f"http://www.cidoc-crm.org/cidoc-crm/{name}"
    for name in (
        "P177_assigned_property_of_type",
        "P140_assigned_attribute_to",
        "P141_assigned",
        "P4_has_time-span",
        "P82a_begin_of_the_begin",
    )
)
_SCORE = "/vocab/score"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
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
class Grounds:
    """How some of the links to a site came to be: the IRI of a kind of statement (people decided, a program compared), how many
    there are, between which scores, and between which days they were decided ("" where that does not apply)."""

    method: str
    triples: int
    least: str = ""
    most: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """How many statements of a property lead to a site; `target` is the beginning of its IRIs, "" for our own things.

    `grounds` are those of links that an attribute assignment (E13) explains; all others are as the sources state them.
    """

    predicate: str
    target: str
    triples: int
    grounds: tuple[Grounds, ...] = ()


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
    def count(
        store: Path,
        base: str,
        predicates: Collection[str],
        entities: dict[str, int],
        same: "Unchanged | None" = None,
    ) -> "Statistics":
        """Count a finished store.

        `base` is the root of our own IRIs: what does not begin with it belongs to others. `predicates` are the IRIs of all
        properties in the store, which whoever wrote it knows. `same` are counts of the last store that may still hold.
        """
        opened = Store.read_only(str(store))
        before = same.properties if same else {}
        names = sorted(set(predicates) - set(before))
        with ThreadPoolExecutor(_THREADS) as threads:  # the engine works outside of Python's lock
            rows = threads.map(lambda name: _rows(opened, _PROPERTY % name)[0], names)
            counted = {name: PropertyCount(*map(int, row)) for name, row in zip(names, rows, strict=True)}
        counted |= {name: count for name, count in before.items() if name in predicates}
        properties = {name: counted[name] for name in sorted(counted) if counted[name].triples}
        named = " ".join(f"<{name}>" for name in _LINKING if name in properties)
        kept = same.counts if same else None
        return Statistics(
            kept.classes
            if kept and same and same.holds(_TYPE)
            else {name: int(count) for name, count in _rows(opened, _CLASSES)},
            properties,
            kept.links
            if kept and same and same.holds(*_LINKING, *_GROUNDING, f"{base}{_SCORE}")
            else _links(opened, base, named),
            entities,
            kept.places
            if kept and same and same.holds(_TOOK_PLACE)
            else {name: int(count) for name, count in _rows(opened, _PLACES % (_TOOK_PLACE, _MOST_PLACES))},
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
                tuple(_link(**link) for link in told["links"]),
                told["entities"],
                told.get("places", {}),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The counts of the last store, of which those hold that meet none of the properties of whose statements some have changed."""

    counts: Statistics
    changed: frozenset[str]

    def holds(self, *predicates: str) -> bool:
        """Whether no statement of these properties has changed."""
        return self.changed.isdisjoint(predicates)

    @property
    def properties(self) -> dict[str, PropertyCount]:
        """Those whose statements are as they were."""
        return {name: count for name, count in self.counts.properties.items() if name not in self.changed}


def _links(store: Store, base: str, named: str) -> tuple[Link, ...]:
    """The links to others, and those among our own things that may be one; each with its grounds."""
    counted = [(name, target, int(count)) for name, target, count in _rows(store, _LINKS % (named, base))]
    if own := int(_rows(store, _OWN_LINKS % base)[0][0]):
        counted.append(("http://www.w3.org/2004/02/skos/core#closeMatch", "", own))
    grounds: dict[tuple[str, str], list[Grounds]] = {}
    for name, target, method, count, *bounds in sorted(_rows(store, _GROUNDS % ((base,) * 4))):
        if int(count):
            grounds.setdefault((name, target), []).append(Grounds(method, int(count), *bounds))
    return tuple(Link(*each, tuple(grounds.get(each[:2], ()))) for each in sorted(counted))


def _link(predicate: str, target: str, triples: int, grounds: Iterable[dict[str, Any]] = ()) -> Link:
    return Link(predicate, target, triples, tuple(Grounds(**each) for each in grounds))


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(query)
    return [tuple(str(getattr(term, "value", "")) for term in row) for row in solutions]
