"""Matches: a link of its own kind and an attribute assignment that says how sure and why; what joined a key is said of that key."""

from lod_publisher.mapping import describe
from lod_publisher.mapping._crm import part, source_key
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Evidence, Match, Origin
from lod_publisher.model.vocab import RDF_TYPE, aat, crm, owl, skos

ORIGIN = Origin("decisions.csv", 3)
ARIF = EntityRef(Kind.PERSON, "arif-salam", "Arif, Abd al-Salam")
BROTHER = EntityRef(Kind.PERSON, "arif-rahman", "Arif, Abd al-Rahman")
ENTRY = EntityRef(Kind.DOCUMENT, "frus1958-60v12/persons/p_AAS1")


def test_two_who_may_be_the_same_are_linked_both_ways_and_the_link_is_an_assignment_with_score_and_reasons(context):
    match = Match(
        ORIGIN,
        ARIF,
        "closeMatch",
        BROTHER,
        "inferred",
        0.8125,
        ("One family name.",),
        evidence=(Evidence(ENTRY, "program"),),
    )
    (found,) = describe(match, context)
    one, other = context.term(ARIF), context.term(BROTHER)
    node = context.iris.term(Kind.STATEMENT, found.local_id)
    said = {(predicate, value) for subject, predicate, value in found.triples if subject == node}
    assert (one, skos.closeMatch, other) in found.triples
    assert (other, skos.closeMatch, one) in found.triples
    assert (RDF_TYPE, crm.E13_Attribute_Assignment) in said
    assert (crm.P140_assigned_attribute_to, one) in said
    assert (crm.P177_assigned_property_of_type, skos.closeMatch) in said
    assert (crm.P141_assigned, other) in said
    assert (crm.P2_has_type, aat.possibly) in said
    assert (context.own("score"), '"0.812"^^<http://www.w3.org/2001/XMLSchema#decimal>') in said
    assert (crm.P3_has_note, '"One family name."@en') in said
    assert (crm.P16_used_specific_object, part(one, "id")) in said
    assert (context.own("inferred_from"), context.term(ENTRY)) in said
    assert found.label == "Arif, Abd al-Salam is perhaps Arif, Abd al-Rahman"


def test_the_same_link_has_the_same_address_whatever_its_score(context):
    ids = {
        describe(Match(ORIGIN, ARIF, "closeMatch", BROTHER, "inferred", score), context)[0].local_id
        for score in (0.5, 0.9)
    }
    assert len(ids) == 1


def test_what_a_person_decided_says_who_and_when(context):
    when = partial_date("2026-03-01")
    match = Match(ORIGIN, ARIF, "differentFrom", BROTHER, "cataloguing", None, ("Two brothers.",), "M. Reader", when)
    (found,) = describe(match, context)
    values = {value for _, _, value in found.triples}
    assert owl.differentFrom in values
    assert '"Decided by M. Reader on 2026-03-01."@en' in values
    assert '"Two brothers."@en' in values
    assert any(predicate == crm.P4_has_time_span for _, predicate, _ in found.triples)


def test_a_link_to_elsewhere_is_stated_once(context):
    address = "http://viaf.org/viaf/49264990"
    (found,) = describe(Match(ORIGIN, ARIF, "exactMatch", address, "cataloguing", who="M. Reader"), context)
    assert (context.term(ARIF), skos.exactMatch, f"<{address}>") in found.triples
    assert not any(subject == f"<{address}>" for subject, _, _ in found.triples)


def test_why_a_key_was_joined_is_said_of_the_identifier_that_it_has_become(context):
    joined = EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1")
    qasim = EntityRef(Kind.PERSON, "qasim-abd-al-karim")
    (found,) = describe(Match(ORIGIN, qasim, "joined", joined, "inferred", 0.99, ("The same office.",)), context)
    node = source_key(context.term(qasim), "frus1958-60v12/p_QGAK1")
    assert not found.catalogued
    assert (found.kind, found.local_id) == (Kind.PERSON, "qasim-abd-al-karim")
    assert {subject for subject, _, _ in found.triples} == {node}
    assert (node, crm.P3_has_note, '"The same office."@en') in found.triples
