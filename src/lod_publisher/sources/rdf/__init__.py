"""RDF that already exists, published as it is: Turtle, N-Triples, N-Quads, TriG, JSON-LD and RDF/XML, also compressed (.gz).

Named graphs and the spelling of literals are kept (language tags come in lower case); blank nodes become IRIs under
`{base}/.well-known/genid/` that stay the same as long as what is said about them does.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin, Quads, Record
from lod_publisher.settings import Source
from lod_publisher.sources._graph import base_of, format_of, quads_of
from lod_publisher.sources.rdf._blank import Statement, is_blank, skolem_keys

# One file is grouped by subject in memory: about 400 bytes a statement, so this bound is 800 MB.
MOST_STATEMENTS = 2_000_000

_LABELS = {
    iri: rank
    for rank, iri in enumerate(
        (
            "http://www.w3.org/2004/02/skos/core#prefLabel",
            "http://www.w3.org/2000/01/rdf-schema#label",
            "http://purl.org/dc/terms/title",
            "http://purl.org/dc/elements/1.1/title",
            "https://schema.org/name",
            "http://schema.org/name",
            "http://xmlns.com/foaf/0.1/name",
        )
    )
}
_WORDS = {
    "http://www.w3.org/2001/XMLSchema#string",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML",
}
_GRAPH = re.compile(rb'"@graph"\s*:\s*[\[{]')
_RDF_ROOT = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")


def recognises(path: Path, head: bytes) -> bool:
    """RDF by its suffix; plain JSON only with a graph in it, plain XML only with RDF's own root."""
    if path.is_dir():
        return False
    if format_of(path) is not None:
        return True
    if path.suffix.lower() == ".json":
        return b'"@context"' in head and _GRAPH.search(head) is not None
    return path.suffix.lower() == ".xml" and b"22-rdf-syntax-ns#" in head and _RDF_ROOT.search(head) is not None


def survey(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what RDF says of an entity is published under the entity's own IRI."""
    yield from ()


@dataclass(slots=True)
class _Entity:
    """What a file says about one subject; a label is kept with its rank, the lowest being the best."""

    lines: list[str] = field(default_factory=list)
    label: tuple[int, int, str] = (9, 9, "")
    texts: list[str] = field(default_factory=list)


def _spelled(term: object) -> str:
    return "" if isinstance(term, ox.DefaultGraph) else str(term)


def _line(statement: Statement) -> str:
    subject, predicate, object_, graph = statement
    return f"{subject} {predicate} {object_} {graph} ." if graph else f"{subject} {predicate} {object_} ."


class _File:
    """One file's statements, grouped by subject."""

    def __init__(self, source: Source) -> None:
        self.entities: dict[str, _Entity] = defaultdict(_Entity)
        self.triple_terms = 0
        blank: list[Statement] = []
        for number, quad in enumerate(quads_of(source), start=1):
            if number > MOST_STATEMENTS:
                raise SourceError(
                    f"{source.shown}: holds more than {MOST_STATEMENTS:,} statements, which is more than one file may; "
                    "nothing of it is published. Split it by subject."
                )
            if isinstance(quad.object, ox.Triple):
                self.triple_terms += 1
                continue
            statement = (
                str(quad.subject),
                str(quad.predicate),
                str(quad.object),
                _spelled(quad.graph_name),
            )
            entity = self.entities[statement[0]]
            if isinstance(quad.object, ox.Literal):
                _read_literal(entity, quad.predicate.value, quad.object)
            if any(map(is_blank, statement)):
                blank.append(statement)
            else:
                entity.lines.append(_line(statement))
        self._skolemise(blank, source)
        self._join_parts(f"<{base_of(source)}/id/")

    def _join_parts(self, ours: str) -> None:
        """Let a node with a fragment belong to its entity, where that is one of ours."""
        for node in [name for name in self.entities if "#" in name and name.startswith(ours)]:
            part = self.entities.pop(node)
            whole = self.entities[f"{node.partition('#')[0]}>"]
            whole.lines += part.lines
            whole.texts += part.texts

    def _skolemise(self, blank: list[Statement], source: Source) -> None:
        iris = {
            node: f"<{base_of(source)}/.well-known/genid/{key}>"
            for node, key in skolem_keys(blank, source.path.name).items()
        }
        for subject, predicate, object_, graph in blank:
            terms = (iris.get(subject, subject), predicate, iris.get(object_, object_), iris.get(graph, graph))
            self.entities[subject].lines.append(_line(terms))
        for node, iri in iris.items():
            if node in self.entities:
                self.entities[iri] = self.entities.pop(node)


def _read_literal(entity: _Entity, predicate: str, literal: ox.Literal) -> None:
    if literal.datatype.value not in _WORDS:
        return
    entity.texts.append(literal.value)
    if (rank := _LABELS.get(predicate)) is not None:
        language = literal.language or ""
        foreign = 0 if language.partition("-")[0] == "en" else 1 if not language else 2
        entity.label = min(entity.label, (foreign, rank, literal.value))


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield one record a subject, sorted by IRI; nothing when the file has a mistake anywhere.

    Raises:
        SourceError: the file is missing, not in its syntax, or larger than MOST_STATEMENTS.
    """
    file = _File(source)
    origin = Origin(source.shown)
    if file.triple_terms:
        yield Finding(
            rule="triple-term",
            severity=Severity.WARNING,
            origin=origin,
            record=source.shown,
            message=f"{file.triple_terms} statements are about statements (RDF 1.2 triple terms).",
            consequence="They are left out, for most tools cannot read them yet.",
            remedy="Say them with RDF reification or as attribute assignments (E13).",
        )
    if not file.entities and not file.triple_terms:
        yield Finding(
            rule="nothing-in-file",
            severity=Severity.WARNING,
            origin=origin,
            record=source.shown,
            message="The file is valid but says nothing.",
            consequence="Nothing is published from it.",
            remedy="Take it out of the sources, or check that it was saved.",
        )
    for subject, entity in sorted(file.entities.items()):
        if entity.lines:
            yield Quads(
                iri=subject[1:-1],
                origin=origin,
                lines=tuple(sorted(set(entity.lines))),
                label=entity.label[2],
                text="\n".join(sorted(set(entity.texts))),
            )
