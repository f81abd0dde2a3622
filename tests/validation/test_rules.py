"""Every rule of shapes/ has a record that keeps it and one that breaks it."""

from pathlib import Path

import pytest
from rdflib import RDF, SH, URIRef

from lod_publisher.model.findings import Severity
from lod_publisher.validation import Shapes

PASSAGE = "<document/v/d1/p1>"
TITLE = "crm:P1_is_identified_by <document/v/d1#title> . <document/v/d1#title> a crm:E35_Title ; crm:P190_has_symbolic_content 'T' ."
DOCUMENT = (
    f"<document/v/d1> v:genre v:genre-letter ; {TITLE} <document/v/d1> v:source_file 'f' ; crm:P72_has_language v:en ."
)
MADE = "<document/v/d1> crm:P94i_was_created_by <document/v/d1#creation> . <document/v/d1#creation> crm:P4_has_time-span <document/v/d1#t> ."
KEYED = "crm:P1_is_identified_by <person/p#n> ; crm:P48_has_preferred_identifier <person/p#id> ."
EVENT = (
    f"<event/e> a crm:E7_Activity ; rdfs:label 'E' ; crm:P2_has_type v:meeting ; crm:P67i_is_referred_to_by {PASSAGE} ."
)
ROLE = "<event/e> crm:P14_carried_out_by <person/p> . <event/e#role> a crm:PC14_carried_out_by ; "
IN_ROLE = "<http://www.cidoc-crm.org/cidoc-crm/P14.1_in_the_role_of> v:ambassador"
CLAIM = "<statement/1> a crm:E13_Attribute_Assignment ; "
SENT = (
    f"{MADE} <document/v/d1> crm:P16i_was_used_for <document/v/d1#sending> ."
    " <document/v/d1#sending> crm:P14_carried_out_by <person/p> ."
    " <document/v/d1#t> crm:P82a_begin_of_the_begin '1958-07-14T00:00:00Z'^^xsd:dateTime ."
)
DIED = "<person/p> crm:P100i_died_in <person/p#death> . <person/p#death> crm:P4_has_time-span <person/p#death-time> ."
SPAN = "<event/e#time> a crm:E52_Time-Span ; rdfs:label 'then' ; "

