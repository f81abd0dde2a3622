"""Triple pattern fragments and brTPF over HTTP: every pattern, every page, what clients send, and a client that joins."""

import json
import subprocess
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, Variable, parse
from tests.federation.engines import comunica, oxigraph, publisher

from lod_publisher.settings import ServeSettings
from lod_publisher.web.app import open_app
from lod_publisher.web.protocols.fragments import pattern as patterns
from lod_publisher.web.protocols.fragments.reading import PAGE_TRIPLES

BASE = "https://data.example.org"
HYDRA = "http://www.w3.org/ns/hydra/core#"
CRM = "http://www.cidoc-crm.org/cidoc-crm/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
QASIM = f"{BASE}/id/person/qasim-abd-al-karim"
QUERY = f"""SELECT ?passage ?name WHERE {{
  ?passage <{CRM}P67_refers_to> ?person . ?person a <{CRM}E21_Person> ; <{LABEL}> ?name }}"""


def term(thing: object) -> str:
    """A term as clients write it: rdf-string's form, where literals are not escaped."""
    if isinstance(thing, Variable):
        return str(thing)
    if not isinstance(thing, Literal):
        return str(getattr(thing, "value", ""))
    if thing.language:
        return f'"{thing.value}"@{thing.language}'
    return f'"{thing.value}"^^{thing.datatype.value}'


def address(subject=None, predicate=None, value=None, **more: str) -> str:
    given = {"subject": subject, "predicate": predicate, "object": value}
    asked = {name: term(each) for name, each in given.items() if each is not None} | more
    return "/fragments?" + "&".join(f"{name}={quote(text, safe='')}" for name, text in asked.items())


class Page:
    """An answer taken apart: the data, and what the page says of itself."""

    def __init__(self, client, path: str) -> None:
        answer = client.get(path, headers={"Accept": "application/n-quads"})
        assert answer.status_code == 200, (path, answer.text)
        quads = list(parse(answer.data, format=RdfFormat.N_QUADS))
        self.data = [quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
        self.told = [quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph)]
        (self.address,) = {quad.object.value for quad in self.told if quad.predicate.value.endswith("primaryTopic")}

    def of(self, name: str) -> list[str]:
        own = [quad for quad in self.told if quad.subject.value == self.address]
        return [quad.object.value for quad in own if quad.predicate.value == HYDRA + name]

    @property
    def total(self) -> int:
        return int(self.of("totalItems")[0])


def whole(client, path: str) -> Iterator[Triple]:
    """All statements of a fragment, page by page."""
    while path:
        page = Page(client, path)
        assert len(page.data) <= PAGE_TRIPLES
        yield from page.data
        path = "".join(page.of("next")).removeprefix("http://localhost")
        assert not path or len(page.data) == PAGE_TRIPLES


@pytest.fixture(scope="session")
def store(web_data) -> Store:
    """The statements as they were published, in a store of the test's own."""
    return Store.read_only(str(web_data / "current" / "store"))


@pytest.fixture(scope="session")
def some(store: Store) -> list[Triple]:
    """A few statements of every kind, among them one with a language, a date and a plain literal."""
    everything = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    by_property = {triple.predicate.value: triple for triple in everything}
    literals = {str(t.object.datatype): t for t in everything if isinstance(t.object, Literal)}
    quoted = [t for t in everything if isinstance(t.object, Literal) and set('"\n') & set(t.object.value)][:3]
    return [*list(by_property.values())[::6], *literals.values(), *quoted]


def test_every_form_of_pattern_gives_what_the_store_has(client, store, some):
    for triple, kept in product(some, product((True, False), repeat=3)):
        pattern = [each if keep else None for each, keep in zip(triple, kept, strict=True)]
        if not any(kept) or kept == (False, True, False):
            continue  # long ones, walked below
        expected = [quad.triple for quad in store.quads_for_pattern(*pattern, DefaultGraph())]
        page = Page(client, address(*pattern))
        assert set(page.data) <= set(expected)
        assert len(page.data) == min(len(expected), PAGE_TRIPLES)
        assert triple in page.data or len(expected) > PAGE_TRIPLES
        if len(expected) <= PAGE_TRIPLES:
            assert page.total == len(expected)
        assert bool(page.of("next")) == (len(expected) > PAGE_TRIPLES)


def test_a_walk_from_page_to_page_meets_every_statement_once(client, store):
    for pattern in (
        (None, None, None),
        (None, NamedNode(LABEL), None),
        (None, NamedNode(TYPE), NamedNode(f"{CRM}E21_Person")),
    ):
        met = list(whole(client, address(*pattern)))
        expected = {quad.triple for quad in store.quads_for_pattern(*pattern, DefaultGraph())}
        assert len(met) == len(set(met)) == len(expected)
        assert set(met) == expected
        assert Page(client, address(*pattern)).total == len(expected), "counted at the build"


