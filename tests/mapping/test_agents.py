"""Persons, organisations, places and appointments."""

import pytest

from lod_publisher.mapping import describe
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import (
    Appointment,
    EntityRef,
    Evidence,
    Identifier,
    Name,
    Note,
    Organisation,
    Origin,
    Person,
    Place,
)

HERE = Origin("people.yaml", 3)
ENTRY = EntityRef(Kind.DOCUMENT, "frus1958-60v12/persons/p_QGAK1")
REPORT = EntityRef(Kind.DOCUMENT, "wilson-122512/p3")
QASIM = Person(
    "qasim-abd-al-karim",
    HERE,
    "Abd al-Karim Qasim",
    names=(
        Name("Qassim, General Abdul Karim", "primary", "en", (ENTRY,)),
        Name("Qasim", passages=(REPORT,)),
        Name("قاسم", "transliteration", "ar"),
    ),
    identifiers=(Identifier("hsg-people-id", "111030"), Identifier("some-list", "Q 1")),
    birth=partial_date("1914-11-21"),
    death=partial_date("1963-02-09"),
    notes=(Note("Prime Minister of Iraq from July 14, 1958", ENTRY), Note("General")),
    entries=(ENTRY,),
    member_of=(EntityRef(Kind.ORGANISATION, "free-officers", "Free officers"),),
    evidence=(Evidence(REPORT), Evidence(ENTRY, "editor")),
    same_as=(EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1"),),
    close_matches=("http://www.wikidata.org/entity/Q1",),
    exact_matches=("http://viaf.org/viaf/1",),
)
GROUP = Organisation(
    "iraqi-communist-party",
    HERE,
    "Iraqi Communist Party",
    names=(Name("the Party"),),
    type="political party",
    part_of=EntityRef(Kind.ORGANISATION, "peoples-front", "People's Front"),
    seat=EntityRef(Kind.PLACE, "baghdad", "Baghdad"),
    notes=(Note("in the underground"),),
    unnamed=True,
)
BAGHDAD = Place(
    "baghdad",
    HERE,
    "Baghdad",
    within=EntityRef(Kind.PLACE, "iraq", "Iraq"),
    coordinates=(33.3, 44.4),
    names=(Name("Bagdad"),),
)
GALLMAN = Appointment(
    "iq-1954-gall-01",
    HERE,
    "Gallman, Ambassador to Iraq, 1954-1958",
    EntityRef(Kind.PERSON, "pocom-gallman-waldemar-john", "Gallman"),
    "ambassador",
    "Ambassador",
    EntityRef(Kind.ORGANISATION, "embassy-in-iraq", "Embassy in Iraq"),
    partial_date("1954-11-03/1958-12-14"),
    (
        ("appointed", partial_date("1954-07-27"), ""),
        ("presented-credentials", partial_date("1954-11-03"), "in Baghdad"),
        ("left", partial_date("1958-12-14"), ""),
        ("left", None, ""),
        ("note", None, "A remark"),
    ),
    (Identifier("pocom-id", "iq-1954-gall-01"),),
    "Commissioned during a recess of the Senate.",
)
PERSON = "id/person/qasim-abd-al-karim"


@pytest.mark.parametrize("record", [QASIM, GROUP, BAGHDAD, GALLMAN], ids=lambda record: record.local_id)
def test_every_node_has_a_label_and_every_term_is_known(record, context, graph):
    made = graph(describe(record, context))
    assert made.unlabelled() == set()
    assert made.strangers() == set()


@pytest.mark.corpus
@pytest.mark.parametrize("record", [QASIM, GROUP, BAGHDAD, GALLMAN], ids=lambda record: record.local_id)
def test_domains_and_ranges_of_the_crm_are_kept(record, context, graph, crm_terms):
    assert graph(describe(record, context)).misused(crm_terms) == set()


def test_a_person_has_all_names_with_the_passages_that_give_them(context, graph):
    made = graph(describe(QASIM, context))
    (name,) = made.subjects("crm:P190_has_symbolic_content", '"Qasim"')
    assert made.objects(name.value, "crm:P67i_is_referred_to_by") == {
        "https://data.example.org/id/document/wilson-122512/p3"
    }
    (primary,) = made.subjects("crm:P2_has_type", "aat:300404670")
    assert made.objects(primary.value, "crm:P190_has_symbolic_content") == {"Qassim, General Abdul Karim"}
    assert name.value in made.objects(primary.value, "crm:P139_has_alternative_form")
    (arabic,) = made.subjects("crm:P2_has_type", "v:transliteration-name")
    assert (arabic.value, "a", "crm:E33_E41_Linguistic_Appellation") in made
    assert made.objects(arabic.value, "crm:P72_has_language") == {"https://data.example.org/vocab/language-ar"}


def test_a_name_without_primary_form_takes_the_label(context, graph):
    made = graph(describe(BAGHDAD, context))
    (primary,) = made.subjects("crm:P2_has_type", "aat:300404670")
    assert made.objects(primary.value, "crm:P190_has_symbolic_content") == {"Baghdad"}


def test_identifiers_of_sources_and_authorities_are_kept(context, graph):
    made = graph(describe(QASIM, context))
    assert (PERSON, "crm:P48_has_preferred_identifier", f"{PERSON}#id") in made
    assert (f"{PERSON}#hsg-people-id-111030", "crm:P2_has_type", "v:hsg-people-id") in made
    (key,) = made.subjects("crm:P2_has_type", "v:source-key")
    assert made.objects(key.value, "crm:P190_has_symbolic_content") == {"frus1958-60v12/p_QGAK1"}
    assert (PERSON, "skos:exactMatch", "http://viaf.org/viaf/1") in made
    assert (PERSON, "la:equivalent", "http://viaf.org/viaf/1") in made
    assert (PERSON, "skos:closeMatch", "http://www.wikidata.org/entity/Q1") in made
    assert context.referred[Kind.CONCEPT, "identifier-some-list"] == "some list"


def test_birth_and_death_are_events_with_their_own_time(context, graph):
    made = graph(describe(QASIM, context))
    assert made.objects(f"{PERSON}#birth-time", "crm:P82_at_some_time_within") == {"1914-11-21"}
    assert (PERSON, "crm:P100i_died_in", f"{PERSON}#death") in made


def test_list_entries_and_the_words_of_passages_are_told_apart(context, graph):
    made = graph(describe(QASIM, context))
    assert (PERSON, "v:introduced_by", "id/document/frus1958-60v12/persons/p_QGAK1") in made
    assert (PERSON, "v:stated_in", "id/document/wilson-122512/p3") in made
    assert (PERSON, "v:stated_by_editor_in", "id/document/frus1958-60v12/persons/p_QGAK1") in made


def test_somebody_unnamed_is_said_to_be_so(context, graph):
    someone = Person("an-official", HERE, "unnamed official of the embassy", unnamed=True)
    assert ("id/person/an-official", "crm:P2_has_type", "v:unnamed") in graph(describe(someone, context))


def test_a_group_belongs_to_a_larger_one_and_lives_somewhere(context, graph):
    made = graph(describe(GROUP, context))
    group = "id/organisation/iraqi-communist-party"
    assert ("id/organisation/peoples-front", "crm:P107_has_current_or_former_member", group) in made
    assert (group, "crm:P74_has_current_or_former_residence", "id/place/baghdad") in made
    assert (group, "crm:P2_has_type", "id/concept/organisation-political-party") in made


def test_a_place_is_a_point_with_longitude_first(context, graph):
    made = graph(describe(BAGHDAD, context))
    assert made.objects("id/place/baghdad", "crm:P168_place_is_defined_by") == {"POINT(44.4 33.3)"}
    assert ("id/place/baghdad", "crm:P89_falls_within", "id/place/iraq") in made


def test_an_appointment_says_who_held_which_office_where_and_when(context, graph):
    made = graph(describe(GALLMAN, context))
    post = "id/appointment/iq-1954-gall-01"
    assert (post, "crm:P14_carried_out_by", "id/person/pocom-gallman-waldemar-john") in made
    assert (post, "v:at_mission", "id/organisation/embassy-in-iraq") in made
    assert made.objects(f"{post}#role", "crm:P14.1_in_the_role_of") == {
        "https://data.example.org/id/concept/office-ambassador"
    }
    assert made.objects(f"{post}#time", "crm:P82b_end_of_the_end") == {"1958-12-14T23:59:59Z"}
    assert (f"{post}#presented-credentials", "crm:P144_joined_with", "id/organisation/embassy-in-iraq") in made
    assert (f"{post}#left", "crm:P146_separated_from", "id/organisation/embassy-in-iraq") in made
    assert (f"{post}#left-2", "a", "crm:E86_Leaving") in made
    assert (f"{post}#note", "a", "crm:E7_Activity") in made


def test_an_appointment_in_the_department_has_no_mission(context, graph):
    minister = Appointment("s", HERE, "Herter, Secretary", QASIM.same_as[0], "secretary", "",
                           steps=(("appointed", None, ""), ("left", None, "")))  # fmt: skip
    made = graph(describe(minister, context))
    assert ("id/appointment/s#appointed", "crm:P143_joined", PERSON) in made
    assert "P146_" not in made.text


@pytest.mark.parametrize(
    ("edtf", "periods"),
    [
        ("1958-07-13/1958-07-14", {"1958-07", "1958"}),
        ("1956-41", {"1956"}),
        ("1956-10/1958-07-14", set()),
        ("../1958-12-03", set()),
    ],
)
def test_a_time_span_falls_within_the_month_and_year_that_hold_all_of_it(edtf, periods, context, graph):
    born = Person("x", HERE, "X", birth=partial_date(edtf))
    made = graph(describe(born, context))
    assert {
        each.rpartition("/")[2] for each in made.objects("id/person/x#birth-time", "crm:P86_falls_within")
    } == periods
    assert context.periods == periods


def test_an_open_side_has_no_bound_and_a_status_is_said(context, graph):
    born = Person("x", HERE, "X", birth=partial_date("../1958-12-03", "by December 3", "derived"))
    made = graph(describe(born, context))
    assert made.objects("id/person/x#birth-time", "crm:P82a_begin_of_the_begin") == set()
    assert ("id/person/x#birth-time", "v:date_status", "v:date-derived") in made
    ends = Person("y", HERE, "Y", birth=partial_date("1958-12-03/.."))
    assert graph(describe(ends, context)).objects("id/person/y#birth-time", "crm:P82b_end_of_the_end") == set()


@pytest.mark.parametrize(
    "record", [Organisation("a", HERE, "A"), Place("b", HERE, "B")], ids=lambda record: record.local_id
)
def test_of_what_little_is_known_little_is_said(record, context, graph):
    made = graph(describe(record, context))
    assert made.unlabelled() == set()
    assert "P2_has_type> <https" not in made.text
