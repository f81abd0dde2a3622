"""What only the whole dataset can tell."""

from collections.abc import Callable

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from lod_publisher.model.findings import Severity
from lod_publisher.validation import integrity, open_links

HEAD = """
@prefix id: <https://data.example.org/id/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix la: <https://linked.art/ns/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://data.example.org/id/> .
"""
Ask = Callable[[str], list[tuple[str, str, str]]]


@pytest.fixture
def ask() -> Ask:
    """Rule, record and value of what is found in a dataset given in Turtle."""

    def asked(turtle: str) -> list[tuple[str, str, str]]:
        store = Store()
        store.load(input=HEAD + turtle, format=RdfFormat.TURTLE)

        def select(query: str) -> list[tuple[str | None, ...]]:
            rows = store.query(query)
            assert isinstance(rows, QuerySolutions)
            return [tuple(None if term is None else str(getattr(term, "value", "")) for term in row) for row in rows]

        triples = [(str(q.subject), str(q.predicate), str(q.object)) for q in store]
        found = list(integrity(select, open_links(triples)))
        assert all(finding.severity is not Severity.VIOLATION for finding in found)
        return [(finding.rule, finding.record, finding.value) for finding in found]

    return asked


def test_a_link_to_something_that_nothing_is_said_of_is_found(ask):
    told = "<document/d1> a crm:E33_Linguistic_Object ; rdfs:label 'D' ; crm:P67_refers_to <person/p> ."
    assert ask(told) == [("link-to-nowhere", "document/d1", "https://data.example.org/id/person/p")]
    assert ask(told + "<person/p> a crm:E21_Person ; rdfs:label 'P' .") == []


def test_a_link_from_a_part_is_charged_to_its_owner(ask):
    told = "<document/d1#sending> crm:P14_carried_out_by <person/p> ."
    assert ask(told)[0][:2] == ("link-to-nowhere", "document/d1")


def test_a_statement_about_a_match_elsewhere_is_no_link_to_nowhere(ask):
    told = (
        "<place/p> a crm:E53_Place ; rdfs:label 'P' ; <http://www.w3.org/2004/02/skos/core#exactMatch> <https://sws.geonames.org/1/> ."
        "<statement/s> a crm:E13_Attribute_Assignment ; rdfs:label 'S' ; crm:P140_assigned_attribute_to <place/p> ;"
        " crm:P141_assigned <https://sws.geonames.org/1/> ."
    )
    assert ask(told) == []


def test_a_role_whose_actor_did_not_carry_out_the_activity_is_found(ask):
    told = (
        "<event/e> a crm:E7_Activity ; rdfs:label 'E' . <person/p> a crm:E21_Person ; rdfs:label 'P' ."
        "<event/e#role> a crm:PC14_carried_out_by ; rdfs:label 'R' ; crm:P01_has_domain <event/e> ;"
        " crm:P02_has_range <person/p> ."
    )
    assert [found[:2] for found in ask(told)] == [("role-without-actor", "event/e")]
    assert ask(f"{told} <event/e> crm:P14_carried_out_by <person/p> .") == []


def test_a_document_in_no_volume_collection_or_archive_is_found(ask):
    told = "<document/d1> a crm:E31_Document ; rdfs:label 'D' ; crm:P72_has_language <concept/hu> ."
    assert [found[0] for found in ask(told)] == ["document-without-a-whole"]
    whole = "<collection/c> a la:Set ; rdfs:label 'C' . <document/d1> la:member_of <collection/c> ."
    assert ask(told + whole) == []


def test_a_circle_of_parts_is_found_however_long(ask):
    told = "".join(
        f"<place/{part}> a crm:E53_Place ; rdfs:label 'P' ; crm:P89_falls_within <place/{whole}> ."
        for part, whole in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )
    assert {found[:2] for found in ask(told)} == {("whole-within-its-part", f"place/{name}") for name in "abc"}
    broken = told.replace("<place/c> a", "<place/e> a")
    assert "whole-within-its-part" not in {found[0] for found in ask(broken)}


def test_what_is_not_ours_is_named_by_its_address(ask):
    told = "<https://elsewhere.example/x> crm:P89_falls_within <place/nowhere> ."
    assert ask(told)[0][1] == "https://elsewhere.example/x"


def test_each_question_gives_a_limited_number_of_examples(ask):
    told = "".join(f"<document/d{n}> crm:P67_refers_to <person/p{n}> .\n" for n in range(250))
    assert len(ask(told)) == 100
