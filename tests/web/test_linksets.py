"""Linksets in VoID: how many links lead where, and on which grounds."""

from pathlib import Path

from pyoxigraph import Literal, RdfFormat, Store

from lod_publisher.snapshot.statistics import Grounds, Link, Statistics
from lod_publisher.web.dataset import linksets_of

BASE = "https://data.example.org"
VOID = "http://rdfs.org/ns/void#"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DATA = f"""
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix skos: <{SKOS}> .
@prefix v: <{BASE}/vocab/> .
@prefix p: <{BASE}/id/person/> .
@prefix viaf: <http://viaf.org/viaf/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
p:a skos:exactMatch viaf:1 . p:b skos:exactMatch viaf:2 . p:c skos:exactMatch viaf:3 .
p:a skos:closeMatch p:b . p:b skos:closeMatch p:a .
<s1> a crm:E13_Attribute_Assignment ; crm:P177_assigned_property_of_type skos:closeMatch ; crm:P140_assigned_attribute_to p:a ;
  crm:P141_assigned p:b ; crm:P2_has_type v:inferred, v:possibly ; v:score 0.71 .
<s2> a crm:E13_Attribute_Assignment ; crm:P177_assigned_property_of_type skos:exactMatch ; crm:P140_assigned_attribute_to p:c ;
  crm:P141_assigned viaf:3 ; crm:P2_has_type v:cataloguing ; crm:P4_has_time-span <t> .
<t> crm:P82a_begin_of_the_begin "2026-03-01T00:00:00Z"^^xsd:dateTime .
<s3> a crm:E13_Attribute_Assignment ; crm:P177_assigned_property_of_type skos:exactMatch ; crm:P140_assigned_attribute_to p:c ;
  crm:P141_assigned viaf:4 ; crm:P2_has_type v:inferred .
"""


def statistics(folder: Path) -> Statistics:
    store = Store(str(folder))
    store.load(DATA.encode(), RdfFormat.TURTLE, base_iri=f"{BASE}/id/statement/")
    store.flush()
    del store
    return Statistics.count(folder, BASE, [f"{SKOS}exactMatch", f"{SKOS}closeMatch"], {})


def test_links_are_counted_with_who_decided_or_found_them_and_what_is_only_claimed_is_not(tmp_path):
    assert statistics(tmp_path / "store").links == (
        Link(f"{SKOS}closeMatch", "", 2, (Grounds(f"{BASE}/vocab/inferred", 2, "0.71", "0.71"),)),
        Link(
            f"{SKOS}exactMatch",
            "http://viaf.org/",
            3,
            (Grounds(f"{BASE}/vocab/cataloguing", 1, first="2026-03-01", last="2026-03-01"),),
        ),
    )


def test_the_counts_are_read_as_they_were_written(tmp_path):
    counted = statistics(tmp_path / "store")
    counted.write(tmp_path)
    assert Statistics.read(tmp_path) == counted


def test_a_linkset_is_divided_by_its_grounds_and_says_what_each_part_rests_on(tmp_path):
    said = list(linksets_of(f"{BASE}/dataset", statistics(tmp_path / "store"), f"{BASE}/void#"))

    def of(node: str, term: str) -> list[object]:
        return [value for subject, predicate, value in said if (subject, predicate) == (f"{BASE}/void#{node}", term)]

    assert of("linkset-0", f"{VOID}objectsTarget") == of("linkset-0", f"{VOID}subjectsTarget") == [f"{BASE}/dataset"]
    assert of("linkset-1", f"{VOID}objectsTarget") == [f"{BASE}/void#target-viaf.org"]
    parts = {str(part).rpartition("#")[2] for part in of("linkset-1", f"{VOID}subset")}
    assert parts == {"linkset-1-cataloguing", "linkset-1-stated"}
    assert [of(part, f"{VOID}triples") for part in sorted(parts)] == [[1], [2]]
    assert of("linkset-1-cataloguing", f"{DCTERMS}type") == [f"{BASE}/vocab/cataloguing"]
    assert [day.value for day in of("linkset-1-cataloguing", f"{DCTERMS}created") if isinstance(day, Literal)] == [
        "2026-03-01"
    ]
    [told] = of("linkset-0-inferred", f"{DCTERMS}description")
    assert isinstance(told, Literal)
    assert "scores from 0.71 to 0.71" in told.value
