"""A name of a place leads to the one place on earth that it means, or to none."""

from collections.abc import Mapping

import pytest

from lod_publisher.linking.concordance import link
from lod_publisher.linking.gazetteer import states_in
from lod_publisher.linking.merging import merge
from lod_publisher.linking.places import ADDED
from lod_publisher.linking.spots import Atlas, Spot
from lod_publisher.linking.surroundings import Surroundings, surroundings
from lod_publisher.model.iris import Kind, slug
from lod_publisher.model.records import EntityRef, Identifier, Organisation, Origin, Place

BAGHDAD = Place("baghdad", Origin("report.yaml", 3), "Baghdad", coordinates=(33.34, 44.4))


def spoken(**times: int) -> dict[EntityRef, int]:
    """Names of places as datelines have them, "_" for a space, and how often."""
    labels = {key: key.replace("__", ", ").replace("_", " ") for key in times}
    return {EntityRef(Kind.PLACE, slug(labels[key]), labels[key]): count for key, count in times.items()}


def found(names: Mapping[EntityRef, int], *records: Place | Organisation) -> tuple[dict[str, Place], Surroundings]:
    """The records that the tables add, by key, and all that came with them."""
    around = surroundings(names, records)
    return {record.local_id: record for record in around.records if isinstance(record, Place)}, around


def geonames(place: Place) -> str:
    return next((code.value for code in place.identifiers if code.scheme == "geonames"), "")


NUMBERS = {
    "Saigon": "1566083",
    "Léopoldville": "2314302",
    "Djakarta": "1642911",
    "Athens": "264371",
    "Athens, Georgia": "4180386",
    "San Jose": "3621849",  # the capital of Costa Rica, not the bigger town in California
    "Naha, Okinawa": "1856035",
    "Cambridge, Mass.": "4931972",
    "Washington, D.C.": "4140963",
    "Capetown": "3369157",
    "بغداد": "98182",
}
NO_PLACES = (
    "Georgia",
    "Club, Georgia",
    "Korea",
    "Arab world",
    "Pishti",
    "x",
    "…",
    "A, B, C",
    ",",
    "Pans",
    "US",
)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas((*NUMBERS, *NO_PLACES))


@pytest.mark.parametrize("name", NUMBERS)
def test_a_dateline_leads_to_geonames_under_the_name_of_its_time(name: str, atlas: Atlas) -> None:
    spot = atlas.find(name)
    assert isinstance(spot, Spot)
    assert spot.identity == ("city", NUMBERS[name])


@pytest.mark.parametrize("name", NO_PLACES)
def test_what_is_no_clear_place_leads_nowhere(name: str, atlas: Atlas) -> None:
    assert not isinstance(atlas.find(name), Spot)


def test_a_place_is_published_with_its_number_its_point_and_the_papers_name() -> None:
    places, _ = found({EntityRef(Kind.PLACE, "leopoldville", "Léopoldville"): 3})
    place = places["leopoldville"]
    assert (place.label, place.coordinates) == ("Léopoldville", (-4.32758, 15.31357))
    assert place.exact_matches == ("https://sws.geonames.org/2314302/",)
    assert [name.text for name in place.names] == ["Kinshasa", "Leopoldville"]
    assert [note.text for note in place.notes] == ["Called Leopoldville until 1966."]


def test_a_town_lies_in_its_country_and_an_american_one_in_its_state() -> None:
    places, _ = found(spoken(Bonn=5, Augusta__Georgia=1))
    assert places["bonn"].within == EntityRef(Kind.PLACE, "germany")
    assert places["augusta-georgia"].within == EntityRef(Kind.PLACE, "georgia-state")
    assert places["georgia-state"].within == EntityRef(Kind.PLACE, "united-states")
    assert places["germany"].identifiers == (Identifier("geonames", "2921044"), Identifier("iso3166-1", "DE"))


def test_a_link_to_geonames_says_how_it_was_found_and_how_surely() -> None:
    _, around = found(spoken(Peking=3))
    [link_] = [each for each in around.links if each.subject.local_id == "peking"]
    assert (link_.relation, link_.object, link_.score) == ("exactMatch", "https://sws.geonames.org/1816670/", 0.99)
    assert link_.reasons == ("'Peking' is the name of Beijing (CN) until 1979.",)


