"""Telegram 145 as its readers hand it over, and what the mapping makes of documents."""

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from lod_publisher.mapping import describe
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import (
    ArchivalSource,
    Document,
    DocumentLink,
    EntityRef,
    Event,
    Identifier,
    Mention,
    Origin,
    Participation,
    Passage,
    Redaction,
    Step,
)

D145 = "id/document/frus1958-60v12/d145"
QASSIM = EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1", "Qassim, General Abdul Karim")
WRIGHT = EntityRef(Kind.PERSON, "frus1958-60v12/p_WSM1", "Wright, Sir Michael")
WASHINGTON = EntityRef(Kind.PLACE, "washington", "Washington")
VOLUME = EntityRef(Kind.VOLUME, "frus1958-60v12/ch5")


def _ref(key: str) -> EntityRef:
    return EntityRef(Kind.DOCUMENT, key)


TELEGRAM = Document(
    "frus1958-60v12/d145",
    Origin("frus1958-60v12.xml", 31415),
    "Telegram From the Department of State to the Embassy in Iraq",
    "telegram",
    number="145",
    part_of=VOLUME,
    date=partial_date("1958-12-04T17:36:00", "December 4, 1958, 5:36 p.m."),
    places=(WASHINGTON,),
    senders=(EntityRef(Kind.ORGANISATION, "department-of-state", "Department of State"),),
    addressees=(EntityRef(Kind.ORGANISATION, "embassy-in-iraq", "Embassy in Iraq"),),
    signers=(EntityRef(Kind.PERSON, "frus1958-60v12/p_HCA1", "Herter, Christian A."),),
    identifiers=(Identifier("telegram-number", "1505"),),
    classification=("top-secret",),
    handling=("niact", "limit-distribution"),
    archival_source=(
        ArchivalSource(
            (("department-of-state", "Department of State"), ("central-files", "Central Files")), "787.00/12–358", "Source: ..."
        ),
    ),
    steps=(
        Step(
            "drafting",
            (EntityRef(Kind.PERSON, "frus1958-60v12/p_RSW1", "Rockwell, Stuart W."),),
            partial_date("1958-12-03"),
            "Drafted by Rockwell",
            _ref("frus1958-60v12/d145/fn0"),
        ),
        Step("approving", (EntityRef(Kind.PERSON, "frus1958-60v12/p_RWM1"),), evidence=_ref("frus1958-60v12/d145/fn0")),
    ),
    subjects=("Iraq: communism",),
    passages=(
        Passage("frus1958-60v12/d145/fn0", "source-note", "Source: Department of State …", 31416, "0", editorial=True,
                mentions=(Mention("Rockwell", EntityRef(Kind.PERSON, "frus1958-60v12/p_RSW1")),)),
        Passage(
            "frus1958-60v12/d145/p1",
            "paragraph",
            'Embassy should treat "approach" [less than 1 line of source text not declassified] with caution.',
            31420,
            page="355",
            redactions=(
                Redaction("[less than 1 line of source text not declassified]", "text", (0, 1, "line")),
                Redaction("[name not declassified]", "name"),
                Redaction("[1½ lines not declassified]", "text", (1.5, 1.5, "line")),
            ),
            links=(DocumentLink(_ref("frus1958-60v12/d142"), "Embtels 1753", "replies_to"),),
        ),
        Passage("frus1958-60v12/d145/p7", "paragraph", "Wright had with Qassim …",
                mentions=(Mention("Qassim", QASSIM), Mention("Qassim", QASSIM), Mention("Wright", WRIGHT, "speaker"),
                          Mention("Amer"))),
    ),
    links=(DocumentLink(EntityRef(Kind.VOLUME, "frus1955-57v12"), "volume XII"),),
    rights="Public domain",
    source_page="https://history.state.gov/historicaldocuments/frus1958-60v12/d145",
    witnesses=("002.txt",),
)  # fmt: skip

