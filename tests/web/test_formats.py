"""The formats of descriptions: what one writes, others read as the same statements."""

import json
import warnings
from itertools import pairwise

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib.compare import isomorphic
from tests.web.described import canonical, descriptions, read_by_jsonld_js

from lod_publisher.model.iris import Kind
from lod_publisher.web.formats import BY_SUFFIX, FORMATS, GRAPH_FORMATS, Description, Source, by_suffix, formats_of
from lod_publisher.web.formats.jsonld import PATH, context

BASE = "https://data.example.org"
ALL = by_suffix(FORMATS)
OXIGRAPH = {
    "ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}  # fmt: skip
RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "nq": "nquads", "trig": "trig"}
A, P, Q = (NamedNode(f"{BASE}/{name}") for name in ("id/person/a", "vocab/p", "vocab/q"))


def _with_context(written: bytes) -> bytes:
    """JSON-LD with the context inside, for readers that may not fetch it."""
    document = json.loads(written)
    return json.dumps({**document, **context(BASE)}).encode() if isinstance(document, dict) else written


def _read_by_rdflib(written: bytes, form: str) -> rdflib.Graph:
    """All statements, in whatever graph they stand."""
    found = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its parsers of quads use what it deprecates
        read = rdflib.Dataset(default_union=True)
        read.parse(data=written, format=form)
        for subject, predicate, value in read.triples((None, None, None)):
            found.add((subject, predicate, value))
    return found


@pytest.fixture(scope="module")
def described(app) -> list[Description]:
    """Some things of every kind in the founding collection."""
    return descriptions(app.extensions["site"].snapshot)


@pytest.mark.parametrize("suffix", OXIGRAPH)
def test_oxigraph_reads_the_same_statements_in_every_format_of_rdf(described, suffix):
    for description in described:
        found = [quad.triple for quad in parse(ALL[suffix].write(description), format=OXIGRAPH[suffix])]
        assert canonical(found) == canonical(list(description.triples)), description.iri


@pytest.mark.parametrize("suffix", RDFLIB)
def test_rdflib_reads_the_same_statements_in_every_format_of_rdf(described, suffix):
    for description in described[::9]:
        expected = rdflib.Graph().parse(data=ALL["nt"].write(description), format="nt")
        assert isomorphic(_read_by_rdflib(ALL[suffix].write(description), RDFLIB[suffix]), expected), description.iri


def test_rdflib_and_oxigraph_read_our_json_ld_as_the_same_statements(described):
    for description in described[::9]:
        written = _with_context(ALL["jsonld"].write(description))
        expected = rdflib.Graph().parse(data=ALL["nt"].write(description), format="nt")
        assert isomorphic(_read_by_rdflib(written, "json-ld"), expected), description.iri


def test_jsonld_js_reads_our_json_ld_with_our_context_as_the_same_statements(described):
    contexts = {BASE + PATH: context(BASE)}
    asked = [{"document": json.loads(ALL["jsonld"].write(one)), "contexts": contexts} for one in described]
    for description, answer in zip(described, read_by_jsonld_js(asked), strict=True):
        found = [quad.triple for quad in parse(answer.get("quads", ""), format=RdfFormat.N_QUADS)]
        assert canonical(found) == canonical(list(description.triples)), (description.iri, answer.get("error"))


def test_json_ld_nests_the_nodes_of_a_thing_and_needs_one_object(described):
    for description in described:
        written = json.loads(ALL["jsonld"].write(description))
        assert written["@context"] == f"{BASE}/context.jsonld"
        assert written["id"] == description.iri, written.keys()
        assert [*written][:3] == ["@context", "id", "type"]
        assert written["described_in"]["id"] == description.page


def test_the_passages_of_a_document_stand_inside_it_in_their_order(described):
    document = next(one for one in described if one.kind is Kind.DOCUMENT and one.iri.endswith("frus1958-60v12/d145"))
    written = json.loads(ALL["jsonld"].write(document))
    positions = [int(passage["position"]["@value"]) for passage in written["has_passage"]]
    assert len(positions) > 3
    assert positions == sorted(positions)