def test_two_names_of_one_town_are_one_place_under_the_name_used_most() -> None:
    names = spoken(Peking=40, Beijing=2, Peiping=1)
    places, around = found(names)
    linked = link(around.records, same=around.verdict.same, chief=around.chief)
    assert set(places) == {"peking", "china"}
    assert {linked.concordance.local_id(name) for name in names} == {"peking"}
    assert {name.text for name in places["peking"].names} == {"Beijing", "Peiping", "Peking"} - {"Peking"}
    assert any("until 1979" in reason for pair in around.verdict.same for reason in pair.reasons)


def test_a_collections_own_record_keeps_its_label_and_its_coordinates() -> None:
    places, _ = found(spoken(Baghdad=9), BAGHDAD)
    merged = merge([BAGHDAD, places["baghdad"]], "baghdad")
    assert isinstance(merged, Place)
    assert merged.coordinates == (33.34, 44.4)
    assert merged.origin == BAGHDAD.origin
    assert geonames(merged) == "98182"
    assert merged.within == EntityRef(Kind.PLACE, "iraq")


def test_a_record_that_lies_elsewhere_is_another_place_of_the_name() -> None:
    other = Place("paris", Origin("places.csv", 2), "Paris", coordinates=(33.66, -95.55))
    places, around = found({}, other)
    assert "paris" not in places
    assert [finding.rule for finding in around.verdict.findings] == ["place-elsewhere"]
    assert "lies 7,783 km" in around.verdict.findings[0].message


def test_a_name_of_several_towns_is_left_to_people() -> None:
    places, around = found(spoken(Newport=3))
    assert places == {}
    assert [finding.rule for finding in around.verdict.findings] == ["place-of-several-towns"]


def test_a_misprint_of_a_long_name_is_certain_and_of_a_short_one_for_people() -> None:
    _, around = found(spoken(Djakarta=147, Djarkarta=1, Cairo=191, Caira=1))
    assert [(pair.one, pair.other) for pair in around.verdict.same] == [("djakarta", "djarkarta")]
    assert [(pair.one, pair.other, pair.score) for pair in around.verdict.possible] == [("caira", "cairo", 0.9)]


def test_a_house_lies_in_its_town_even_when_nothing_else_is_known_of_it() -> None:
    places, _ = found(spoken(Cosmos_Club__Washington=1, White_House=2))
    assert places["cosmos-club-washington"].within == EntityRef(Kind.PLACE, "washington")
    assert places["cosmos-club-washington"].identifiers == ()
    assert places["white-house"].coordinates == (38.9, -77.04)


def test_a_state_that_ended_has_its_own_code_and_lies_on_the_ground_of_its_heir_alone() -> None:
    places, _ = found(spoken(South_Vietnam=2, Soviet_Union=2))
    assert places["south-vietnam"].within == EntityRef(Kind.PLACE, "vietnam")
    assert places["soviet-union"].within is None
    assert places["soviet-union"].identifiers == (Identifier("iso3166-3", "SUHH"),)
    assert places["soviet-union"].notes[0].text == "A state from 1922 to 1991."


def test_jerusalem_is_put_in_no_country() -> None:
    places, _ = found(spoken(Jerusalem=4))
    assert places["jerusalem"].within is None
    assert places["jerusalem"].coordinates


def test_what_the_tables_add_says_so() -> None:
    places, _ = found(spoken(Bonn=5))
    assert {place.origin for place in places.values()} == {ADDED}


def test_nothing_is_read_when_nobody_speaks_of_a_place() -> None:
    assert surroundings({}, []) == Surroundings()


def test_a_role_names_its_states_by_name_and_adjective() -> None:
    named = {
        "Iraqi Ambassador to the United States": ["IQ", "US"],
        "President of the Republic of Vietnam": ["VS"],
        "Soviet Deputy Foreign Minister; thereafter in Ceylon": ["SU", "LK"],
        "Minister in the Congo": [],
        "in turkey sandwiches": [],
    }
    assert {text: [state.code for state in states_in(text)] for text in named} == named
