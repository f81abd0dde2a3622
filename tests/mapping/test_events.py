"""Events, claims, relations and statements."""

from dataclasses import replace

import pytest

from lod_publisher.errors import MappingError
from lod_publisher.mapping import describe
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Event, Evidence, Origin, Participation, Relation, Statement

HERE = Origin("annotations.yaml", 9)
P7 = EntityRef(Kind.DOCUMENT, "frus1958-60v12/d145/p7")
QASSIM = EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1", "Qassim")
WRIGHT = EntityRef(Kind.PERSON, "wright", "Wright")
ARMY = EntityRef(Kind.ORGANISATION, "army", "Army")
PISHTI = EntityRef(Kind.PLACE, "pishti", "Pishti")
TELEGRAM = EntityRef(Kind.DOCUMENT, "frus1958-60v12/d145", "telegram 145")
TALK = EntityRef(Kind.EVENT, "wright-qassim-1958-11-30", "Meeting of Wright and Qassim")
MEETING = Event(
    TALK.local_id,
    HERE,
    "Meeting of Wright and Qassim, 30 November 1958",
    "meeting",
    date=partial_date("1958-11-30", "November 30"),
    places=(EntityRef(Kind.PLACE, "baghdad", "Baghdad"),),
    participants=(
        Participation(WRIGHT, office="British Ambassador"),
        Participation(QASSIM),
        Participation(ARMY, "participant", office="guard"),
        Participation(QASSIM, "had_subject"),
        Participation(EntityRef(Kind.PERSON, "x"), "interpreter"),
        Participation(PISHTI, "had_target"),
        Participation(TELEGRAM, "had_target"),
        Participation(TELEGRAM, "used"),
    ),
    part_of=EntityRef(Kind.EVENT, "crisis", "Crisis"),
    motivated_by=(EntityRef(Kind.EVENT, "approach"),),
    continued=(EntityRef(Kind.EVENT, "earlier"),),
    used=(TELEGRAM,),
    purpose="To talk",
    description="No other persons present.",
    evidence=(Evidence(P7),),
)
JOURNEY = Event(
    "alleged-journey-pishti",
    HERE,
    "Journey of three individuals",
    "journey",
    nature="move",
    modality="alleged",
    date=partial_date("1958-11", "very short while ago"),
    participants=(
        Participation(EntityRef(Kind.ORGANISATION, "us", "United States")),
        Participation(QASSIM, "had_victim"),
        Participation(WRIGHT, "moved"),
    ),
    places=(PISHTI,),
    evidence=(Evidence(P7),),
    claimant=QASSIM,
    reported_in=TALK,
)
DEATH = Event("death-of-nuri", HERE, "Death of Nuri", "killing", nature="death", purpose="to end it",
              participants=(Participation(QASSIM, "died"), Participation(ARMY, "carried_out_by")))  # fmt: skip
RELATION = Relation(
    ARMY, "P107_has_current_or_former_member", QASSIM, HERE, "commander", partial_date("1958"), (Evidence(P7),)
)
CLAIM = Statement("3f9c", HERE, "Wright says it was others", TALK, "P14_carried_out_by", ARMY, "denial", WRIGHT,
                  "reported-third-hand", TALK, (Evidence(P7, "cataloguer"),))  # fmt: skip
MEETING_IRI = "id/event/wright-qassim-1958-11-30"


@pytest.mark.parametrize("record", [MEETING, JOURNEY, DEATH, RELATION, CLAIM], ids=lambda record: type(record).__name__)
def test_every_node_has_a_label_and_every_term_is_known(record, context, graph):
    made = graph(describe(record, context))
    assert made.unlabelled() == set()
    assert made.strangers() == set()


@pytest.mark.corpus
@pytest.mark.parametrize("record", [MEETING, JOURNEY, DEATH, RELATION, CLAIM], ids=lambda record: type(record).__name__)
def test_domains_and_ranges_of_the_crm_are_kept(record, context, graph, crm_terms):
    assert graph(describe(record, context)).misused(crm_terms) == set()


