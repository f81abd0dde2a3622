"""SERVICE clauses are carried out for listed services only, and come back as VALUES."""

import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.patience import at_best

from lod_publisher.errors import BadQueryError, InputError, ServiceError, ServiceTimeoutError
from lod_publisher.web.federation import Services
from lod_publisher.web.federation import fetching as http
from lod_publisher.web.federation.addresses import AllowList, find, is_public
from lod_publisher.web.federation.values import Row
from lod_publisher.web.querying.edits import applied
from lod_publisher.web.querying.tokens import tokens

PREFIXES = {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
ONE = {"type": "uri", "value": "http://one.example/"}


def services(*local: str, timeout_s: float = 5.0) -> Services:
    return Services(AllowList.of((), local), timeout_s)


def resolved(text: str, by: Services, store: Store | None = None) -> str:
    def ask(query: str) -> tuple[tuple[str, ...], list[Row]]:
        assert store is not None
        found = store.query(query)
        names = tuple(variable.value for variable in found.variables)  # type: ignore[union-attr]
        return names, [tuple(row[name] and str(row[name]) for name in names) for row in found]  # type: ignore[union-attr]

    return applied(text, by.resolve(text, tokens(text), PREFIXES, "http://base.example/", ask if store else None))


def rows(text: str, store: Store | None = None) -> list[dict[str, str]]:
    found = (store or Store()).query(text)
    names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
    return [{name: str(row[name]) for name in names if row[name] is not None} for row in found]  # type: ignore[union-attr]


def test_a_query_without_service_stays_as_it_is():
    text = 'SELECT * { ?service ?p "SERVICE <http://x/> { }" } # SERVICE <http://y/> { ?a ?b ?c }'
    assert resolved(text, Services()) == text


def test_no_service_is_asked_unless_it_is_listed(service):
    with pytest.raises(BadQueryError, match="asks no other service"):
        resolved(f"SELECT * {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}", Services())
    with pytest.raises(BadQueryError, match=r"only services of a fixed list: http://127\.0\.0\.1:1/sparql"):
        resolved(f"SELECT * {{ SERVICE SILENT <{service.url}> {{ ?s ?p ?o }} }}", services("http://127.0.0.1:1/sparql"))
    assert service.asked == []


def test_a_listed_service_is_asked_and_its_terms_come_back_exactly(service):
    service.table(
        {"s": ONE, "o": {"type": "literal", "value": 'a "quoted"\n\\line', "xml:lang": "en-gb"}},
        {"o": {"type": "literal", "value": "1958", "datatype": "http://www.w3.org/2001/XMLSchema#gYear"}},
        {"s": {"type": "bnode", "value": "b1"}, "o": {"type": "typed-literal", "value": "", "datatype": "http://x/"}},
    )
    query = f"SELECT * {{ SERVICE <{service.url}> {{ ?s rdfs:label ?o }} }}"
    text = resolved(query, services(service.url))
    found = rows(text)
    assert found[0] == {"s": "<http://one.example/>", "o": '"a \\"quoted\\"\\n\\\\line"@en-gb'}
    assert found[1] == {"o": '"1958"^^<http://www.w3.org/2001/XMLSchema#gYear>'}
    assert "/.well-known/genid/" in found[2]["s"]
    assert found[2]["o"] == '""^^<http://x/>'
    assert service.asked[0].startswith("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT * WHERE {")


def test_prefixes_base_and_prefixed_endpoints_are_resolved_as_the_query_declares_them(service):
    host = service.url.removesuffix("sparql")
    query = f"BASE <{host}> PREFIX x: <{host}> PREFIX y: <http://y/> SELECT * {{ SERVICE x:sparql {{ <rel> y:p 1 }} SERVICE <sparql> {{}} }}"
    text = resolved(query, services(service.url))
    assert service.asked[0].startswith(f"BASE <{host}>\nPREFIX y: <http://y/>\nSELECT * WHERE {{ <rel> y:p 1 }}")
    assert len(service.asked) == 2
    assert rows(text) == [{}]


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ("SERVICE ?where { ?s ?p ?o }", "has a variable for its address"),
        ("SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } }", "a SERVICE inside a SERVICE"),
        ("SERVICE", "a group that is closed"),
        ("SERVICE un:known { }", "is no address"),
        ("SERVICESILENT<URL>{?s ?p ?o}", "holds the word SERVICE"),
        ("?s ?p trueSERVICE <URL>{?s ?p ?o}", "holds the word SERVICE"),
        ("OPTIONAL{}SERVICErdfs:x {?s ?p ?o}", "holds the word SERVICE"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_with_line_and_reason(service, clause, why):
    with pytest.raises(BadQueryError, match=f"Line 2, column .*{why}"):
        resolved(f"SELECT * {{\n{clause.replace('URL', service.url)} }}", services(service.url))
    assert service.asked == []


def test_an_escaped_or_glued_service_is_found_as_the_engine_reads_it(service):
    for clause in ("\\u0053ERVICE <URL> { ?s ?p ?o }", "?s ?p 1.SERVICE <URL>{?s ?p ?o}", "service<URL>{?s ?p ?o}"):
        before = len(service.asked)
        resolved(f"SELECT * {{ {clause.replace('URL', service.url)} }}", services(service.url))
        assert len(service.asked) == before + 1


@pytest.mark.parametrize("clauses", [6, 50])
def test_a_query_asks_a_few_services_only(service, clauses):
    with pytest.raises(BadQueryError, match="at most 5 services"):
        resolved("SELECT * {" + f"SERVICE <{service.url}> {{ }}" * clauses + "}", services(service.url))
    assert service.asked == []


def test_silent_goes_on_without_the_service_and_loud_does_not(service):
    service.answer.status = 500
    for word, failing in (("SILENT ", False), ("", True)):
        query = f"SELECT * {{ VALUES ?a {{ 1 }} SERVICE {word}<{service.url}> {{ ?a ?b ?c }} }}"
        if failing:
            with pytest.raises(ServiceError, match="answered 500") as caught:
                resolved(query, services(service.url))
            assert caught.value.service == service.url
        else:
            assert rows(resolved(query, services(service.url))) == [
                {"a": '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}
            ]


def test_a_slow_service_ends_at_the_deadline_even_when_it_drips(service):
    service.answer.headers["Content-Length"] = "100000"
    for drip in (True, False):
        service.answer.drip, service.answer.wait = drip, (lambda: None) if drip else (lambda: time.sleep(1.5))
        query = f"ASK {{ SERVICE <{service.url}> {{ ?drip ?p {int(drip)} }} }}"
        assert at_best(partial(_refused_after, query, service.url), 1.4) <= 1.4


def _refused_after(query: str, url: str) -> float:
    begun = time.monotonic()
    with pytest.raises(ServiceTimeoutError, match="did not answer in time"):
        resolved(query, services(url, timeout_s=0.6))
    return time.monotonic() - begun


def test_an_answer_too_large_or_too_long_is_not_used(service, monkeypatch):
    monkeypatch.setattr("lod_publisher.web.federation.MAX_ROWS", 3)
    service.table(*[{"s": ONE}] * 4)
    with pytest.raises(ServiceError, match="more than 3 rows"):
        resolved(f"ASK {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}", services(service.url))
    monkeypatch.setattr("lod_publisher.web.federation.MAX_BYTES", 50)
    with pytest.raises(ServiceError, match="more than 0 MB"):
        resolved(f"ASK {{ SERVICE <{service.url}> {{ ?s ?p ?other }} }}", services(service.url))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://x> } #"}}]}}',
            "cannot be read",
        ),
        (b'{"head":{"vars":["s } #"]},"results":{"bindings":[]}}', "cannot be read"),
        (b'{"head":{"vars":["s"]},"results":{"bindings":[', "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":' + b'{"type":"triple","value":{"subject":' * 99_999,
            "cannot be read",
        ),
        (
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"\\ud800"}}]}}',
            "cannot be read",
        ),
        (
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x","xml:lang":"e n"}}]}}',
            "cannot be read",
        ),
        (b'{"head":{},"boolean":true}', "yes or no"),
    ],
)
def test_an_answer_that_lies_about_its_form_is_not_believed(service, body, why):
    service.answer.body = body
    with pytest.raises(ServiceError, match=why):
        resolved(f"ASK {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}", services(service.url))


