"""Volumes, collections, concepts, annotations, RDF that exists, and what is only spoken of."""

from dataclasses import replace

import pytest

from lod_publisher.mapping import Collected, appellations, describe, implied, periods
from lod_publisher.mapping._crm import concept_id
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import (
    Annotation,
    Collection,
    Concept,
    EntityRef,
    Identifier,
    Mention,
    Origin,
    Passage,
    Quads,
    Volume,
)

HERE = Origin("frus1958-60v12.xml", 1)
QASSIM = EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1", "Qassim, General Abdul Karim")
VOLUME = Volume(
    "frus1958-60v12",
    HERE,
    "Near East Region; Iraq; Iran",
    series="Foreign Relations of the United States",
    subseries="1958–1960",
    number="Volume XII",
    years=(1958, 1960),
    editors=(("primary", "Edward C. Keefer"), ("", "Glenn W. LaFantasie")),
    publisher="United States Government Printing Office",
    place=EntityRef(Kind.PLACE, "washington", "Washington"),
    published=partial_date("1993"),
    identifiers=(Identifier("isbn", "0160368861"),),
    source_page="https://history.state.gov/historicaldocuments/frus1958-60v12",
    passages=(
        Passage(
            "frus1958-60v12/persons/p_QGAK1",
            "persons-list-entry",
            "Qassim …",
            12,
            mentions=(Mention("Qassim", QASSIM),),
        ),
    ),
)
COLLECTION = Collection("seeds", HERE, "Two sources", "About Iraq", EntityRef(Kind.COLLECTION, "all"), "An archive",
                        "https://creativecommons.org/licenses/by/4.0/", ("en", "hu"))  # fmt: skip
BASE = "https://data.example.org/"


@pytest.mark.parametrize("record", [VOLUME, COLLECTION], ids=lambda record: record.local_id)
def test_every_node_has_a_label_and_every_term_is_known(record, context, graph):
    made = graph(describe(record, context))
    assert made.unlabelled() == set()
    assert made.strangers() == set()


@pytest.mark.corpus
def test_domains_and_ranges_of_the_crm_are_kept(context, graph, crm_terms):
    found = (
        describe(VOLUME, context)
        + list(implied(context.referred.items(), context))
        + list(periods(["1958-07"], context))
    )
    assert graph(found).misused(crm_terms) == set()


def test_a_volume_says_what_its_title_page_says(context, graph):
    (found,) = describe(VOLUME, context)
    made = graph([found])
    volume = "id/volume/frus1958-60v12"
    entry = "id/document/frus1958-60v12/persons/p_QGAK1"
    for subject, predicate, value in (
        (volume, "crm:P2_has_type", "v:volume"),
        (volume, "la:member_of", "id/collection/foreign-relations-of-the-united-states/1958-1960"),
        (f"{volume}#publishing", "crm:P16_used_specific_object", volume),
        (f"{volume}#publishing", "crm:P14_carried_out_by", "id/organisation/united-states-government-printing-office"),
        (f"{volume}#publishing", "crm:P7_took_place_at", "id/place/washington"),
        (f"{volume}#publishing", "crm:P4_has_time-span", f"{volume}#publishing-time"),
        (f"{volume}#creation", "crm:P14_carried_out_by", "id/person/frus1958-60v12/editor-edward-c-keefer"),
        (entry, "crm:P106i_forms_part_of", volume),
        (entry, "crm:P67_refers_to", "id/person/qasim-abd-al-karim"),
        (entry, "crm:P2_has_type", "v:persons-list-entry"),
    ):
        assert (subject, predicate, value) in made, predicate
    assert made.objects(volume, "http://purl.org/dc/terms/temporal") == {"1958/1960"}
    assert found.parts == ("frus1958-60v12/persons/p_QGAK1",)
    assert found.date == "1993-01-01"


def test_a_chapter_is_part_of_its_compilation_and_of_the_volume(context, graph):
    chapter = Volume("frus1958-60v12/ch5", HERE, "Iraq", "chapter", EntityRef(Kind.VOLUME, "frus1958-60v12/comp2"))
    made = graph(describe(chapter, context))
    whole = made.objects("id/volume/frus1958-60v12/ch5", "crm:P106i_forms_part_of")
    assert whole == {f"{BASE}id/volume/frus1958-60v12", f"{BASE}id/volume/frus1958-60v12/comp2"}
    assert "#publishing" not in made.text
    part = Volume(
        "second", HERE, "Part", part_of=EntityRef(Kind.VOLUME, "first"), series="Series", published=partial_date("1993")
    )
    assert graph(describe(part, context)).objects("id/volume/second", "crm:P106i_forms_part_of") == {
        f"{BASE}id/volume/first"
    }
    placed = Volume("third", HERE, "Part", place=EntityRef(Kind.PLACE, "paris"))
    assert ("id/volume/third#publishing", "crm:P7_took_place_at", "id/place/paris") in graph(describe(placed, context))