PATTERNS = [
    (D145, "a", "crm:E33_Linguistic_Object"),
    (D145, "a", "crm:E31_Document"),
    (D145, "crm:P2_has_type", "v:genre-telegram"),
    (D145, "crm:P1_is_identified_by", f"{D145}#title"),
    (D145, "crm:P72_has_language", "aat:300388277"),
    (D145, "crm:P94i_was_created_by", f"{D145}#creation"),
    (D145, "crm:P106i_forms_part_of", "id/volume/frus1958-60v12/ch5"),
    (D145, "crm:P106i_forms_part_of", "id/volume/frus1958-60v12"),
    (D145, "crm:P67_refers_to", "id/person/qasim-abd-al-karim"),
    (D145, "v:security_classification", "v:top-secret"),
    (D145, "crm:P2_has_type", "v:top-secret"),
    (D145, "v:handling", "v:niact"),
    (D145, "v:handling", "v:limit-distribution"),
    (D145, "dcterms:source", "https://history.state.gov/historicaldocuments/frus1958-60v12/d145"),
    (D145, "la:member_of", "id/collection/department-of-state/central-files"),
    (D145, "v:has_note", f"{D145}/fn0"),
    (D145, "v:replies_to", "id/document/frus1958-60v12/d142"),
    (D145, "prov:wasDerivedFrom", "id/volume/frus1958-60v12#file"),
    (f"{D145}#title", "a", "crm:E35_Title"),
    (f"{D145}#title", "crm:P2_has_type", "aat:300404670"),
    (f"{D145}#telegram-number-1505", "crm:P2_has_type", "v:telegram-number"),
    (f"{D145}#creation", "crm:P4_has_time-span", f"{D145}#time"),
    (f"{D145}#creation", "crm:P7_took_place_at", "id/place/washington"),
    (f"{D145}#creation", "crm:P9_consists_of", f"{D145}#drafting"),
    (f"{D145}#drafting", "a", "crm:E65_Creation"),
    (f"{D145}#drafting", "crm:P2_has_type", "v:drafting"),
    (f"{D145}#drafting", "crm:P14_carried_out_by", "id/person/frus1958-60v12/p_RSW1"),
    (f"{D145}#drafting", "crm:P4_has_time-span", f"{D145}#drafting-time"),
    (f"{D145}#drafting", "v:stated_by_editor_in", f"{D145}/fn0"),
    (f"{D145}#approving", "a", "crm:E7_Activity"),
    (f"{D145}#signing", "crm:P14_carried_out_by", "id/person/frus1958-60v12/p_HCA1"),
    (f"{D145}#sending", "a", "crm:E7_Activity"),
    (f"{D145}#sending", "crm:P16_used_specific_object", D145),
    (f"{D145}#sending", "crm:P14_carried_out_by", "id/organisation/department-of-state"),
    (f"{D145}#sending", "v:had_addressee", "id/organisation/embassy-in-iraq"),
    (f"{D145}#sending", "crm:P11_had_participant", "id/organisation/embassy-in-iraq"),
    (f"{D145}#sending", "crm:P7_took_place_at", "id/place/washington"),
    (f"{D145}#time", "crm:P86_falls_within", "id/period/1958-12"),
    (f"{D145}#time", "crm:P86_falls_within", "id/period/1958"),
    (f"{D145}/p7", "crm:P106i_forms_part_of", D145),
    (f"{D145}/p7", "crm:P67_refers_to", "id/person/qasim-abd-al-karim"),
    (f"{D145}/fn0", "crm:P106i_forms_part_of", "id/volume/frus1958-60v12"),
    (f"{D145}/fn0", "crm:P67_refers_to", D145),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=" ".join)
def test_telegram_145_holds_the_patterns_of_the_model(pattern, context, graph):
    assert pattern in graph(describe(TELEGRAM, context))


def test_a_time_span_gives_words_edtf_and_whole_days(context, graph):
    made = graph(describe(TELEGRAM, context))
    time = f"{D145}#time"
    assert made.objects(time, "label") == {"December 4, 1958, 5:36 p.m."}
    assert made.objects(time, "crm:P82_at_some_time_within") == {"1958-12-04T17:36:00"}
    assert made.objects(time, "crm:P82a_begin_of_the_begin") == {"1958-12-04T00:00:00Z"}
    assert made.objects(time, "crm:P82b_end_of_the_end") == {"1958-12-04T23:59:59Z"}
    assert made.objects(f"{D145}#sending", "crm:P4_has_time-span") == {
        "https://data.example.org/" + D145 + "#sending-time"
    }


def test_every_node_has_a_label_and_every_term_is_known(context, graph):
    made = graph(describe(TELEGRAM, context))
    assert made.unlabelled() == set()
    assert made.strangers() == set()


@pytest.mark.corpus
def test_domains_and_ranges_of_the_crm_are_kept(context, graph, crm_terms):
    assert graph(describe(TELEGRAM, context)).misused(crm_terms) == set()


def test_the_same_record_gives_the_same_triples_each_once(context):
    first = describe(TELEGRAM, context)[0].triples
    assert first == describe(TELEGRAM, context)[0].triples
    assert len(first) == len(set(first))


