"""W3C SPARQL 1.1 Service Description: the three tests of its suite, and what the terms demand of their neighbours."""

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, Namespace, URIRef
from tests.conformance.sparql.conftest import Serve, Server
from tests.conftest import SHARED

SUITE = SHARED / "specs" / "sparql11" / "service-description"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

LANGUAGES = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}
FEATURES = {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery}
# Property -> the class its objects must have, as the vocabulary says.
RANGES = {SD.defaultDataset: SD.Dataset, SD.defaultGraph: SD.Graph, SD.availableGraphs: SD.GraphCollection}
DOMAINS = {SD.endpoint: SD.Service, SD.resultFormat: SD.Service, SD.supportedLanguage: SD.Service}


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    """Our server over an empty store: a description needs no data."""
    return serve(lambda _: None)


@pytest.fixture(scope="module")
def described(server: Server) -> Graph:
    """What a GET without a query gives."""
    reply = server.ask("GET", "")
    assert reply.status == 200
    return Graph().parse(data=reply.body, format=reply.media_type)


@pytest.mark.corpus
@pytest.mark.usefixtures("shared")
def test_these_are_the_tests_of_the_suite():
    names = {str(test).rpartition("#")[2] for test in Graph().parse(SUITE / "manifest.ttl").subjects(RDF.type)}
    assert {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"} <= names


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", RdfFormat.TURTLE),
        ("text/turtle", RdfFormat.TURTLE),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
    ],
)
def test_returns_rdf(server, accept, form):
    reply = server.ask("GET", "", {"Accept": accept})
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == "*"
    assert len(list(parse(reply.body, format=form))) > 10


def test_has_endpoint_triple(server, described):
    endpoint = URIRef(f"http://127.0.0.1:{server.port}/sparql")
    assert list(described.objects(None, SD.endpoint)) == [endpoint]


def test_conforms_to_schema(described):
    for property_, class_ in RANGES.items():
        for thing in described.objects(None, property_):
            assert (thing, RDF.type, class_) in described
    for property_, class_ in DOMAINS.items():
        subjects = set(described.subjects(property_, None))
        assert all((subject, RDF.type, class_) in described for subject in subjects)
    assert set(described.objects(None, SD.supportedLanguage)) <= LANGUAGES
    assert set(described.objects(None, SD.feature)) <= FEATURES
    assert all(
        str(form).startswith("http://www.w3.org/ns/formats/") for form in described.objects(None, SD.resultFormat)
    )