def test_a_page_says_whose_part_it_is_and_how_to_ask_for_any_other(client):
    page = Page(client, address(None, NamedNode(LABEL), page="2"))
    assert page.address == f"http://localhost{address(None, NamedNode(LABEL), page='2')}", "as the client wrote it"
    assert page.of("previous") == page.of("first")
    assert page.of("itemsPerPage") == [str(PAGE_TRIPLES)]
    template = [quad.object.value for quad in page.told if quad.predicate.value == f"{HYDRA}template"]
    assert template == ["http://localhost/fragments{?subject,predicate,object}"]
    properties = {quad.object.value for quad in page.told if quad.predicate.value == f"{HYDRA}property"}
    assert {name.rpartition("#")[2] for name in properties} == {"subject", "predicate", "object"}
    assert not any(triple.predicate.value.startswith(HYDRA) for triple in page.data)


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/trig", "application/ld+json"]
)
def test_every_format_holds_the_data_and_the_controls(client, accept):
    answer = client.get(address(NamedNode(QASIM)), headers={"Accept": accept})
    assert answer.mimetype == accept
    triples = {quad.triple for quad in parse(answer.data, format=RdfFormat.from_media_type(accept))}
    assert set(Page(client, address(NamedNode(QASIM))).data) <= triples
    assert any(triple.predicate.value == f"{HYDRA}template" for triple in triples)


def test_people_get_a_page_with_a_form_and_links(client):
    answer = client.get(address(NamedNode(QASIM)), headers={"Accept": "text/html"})
    assert answer.mimetype == "text/html"
    assert f'value="{QASIM}"' in answer.text
    assert 'href="/page/person/qasim-abd-al-karim"' in answer.text
    hostile = client.get(address(NamedNode(f"{BASE}/id/person/hostile")), headers={"Accept": "text/html"})
    assert "<script>alert" not in hostile.text
    assert "<img src=x" not in hostile.text


def test_what_matches_nothing_is_an_empty_fragment_not_an_error(client):
    for path in (
        address(NamedNode(f"{BASE}/id/person/nobody")), address(Literal("a subject")), "/fragments?subject=_:b0", "/fragments?object=_:b0",
        address(None, NamedNode("urn:unknown")), address(None, Literal("x")), address(None, None, Literal("no such text", language="tlh")),
    ):  # fmt: skip
        page = Page(client, path)
        assert (page.data, page.total, page.of("next")) == ([], 0, [])
    assert client.get(address(NamedNode(QASIM), page="2")).status_code == 404
    assert client.get(address(page="999999")).status_code == 404


def test_rows_of_values_give_the_statements_of_each_row_once(client, store):
    persons = [
        quad.subject for quad in store.quads_for_pattern(None, NamedNode(TYPE), NamedNode(f"{CRM}E21_Person"), None)
    ][:7]
    values = f"(?s ?l) {{ {' '.join(f'({person} UNDEF)' for person in [*persons, persons[0]])} }}"
    page = Page(client, address(predicate=NamedNode(LABEL), subject=Variable("s"), value=Variable("l"), values=values))
    expected = {
        quad.triple for person in persons for quad in store.quads_for_pattern(person, NamedNode(LABEL), None, None)
    }
    assert len(page.data) == len(expected) == page.total
    assert set(page.data) == expected
    one = Page(client, address(subject=Variable("s"), value=Variable("l"), values=f"?s {{ {persons[0]} }}"))
    assert set(one.data) == {quad.triple for quad in store.quads_for_pattern(persons[0], None, None, DefaultGraph())}
    many = address(subject=Variable("s"), values=f"?s {{ {' '.join(map(str, persons))} }}")
    met = list(whole(client, many))
    assert (
        len(met)
        == len(set(met))
        == sum(1 for p in persons for _ in store.quads_for_pattern(p, None, None, DefaultGraph()))
    )