# rule: (kept by this record, broken by that one)
RULES = {
    "nothing-without-a-label": (EVENT, "<event/e> a crm:E7_Activity ."),
    "label-has-a-text": (EVENT, "<event/e> a crm:E7_Activity ; rdfs:label ' ' ."),
    "actor-is-an-actor": (
        "<event/e> crm:P14_carried_out_by <person/p> . <person/p> a crm:E21_Person .",
        "<event/e> crm:P14_carried_out_by <place/baghdad> . <place/baghdad> a crm:E53_Place .",
    ),
    "participant-is-an-actor": (
        "<event/e> crm:P11_had_participant <organisation/o> . <organisation/o> a crm:E74_Group .",
        "<event/e> crm:P11_had_participant <place/baghdad> . <place/baghdad> a crm:E53_Place .",
    ),
    "place-is-a-place": (
        "<event/e> crm:P7_took_place_at <place/baghdad> . <place/baghdad> a crm:E53_Place .",
        "<event/e> crm:P7_took_place_at <person/p> . <person/p> a crm:E21_Person .",
    ),
    "appointment-holder": (
        "<appointment/a> v:at_mission <organisation/m> ; crm:P14_carried_out_by <person/p> .",
        "<appointment/a> v:at_mission <organisation/m> ; crm:P14_carried_out_by <person/p>, <person/q> .",
    ),
    "role-domain": (
        f"{ROLE} crm:P01_has_domain <event/e> .",
        f"{ROLE} crm:P01_has_domain <event/e>, <event/f> .",
    ),
    "role-range": (f"{ROLE} crm:P02_has_range <person/p> .", f"{ROLE} crm:P02_has_range 'Gallman' ."),
    "role-role": (f"{ROLE} {IN_ROLE} .", f"{ROLE} crm:P02_has_range <person/p> ."),
    "role-plain": (
        f"{ROLE} crm:P01_has_domain <event/e> .",
        "<event/e#role> a crm:PC14_carried_out_by ; crm:P01_has_domain <event/e> .",
    ),
    "collection-label": ("<collection/c> a la:Set ; rdfs:label 'C' .", "<collection/c> a la:Set ."),
    "collection-not-its-own-part": (
        "<collection/c> a la:Set ; la:member_of <collection/d> .",
        "<collection/c> a la:Set ; la:member_of <collection/c> .",
    ),
    "document-title": (DOCUMENT, "<document/v/d1> v:genre v:genre-letter ."),
    "document-one-genre": (DOCUMENT, f"{DOCUMENT} <document/v/d1> v:genre v:genre-telegram ."),
    "document-one-creation": (MADE + DOCUMENT, f"{MADE} {DOCUMENT} <document/v/d1> crm:P94i_was_created_by <x> ."),
    "document-date": (MADE + DOCUMENT, DOCUMENT),
    "document-language": (DOCUMENT, "<document/v/d1> v:genre v:genre-letter ."),
    "document-place": (
        f"{MADE} {DOCUMENT} <document/v/d1#creation> crm:P7_took_place_at <place/baghdad> .",
        MADE + DOCUMENT,
    ),
    "label-language": (
        "<document/v/d1> a crm:E31_Document ; rdfs:label 'Telegram'@en .",
        "<document/v/d1> a crm:E31_Document ; rdfs:label 'Telegram' .",
    ),
    "address": (
        "<person/p> skos:closeMatch <https://viaf.org/viaf/1> .",
        "<person/p> skos:closeMatch <viaf:1> .",
    ),
    "time-after-actors-death": (
        f"{SENT} {DIED} <person/p#death-time> crm:P82b_end_of_the_end '1958-12-31T23:59:59Z'^^xsd:dateTime .",
        f"{SENT} {DIED} <person/p#death-time> crm:P82b_end_of_the_end '1957-12-31T23:59:59Z'^^xsd:dateTime .",
    ),
    "document-origin": (DOCUMENT, "<document/v/d1> v:genre v:genre-letter ."),
    "passage-text": (
        f"{PASSAGE} v:position 1 ; crm:P190_has_symbolic_content 'Embtels' .",
        f"{PASSAGE} v:position 1 .",
    ),
    "event-label": (EVENT, "<event/e> a crm:E7_Activity ."),
    "event-one-time": (
        f"{EVENT} <event/e> crm:P4_has_time-span <event/e#time> .",
        f"{EVENT} <event/e> crm:P4_has_time-span <event/e#time>, <event/e#time-2> .",
    ),
    "event-type": (EVENT, "<event/e> a crm:E7_Activity ."),
    "event-evidence": (EVENT, "<event/e> a crm:E7_Activity ."),
    "unasserted-event-actor": (
        f"{EVENT} <event/e> v:modality v:alleged .",
        f"{EVENT} <event/e> v:modality v:alleged ; crm:P11_had_participant <person/p> .",
    ),
    "unasserted-event-place": (
        f"{EVENT} <event/e> crm:P7_took_place_at <place/baghdad> .",
        f"{EVENT} <event/e> v:modality v:alleged ; crm:P7_took_place_at <place/baghdad> .",
    ),
    "unasserted-event-time": (
        f"{EVENT} <event/e> crm:P4_has_time-span <event/e#time> .",
        f"{EVENT} <event/e> v:modality v:planned ; crm:P4_has_time-span <event/e#time> .",
    ),
    "name-content": (
        "<person/p#n> a crm:E41_Appellation ; crm:P190_has_symbolic_content 'Qasim' .",
        "<person/p#n> a crm:E41_Appellation ; crm:P190_has_symbolic_content ' ' .",
    ),
    "organisation-label": ("<organisation/o> a crm:E74_Group ; rdfs:label 'O' .", "<organisation/o> a crm:E74_Group ."),
    "organisation-not-its-own-whole": (
        "<organisation/o> a crm:E74_Group ; crm:P107_has_current_or_former_member <organisation/b> .",
        "<organisation/o> a crm:E74_Group ; crm:P107_has_current_or_former_member <organisation/b> ;"
        " crm:P107i_is_current_or_former_member_of <organisation/b> .",
    ),
    "organisation-not-its-own-member": (
        "<organisation/o> a crm:E74_Group ; crm:P107i_is_current_or_former_member_of <organisation/b> .",
        "<organisation/o> a crm:E74_Group ; crm:P107i_is_current_or_former_member_of <organisation/o> .",
    ),
    "person-label": ("<person/p> a crm:E21_Person ; rdfs:label 'P' .", "<person/p> a crm:E21_Person ."),
    "person-name": ("<person/p> a crm:E21_Person ; crm:P2_has_type v:unnamed .", "<person/p> a crm:E21_Person ."),
    "person-identifier": (f"<person/p> a crm:E21_Person ; {KEYED}", "<person/p> a crm:E21_Person ."),
    "person-one-identifier": (
        f"<person/p> a crm:E21_Person ; {KEYED}",
        f"<person/p> a crm:E21_Person ; {KEYED} <person/p> crm:P48_has_preferred_identifier <person/p#id-2> .",
    ),
    "person-one-birth": (
        "<person/p> a crm:E21_Person ; crm:P98i_was_born <person/p#birth> .",
        "<person/p> a crm:E21_Person ; crm:P98i_was_born <person/p#birth>, <person/p#birth-2> .",
    ),
    "person-one-death": (
        "<person/p> a crm:E21_Person ; crm:P100i_died_in <person/p#death> .",
        "<person/p> a crm:E21_Person ; crm:P100i_died_in <person/p#death>, <person/p#death-2> .",
    ),
    "place-label": ("<place/p> a crm:E53_Place ; rdfs:label 'P' .", "<place/p> a crm:E53_Place ."),
    "place-coordinates": (
        "<place/p> a crm:E53_Place ; crm:P168_place_is_defined_by 'POINT(44.36 33.31)' .",
        "<place/p> a crm:E53_Place ; crm:P168_place_is_defined_by 'POINT(33.31 144.36)' .",
    ),
    "place-one-position": (
        "<place/p> a crm:E53_Place ; crm:P168_place_is_defined_by 'POINT(44.36 33.31)' .",
        "<place/p> a crm:E53_Place ; crm:P168_place_is_defined_by 'POINT(1 2)', 'POINT(3 4)' .",
    ),
    "place-not-within-itself": (
        "<place/p> a crm:E53_Place ; crm:P89_falls_within <place/q> .",
        "<place/p> a crm:E53_Place ; crm:P89_falls_within <place/p> .",
    ),
    "statement-subject": (f"{CLAIM} crm:P140_assigned_attribute_to <event/e> .", f"{CLAIM} crm:P2_has_type v:denial ."),
    "statement-property": (
        f"{CLAIM} crm:P177_assigned_property_of_type crm:P14_carried_out_by .",
        f"{CLAIM} crm:P177_assigned_property_of_type 'P14' .",
    ),
    "statement-object": (
        f"{CLAIM} crm:P141_assigned <person/p> .",
        f"{CLAIM} crm:P141_assigned <person/p>, <person/q> .",
    ),
    "statement-evidence": (f"{CLAIM} crm:P67i_is_referred_to_by {PASSAGE} .", f"{CLAIM} crm:P2_has_type v:denial ."),
    "statement-claimant": (f"{CLAIM} crm:P2_has_type v:denial .", f"{CLAIM} crm:P141_assigned <person/p> ."),
    "time-span-label": (f"{SPAN} crm:P3_has_note 'x' .", "<event/e#time> a crm:E52_Time-Span ."),
    "time-span-edtf": (
        f"{SPAN} crm:P82_at_some_time_within '1956-41'^^edtf:EDTF .",
        f"{SPAN} crm:P82_at_some_time_within '1956'^^xsd:gYear .",
    ),
    "time-span-begin": (
        f"{SPAN} crm:P82a_begin_of_the_begin '1958-07-14T00:00:00Z'^^xsd:dateTime ;"
        " crm:P82b_end_of_the_end '1958-07-14T23:59:59Z'^^xsd:dateTime .",
        f"{SPAN} crm:P82a_begin_of_the_begin '1958-07-15T00:00:00Z'^^xsd:dateTime ;"
        " crm:P82b_end_of_the_end '1958-07-14T23:59:59Z'^^xsd:dateTime .",
    ),
    "time-span-end": (
        f"{SPAN} crm:P82b_end_of_the_end '1958-07-14T23:59:59Z'^^xsd:dateTime .",
        f"{SPAN} crm:P82b_end_of_the_end '1958-07-14T23:59:59'^^xsd:dateTime .",
    ),
    "volume-label": ("<volume/v> a crm:E31_Document ; rdfs:label 'V' .", "<volume/v> a crm:E31_Document ."),
    "volume-title": (
        "<volume/v> a crm:E31_Document ; crm:P2_has_type v:named-only .",
        "<volume/v> a crm:E31_Document .",
    ),
    "volume-not-its-own-part": (
        "<volume/v/ch1> a crm:E31_Document ; crm:P106i_forms_part_of <volume/v> .",
        "<volume/v/ch1> a crm:E31_Document ; crm:P106i_forms_part_of <volume/v/ch1> .",
    ),
}


