"""One code in two sources joins bodies and places when something else agrees, and asks a person when nothing does."""

from lod_publisher.linking.codes import same_codes
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Identifier, Name, Organisation, Origin, Person, Place

HERE = Origin("a.csv")
GEONAMES = (Identifier("geonames", "98182"),)
VIAF = (Identifier("viaf", "157705612"),)


def test_places_with_one_code_are_one_when_they_lie_together_or_share_a_word():
    ours = Place("baghdad", HERE, "Baghdad", identifiers=GEONAMES, coordinates=(33.34, 44.4))
    theirs = Place("lcnaf-n80032239", HERE, "Bagdad", identifiers=GEONAMES, coordinates=(33.3, 44.39))
    renamed = Place("x", HERE, "Madinat al-Salam", (Name("Baghdad"),), GEONAMES)
    verdict = same_codes([theirs, ours, renamed])
    assert {(pair.one, pair.other) for pair in verdict.same} == {
        ("baghdad", "lcnaf-n80032239"),
        ("baghdad", "x"),
        ("lcnaf-n80032239", "x"),
    }
    assert verdict.same[0].kind is Kind.PLACE
    assert verdict.same[0].reasons == ("Both have the code 98182 of geonames.", "They lie 5 km from each other.")


def test_places_far_from_each_other_are_never_joined_by_a_code():
    one = Place("a", HERE, "Paris", identifiers=GEONAMES, coordinates=(48.85, 2.35))
    other = Place("b", HERE, "Paris", identifiers=GEONAMES, coordinates=(33.66, -95.55))
    verdict = same_codes([one, other])
    assert verdict.same == ()
    assert [(pair.one, pair.other, pair.score) for pair in verdict.possible] == [("a", "b", 0.5)]


def test_bodies_that_share_only_words_of_all_bodies_wait_for_a_person():
    one = Organisation("fo", HERE, "Great Britain. Foreign Office", identifiers=VIAF)
    also = Organisation("british-fo", HERE, "British Foreign Office", identifiers=VIAF)
    other = Organisation("war", HERE, "War Office", identifiers=VIAF)
    verdict = same_codes([one, also, other])
    assert [(pair.one, pair.other) for pair in verdict.same] == [("british-fo", "fo")]
    assert [(pair.one, pair.other) for pair in verdict.possible] == [
        ("british-fo", "war"), ("fo", "war"),
    ]  # fmt: skip


def test_persons_other_kinds_and_codes_of_no_authority_file_are_left_alone():
    shelf = (Identifier("shelf", "7"),)
    records: list[Person | Organisation | Place] = [
        Person("a", HERE, "A Man", identifiers=VIAF),
        Person("b", HERE, "A Man", identifiers=VIAF),
        Organisation("c", HERE, "A Man", identifiers=VIAF),
        Place("d", HERE, "Here", identifiers=shelf),
        Place("e", HERE, "Here", identifiers=shelf),
    ]
    assert same_codes(records) == same_codes([])
