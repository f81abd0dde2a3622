"""Every term we use exists where it says it comes from, and our own are defined in English."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from lod_publisher.model import vocab

BASE = "https://data.example.org"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def _constants(space: type) -> list[str]:
    return [value for name, value in vars(space).items() if not name.startswith("_")]


@pytest.fixture(scope="module")
def said(root: Path) -> dict[str, set[str]]:
    """What the ontology says of each subject: the properties used."""
    found: dict[str, set[str]] = {}
    for file in sorted((root / "ontology").glob("*.ttl")):
        for quad in parse(path=str(file), format=RdfFormat.TURTLE, base_iri=f"{BASE}/"):
            assert isinstance(quad.subject, NamedNode)
            found.setdefault(quad.subject.value, set()).add(quad.predicate.value)
    return found


@pytest.mark.corpus
def test_every_crm_term_exists_in_7_1_3(shared):
    with (shared / "data" / "reference" / "crm-terms.tsv").open(encoding="utf-8") as file:
        known = {row["term"] for row in csv.DictReader(file, delimiter="\t")}
    used = {
        term[1:-1].removeprefix(vocab.CRM)
        for term in (*_constants(vocab.crm)[1:], *vocab.ROLES.values())
        if "<" in term
    }
    assert used | vocab.RELATIONS <= known


@pytest.mark.parametrize("space", [vocab.crm, vocab.la, vocab.rico, vocab.skos, vocab.dcterms, vocab.prov, vocab.aat])
def test_every_term_of_others_has_a_label_in_the_ontology(space, said):
    for term in _constants(space):
        if term.startswith("<"):
            assert f"{RDFS}label" in said.get(term[1:-1], set()), term


@pytest.mark.parametrize("name", [*vocab.PROPERTIES])
def test_every_own_property_narrows_one_of_the_crm_and_says_what_it_means(name, said):
    words = {f"{RDFS}{word}" for word in ("subPropertyOf", "domain", "range", "label", "comment")}
    assert words <= said[f"{BASE}/vocab/{name}"]


@pytest.mark.parametrize("scheme", vocab.SCHEMES.values(), ids=lambda scheme: scheme.name)
def test_every_concept_of_a_closed_list_has_a_label_and_a_definition(scheme, said):
    for name in (scheme.name, *map(scheme.concept, scheme.keys)):
        assert {f"{RDFS}label", f"{vocab.SKOS}prefLabel", f"{vocab.SKOS}definition"} <= said[f"{BASE}/vocab/{name}"], (
            name
        )


def test_the_ontology_defines_no_word_that_the_program_does_not_know(said):
    known = {vocab.SEARCH, *vocab.PROPERTIES, *vocab.CONCEPTS, *(scheme.name for scheme in vocab.SCHEMES.values())}
    assert {name.rpartition("/")[2] for name in said if name.startswith(f"{BASE}/vocab/")} == known


def test_no_name_is_used_for_two_things():
    names = [scheme.concept(key) for scheme in vocab.SCHEMES.values() for key in scheme.keys]
    names += [*vocab.PROPERTIES, *(scheme.name for scheme in vocab.SCHEMES.values())]
    assert [name for name, count in Counter(names).items() if count > 1] == []