def test_what_happened_is_asserted_with_its_passage(context, graph):
    (found,) = describe(MEETING, context)
    made = graph([found])
    for predicate, value in (
        ("a", "crm:E7_Activity"),
        ("crm:P2_has_type", "v:meeting"),
        ("crm:P14_carried_out_by", "id/person/qasim-abd-al-karim"),
        ("crm:P14_carried_out_by", "id/person/wright"),
        ("crm:P11_had_participant", "id/organisation/army"),
        ("v:had_subject", "id/person/qasim-abd-al-karim"),
        ("crm:P7_took_place_at", "id/place/pishti"),
        ("crm:P12_occurred_in_the_presence_of", "id/document/frus1958-60v12/d145"),
        ("crm:P16_used_specific_object", "id/document/frus1958-60v12/d145"),
        ("crm:P9i_forms_part_of", "id/event/crisis"),
        ("crm:P17_was_motivated_by", "id/event/approach"),
        ("crm:P134_continued", "id/event/earlier"),
        ("crm:P67i_is_referred_to_by", "id/document/frus1958-60v12/d145/p7"),
        ("v:stated_in", "id/document/frus1958-60v12/d145/p7"),
        ("crm:P4_has_time-span", f"{MEETING_IRI}#time"),
        ("crm:P21_had_general_purpose", "id/concept/purpose-to-talk"),
    ):
        assert (MEETING_IRI, predicate, value) in made, predicate
    assert found.date == "1958-11-30"


def test_an_office_or_free_role_qualifies_an_actor(context, graph):
    made = graph(describe(MEETING, context))
    roles = {
        joint.value: made.objects(joint.value, "crm:P14.1_in_the_role_of")
        for joint in made.subjects("a", "crm:PC14_carried_out_by")
    }
    assert sorted(role.rpartition("/")[2] for found in roles.values() for role in found) == [
        "office-british-ambassador",
        "role-interpreter",
    ]


def test_of_what_is_alleged_nothing_is_asserted_but_somebody_s_claims(context, graph):
    event, *claims = describe(JOURNEY, context)
    own = graph([event])
    journey = "id/event/alleged-journey-pishti"
    for predicate in ("P14_carried_out_by", "P11_had_participant", "P7_took_place_at", "P4_has_time-span", "P25_moved"):
        assert own.objects(journey, f"crm:{predicate}") == set()
    assert (journey, "v:modality", "v:alleged") in own
    assert {claim.kind for claim in claims} == {Kind.STATEMENT}
    made = graph(claims)
    assert len(made.subjects("crm:P140_assigned_attribute_to", journey)) == 5
    assert made.subjects("crm:P2_has_type", "v:allegation") == made.subjects("a", "crm:E13_Attribute_Assignment")
    (actor,) = made.subjects("crm:P177_assigned_property_of_type", "crm:P14_carried_out_by")
    assert made.objects(actor.value, "crm:P141_assigned") == {"https://data.example.org/id/organisation/us"}
    assert made.objects(actor.value, "crm:P14_carried_out_by") == {
        "https://data.example.org/id/person/qasim-abd-al-karim"
    }
    assert made.objects(actor.value, "crm:P9i_forms_part_of") == {"https://data.example.org/" + MEETING_IRI}
    assert made.objects(actor.value, "label") == {
        "Claim (alleged): Journey of three individuals was carried out by United States"
    }
    assert len(made.subjects("crm:P177_assigned_property_of_type", "v:had_victim")) == 1


def test_a_plan_without_claimant_is_what_a_source_states(context, graph):
    planned = replace(JOURNEY, modality="planned", claimant=None, reported_in=None, date=None)
    made = graph(describe(planned, context))
    assert made.subjects("crm:P2_has_type", "v:stated") == made.subjects("a", "crm:E13_Attribute_Assignment")


def test_a_death_has_no_actor_but_participants(context, graph):
    made = graph(describe(DEATH, context))
    assert ("id/event/death-of-nuri", "crm:P100_was_death_of", "id/person/qasim-abd-al-karim") in made
    assert ("id/event/death-of-nuri", "crm:P11_had_participant", "id/organisation/army") in made
    assert "P14_" not in made.text


