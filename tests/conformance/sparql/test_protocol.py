"""W3C SPARQL 1.1 Protocol: every test about queries, and every refusal, asked of the real server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from tests.conformance.sparql.conftest import Serve, Server, truth
from tests.conftest import SHARED

pytestmark = pytest.mark.corpus

SUITE = SHARED / "specs" / "sparql11" / "protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
# The published data change only when they are built anew: updates that should succeed are refused, each with an explanation.
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
_RDF = {
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-triples": RdfFormat.N_TRIPLES,
}


def _manifest() -> Graph:
    return Graph().parse(SUITE / "manifest.ttl")


def _names() -> list[str]:
    if not SUITE.is_dir():
        return []
    return sorted(str(test).rpartition("#")[2] for test in _manifest().subjects(RDF.type, MF.ProtocolTest))


@pytest.fixture(scope="module")
def manifest() -> Graph:
    """The manifest of the suite."""
    return _manifest()


@pytest.fixture(scope="module")
def server(manifest: Graph, serve: Serve) -> Server:
    """Our server over the graphs that the tests name."""

    def fill(store: Any) -> None:
        for data in set(manifest.objects(None, UT.graphData)):
            file, name = manifest.value(data, UT.graph), manifest.value(data, RDFS.label)
            path = SUITE / Path(str(file)).name
            store.load(path=str(path), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(str(name)))

    return serve(fill)


def _requests(manifest: Graph, name: str) -> Iterator[tuple[str, str, dict[str, str], bytes | None, Any]]:
    test = next(test for test in manifest.subjects(RDF.type, MF.ProtocolTest) if str(test).endswith(f"#{name}"))
    listed = manifest.value(manifest.value(test, MF.action), HT.requests)
    assert listed is not None
    for request in Collection(manifest, listed):
        headers = {}
        if fields := manifest.value(request, HT.headers):
            for each in Collection(manifest, fields):
                headers[str(manifest.value(each, HT.fieldName))] = str(manifest.value(each, HT.fieldValue))
        body = None
        if content := manifest.value(request, HT.body):
            body = str(manifest.value(content, CNT.chars)).encode(str(manifest.value(content, CNT.characterEncoding)))
        target = str(manifest.value(request, HT.absolutePath)).removeprefix("/sparql/")
        response = manifest.value(request, HT.resp)
        yield str(manifest.value(request, HT.methodName)), target, headers, body, response


@pytest.mark.parametrize("name", _names())
def test_the_protocol_is_kept_as_the_working_group_tests_it(name, manifest, server):
    for method, target, headers, body, response in _requests(manifest, name):
        reply = server.ask(method, target, headers, body)
        assert reply.headers["access-control-allow-origin"] == "*"
        if name in UPDATES:
            if b"update=" in (body or b"") or "update" in headers.get("content-type", ""):
                assert reply.status == 403
                assert b"answers queries only" in reply.body
            continue  # what is asked after an update counts on its having been made
        expected = {str(status)[-3] for status in manifest.objects(response, MF.expectedStatus)}
        assert str(reply.status)[0] in expected, (name, reply)
        form = str(manifest.value(response, MF.expectedFormat) or "")
        if form == "boolean":
            expected_truth = manifest.value(response, MF.expectedBoolean)
            assert truth(reply) is (True if expected_truth is None else bool(expected_truth))
        elif form == "tabular":
            assert reply.media_type in ("application/sparql-results+json", "application/sparql-results+xml")
        elif form == "RDF":
            list(parse(reply.body, format=_RDF[reply.media_type]))