def _rules(shapes: Shapes) -> set[str]:
    """The local names of all rules: shapes that say something when they are broken."""
    named = {shape for shape in shapes.graph.subjects(SH.message) if isinstance(shape, URIRef)}
    return {str(shape).rpartition("#")[2] for shape in named}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_is_silent_about_a_record_that_keeps_it_and_found_in_one_that_breaks_it(rule, check):
    kept, broken = RULES[rule]
    assert rule not in {finding.rule for finding in check(kept)}
    assert rule in {finding.rule for finding in check(broken)}


def test_every_rule_has_its_pair_of_records_here(shapes):
    assert _rules(shapes) == set(RULES)


def test_every_rule_says_what_follows_and_what_to_do(shapes, check):
    for _, broken in RULES.values():
        for finding in check(broken):
            assert finding.message.endswith("."), finding.rule
            assert finding.consequence.endswith("."), finding.rule
            assert finding.remedy.endswith("."), finding.rule


def test_an_editorial_note_needs_no_date(check):
    note = DOCUMENT.replace("v:genre-letter", "v:genre-editorial-note")
    assert "document-date" not in {finding.rule for finding in check(note)}


def test_a_time_without_a_zone_is_a_violation_since_it_would_vanish_from_answers(check):
    (finding,) = check(f"{SPAN} crm:P82a_begin_of_the_begin '1958-07-14T00:00:00'^^xsd:dateTime .")
    assert (finding.rule, finding.severity) == ("time-span-begin", Severity.VIOLATION)