@pytest.mark.parametrize(
    "event",
    [
        replace(MEETING, nature="miracle"),
        replace(MEETING, participants=(Participation(QASSIM, "joined"),)),
        replace(DEATH, used=(TELEGRAM,)),
    ],
)
def test_what_the_model_cannot_say_is_refused_with_the_place(event, context):
    with pytest.raises(MappingError, match=r"annotations\.yaml:9.*cannot"):
        describe(event, context)


def test_a_membership_has_its_kind_and_a_dated_one_a_joining(context, graph):
    (found,) = describe(RELATION, context)
    made = graph([found])
    army = "id/organisation/army"
    assert found.label == ""
    assert (army, "crm:P107_has_current_or_former_member", "id/person/qasim-abd-al-karim") in made
    (joint,) = made.subjects("a", "crm:PC107_has_current_or_former_member")
    assert made.objects(joint.value, "label") == {"Qassim, commander of Army"}
    (joining,) = made.subjects("a", "crm:E85_Joining")
    assert made.objects(joining.value, "crm:P144_joined_with") == {"https://data.example.org/" + army}


def test_a_membership_said_from_the_member_s_side_is_the_same(context, graph):
    other = Relation(QASSIM, "P107i_is_current_or_former_member_of", ARMY, HERE, "commander")
    made = graph(describe(other, context))
    assert ("id/organisation/army", "crm:P107_has_current_or_former_member", "id/person/qasim-abd-al-karim") in made
    plain = graph(describe(replace(other, kind=""), context))
    assert plain.subjects("a", "crm:PC107_has_current_or_former_member") == set()


def test_other_relations_keep_their_kind_and_date_in_words(context, graph):
    inside = Relation(PISHTI, "P89_falls_within", EntityRef(Kind.PLACE, "iraq", "Iraq"), HERE)
    assert ("id/place/pishti", "crm:P89_falls_within", "id/place/iraq") in graph(describe(inside, context))
    dated = replace(inside, kind="province", date=partial_date("1958"))
    assert graph(describe(dated, context)).objects("id/place/pishti", "crm:P3_has_note") == {"province (1958): Iraq"}
    kind = replace(inside, kind="province")
    assert graph(describe(kind, context)).objects("id/place/pishti", "crm:P3_has_note") == {"province: Iraq"}
    own = Relation(TELEGRAM, "replies_to", EntityRef(Kind.DOCUMENT, "a"), HERE)
    assert ("id/document/frus1958-60v12/d145", "v:replies_to", "id/document/a") in graph(describe(own, context))
    with pytest.raises(MappingError, match="not a property"):
        describe(replace(inside, property="likes"), context)


def test_a_statement_is_an_assignment_and_its_triple_is_not_asserted(context, graph):
    made = graph(describe(CLAIM, context))
    claim = "id/statement/3f9c"
    assert (claim, "crm:P140_assigned_attribute_to", MEETING_IRI) in made
    assert (claim, "crm:P177_assigned_property_of_type", "crm:P14_carried_out_by") in made
    assert (claim, "v:confidence", "v:reported-third-hand") in made
    assert (claim, "v:stated_by_cataloguer_in", "id/document/frus1958-60v12/d145/p7") in made
    assert (MEETING_IRI, "crm:P14_carried_out_by", "id/organisation/army") not in made


def test_words_can_be_what_is_claimed(context, graph):
    words = replace(CLAIM, object="impossible to believe", confidence="", property="exactMatch")
    made = graph(describe(words, context))
    assert made.objects("id/statement/3f9c#value", "crm:P190_has_symbolic_content") == {"impossible to believe"}
    assert ("id/statement/3f9c", "crm:P177_assigned_property_of_type", "skos:exactMatch") in made
    probable = graph(describe(replace(CLAIM, confidence="probably"), context))
    assert ("id/statement/3f9c", "v:confidence", "aat:300435721") in probable