def test_a_passage_that_another_refers_to_keeps_its_place_in_the_whole():
    part_of = NamedNode("http://www.cidoc-crm.org/cidoc-crm/P106i_forms_part_of")
    one, two = NamedNode(f"{A.value}/p1"), NamedNode(f"{A.value}/p2")
    said = [Triple(one, part_of, A), Triple(one, P, two), Triple(two, part_of, A), Triple(A, Q, Literal("a"))]
    written = ALL["jsonld"].write(Description(BASE, said, A.value, Kind.DOCUMENT))
    assert canonical([quad.triple for quad in parse(_with_context(written), format=RdfFormat.JSON_LD)]) == canonical(
        said
    )


def test_an_iri_that_looks_like_an_abbreviation_is_written_out_in_expanded_form():
    odd = Description(BASE, [Triple(A, P, NamedNode("skos:broader"))], A.value, Kind.PERSON)
    assert json.loads(ALL["jsonld"].write(odd)) == [{"@id": A.value, P.value: [{"@id": "skos:broader"}]}]


def test_deeply_nested_nodes_do_not_exhaust_a_reader():
    nodes = [A, *(NamedNode(f"{A.value}#{number}") for number in range(3_000))]
    chain = Description(BASE, [Triple(a, P, b) for a, b in pairwise(nodes)], A.value, Kind.PERSON)
    written = json.loads(ALL["jsonld"].write(chain))
    assert len(written["@included"]) > 100
    assert len(list(parse(_with_context(ALL["jsonld"].write(chain)), format=RdfFormat.JSON_LD))) == 3_000


def test_quads_stand_in_the_graph_of_the_description_and_its_own_in_none(described):
    description = described[0]
    quads = list(parse(ALL["nq"].write(description), format=RdfFormat.N_QUADS))
    page = NamedNode(description.page)
    assert {quad.graph_name == page for quad in quads if quad.subject != page} == {True}
    assert {quad.graph_name == page for quad in quads if quad.subject == page} == {False}


def test_lines_at_hand_are_copied_and_statements_of_named_graphs_become_triples_where_there_are_no_graphs():
    line = f'<{A.value}> <{P.value}> "a" .\n'.encode()
    assert ALL["nt"].write(Description(BASE, lines=line)) == line
    graph = f'<{A.value}> <{P.value}> "a" <{BASE}/g> .\n'.encode()
    assert ALL["nt"].write(Description(BASE, lines=graph)) == line
    assert ALL["nq"].write(Description(BASE, lines=graph, page=f"{BASE}/data/person/a")) == graph


def test_xml_keeps_carriage_returns_and_says_what_it_cannot_say():
    said = [Triple(A, P, Literal("a\r\nb\x01\ufffe")), Triple(A, NamedNode(f"{BASE}/vocab/1"), Literal("c"))]
    written = BY_SUFFIX["rdf"].write(Description(BASE, said))
    etree.fromstring(written)
    assert [quad.object for quad in parse(written, format=RdfFormat.RDF_XML)] == [Literal("a\r\nb\ufffd\ufffd")]
    assert b"<!-- 1 statements have properties" in written


def test_a_graph_about_no_single_thing_can_be_had_in_formats_of_rdf_alone():
    assert [form.suffix for form in GRAPH_FORMATS] == ["ttl", "jsonld", "nt", "rdf", "nq", "trig"]
    assert formats_of(None) == GRAPH_FORMATS


def test_a_source_fragment_is_offered_where_one_is_kept():
    assert [form.suffix for form in formats_of(Kind.DOCUMENT)][-2:] == ["schema", "txt"]
    assert [form.suffix for form in formats_of(Kind.DOCUMENT, "application/tei+xml")][-1] == "tei"
    assert "txt" not in [form.suffix for form in formats_of(Kind.PERSON, "application/tei+xml")]
    kept = Source("application/tei+xml", b"<div/>")
    assert ALL["tei"].write(Description(BASE, kind=Kind.DOCUMENT, source=kept)) == b"<div/>"


