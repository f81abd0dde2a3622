"""From the founding collection's files to the name index: whom a name means, and what tells her from her namesakes."""

from datetime import UTC, datetime

import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.read import Snapshot


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


CHIEF = """<country-mission><territory-id>iraq</territory-id><chiefs><chief><id>iq-1954-gall-01</id>
<person-id>gallman-waldemar-john</person-id><role-title-id>ambassador-e-p</role-title-id>
<contemporary-territory-id>iraq</contemporary-territory-id><appointed><date>1954-07-02</date><note/></appointed>
<started><date>1954-11-03</date><note/></started><ended><date>1958-12-14</date><note/></ended><note/></chief></chiefs>
<other-nominees/></country-mission>"""
ROLE = """<role mode="active"><id>ambassador-e-p</id><class>chief</class><category>country</category>
<names><singular>Ambassador Extraordinary and Plenipotentiary</singular></names></role>"""
PERSON = """<person><id>gallman-waldemar-john</id><persName><surname>Gallman</surname>
<forename>Waldemar John</forename></persName><birth>1899</birth><death>1980</death></person>"""


def test_offices_their_years_and_countries_come_from_appointments(tmp_path):
    for name, text in {
        "missions-countries/iraq.xml": CHIEF,
        "roles-country-chiefs/ambassador-e-p.xml": ROLE,
        "people/g/gallman-waldemar-john.xml": PERSON,
    }.items():
        path = tmp_path / "pocom" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = BuildSettings(data=tmp_path / "data", base="https://data.example.org", jobs=1, validate=False)
    build([tmp_path / "pocom"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    index = Snapshot.open(tmp_path / "data").name_index
    [found] = index.find("Ambassador Gallman", [Kind.PERSON])
    facts = index.facts(found.entity)
    assert (facts.birth, facts.death, facts.first_year, facts.last_year) == ("1899", "1980", 1954, 1958)
    assert any("Ambassador Extraordinary" in office for office in facts.offices)
    assert "Iraq" in facts.countries
    assert "1899–1980" in facts.description
