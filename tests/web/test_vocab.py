"""The vocabulary, dereferenced: every own word leads to a page and to statements that say what it means."""

import pytest
from pyoxigraph import RdfFormat, parse

BASE = "https://data.example.org"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EXAMPLE = "http://purl.org/vocab/vann/example"
TURTLE = {"Accept": "text/turtle"}


def said(client, name: str) -> set[tuple[str, str, str]]:
    """The statements that a word leads to, as plain texts."""
    answer = client.get(f"/vocab/{name}", headers=TURTLE, follow_redirects=True)
    assert answer.status_code == 200, name
    rows = parse(answer.data, format=RdfFormat.TURTLE)
    return {(row.subject.value, row.predicate.value, row.object.value) for row in rows}


def test_a_word_is_no_document_so_it_leads_by_303_to_one(client):
    for accept, suffix in (
        ("text/html", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
    ):
        answer = client.get("/vocab/had_addressee", headers={"Accept": accept})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/vocab/had_addressee.{suffix}"
        assert "Accept" in answer.headers["Vary"]
        assert client.get(answer.headers["Location"]).mimetype == accept


def test_every_own_word_is_labelled_defined_and_tied_to_the_whole(client, app):
    known = app.extensions["site"].vocabulary
    words = sorted(iri for iri in known.labels if iri.startswith(f"{BASE}/vocab/"))
    assert len(words) > 250
    for iri in words[::6]:
        found = {(p, o) for s, p, o in said(client, iri.removeprefix(f"{BASE}/vocab/")) if s == iri}
        predicates = {p for p, _ in found}
        assert f"{RDFS}label" in predicates
        assert predicates & {f"{RDFS}comment", f"{SKOS}definition"}
        assert (f"{RDFS}isDefinedBy", f"{BASE}/vocab") in found


def test_every_own_property_narrows_one_of_the_crm_which_is_named_with_it(client, app):
    known = app.extensions["site"].vocabulary
    for iri in sorted(known.broader):
        found = said(client, iri.removeprefix(f"{BASE}/vocab/"))
        above = {o for s, p, o in found if s == iri and p == f"{RDFS}subPropertyOf"}
        assert any("cidoc-crm" in parent for parent in above)
        assert above <= {s for s, p, _ in found if p == f"{RDFS}label"}


def test_words_come_with_examples_from_the_dataset_that_can_be_followed(client):
    for name in ("had_addressee", "genre", "genre-telegram", "top-secret", "footnote"):
        examples = {o for s, p, o in said(client, name) if p == EXAMPLE}
        if name != "top-secret":  # no document of the founding collection is marked so
            assert examples, name
        for example in sorted(examples)[:2]:
            path = example.removeprefix(BASE).partition("#")[0]
            assert client.get(path, headers={"Accept": "text/html"}, follow_redirects=True).status_code == 200
    assert "→" in client.get("/vocab/had_addressee.html").text


def test_a_scheme_lists_its_words_for_people_and_machines(client):
    found = said(client, "genres")
    assert (f"{BASE}/vocab/genre-telegram", f"{SKOS}inScheme", f"{BASE}/vocab/genres") in found
    assert "telegram" in client.get("/vocab/genres.html").text


def test_the_whole_vocabulary_is_one_ontology_in_every_format(client):
    for suffix in ("ttl", "nt", "rdf", "jsonld"):
        assert b"had_addressee" in client.get(f"/vocab.{suffix}").data
    rows = parse(client.get("/vocab.ttl").data, format=RdfFormat.TURTLE)
    assert any(str(row.object).endswith("owl#Ontology>") for row in rows)


@pytest.mark.parametrize(
    "name",
    ["nothing", "nothing.ttl", ".ttl", "a%20b", "%3Cscript%3E.html", "had_addressee.xyz", "%00", "x" * 4000, "é"],
)
def test_what_is_no_word_is_404(client, name):
    answer = client.get(f"/vocab/{name}", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json["detail"]


def test_a_word_in_no_format_there_is_406_with_the_list(client):
    answer = client.get("/vocab/genre", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert {"type": "text/html", "href": "/vocab/genre.html"} in answer.json["available"]
