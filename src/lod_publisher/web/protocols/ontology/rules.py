"""The guide to the shapes of the snapshot that is served: written once, with what was found and a record as an example."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lod_publisher.web.formats import prefixes
from lod_publisher.web.shapes_guide import Names, Section, ShapesGraph, guide
from lod_publisher.web.site import Site

_INSTANCES = "SELECT ?of ?s WHERE { ?s a ?of } LIMIT 30"
_SUBJECTS = "SELECT ?of ?s WHERE { ?s ?of ?o } LIMIT 30"
_OBJECTS = "SELECT ?of ?s WHERE { ?o ?of ?s } LIMIT 30"
_SAID = "SELECT DISTINCT ?s ?p WHERE { ?s ?p ?o }"
# A report above this is not read for the sake of an example, which then may have a finding of its own.
_LARGEST_REPORT_BYTES = 8_000_000
_FOCUS = "http://www.w3.org/ns/shacl#focusNode"
# Ids that the page itself uses.
_RESERVED = frozenset({"content", "q", "shapes-others", "shapes-elsewhere", "shapes-turtle"})


@dataclass(frozen=True, slots=True)
class Example:
    """A record to look at: its page, whether the thing is only a part of it, and whether the validation had nothing to say."""

    label: str
    iri: str
    is_part: bool
    is_flawless: bool


@dataclass(frozen=True, slots=True)
class PublishedShapes:
    """The shapes of a snapshot: as RDF, as the files they were written in, and as a guide.

    `examples` go by the section's place in `sections`; `elsewhere` are the findings of rules that are not shapes.
    """

    triples: list[Triple]
    files: list[tuple[str, str]]
    sections: list[Section]
    others: list[Section]
    examples: dict[int, Example]
    is_validated: bool
    elsewhere: list[tuple[str, str, int]]


def shapes_of(here: Site) -> PublishedShapes:
    """The shapes of the snapshot, read and put into words at the first request."""
    kept = current_app.extensions.get("shapes")
    if not isinstance(kept, PublishedShapes):
        kept = current_app.extensions["shapes"] = _read(here)
    return kept


def link_of(here: Site, iri: str) -> str:
    """Where the name of a term leads: to its definition, to our own page of it, or nowhere ("")."""
    base = here.snapshot.base
    if not iri.startswith(f"{base}/"):
        return iri if iri.startswith(("http://", "https://")) else ""
    known = iri in here.vocabulary.labels or (iri.startswith(f"{base}/id/") and here.owner(iri) is not None)
    return here.href(iri) if known else ""


def _read(here: Site) -> PublishedShapes:
    snapshot = here.snapshot
    paths = sorted((snapshot.folder / "shapes").glob("*.ttl"))
    graph = ShapesGraph.read((path.read_bytes() for path in paths), snapshot.base)
    findings = _findings(snapshot.manifest.get("findings") or {})
    # All that the vocabulary names, since a path walked backwards has its name from another property.
    names = Names(here.labels(graph.iris()) | here.vocabulary.labels, prefixes(snapshot.base))
    sections, others = guide(graph, names, snapshot.base, findings, _RESERVED)
    told = {rule.name for section in (*sections, *others) for rule in section.rules}
    told |= {section.name for section in (*sections, *others)}
    return PublishedShapes(
        graph.triples,
        [(path.name, path.read_text(encoding="utf-8")) for path in paths],
        sections,
        others,
        dict(_examples(here, sections)),
        bool(snapshot.manifest.get("validated")),
        [(severity, rule, n) for rule, counts in findings.items() if rule not in told for severity, n in counts],
    )


def _findings(counts: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
    """The manifest's counts by rule, the gravest severity first."""
    order = {"violation": 0, "warning": 1, "info": 2}
    found: dict[str, list[tuple[str, int]]] = {}
    for key in sorted(counts, key=lambda key: (order.get(key.partition(": ")[0], 3), key)):
        severity, _, rule = key.partition(": ")
        found.setdefault(rule, []).append((severity, counts[key]))
    return found


def _examples(here: Site, sections: Sequence[Section]) -> Iterator[tuple[int, Example]]:
    flawed = _flawed(here.snapshot.folder / "report.ttl") if here.snapshot.manifest.get("validated") else None
    for number, section in enumerate(sections):
        best: tuple[int, Example] | None = None
        for iri in _candidates(here, section):
            entity = here.owner(iri)
            if entity is None or entity.deleted:
                continue
            said = {row["p"] for row in here.snapshot.select(_SAID, {"s": iri})}
            clean = flawed is not None and iri not in flawed
            own = here.iri(entity) == iri
            score = len(said & section.properties) + 100 * clean + 10 * own
            if best is None or score > best[0]:
                best = score, Example(entity.label, here.iri(entity), not own, clean)
        if best is not None:
            yield number, best[1]


def _candidates(here: Site, section: Section) -> Iterator[str]:
    """Some things to which a section applies."""
    for query, targets in (
        (_INSTANCES, section.classes),
        (_SUBJECTS, section.subjects_of),
        (_OBJECTS, section.objects_of),
    ):
        for target in targets:
            for row in here.snapshot.select(query, {"of": target}):
                if row["s"].startswith(f"{here.snapshot.base}/id/"):
                    yield row["s"]


def _flawed(report: Path) -> set[str] | None:
    """The things of which the report speaks; None when it cannot be asked or is too large."""
    if not report.is_file() or report.stat().st_size > _LARGEST_REPORT_BYTES:
        return None
    quads = parse(report.read_bytes(), format=RdfFormat.TURTLE)
    return {
        quad.object.value for quad in quads if quad.predicate.value == _FOCUS and isinstance(quad.object, NamedNode)
    }
