"""Persons of the Office of the Historian, from either of its databases."""

from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Identifier, Person
from lod_publisher.settings import Source
from lod_publisher.sources import people_xml

OFFICER = """<?xml version="1.0" encoding="UTF-8"?>
<person>
    <id>biddle-anthony-jr</id>
    <old-ids><old-id>biddle-a</old-id></old-ids>
    <persName>
        <surname>Biddle</surname><forename>Anthony
           Drexel</forename><genName>Jr.</genName><altname>Anthony J. Biddle Jr.</altname>
    </persName>
    <birth>1896</birth><death/>
    <career-type>non-career</career-type>
    <residence><state-id>pa</state-id></residence>
</person>"""

LISTED = """<people>
  <person>
    <id>111030</id>
    <authorities><authority service="viaf">25395945</authority></authorities>
    <names>
      <preferred><name>Qasim, Abd al-Karim</name></preferred>
      <alternates><name>Kassem</name></alternates>
      <originals variants="1"><original source-urls="2">
        <name>Qassim, General Abdul Karim</name>
        <source-url>https://history.state.gov/historicaldocuments/frus1958-60v12/persons#p_QGAK1</source-url>
        <source-url>https://history.state.gov/departmenthistory/people/qasim-abd</source-url>
      </original></originals>
    </names>
    <birth-year>1914</birth-year><death-year>19x3</death-year>
    <remarks><remark><p>Prime Minister of Iraq</p></remark></remarks>
  </person>
  <person><id>a b</id><names><preferred><name>X</name></preferred></names></person>
  <person><id>2</id><names><preferred><name/></preferred></names></person>
  <person><id>111030</id><names><preferred><name>Twice</name></preferred></names></person>
  <person><id>3</id><names><preferred><name>Nuri</name></preferred></names></person>
</people>"""


def survey(tmp_path: Path, text: str) -> list[object]:
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    return list(people_xml.survey(Source(path, "a.xml", "people-xml", "c")))


def test_an_officer_has_her_list_name_spoken_name_and_other_names(tmp_path):
    [person] = survey(tmp_path, OFFICER)
    assert isinstance(person, Person)
    assert person.local_id == "pocom-biddle-anthony-jr"
    assert [name.text for name in person.names] == [
        "Biddle, Anthony Drexel, Jr.",
        "Anthony Drexel Biddle Jr.",
        "Anthony J. Biddle Jr.",
    ]
    assert person.birth is not None
    assert person.death is None
    assert [note.text for note in person.notes] == ["Non-career appointee.", "Residence: PA."]
    assert str(person.origin) == "a.xml:2"


def test_an_officers_former_id_leads_to_her(tmp_path):
    [person] = survey(tmp_path, OFFICER)
    assert isinstance(person, Person)
    assert person.same_as == (EntityRef(Kind.PERSON, "pocom-biddle-a"),)
    assert [code.value for code in person.identifiers] == ["biddle-anthony-jr", "biddle-a"]


def test_a_listed_person_leads_to_her_entries_in_the_volumes_and_to_her_office(tmp_path):
    person = next(found for found in survey(tmp_path, LISTED) if isinstance(found, Person))
    assert person.local_id == "hsg-111030"
    assert [name.text for name in person.names] == ["Qasim, Abd al-Karim", "Kassem", "Qassim, General Abdul Karim"]
    assert person.same_as == (
        EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1"),
        EntityRef(Kind.PERSON, "pocom-qasim-abd"),
    )
    assert person.identifiers == (
        Identifier("hsg-people-id", "111030"),
        Identifier("viaf", "25395945"),
        Identifier("pocom-id", "qasim-abd"),
    )
    assert person.exact_matches == ("http://viaf.org/viaf/25395945",)
    assert [note.text for note in person.notes] == ["Prime Minister of Iraq"]


def test_bad_persons_are_findings_with_their_lines_and_the_others_stay(tmp_path):
    found = survey(tmp_path, LISTED)
    findings = [each for each in found if isinstance(each, Finding)]
    assert [(each.rule, each.origin.line) for each in findings] == [
        ("impossible-date", 2),
        ("person-element", 17),
        ("person-element", 18),
        ("person-element", 19),
    ]
    assert "at a.xml:2" in findings[3].message
    assert [each.local_id for each in found if isinstance(each, Person)] == ["hsg-111030", "hsg-3"]


@pytest.mark.parametrize("text", ["", "<person>", "no XML"])
def test_what_is_not_xml_is_an_error(tmp_path, text):
    with pytest.raises(SourceError, match=r"^a\.xml"):
        survey(tmp_path, text)


def test_only_persons_are_recognised():
    assert people_xml.recognises(Path("a.xml"), OFFICER.encode())
    assert people_xml.recognises(Path("a.xml"), LISTED.encode())
    assert people_xml.recognises(
        Path("a.xml"), b"<!-- <TEI> -->\n<!DOCTYPE person>" + OFFICER.partition("?>")[2].encode()
    )
    assert not people_xml.recognises(Path("a.xml"), b"<TEI><person><id>x</id><persName></TEI>")
    assert not people_xml.recognises(Path("a.xml"), b"<person><name>x</name></person>")
    assert not people_xml.recognises(Path("a.txt"), OFFICER.encode())
    assert not people_xml.recognises(Path("a.xml"), b"")


@pytest.mark.corpus
def test_every_officer_is_read(shared):
    paths = sorted((shared / "data" / "pocom" / "people").glob("g/*.xml"))
    found = [each for path in paths for each in people_xml.survey(Source(path, path.name, "people-xml", "c"))]
    assert len(found) == len(paths)
    assert all(isinstance(person, Person) for person in found)
    assert list(people_xml.read(Source(paths[0], "g.xml", "people-xml", "c"))) == []
