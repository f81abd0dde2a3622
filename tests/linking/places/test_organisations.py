"""Posts abroad and other bodies are one under several names only where that is certain."""

import pytest

from lod_publisher.linking.offices import office_of
from lod_publisher.linking.organisations import spelled_out
from lod_publisher.linking.spots import Atlas
from lod_publisher.linking.surroundings import Surroundings, surroundings
from lod_publisher.model.iris import Kind, slug
from lod_publisher.model.records import EntityRef, Organisation, Origin

MISSION = Organisation(
    "us-mission-to-germany", Origin("germany.xml", 1), "United States mission to Germany", type="diplomatic-mission"
)


def among(times: dict[str, int], *records: Organisation) -> Surroundings:
    """What is found among bodies with these names, each used so often."""
    return surroundings({EntityRef(Kind.ORGANISATION, slug(name), name): n for name, n in times.items()}, records)


def joined(around: Surroundings) -> set[tuple[str, str]]:
    return {(pair.one, pair.other) for pair in around.verdict.same}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(["Moscow", "Dakar"])


def test_one_embassy_has_the_name_of_its_state_and_of_its_town() -> None:
    around = among({"Embassy in Germany": 139, "Embassy in Bonn": 1, "Embassy in the Federal Republic of Germany": 1})
    assert joined(around) == {
        ("embassy-in-bonn", "embassy-in-germany"),
        ("embassy-in-germany", "embassy-in-the-federal-republic-of-germany"),
    }
    assert (Kind.ORGANISATION, "embassy-in-germany") in around.chief
    [embassy] = [record for record in around.records if isinstance(record, Organisation)]
    assert (embassy.local_id, embassy.type, embassy.seat) == (
        "embassy-in-germany",
        "embassy",
        EntityRef(Kind.PLACE, "germany"),
    )


def test_a_misprint_of_iran_is_iran_and_iraq_is_no_misprint() -> None:
    around = among({"Embassy in Iran": 113, "Embassy in lran": 1, "Embassy in Iraq": 1})
    assert joined(around) == {("embassy-in-iran", "embassy-in-lran")}


def test_a_misprint_is_known_by_its_rarity() -> None:
    assert joined(among({"Department of State": 4000, "Deparment of State": 1})) == {
        ("deparment-of-state", "department-of-state")
    }
    assert joined(among({"Department of State": 4, "Deparment of State": 3})) == set()


def test_abbreviations_and_the_order_of_words_do_not_part_a_body() -> None:
    around = among({"CIA Station in Saigon": 1, "Central Intelligence Agency Station in Saigon": 2})
    assert len(joined(around)) == 1
    around = among({"United Nations General Assembly": 7, "General Assembly of the United Nations": 1})
    assert len(joined(around)) == 1
    assert spelled_out("The U.N. Security Council") == ("united", "nations", "security", "council")


def test_what_may_be_one_is_linked_with_a_reason_and_never_joined() -> None:
    around = among({"Embassy in Germany": 5, "Embassies in Germany": 1, "Embassy in Egypt": 9}, MISSION)
    assert joined(around) == set()
    assert {(pair.one, pair.other) for pair in around.verdict.possible} == {
        ("embassies-in-germany", "embassy-in-germany"),
        ("embassy-in-germany", "us-mission-to-germany"),
    }
    assert all(pair.reasons and 0.5 < pair.score < 0.95 for pair in around.verdict.possible)
    described = {record.local_id for record in around.records}
    assert {"embassies-in-germany", "embassy-in-germany"} <= described


def test_missions_that_one_list_keeps_apart_stay_apart() -> None:
    east = Organisation(
        "us-mission-to-german-democratic-republic",
        Origin("gdr.xml"),
        "United States mission to the German Democratic Republic",
    )
    around = among({}, MISSION, east)
    assert around.verdict.same == around.verdict.possible == ()


def test_a_name_that_every_volume_gives_to_another_body_joins_nothing() -> None:
    names = ["Embassy", "Mission", "Council", "Delegation", "Ambassador", "President"]
    around = among({form: 20 for name in names for form in (name, f"United States {name}")})
    assert joined(around) == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Embassy in the Soviet Union", ("embassy", "", "SU")),
        ("Embassy in Moscow", ("embassy", "", "SU")),
        ("British Embassy in Iraq", ("embassy", "GB", "IQ")),
        ("Consulate General at Dakar", ("consulate-general", "", "city 2253354")),
        ("Legation in Hungary", ("legation", "", "HU")),
        ("United States mission to Viet-Nam", ("mission", "US", "VN")),
        ("Embassies in France and Vietnam", None),
        ("Embassy in the Congo", None),
        ("Department of State", None),
        ("", None),
    ],
)
def test_the_name_of_a_post_says_what_whose_and_where(
    name: str, expected: tuple[str, str, str] | None, atlas: Atlas
) -> None:
    office = office_of(name, atlas)
    assert (office.identity if office else None) == expected