def test_values_keep_escapes_languages_and_datatypes(client, some):
    for triple in some:
        if isinstance(triple.object, Literal):
            values = f"(?o) {{ ({triple.object}) }}"
            page = Page(client, address(triple.subject, triple.predicate, Variable("o"), values=values))
            assert page.data == [triple]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("subject=nonsense", "absolute IRI"), ("object=%22open", "no literal"), ("predicate=%3Fa-b", "variable"), ("subject=a:b&subject=a:c", "more than once"),
        ("page=0", "1 to"), ("page=x", "number"), ("page=%D9%A1", "number"), ("page=" + "9" * 5000, "number"), ("page=1&page=2", "more than once"),
        ("values=%3Fs", "variables first"), ("values=(%3Fs)%20%7B", "closing"), ("values=(%3Fs)%20%7B(%3Ca:b%3E%20%3Cc:d%3E)%7D", "each row"),
        ("values=(%3Fs)%20%7B(%3Fx)%7D", "each row"), ("values=%7D%7B", "variables"), ("values=(%3Fs%20%3Fs)%7B%7D", "variables"),
        ("values=(%3Fs)%20%7B(%3Crelative%3E)%7D", "absolute"), ("values=(%3Fs)%7B(%22%5CUFFFFFFFF%22)%7D", "character"),
        ("values=(%3Fs)%20%7B%7D%20%7D%20SELECT", "neither"), ("values=%3Fs%7B" + "".join(f"%3Ca:{n}%3E" for n in range(501)) + "%7D", "at most 500"),
        ("subject=http://a/%20b", "absolute"), ("object=%22x%22%5E%5Enonsense", "absolute"), ("subject=http://a/%00", "absolute"),
    ],
)  # fmt: skip
def test_what_is_no_pattern_is_400_with_what_is_wrong(client, query, word):
    answer = client.get(f"/fragments?{query}")
    assert answer.status_code == 400
    assert word in answer.json["detail"]
    assert len(answer.json["detail"]) < 400


@settings(max_examples=150)
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("subject", "predicate", "object", "values", "page"), st.text(max_size=20))
    )
)
def test_no_parameters_make_the_server_fail(app, parameters):
    answer = app.test_client().get("/fragments", query_string=parameters)
    assert answer.status_code in (200, 400, 404), answer.text


@given(st.text(), st.sampled_from(["", "@en", "@de-AT", "^^http://example.org/t", "^^<http://example.org/t>"]))
def test_a_literal_is_read_as_a_client_writes_it_whatever_its_text(text, ending):
    asked = patterns.Asked.read({"object": f'"{text}"{ending}'})
    assert isinstance(asked.object, Literal)
    assert asked.object.value == text


def test_other_verbs_are_refused_and_options_answered(client):
    wrong = client.post("/fragments", data="subject=a")
    assert wrong.status_code == 405
    assert client.options("/fragments").status_code == 200
    head = client.head(address(NamedNode(QASIM)))
    assert (head.status_code, head.data) == (200, b"")
    assert client.get("/fragments", headers={"Accept": "image/png"}).status_code == 406


def test_a_page_may_be_kept_only_where_its_address_is_the_base(client):
    assert client.get("/fragments").headers["Cache-Control"] == "no-cache", "the cache's key does not know the host"
    assert client.get("/fragments", base_url=BASE).headers["Cache-Control"].startswith("public")


def test_a_remote_engine_gives_the_same_statements(web_data, store, some):
    with oxigraph(web_data / "current" / "store") as engine:
        app = open_app(ServeSettings(data=web_data, store=engine.query))
        try:
            for triple in some[::5]:
                for pattern in ((triple.subject, None, None), (None, triple.predicate, triple.object)):
                    expected = {quad.triple for quad in store.quads_for_pattern(*pattern, DefaultGraph())}
                    assert set(whole(app.test_client(), address(*pattern))) == expected
        finally:
            app.extensions["site"].workers.close()


def test_comunica_answers_over_the_fragments_what_it_answers_over_sparql(web_data, store):
    programs = comunica()
    if programs is None:
        pytest.skip("Comunica is not installed, and npm cannot install it")
    expected = sorted((row["passage"].value, row["name"].value) for row in store.query(QUERY))
    assert len(expected) > 50
    with publisher(web_data) as root:
        for source in (f"{root}/fragments", f"brtpf@{root}/fragments", f"sparql@{root}/sparql"):
            command = [str(programs / "comunica-sparql"), source, QUERY, "-t", "application/sparql-results+json"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
            assert done.returncode == 0, done.stderr
            rows = json.loads(done.stdout)["results"]["bindings"]
            assert sorted((row["passage"]["value"], row["name"]["value"]) for row in rows) == expected, source


def test_a_named_graph_is_not_among_the_fragments(client, store):
    """As over SPARQL, where the default graph alone is asked unless a query says otherwise."""
    named = [quad for quad in store if isinstance(quad, Quad) and not isinstance(quad.graph_name, DefaultGraph)]
    for quad in named[:3]:
        assert Page(client, address(*quad.triple)).data == []