def test_a_page_instead_of_a_table_is_said_to_be_one(service):
    service.answer.headers = {"Content-Type": "text/html"}
    with pytest.raises(ServiceError, match="answered with text/html instead of solutions"):
        resolved(f"ASK {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}", services(service.url))


def test_redirects_lead_to_listed_services_only(service, neighbour):
    service.answer.status, service.answer.headers = 307, {"Location": neighbour.url}
    neighbour.table({"s": ONE})
    query = f"SELECT * {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(ServiceError, match="sends its clients on to"):
        resolved(query, services(service.url))
    assert neighbour.asked == []
    assert rows(resolved(query, services(service.url, neighbour.url))) == [{"s": "<http://one.example/>"}]
    service.answer.headers = {"Location": service.url}
    with pytest.raises(ServiceError, match="without end"):
        resolved(query, services(service.url))


def test_a_listed_name_that_leads_into_our_own_network_is_not_asked(service):
    public = Services(AllowList.of([service.url]))
    with pytest.raises(ServiceError, match=r"leads to 127\.0\.0\.1"):
        resolved(f"ASK {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}", public)
    assert service.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "224.0.0.1", "0.0.0.0", "255.255.255.255",  # noqa: S104
     "100.64.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::",
     "64:ff9b::7f00:1", "no address"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_network_are_known(address):
    assert not is_public(address)