def test_a_collection_has_a_licence_or_a_word_on_rights(context, graph):
    made = graph(describe(COLLECTION, context))
    seeds = "id/collection/seeds"
    assert (seeds, "la:member_of", "id/collection/all") in made
    assert (seeds, "dcterms:license", "https://creativecommons.org/licenses/by/4.0/") in made
    words = graph(describe(Collection("seeds", Origin("x"), "Seeds", licence="Ask us"), context))
    assert words.objects(seeds, "dcterms:rights") == {"Ask us"}
    assert graph(describe(Collection("seeds", HERE, "Seeds"), context)).objects(seeds, "dcterms:rights") == set()


def test_a_concept_of_a_closed_list_is_the_ontology_s_to_describe(context):
    assert describe(Concept("top-secret", "Top Secret", "classification"), context) == []
    assert describe(Concept("genre-telegram", "telegram", "genre"), context) == []


def test_a_concept_of_the_data_has_the_iri_by_which_records_ask_for_it(context, graph):
    (found,) = describe(Concept("chargé d'affaires", "Chargé d'Affaires", "office", "envoy", "Who stands in."), context)
    made = graph([found])
    concept = "id/concept/office-charge-daffaires"
    assert (concept, "skos:broader", "id/concept/office-envoy") in made
    assert context.concept("office", "chargé d'affaires") == f"<{BASE}{concept}>"
    assert concept_id("office", "office-envoy") == "office-envoy"
    (handling,) = describe(Concept("cherokee", "Cherokee", "handling"), context)
    assert ("id/concept/handling-cherokee", "skos:inScheme", "v:handling-instructions") in graph([handling])


def test_a_reference_to_a_concept_of_a_closed_list_leads_to_the_vocabulary(context):
    assert context.term(EntityRef(Kind.CONCEPT, "top-secret")) == f"<{BASE}vocab/top-secret>"
    assert context.referred == {}


def test_an_annotation_adds_mentions_to_a_passage_and_its_document(context, graph):
    passage = EntityRef(Kind.DOCUMENT, "frus1958-60v12/d145/p7")
    note = Annotation(passage, (Mention("Qassim", QASSIM), Mention("Amer")), HERE)
    (found,) = describe(note, context)
    made = graph([found])
    assert (found.kind, found.local_id, found.label) == (Kind.DOCUMENT, "frus1958-60v12/d145", "")
    assert ("id/document/frus1958-60v12/d145/p7", "crm:P67_refers_to", "id/person/qasim-abd-al-karim") in made
    assert ("id/document/frus1958-60v12/d145", "crm:P67_refers_to", "id/person/qasim-abd-al-karim") in made


@pytest.mark.parametrize("key", ["frus1958-60v12/d145/fn1", "wilson-122512/summary", "alone"])
def test_an_annotation_of_the_edition_s_own_words_says_nothing_of_the_document(key, context, graph):
    made = graph(describe(Annotation(EntityRef(Kind.DOCUMENT, key), (Mention("Qassim", QASSIM),), HERE), context))
    assert {each.value for each in made.subjects("crm:P67_refers_to", "id/person/qasim-abd-al-karim")} == {
        f"{BASE}id/document/{key}"
    }


LINES = (
    "<http://a/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person> .\n",
    '<http://a/1> <http://b> "A \\"quoted\\" name ."@en .',
    '<http://a/1> <http://b> "5"^^<http://c> <http://graph> .',
    "<http://a/1> <http://b> <http://d> <http://graph> .\n",
)


def test_rdf_that_exists_is_published_as_it_is(context):
    (found,) = describe(Quads("http://a/1", HERE, LINES, "A name", "words"), context)
    assert (found.kind, found.elsewhere) == (Kind.PERSON, "http://a/1")
    assert found.triples[1] == ("<http://a/1>", "<http://b>", '"A \\"quoted\\" name ."@en')
    assert found.quads == (f"{LINES[2]}\n", LINES[3])
    assert found.names == ("A name",)


def test_rdf_under_our_own_base_keeps_its_kind(context):
    (found,) = describe(Quads(f"{BASE}id/place/baghdad", HERE, ()), context)
    assert (found.kind, found.local_id, found.elsewhere, found.names) == (Kind.PLACE, "baghdad", "", ())
    (other,) = describe(Quads("urn:x:1", HERE, ()), context)
    assert other.kind is Kind.DOCUMENT


