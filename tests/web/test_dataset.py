"""The dataset as a whole, described for people and programs: true to the store, valid, and the same wherever it is asked for."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize
from pyshacl import validate
from rdflib import RDF, Graph, URIRef

from lod_publisher.web.dataset import About, services_among, triples
from lod_publisher.web.dataset.about import Part
from lod_publisher.web.dataset.dcat import catalog_statements
from lod_publisher.web.dataset.services import SERVICES
from lod_publisher.web.dataset.void import statements_of

BASE = "https://data.example.org"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
SPDX = "http://spdx.org/rdf/terms#"
DATASET = URIRef(f"{BASE}/")


@pytest.fixture(scope="module")
def graph(app: Flask) -> Graph:
    """The description as an RDF client reads it."""
    reply = app.test_client().get("/dataset", headers={"Accept": "text/turtle"})
    assert reply.status_code == 200
    return Graph().parse(data=reply.data, format="turtle")


def one(graph: Graph, subject: URIRef, predicate: str) -> str:
    (found,) = graph.objects(subject, URIRef(predicate))
    return str(found)


def parts(graph: Graph, link: str, key: str, value: str) -> dict[str, int]:
    found = {}
    for part in graph.objects(DATASET, URIRef(VOID + link)):
        assert isinstance(part, URIRef)
        found[one(graph, part, VOID + key)] = int(one(graph, part, VOID + value))
    return found


def counted(app: Flask, query: str) -> dict[str, int]:
    rows = app.extensions["site"].snapshot.select(query)
    return {row["key"]: int(row["n"]) for row in rows}


def test_the_counts_are_those_of_the_store(app, graph):
    (whole,) = app.extensions["site"].snapshot.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert one(graph, DATASET, f"{VOID}triples") == whole["n"]
    classes = counted(app, "SELECT ?key (COUNT(*) AS ?n) { ?s a ?key } GROUP BY ?key")
    assert parts(graph, "classPartition", "class", "entities") == classes
    properties = counted(app, "SELECT ?key (COUNT(*) AS ?n) { ?s ?key ?o } GROUP BY ?key")
    assert parts(graph, "propertyPartition", "property", "triples") == properties
    assert int(one(graph, DATASET, f"{VOID}entities")) == sum(app.extensions["site"].counts.values())


def test_the_distinct_subjects_and_objects_of_a_property_are_those_of_the_store(app, graph):
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    (told,) = (
        p
        for p in graph.objects(DATASET, URIRef(f"{VOID}propertyPartition"))
        if (p, URIRef(f"{VOID}property"), URIRef(label)) in graph
    )
    (real,) = app.extensions["site"].snapshot.select(
        f"SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) {{ ?s <{label}> ?o }}"
    )
    assert isinstance(told, URIRef)
    assert one(graph, told, f"{VOID}distinctSubjects") == real["subjects"]
    assert one(graph, told, f"{VOID}distinctObjects") == real["objects"]


def test_every_linkset_has_as_many_links_as_the_store(app, graph):
    every = set(graph.subjects(RDF.type, URIRef(f"{VOID}Linkset")))
    linksets = [each for each in every if not every & set(graph.subjects(URIRef(f"{VOID}subset"), each))]
    assert linksets
    for linkset in linksets:
        assert isinstance(linkset, URIRef)
        target = URIRef(one(graph, linkset, f"{VOID}objectsTarget"))
        (row,) = app.extensions["site"].snapshot.select(
            f"SELECT (COUNT(*) AS ?n) {{ ?s <{one(graph, linkset, VOID + 'linkPredicate')}> ?o"
            f" FILTER(STRSTARTS(STR(?o), '{one(graph, target, VOID + 'uriSpace')}')) }}"
        )
        assert one(graph, linkset, f"{VOID}triples") == row["n"]


def test_it_is_valid_against_what_dcat_ap_and_void_ask(graph):
    shapes = Graph().parse(Path(__file__).with_name("dataset_shapes.ttl"))
    conforms, _, text = validate(graph, shacl_graph=shapes)
    assert conforms, text


def test_the_shapes_notice_what_is_missing(graph):
    shapes = Graph().parse(Path(__file__).with_name("dataset_shapes.ttl"))
    for predicate in (f"{DCTERMS}title", f"{DCAT}downloadURL", f"{SPDX}checksumValue", f"{DCAT}endpointURL"):
        poorer = Graph()
        poorer += graph
        poorer.remove((None, URIRef(predicate), None))
        assert not validate(poorer, shacl_graph=shapes)[0]


def test_every_distribution_can_be_downloaded_and_is_what_its_checksum_says(client, graph):
    distributions = list(graph.subjects(RDF.type, URIRef(f"{DCAT}Distribution")))
    assert len(distributions) > 20
    for distribution in distributions:
        assert isinstance(distribution, URIRef)
        address = one(graph, distribution, f"{DCAT}downloadURL")
        reply = client.get(urlsplit(address).path)
        assert reply.status_code == 200, address
        assert len(reply.data) == int(one(graph, distribution, f"{DCAT}byteSize"))
        checksum = URIRef(one(graph, distribution, f"{SPDX}checksum"))
        assert sha256(reply.data).hexdigest() == one(graph, checksum, f"{SPDX}checksumValue")


def test_only_services_that_answer_are_named(app, client, graph):
    services = set(graph.subjects(RDF.type, URIRef(f"{DCAT}DataService")))
    assert services
    for service in services:
        assert isinstance(service, URIRef)
        asked = one(graph, service, f"{DCAT}endpointDescription")
        reply = client.get(asked.removeprefix(BASE))
        assert reply.status_code == 200, asked
    assert services_among(["/", "/sparql"]) == SERVICES[:1]


def test_the_days_and_places_covered_are_those_of_the_documents(app, graph):
    period = URIRef(one(graph, DATASET, f"{DCTERMS}temporal"))
    assert (one(graph, period, f"{DCAT}startDate"), one(graph, period, f"{DCAT}endDate")) == (
        "1958-11-30",
        "1958-12-18",
    )
    assert URIRef(f"{BASE}/id/place/baghdad") in set(graph.objects(DATASET, URIRef(f"{DCTERMS}spatial")))


def test_the_version_is_the_snapshot_and_stands_in_a_chain(app, graph):
    snapshot = app.extensions["site"].snapshot.id
    assert one(graph, DATASET, f"{DCAT}version") == snapshot
    current = URIRef(one(graph, DATASET, f"{DCAT}hasCurrentVersion"))
    assert one(graph, current, f"{DCAT}version") == snapshot
    assert one(graph, DATASET, f"{DCTERMS}modified") == "2026-01-02T00:00:00+00:00"


def test_it_is_the_same_at_the_front_door_and_where_void_is_looked_for(client):
    answers = {
        frozenset(parse(client.get(path, headers={"Accept": "application/n-triples"}).data, format=RdfFormat.N_TRIPLES))
        for path in ("/", "/dataset", "/dataset.nt", "/.well-known/void")
    }
    assert len(answers) == 1


def test_programs_get_statements_and_people_a_page(client):
    assert client.get("/.well-known/void").mimetype == "text/turtle"
    assert client.get("/dataset").mimetype == "text/html"
    described = client.get("/.well-known/void", headers={"Accept": "application/ld+json"})
    assert described.headers["Content-Location"] == "/dataset.jsonld"
    assert "Accept" in described.headers["Vary"]
    refused = client.get("/dataset", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert {"type": "text/turtle", "href": "/dataset.ttl"} in refused.get_json()["available"]
    assert client.get("/dataset.pdf").status_code == 404
    posted = client.post("/dataset")
    assert posted.status_code == 405
    assert "GET" in posted.headers["Allow"]
    assert client.head("/dataset.ttl").data == b""


def test_search_engines_find_a_schema_org_dataset_in_the_page(client):
    page = client.get("/dataset").get_data(as_text=True)
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(script)
    assert told == client.get("/dataset.schema").get_json(force=True)
    assert told["@type"] == "Dataset"
    assert len(told["description"]) >= 50  # Google's rule for datasets
    # The collections have different licences, so each says its own.
    assert [part.get("license", "") for part in told["hasPart"]] == [
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "",
    ]
    assert all(download["contentUrl"].startswith(f"{BASE}/dumps/") for download in told["distribution"])
    assert told["temporalCoverage"] == "1958-11-30/1958-12-18"


TEXTS = st.text(max_size=40)
ODD = st.builds(
    Part,
    id=st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True),
    title=TEXTS, description=TEXTS, publisher=TEXTS,
    licence=TEXTS | TEXTS.map("https://".__add__),
    contact=TEXTS | TEXTS.map("mailto:a@".__add__) | TEXTS.map("http://".__add__),
    languages=st.lists(TEXTS, max_size=2).map(tuple),
)  # fmt: skip


@given(part=ODD)
def test_whatever_a_collection_says_of_itself_the_description_can_be_written_and_read(part):
    told = About(
        BASE, part.title, part.description, "v1", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z", part.licence, (part,),
        {"person": 1}, {"person": "persons"}, 1, None, "", "", (), (), (), (),
    )  # fmt: skip
    said = triples([*statements_of(told), *catalog_statements(told, SERVICES)])
    again = parse(serialize(said, format=RdfFormat.TURTLE) or b"", format=RdfFormat.TURTLE)
    assert {quad.triple for quad in again} == set(said)
    assert replace(told, counts={}).publishers
