"""From the founding collection's files to the name index: whom a name means, and what tells her from her namesakes."""

import pytest

from lod_publisher.model.iris import Kind


@pytest.mark.parametrize("typed", ["Kassem", "Qasim", "Qāsim, ʿAbd al-Karīm", "General Kassim", "abd al karim qassem"])
def test_one_man_is_found_under_every_spelling(seeds, typed):
    assert seeds.name_index.find(typed)[0].entity.local_id == "qasim-abd-al-karim"


def test_facts_come_from_what_the_collection_says(seeds):
    facts = seeds.name_index.facts(seeds.entity(Kind.PERSON, "qasim-abd-al-karim"))
    assert facts.documents == 2
    assert facts.identifiers["hsg-people-id"] == ("111030",)
    assert (facts.first_year, facts.last_year) == (1958, 1958)
    assert "2 documents" in facts.description
    place = seeds.name_index.facts(seeds.entity(Kind.PLACE, "baghdad"))
    assert place.documents >= 1


def test_names_that_only_texts_use_are_known_and_count_less(seeds):
    formal = seeds.name_index.find("Abd al-Karim Qasim", [Kind.PERSON])[0]
    assert formal.score > seeds.name_index.find("the commander of the 19th Brigade", [Kind.PERSON])[0].score
    assert [each.local_id for each in seeds.name_index.exactly("the commander of the 19th Brigade")] == [
        "qasim-abd-al-karim"
    ]
