"""Our own vocabulary as the snapshot was built with it, and readable names for the terms of others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{_RDFS}label", f"{_SKOS}prefLabel")
_DEFINITIONS = (f"{_SKOS}definition", f"{_RDFS}comment")
CRM = "http://www.cidoc-crm.org/cidoc-crm/"

_CRM_NAME = re.compile(r"(?:[A-Z]{1,3}[0-9]+[a-z]?i?(?:\.[0-9]+)?[a-z]?)_(.+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# The few terms outside CRM and outside our vocabulary that pages show.
_KNOWN = {
    "http://vocab.getty.edu/aat/300404670": "primary name",
    "http://vocab.getty.edu/aat/300435721": "probably",
    "http://vocab.getty.edu/aat/300435722": "possibly",
    "http://vocab.getty.edu/aat/300388277": "English",
    "http://vocab.getty.edu/aat/300388401": "Hungarian",
    "http://vocab.getty.edu/aat/300393177": "professional activity",
    "http://vocab.getty.edu/aat/300054686": "publishing",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "is a",
    "http://www.w3.org/ns/prov#wasDerivedFrom": "read from",
    "http://purl.org/dc/terms/source": "edition on the web",
}


def readable(iri: str) -> str:
    """The name in an IRI in plain words: `.../P14_carried_out_by` is "carried out by"."""
    if iri in _KNOWN:
        return _KNOWN[iri]
    name = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    if (match := _CRM_NAME.fullmatch(name)) and iri.startswith(CRM):
        name = match[1]
    return _CAMEL.sub(" ", name).replace("_", " ").strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The statements of the ontology, and what pages ask of them: `labels`, `definitions`, `broader` (super-properties)."""

    triples: list[Triple]
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    broader: dict[str, list[str]] = field(default_factory=dict)

    @staticmethod
    def read(folder: Path, base: str) -> "Vocabulary":
        """Read every Turtle file of a folder, relative IRIs resolved against the base; the files were checked by the build."""
        return _vocabulary(tuple(path.read_bytes() for path in sorted(folder.glob("*.ttl"))), base)

    @staticmethod
    def of(files: Iterable[bytes], base: str) -> "Vocabulary":
        """The vocabulary that stands in Turtle files."""
        triples = {quad.triple for file in files for quad in parse(file, format=RdfFormat.TURTLE, base_iri=f"{base}/")}
        found = Vocabulary(sorted(triples, key=str))
        for triple in found.triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(value, Literal) and value.language in (None, "en"):
                if predicate in _LABELS:
                    found.labels.setdefault(subject.value, value.value)
                elif predicate in _DEFINITIONS:
                    found.definitions.setdefault(subject.value, value.value)
            elif predicate == f"{_RDFS}subPropertyOf" and isinstance(value, NamedNode):
                found.broader.setdefault(subject.value, []).append(value.value)
        return found

    def narrower(self, properties: list[str]) -> list[str]:
        """The properties given and all of our own below them, each once, the given ones first."""
        found = list(properties)
        for term in sorted(self.broader):
            if term not in found and any(above in found for above in self.broader[term]):
                found.append(term)
        return found


@lru_cache(maxsize=2)
def _vocabulary(files: tuple[bytes, ...], base: str) -> Vocabulary:
    """One for all snapshots with the same files, as those are that one process serves one after another."""
    return Vocabulary.of(files, base)
