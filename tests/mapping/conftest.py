"""A context, and a graph of what was described, checked against the CRM's own declarations."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lod_publisher.mapping import Context, Description
from lod_publisher.model import vocab
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.terms import lines

BASE = "https://data.example.org"
LABEL = NamedNode(vocab.RDFS_LABEL[1:-1])
TYPE = NamedNode(vocab.RDF_TYPE[1:-1])
SUB_PROPERTY = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")

SPACES = (f"{BASE}/vocab", vocab.CRM, vocab.LA, vocab.AAT, vocab.RICO, vocab.SKOS, vocab.DCTERMS, vocab.PROV)


class Graph:
    """What was described, with the ontology beside it."""

    def __init__(self, found: Iterable[Description], ontology: set[Triple]) -> None:
        self.text = "".join(lines(each.triples) for each in found)
        self.triples = set(map(_triple, parse(self.text, format=RdfFormat.N_TRIPLES)))
        self.ontology = ontology

    def __contains__(self, spo: tuple[str, str, str]) -> bool:
        return NamedNode(_full(spo[0])) in self.subjects(spo[1], spo[2])

    def subjects(self, predicate: str, value: str) -> set[object]:
        """Who has this value: a short name (crm:..., v:..., id/...) or a text in quotes."""
        wanted = _full(predicate)
        if value.startswith('"'):
            return {
                t.subject
                for t in self.triples
                if t.predicate.value == wanted and isinstance(t.object, Literal) and t.object.value == value[1:-1]
            }
        return {t.subject for t in self.triples if t.predicate.value == wanted and t.object == NamedNode(_full(value))}

    def objects(self, subject: str, predicate: str) -> set[str]:
        """The values of a property, as they are spelled in short."""
        return {
            t.object.value
            for t in self.triples
            if t.subject == NamedNode(_full(subject))
            and t.predicate.value == _full(predicate)
            and not isinstance(t.object, BlankNode | Triple)
        }

    def unlabelled(self) -> set[str]:
        """Nodes under our base that are described, and have no label."""
        labelled = {t.subject for t in self.triples | self.ontology if t.predicate == LABEL}
        typed = {t.subject for t in self.triples if t.predicate == TYPE}
        words = {
            term
            for t in self.triples
            for term in (t.predicate, t.object)
            if isinstance(term, NamedNode) and term.value.startswith(SPACES)
        }
        return {str(node) for node in (typed | words) - labelled}

    def strangers(self) -> set[str]:
        """IRIs of the vocabularies that neither the ontology nor the lists of terms know, and all blank nodes."""
        known = {t.subject for t in self.ontology}
        found: set[str] = set()
        for t in self.triples:
            for term in (t.subject, t.predicate, t.object):
                if isinstance(term, BlankNode) or (
                    isinstance(term, NamedNode)
                    and term not in known
                    and (t.predicate == term or term.value.startswith(SPACES))
                ):
                    found.add(str(term))
        return found

    def misused(self, terms: dict[str, dict[str, str]]) -> set[str]:
        """Statements whose subject or object is typed, and not as the property's domain or range wants it."""
        types: dict[object, set[str]] = {}
        for t in self.triples | self.ontology:
            if t.predicate == TYPE:
                types.setdefault(t.subject, set()).add(str(t.object.value))  # type: ignore[union-attr]
        supers = {t.subject: t.object for t in self.ontology if t.predicate == SUB_PROPERTY}
        found: set[str] = set()
        for t in self.triples:
            predicate = supers.get(t.predicate, t.predicate)
            name = predicate.value.removeprefix(vocab.CRM)  # type: ignore[union-attr]
            if name not in terms or name == "P177_assigned_property_of_type":
                continue
            for term, end in ((t.subject, "domain"), (t.object, "range")):
                wanted = terms[name][end]
                if wanted == "rdfs:Literal":
                    ok = isinstance(term, Literal)
                else:
                    held = types.get(term, set())
                    ok = not held or any(wanted in _ancestors(each.removeprefix(vocab.CRM), terms) for each in held)
                    ok = ok and not isinstance(term, Literal)
                if not ok:
                    found.add(f"{t} ({end} should be {wanted})")
        return found


def _ancestors(name: str, terms: dict[str, dict[str, str]]) -> set[str]:
    found = {name}
    for above in terms.get(name, {}).get("superterm", "").split(" | "):
        if above:
            found |= _ancestors(above, terms)
    return found


def _full(short: str) -> str:
    for prefix, space in (("crm:", vocab.CRM), ("v:", f"{BASE}/vocab/"), ("la:", vocab.LA), ("aat:", vocab.AAT)):
        if short.startswith(prefix):
            return space + short.removeprefix(prefix)
    for prefix, space in (("dcterms:", vocab.DCTERMS), ("skos:", vocab.SKOS), ("prov:", vocab.PROV)):
        if short.startswith(prefix):
            return space + short.removeprefix(prefix)
    if short == "a":
        return str(TYPE.value)
    if short == "label":
        return str(LABEL.value)
    return f"{BASE}/{short}" if short.startswith("id/") else short


def _triple(quad: object) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)  # type: ignore[attr-defined]


@pytest.fixture
def context() -> Context:
    """A context for one publisher, with one person whom linking has joined."""
    joined = {(Kind.PERSON, "frus1958-60v12/p_QGAK1"): "qasim-abd-al-karim"}
    return Context(IriScheme(BASE), Concordance(joined))


@pytest.fixture(scope="session")
def ontology(root: Path) -> set[Triple]:
    """All that our ontology says."""
    return {
        _triple(quad)
        for file in sorted((root / "ontology").glob("*.ttl"))
        for quad in parse(path=str(file), format=RdfFormat.TURTLE, base_iri=f"{BASE}/")
    }


@pytest.fixture
def graph(ontology: set[Triple]) -> Callable[[Iterable[Description]], Graph]:
    """Make a graph of descriptions."""
    return lambda found: Graph(found, ontology)


@pytest.fixture(scope="session")
def crm_terms(shared: Path) -> dict[str, dict[str, str]]:
    """The CRM's terms with domain, range and superterms."""
    with (shared / "data" / "reference" / "crm-terms.tsv").open(encoding="utf-8") as file:
        return {row["term"]: row for row in csv.DictReader(file, delimiter="\t")}