def test_text_stands_once_on_its_passage_in_the_order_of_the_document(context, graph):
    made = graph(describe(replace(TELEGRAM, language="hu"), context))
    assert made.text.count("Wright had with Qassim") == 1
    assert '"Wright had with Qassim …"@hu' in made.text
    assert '"Source: Department of State …"@en' in made.text
    assert [made.objects(f"{D145}/{key}", "v:position") for key in ("fn0", "p1", "p7")] == [{"1"}, {"2"}, {"3"}]
    assert made.objects(f"{D145}/p7", "label") == {
        "Paragraph 7 of 145. Telegram From the Department of State to the Embassy in Iraq"
    }


def test_a_mention_points_at_the_person_and_at_the_spelling(context, graph):
    made = graph(describe(TELEGRAM, context))
    assert (Kind.PERSON, "qasim-abd-al-karim", "Qassim") in context.surfaces
    name = context.surface(QASSIM, "Qassim")[1:-1]
    assert name in made.objects(f"{D145}/p7", "crm:P67_refers_to")


def test_a_note_s_persons_are_not_what_the_document_refers_to(context, graph):
    referred = graph(describe(TELEGRAM, context)).objects(D145, "crm:P67_refers_to")
    assert not any("p_RSW1" in each for each in referred)


def test_a_name_that_nobody_resolved_is_kept_as_a_name(context, graph):
    made = graph(describe(TELEGRAM, context))
    (name,) = made.subjects("crm:P2_has_type", "v:unresolved-name")
    assert made.objects(name.value, "crm:P190_has_symbolic_content") == {"Amer"}


def test_a_role_in_a_mention_stands_beside_the_plain_reference(context, graph):
    made = graph(describe(TELEGRAM, context))
    (joint,) = made.subjects("a", "crm:PC67_refers_to")
    assert made.objects(joint.value, "crm:P02_has_range") == {
        "https://data.example.org/id/person/frus1958-60v12/p_WSM1"
    }


def test_a_gap_is_a_passage_with_kind_and_extent(context, graph):
    made = graph(describe(TELEGRAM, context))
    gap = f"{D145}/p1#redaction-1"
    assert (gap, "crm:P2_has_type", "v:redaction") in made
    assert (gap, "v:withheld_kind", "v:withheld-text") in made
    assert (gap, "crm:P106i_forms_part_of", f"{D145}/p1") in made
    assert made.objects(f"{gap}-extent", "crm:P90b_has_upper_value_limit") == {"1"}
    assert (f"{D145}/p1#redaction-3-extent", "crm:P91_has_unit", "v:unit-line") in made
    assert made.objects(f"{D145}/p1#redaction-3-extent", "crm:P90_has_value") == {"1.5"}


def test_the_archive_s_hierarchy_is_noted_down_to_the_deepest_level(context):
    describe(TELEGRAM, context)
    assert context.referred[Kind.COLLECTION, "department-of-state"] == "Department of State"
    assert context.referred[Kind.COLLECTION, "department-of-state/central-files"] == "Central Files"


def test_the_file_number_is_said_once(context, graph):
    made = graph(describe(TELEGRAM, context))
    assert len(made.subjects("crm:P2_has_type", "v:central-file-number")) == 1
    again = replace(TELEGRAM, identifiers=(Identifier("central-file-number", "787.00/12–358"),))
    assert len(graph(describe(again, context)).subjects("crm:P190_has_symbolic_content", '"787.00/12–358"')) == 1
    lot = replace(TELEGRAM, archival_source=(ArchivalSource((("lot", "Lot 61 D 167"), ("", "Ägypten")), "Box 3"),))
    assert len(graph(describe(lot, context)).subjects("crm:P2_has_type", "v:file-number")) == 1


def test_an_archival_source_without_levels_is_no_unit(context, graph):
    made = graph(describe(replace(TELEGRAM, archival_source=(ArchivalSource(()),)), context))
    assert made.objects(D145, "la:member_of") == set()