def test_public_addresses_are_known():
    assert is_public("8.8.8.8")
    assert is_public("2620:0:862:ed1a::1")


def test_the_address_is_looked_up_once_and_used(service, monkeypatch):
    looked_up = []
    port = int(service.url.split(":")[2].split("/")[0])

    def lookup(host: str, *_: object, **__: object) -> list[object]:
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.9" if looked_up.count("data.example") > 1 else "127.0.0.1", port))]

    monkeypatch.setattr("lod_publisher.web.federation.addresses.socket.getaddrinfo", lookup)
    address = find(f"http://data.example:{port}/sparql", may_be_local=True)
    assert address.address == "127.0.0.1"
    looked_up.clear()
    listed = AllowList.of((), [f"http://data.example:{port}/sparql"])
    http.fetch(f"http://data.example:{port}/sparql", "ASK {}", listed, 5.0, 10_000)
    assert looked_up == ["data.example", "127.0.0.1"]  # the second is the socket's own, which is given the address


def test_a_list_of_services_holds_whole_addresses():
    for wrong in ("query.wikidata.org", "file:///etc/passwd", "https://user@host/sparql", "https://host/#x"):
        with pytest.raises(InputError, match="not the address of a SPARQL service"):
            AllowList.of([wrong])


def test_answers_are_kept_as_long_as_the_service_says(service):
    by = services(service.url)
    query = f"ASK {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}"
    service.table({"s": ONE}, Cache_Control="public, max-age=60")
    for _ in range(3):
        resolved(query, by)
    assert len(service.asked) == 1
    service.table({"s": ONE}, Cache_Control="no-store")
    for _ in range(3):
        resolved(query.replace("?o", "?x"), by)
    assert len(service.asked) == 4


def test_our_values_are_sent_along_so_that_the_service_answers_only_what_can_be_joined(service):
    store = Store()
    for number in range(3):
        store.add(Quad(NamedNode(f"http://x/{number}"), NamedNode("http://x/same"), NamedNode(f"http://y/{number}")))
    store.add(Quad(NamedNode("http://x/0"), NamedNode("http://x/name"), Literal("a")))
    for query in (
        "SELECT * { ?s <http://x/same> ?y . FILTER(?z > 1) SERVICE <URL> { ?y ?p ?z } }",
        "SELECT * { SERVICE <URL> { ?y ?p ?z } . ?s <http://x/same> ?y OPTIONAL { ?s <http://x/name> ?z } }",
    ):
        resolved(query.replace("URL", service.url), services(service.url), store)
        assert "VALUES (?y) { (<http://y/" in service.asked[-1]
        assert service.asked[-1].count("<http://y/") == 3
    before = len(service.asked)
    text = resolved(
        f"SELECT * {{ ?s <http://x/none> ?y SERVICE <{service.url}> {{ ?y ?p ?z }} }}", services(service.url), store
    )
    assert len(service.asked) == before
    assert rows(text, store) == []


def test_values_that_are_not_certain_are_not_sent(service):
    store = Store()
    for number in range(600):
        store.add(Quad(NamedNode(f"http://x/{number}"), NamedNode("http://x/same"), NamedNode(f"http://y/{number}")))
    store.add(Quad(NamedNode("http://x/0"), NamedNode("http://x/name"), Literal("a")))
    for query in (
        "SELECT * { ?s <http://x/same> ?y SERVICE <URL> { ?y ?p ?z } }",  # too many
        "SELECT * { VALUES ?s { <http://x/0> <http://x/1> } OPTIONAL { ?s <http://x/name> ?y } SERVICE <URL> { ?y ?p ?z } }",
        "SELECT * { GRAPH ?g { ?s <http://x/name> ?y SERVICE <URL> { ?y ?p ?z } } }",
        "SELECT * { ?s <http://x/name> ?w BIND(RAND() AS ?y) SERVICE <URL> { ?y ?p ?z } }",
        "SELECT * { ?s <http://x/name> ?w SERVICE <URL> { ?y ?p ?z } }",
    ):
        resolved(query.replace("URL", service.url), services(service.url), store)
        assert "VALUES" not in service.asked[-1]


@given(
    st.lists(
        st.sampled_from(
            ["SERVICE", "SILENT", "<http://x/>", "?v", "{", "}", "SELECT", "*", "p:x", "(", ")", ".", "FILTER", "'a'"]
        )
    )
)
def test_no_text_makes_the_search_for_clauses_fail(words):
    text = " ".join(words)
    try:
        assert resolved(text, Services()) == text
    except BadQueryError:
        assert "SERVICE" in words