def test_plain_text_is_the_title_the_passages_in_order_and_the_address(described):
    document = next(one for one in described if one.kind is Kind.DOCUMENT and one.iri.endswith("frus1958-60v12/d145"))
    written = ALL["txt"].write(document).decode()
    paragraphs = written.rstrip("\n").split("\n\n")
    assert paragraphs[0].startswith("145. Telegram")
    assert paragraphs[1] != paragraphs[0]
    assert paragraphs[-1] == document.iri


nodes = st.sampled_from([A, P, Q, BlankNode("x"), NamedNode(f"{A.value}#part"), NamedNode("urn:example:z")])
literals = st.builds(Literal, st.text(st.characters(exclude_categories=["Cs"]))) | st.builds(
    lambda text, language: Literal(text, language=language),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["en", "hu"]),
)
properties = st.sampled_from([P, Q, NamedNode("http://www.cidoc-crm.org/cidoc-crm/P106i_forms_part_of")])
graphs = st.lists(st.builds(Triple, nodes.filter(lambda n: n != P), properties, nodes | literals), max_size=12)


@given(graphs)
def test_any_statements_at_all_survive_turtle_n_quads_and_json_ld(said):
    description = Description(BASE, said, A.value, Kind.PERSON, f"{BASE}/data/person/a")
    for suffix in ("ttl", "nt", "nq", "trig"):
        found = [quad.triple for quad in parse(ALL[suffix].write(description), format=OXIGRAPH[suffix])]
        assert canonical(found) == canonical(said)
    found = [quad.triple for quad in parse(_with_context(ALL["jsonld"].write(description)), format=RdfFormat.JSON_LD)]
    assert canonical(found) == canonical(said)


@given(graphs)
def test_any_statements_at_all_can_be_written_for_museums_search_engines_and_readers(said):
    for kind in Kind:
        description = Description(BASE, said, A.value, kind, f"{BASE}/data/person/a")
        for form in formats_of(kind):
            if form not in GRAPH_FORMATS:
                assert form.write(description)


def test_a_document_read_from_plain_text_is_that_text():
    kept = Source("text/plain", "Élet\n".encode())
    assert ALL["txt"].write(Description(BASE, iri=A.value, kind=Kind.DOCUMENT, source=kept)) == "Élet\n".encode()


def test_the_context_is_served_and_names_every_prefix_and_term(client):
    answer = client.get("/context.jsonld")
    assert answer.content_type == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public")
    terms = answer.get_json()["@context"]
    assert terms["crm"] == "http://www.cidoc-crm.org/cidoc-crm/"
    assert terms["P1_is_identified_by"] == {"@id": "crm:P1_is_identified_by", "@type": "@id"}
    assert terms["genre"] == {"@id": "v:genre", "@type": "@id"}
    assert client.get("/context.jsonld", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_text_file_of_a_document_is_answered_as_it_was_read(client):
    answer = client.get("/data/document/wilson-122512.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "**Citation:**" in answer.text
    assert client.get("/data/document/wilson-122512.tei").status_code == 404
    assert client.get("/data/person/arif-abd-al-salam.txt").status_code == 404


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.source], ids=lambda form: form.suffix)
def test_every_format_is_answered_by_suffix_by_media_type_and_by_profile(client, form):
    path = "/data/document/wilson-122512" if form.fits(Kind.DOCUMENT) else "/data/person/arif-abd-al-salam"
    answer = client.get(f"{path}.{form.suffix}")
    assert (answer.status_code, answer.content_type) == (200, form.content_type)
    assert client.get(path, headers={"Accept": form.media_type}).data == answer.data
    for media_type in form.also:
        assert client.get(path, headers={"Accept": media_type}).data == answer.data
    if form.profile:
        assert client.get(path, headers={"Accept-Profile": f"<{form.profile}>"}).data == answer.data