def test_a_document_without_edition_keeps_what_is_said_of_it(context, graph):
    report = Document(
        "wilson-122512",
        Origin("000.txt"),
        "Report of the Hungarian Ambassador",
        "report",
        language="en",
        places=(),
        archival_source=(ArchivalSource((("mol", "Hungarian National Archives"),), "288", "MOL M-KS 288"),),
        steps=(Step("translating", (EntityRef(Kind.PERSON, "bocz", "András Bocz"),), editorial=False), Step("drafting"),
               Step("drafting", evidence=_ref("wilson-122512/p1"), editorial=False)),
        passages=(Passage("wilson-122512/summary", "summary", "This report …", editorial=True),
                  Passage("wilson-122512/p1", "paragraph", "Strictly confidential!", number="1.")),
        summary="A summary of its own.",
        rights="https://creativecommons.org/publicdomain/mark/1.0/",
        original=_ref("wilson-122512/original"),
        collection=EntityRef(Kind.COLLECTION, "seeds"),
        unparsed_source_note=True,
    )  # fmt: skip
    made = graph(describe(report, context))
    whole = "id/document/wilson-122512"
    assert (whole, "crm:P73i_is_translation_of", "id/document/wilson-122512/original") in made
    assert (whole, "la:member_of", "id/collection/seeds") in made
    assert (whole, "dcterms:license", "https://creativecommons.org/publicdomain/mark/1.0/") in made
    assert (whole, "crm:P2_has_type", "v:unparsed-source-note") in made
    assert (f"{whole}#translating", "a", "crm:E65_Creation") in made
    assert (f"{whole}#drafting-2", "v:stated_in", f"{whole}/p1") in made
    assert made.objects(f"{whole}#summary", "crm:P190_has_symbolic_content") == {"A summary of its own."}
    assert made.objects(whole, "crm:P3_has_note") == {"MOL M-KS 288"}
    assert made.objects(f"{whole}/summary", "crm:P106i_forms_part_of") == set()
    assert made.objects(whole, "prov:wasDerivedFrom") == {f"https://data.example.org/{whole}#file"}
    assert made.subjects("crm:P2_has_type", "v:sending") == set()
    assert made.unlabelled() == set()


def test_a_text_that_we_only_know_of_is_described_in_english(context, graph):
    original = Document("wilson-122512/original", Origin("000.txt"), "Report", "report", language="hu")
    made = graph(describe(original, context))
    assert '#label> "Report"@en' in made.text
    assert ("id/document/wilson-122512/original", "crm:P72_has_language", "v:language-hu") in made


def test_signers_whom_a_step_names_are_not_said_twice(context, graph):
    herter = TELEGRAM.signers[0]
    signed = replace(TELEGRAM, steps=(Step("signing", (herter,)),))
    made = graph(describe(signed, context))
    assert made.subjects("crm:P2_has_type", "v:signing") == {NamedNode(f"https://data.example.org/{D145}#signing")}


def test_an_undated_document_sent_by_nobody_has_no_time_span(context, graph):
    bare = Document("frus1958-60v12/d1", Origin("x.xml", 1), "No. 1", "document", number="No. 1",
                    addressees=(QASSIM,), part_of=EntityRef(Kind.VOLUME, "frus1958-60v12"))  # fmt: skip
    (found,) = describe(bare, context)
    assert (found.label, found.date) == ("No. 1", "")
    assert graph([found]).subjects("a", "crm:E52_Time-Span") == set()


def test_a_recorded_meeting_is_an_event_that_the_document_documents(context, graph):
    meeting = Event(
        "frus1958-60v12/d12/meeting",
        Origin("x.xml", 2),
        "Conversation",
        "meeting",
        participants=(Participation(QASSIM),),
    )
    found = describe(replace(TELEGRAM, meeting=meeting), context)
    assert [each.kind for each in found] == [Kind.DOCUMENT, Kind.EVENT]
    made = graph(found)
    assert (D145, "crm:P70_documents", "id/event/frus1958-60v12/d12/meeting") in made
    assert ("id/event/frus1958-60v12/d12/meeting", "crm:P14_carried_out_by", "id/person/qasim-abd-al-karim") in made


def test_a_description_says_what_the_catalogue_needs(context):
    (found,) = describe(TELEGRAM, context)
    assert found.label == "145. Telegram From the Department of State to the Embassy in Iraq"
    assert (found.kind, found.local_id, found.date) == (Kind.DOCUMENT, "frus1958-60v12/d145", "1958-12-04")
    assert "1505" in found.names
    assert "Qassim" in found.text
    assert found.parts == ("frus1958-60v12/d145/fn0", "frus1958-60v12/d145/p1", "frus1958-60v12/d145/p7")


def test_long_titles_are_shortened_in_the_labels_of_passages(context, graph):
    made = graph(describe(replace(TELEGRAM, title="Memorandum " * 20), context))
    (label,) = made.objects(f"{D145}/p7", "label")
    assert label.endswith("…")
    assert len(label) < 110


def test_a_document_in_a_bundle_of_papers_is_part_of_no_volume(context, graph):
    bundled = replace(TELEGRAM, part_of=_ref("bundle"))
    whole = graph(describe(bundled, context)).objects(D145, "crm:P106i_forms_part_of")
    assert whole == {"https://data.example.org/id/document/bundle"}