def test_what_is_only_named_is_described_as_such(context, graph):
    describe(VOLUME, context)
    spoken = {
        **context.referred,
        (Kind.COLLECTION, "department-of-state"): "Department of State",
        (Kind.COLLECTION, "department-of-state/central-files"): "Central Files",
        (Kind.DOCUMENT, "frus1955-57v12/d3"): "",
        (Kind.DOCUMENT, "frus1955-57v12/d3/fn2"): "",
        (Kind.DOCUMENT, "wilson-122512/original"): "The original",
        (Kind.VOLUME, "frus1955-57v12"): "volume XII",
        (Kind.CONCEPT, "language-xx"): "xx",
        (Kind.CONCEPT, "unit-reel"): "reel",
        (Kind.CONCEPT, "office-envoy"): "envoy",
        (Kind.CONCEPT, "genre-cable"): "cable",
        (Kind.EVENT, "crisis"): "Crisis",
    }
    found = list(implied(spoken.items(), context))
    assert [(each.kind, each.local_id) for each in found] == sorted(spoken)
    made = graph(found)
    assert made.unlabelled() == set()
    assert made.strangers() == set()
    for subject, predicate, value in (
        ("id/collection/department-of-state/central-files", "la:member_of", "id/collection/department-of-state"),
        ("id/document/frus1955-57v12/d3", "a", "crm:E31_Document"),
        ("id/document/frus1955-57v12/d3", "crm:P2_has_type", "v:named-only"),
        ("id/document/frus1955-57v12/d3", "dcterms:source", "https://history.state.gov/historicaldocuments/frus1955-57v12/d3"),
        ("id/document/frus1955-57v12/d3/fn2", "dcterms:source",
         "https://history.state.gov/historicaldocuments/frus1955-57v12/d3#fn2"),
        ("id/volume/frus1955-57v12", "dcterms:source", "https://history.state.gov/historicaldocuments/frus1955-57v12"),
        ("id/concept/language-xx", "a", "crm:E56_Language"),
        ("id/concept/unit-reel", "a", "crm:E58_Measurement_Unit"),
        ("id/concept/genre-cable", "skos:inScheme", "v:genres"),
    ):  # fmt: skip
        assert (subject, predicate, value) in made, subject
    assert made.objects("id/organisation/united-states-government-printing-office", "crm:P1_is_identified_by") != set()


def test_surface_forms_of_all_files_become_appellations(context, graph):
    found = appellations(Kind.PERSON, "qasim-abd-al-karim", {"Qassim", "Kassem"}, context)
    assert (found.label, found.names) == ("", ("Kassem", "Qassim"))
    made = graph([found])
    assert len(made.objects("id/person/qasim-abd-al-karim", "crm:P1_is_identified_by")) == 2
    assert context.surface(QASSIM, "Qassim")[1:-1] in made.objects(
        "id/person/qasim-abd-al-karim", "crm:P1_is_identified_by"
    )


def test_months_fall_within_years_that_are_described_too(context, graph):
    found = list(periods({"1958-07", "1956"}, context))
    assert [(each.local_id, each.label, each.date) for each in found] == [
        ("1956", "1956", "1956-01-01"),
        ("1958", "1958", "1958-01-01"),
        ("1958-07", "July 1958", "1958-07-01"),
    ]
    made = graph(found)
    assert ("id/period/1958-07", "crm:P86_falls_within", "id/period/1958") in made
    assert made.objects("id/period/1958-07", "crm:P82b_end_of_the_end") == {"1958-07-31T23:59:59Z"}
    assert made.unlabelled() == set()


def test_the_label_of_what_is_referred_to_does_not_depend_on_the_order(context):
    for label in ("b", "", "a", "c"):
        context.term(EntityRef(Kind.PLACE, "x", label))
    context.term(EntityRef(Kind.PLACE, "y"))
    assert context.referred == {(Kind.PLACE, "x"): "a", (Kind.PLACE, "y"): ""}


def test_collections_of_several_processes_are_joined(context):
    one = Collected({(Kind.PLACE, "x"): "b", (Kind.PLACE, "y"): ""}, {(Kind.PLACE, "x", "X")}, {"1958"})
    one.add(Collected({(Kind.PLACE, "x"): "a", (Kind.PLACE, "y"): "Y"}, set(), {"1956"}))
    one.add(Collected({(Kind.PLACE, "x"): "", (Kind.PLACE, "y"): "Z"}))
    assert one == Collected(
        {(Kind.PLACE, "x"): "a", (Kind.PLACE, "y"): "Y"}, {(Kind.PLACE, "x", "X")}, {"1958", "1956"}
    )


def test_a_surface_form_that_is_also_a_given_name_is_one_node(context):
    entity = context.term(QASSIM)
    given = context.name(entity, "Qassim")
    assert context.surfaces == set()
    assert context.surface(QASSIM, "Qassim") == given
    assert context.surfaces == {(Kind.PERSON, "qasim-abd-al-karim", "Qassim")}


def test_a_role_of_an_editor_without_kind_is_editor(context, graph):
    made = graph(describe(replace(VOLUME, editors=(("", "Glenn W. LaFantasie"),)), context))
    (joint,) = made.subjects("a", "crm:PC14_carried_out_by")
    assert made.objects(joint.value, "crm:P14.1_in_the_role_of") == {f"{BASE}vocab/editor"}
    assert made.objects(joint.value, "label") == {"Glenn W. LaFantasie, editor"}