def test_the_steps_of_a_documents_making_need_no_evidence_of_their_own(check):
    assert check("<document/v/d1#sending> a crm:E7_Activity ; rdfs:label 'Sending of 1'@en .") == []


def test_every_kind_of_record_has_a_file_of_shapes(root: Path):
    kinds = "documents persons organisations places events appointments volumes statements collections"
    assert {path.stem for path in (root / "shapes").glob("*.ttl")} >= set(kinds.split())


@pytest.mark.corpus
def test_shapes_name_only_terms_of_the_crm_that_exist(shapes, shared: Path):
    crm = "http://www.cidoc-crm.org/cidoc-crm/"
    known = (shared / "data" / "reference" / "crm-terms.tsv").read_text(encoding="utf-8")
    named = {str(term)[len(crm) :] for triple in shapes.graph for term in triple if str(term).startswith(crm)}
    assert {name for name in named if name not in known} == set()


def test_shapes_name_only_terms_of_our_vocabulary_that_are_defined(shapes, root: Path):
    ontology = "\n".join(path.read_text(encoding="utf-8") for path in (root / "ontology").glob("*.ttl"))
    own = f"{shapes.base}/vocab/"
    named = {str(term)[len(own) :] for triple in shapes.graph for term in triple if str(term).startswith(own)}
    assert {name for name in named if f"\nv:{name} a " not in ontology} == set()


@pytest.mark.corpus
def test_the_telegram_of_the_pattern_page_breaks_only_the_rules_on_labels_and_evidence(shapes, described, shared: Path):
    pattern = (shared / "design" / "patterns" / "telegram-145.ttl").read_text(encoding="utf-8")
    findings, left = shapes.check_batch([described(pattern)], shapes.base)
    assert {finding.rule for finding in findings} == {"event-label", "event-evidence", "nothing-without-a-label"}
    assert any(left.undecided), "its people and places are described elsewhere"


def test_every_shape_is_a_node_shape_or_a_property_shape_with_a_name(shapes):
    for kind in (SH.NodeShape, SH.PropertyShape):
        assert all(isinstance(shape, URIRef) for shape in shapes.graph.subjects(RDF.type, kind))
