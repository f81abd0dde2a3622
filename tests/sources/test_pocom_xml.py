"""Appointments: who held which office when, and who was only nominated."""

from datetime import date
from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Appointment, Concept, Event, Organisation, Person
from lod_publisher.settings import Source
from lod_publisher.sources import pocom_xml

CHIEF = """<chief><id>{id}</id><person-id>{person}</person-id><role-title-id>ambassador-e-p</role-title-id>
<contemporary-territory-id>{where}</contemporary-territory-id>
<appointed><date>{appointed}</date><note/></appointed><arrived><date/><note/></arrived>
<started><date>{started}</date><note/></started><ended><date>{ended}</date><note>Left post on</note></ended>
<note>A note.</note></chief>
"""


def chief(key: str = "iq-1954-gall-01", started: str = "1954-11-03", ended: str = "1958-12-14", **more: str) -> str:
    given = {"person": "gallman-waldemar-john", "where": "iraq", "appointed": "1954-07-02"} | more
    return CHIEF.format(id=key, started=started, ended=ended, **given)


def country(*chiefs: str, others: str = "") -> str:
    return (
        "<country-mission><territory-id>iraq</territory-id>\n<chiefs>"
        + "".join(chiefs)
        + f"</chiefs><other-nominees>{others}</other-nominees></country-mission>"
    )


ROLE = """<role mode="active"><id>ambassador-e-p</id><class>chief</class><category>country</category>
<names><singular>Ambassador Extraordinary and
   Plenipotentiary</singular></names></role>"""
PERSON = """<person><id>gallman-waldemar-john</id><persName><surname>Gallman</surname>
<forename>Waldemar John</forename></persName><birth/><death/></person>"""
POSITION = """<principal-position><id>secretary</id><class>principal</class><category>secretary</category>
<names><singular>Secretary of State</singular></names><description><p>Heads the Department.</p></description>
<principals><principal><id>secr-1861-sewa</id><person-id>seward-william-henry</person-id>
<role-title-id>secretary</role-title-id><started><date>1861-03-06</date></started><ended><date/></ended>
<note type="coterminousposition">Senator</note></principal></principals></principal-position>"""
UNITED_NATIONS = """<org-mission><id>representative-to-un</id><category>international-organization</category>
<names><singular>Representative of the U.S.A. to the United Nations (New York), with the rank of Ambassador</singular></names>
<chiefs/></org-mission>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "missions-countries/iraq.xml": country(chief()),
        "missions-orgs/representative-to-un.xml": UNITED_NATIONS,
        "positions-principals/secretary.xml": POSITION,
        "roles-country-chiefs/ambassador-e-p.xml": ROLE,
        "people/g/gallman-waldemar-john.xml": PERSON,
        "code-tables/x.xml": "<code-table><name>x</name><items/></code-table>",
    }.items():
        path = tmp_path / "pocom" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "pocom"


def source(path: Path) -> Source:
    return Source(path, path.name, "pocom-xml", "c")


def read_country(folder: Path, *chiefs: str, others: str = "") -> list[object]:
    path = folder / "missions-countries" / "iraq.xml"
    path.write_text(country(*chiefs, others=others), "utf-8")
    return list(pocom_xml.read(source(path)))


def test_a_chief_of_mission_holds_an_office_at_a_mission_for_a_time(folder):
    [appointment] = read_country(folder, chief())
    assert isinstance(appointment, Appointment)
    assert appointment.local_id == "iq-1954-gall-01"
    title = "Ambassador Extraordinary and Plenipotentiary"
    assert appointment.label == f"Waldemar John Gallman, {title} to Iraq, 1954–1958"
    assert (appointment.person.local_id, appointment.person.label) == (
        "pocom-gallman-waldemar-john",
        "Gallman, Waldemar John",
    )
    assert (appointment.office, appointment.office_label) == ("ambassador-e-p", title)
    assert appointment.mission is not None
    assert (appointment.mission.local_id, appointment.mission.label) == (
        "us-mission-to-iraq",
        "United States mission to Iraq",
    )
    assert appointment.date is not None
    assert appointment.date.edtf == "1954-11-03/1958-12-14"
    assert [(step[0], step[1].edtf if step[1] else None, step[2]) for step in appointment.steps] == [
        ("appointed", "1954-07-02", ""),
        ("started", "1954-11-03", ""),
        ("ended", "1958-12-14", "Left post on"),
    ]
    assert appointment.note == "A note."


@pytest.mark.parametrize(
    ("started", "ended", "edtf", "ending"),
    [
        ("1954-11", "1958", "1954-11/1958", ", 1954–1958"),
        ("1954", "1954-12", "1954/1954-12", ", 1954"),
        ("1954-11-03", "", "1954-11-03/", ", from 1954"),
        ("", "1958-12-14", "/1958-12-14", ", until 1958"),
        ("", "", None, " to Iraq"),
    ],
)
def test_a_term_is_no_more_precise_than_its_dates(folder, started, ended, edtf, ending):
    [appointment] = read_country(folder, chief(started=started, ended=ended))
    assert isinstance(appointment, Appointment)
    assert (appointment.date.edtf if appointment.date else None) == edtf
    assert appointment.label.endswith(ending)


@pytest.mark.parametrize("started", ["0000", "1954-02-30", "1954-00", "spring"])
def test_an_impossible_date_is_reported_and_the_rest_is_published(folder, started):
    finding, appointment = read_country(folder, chief(started=started))
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.severity, finding.value) == ("impossible-date", Severity.WARNING, started)
    assert finding.origin.line == 2
    assert isinstance(appointment, Appointment)
    assert appointment.date is not None
    assert appointment.date.edtf == "/1958-12-14"


def test_a_term_that_ends_before_it_begins_has_no_duration(folder):
    finding, appointment = read_country(folder, chief(started="1958-12-14", ended="1954-11-03"))
    assert isinstance(finding, Finding)
    assert finding.rule == "ends-before-it-begins"
    assert isinstance(appointment, Appointment)
    assert appointment.date is None
    assert len(appointment.steps) == 3


def test_who_was_nominated_but_never_served_is_not_published_as_having_served(folder):
    [event] = read_country(folder, others=chief("iq--gall-01", started="", ended=""))
    assert isinstance(event, Event)
    assert event.local_id == "nomination/iq--gall-01"
    assert event.label.startswith("Nomination of Waldemar John Gallman as Ambassador")
    assert event.date is not None
    assert event.date.edtf == "1954-07-02"
    assert [one.role for one in event.participants] == ["participant"]
    assert event.description == "A note."


def test_who_served_without_being_confirmed_has_an_appointment(folder):
    [appointment] = read_country(folder, others=chief())
    assert isinstance(appointment, Appointment)


def test_an_id_used_twice_gets_a_date_and_a_repetition_is_left_out(folder):
    found = read_country(
        folder,
        chief("a", ended=""),
        chief("a"),
        chief("a"),
        chief("a", appointed="1961-01-01", started="1961-01-02", ended=""),
    )
    assert [one.local_id for one in found if isinstance(one, Appointment)] == ["a", "a-1961-01-01"]
    findings = [one for one in found if isinstance(one, Finding)]
    assert [one.rule for one in findings] == ["duplicate-id"] * 3
    assert [one.consequence for one in findings] == [
        "This one is left out.",
        "This one is left out.",
        "This one is published as a-1961-01-01.",
    ]


def test_an_appointment_without_a_person_is_a_violation(folder):
    finding, appointment = read_country(folder, chief("b", person=""), chief())
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.VIOLATION
    assert "person-id" in finding.message
    assert isinstance(appointment, Appointment)


def test_a_label_names_the_territory_of_the_time(folder):
    [appointment] = read_country(folder, chief(where="ottoman-empire"))
    assert isinstance(appointment, Appointment)
    assert " to the Ottoman Empire, " in appointment.label


def test_a_principals_id_is_unique_within_its_position_only(folder):
    [appointment] = pocom_xml.read(source(folder / "positions-principals" / "secretary.xml"))
    assert isinstance(appointment, Appointment)
    assert appointment.local_id == "secretary/secr-1861-sewa"
    assert appointment.identifiers[0].value == "secr-1861-sewa"
    assert appointment.label == "Seward William Henry, Secretary of State, from 1861"
    assert appointment.mission is None
    assert appointment.note == "Position held at the same time: Senator"


def test_the_folder_yields_missions_offices_and_persons(folder):
    found = list(pocom_xml.survey(source(folder)))
    assert {type(one).__name__ for one in found} == {"Organisation", "Concept", "Person"}
    assert sorted(one.label for one in found if isinstance(one, Organisation)) == [
        "United States mission to Iraq",
        "United States mission to the United Nations",
    ]
    offices = {one.local_id: one for one in found if isinstance(one, Concept)}
    assert sorted(offices) == ["ambassador-e-p", "representative-to-un", "secretary"]
    assert offices["secretary"].definition == "Heads the Department."
    assert [one.local_id for one in found if isinstance(one, Person)] == ["pocom-gallman-waldemar-john"]
    assert len([one for one in pocom_xml.read(source(folder)) if isinstance(one, Appointment)]) == 2


def test_a_file_apart_from_its_folder_is_read_with_the_words_of_its_ids(tmp_path):
    path = tmp_path / "iraq.xml"
    path.write_text(country(chief()), "utf-8")
    [appointment] = pocom_xml.read(source(path))
    assert isinstance(appointment, Appointment)
    assert appointment.label == "Gallman Waldemar John, Ambassador E P to Iraq, 1954–1958"


def test_a_broken_file_in_a_folder_is_a_finding_and_the_others_are_read(folder):
    (folder / "roles-country-chiefs" / "ambassador-e-p.xml").write_text("<role>", "utf-8")
    findings = [one for one in pocom_xml.survey(source(folder)) if isinstance(one, Finding)]
    assert [(one.rule, one.origin.file) for one in findings] == [
        ("unreadable-file", "pocom/roles-country-chiefs/ambassador-e-p.xml")
    ]
    assert any(isinstance(one, Appointment) for one in pocom_xml.read(source(folder)))


def test_an_empty_folder_and_a_broken_file_are_errors(tmp_path):
    with pytest.raises(SourceError, match="holds no XML file"):
        list(pocom_xml.read(source(tmp_path)))
    (tmp_path / "a.xml").write_text("<country-mission>")
    with pytest.raises(SourceError, match=r"^a\.xml"):
        list(pocom_xml.read(source(tmp_path / "a.xml")))


def test_folders_missions_positions_roles_and_code_tables_are_recognised(folder):
    assert pocom_xml.recognises(folder, b"")
    for path in folder.glob("*/*.xml"):
        assert pocom_xml.recognises(path, path.read_bytes()), path
    assert not pocom_xml.recognises(folder / "people", b"")
    assert not pocom_xml.recognises(Path("a.xml"), PERSON.encode())
    assert not pocom_xml.recognises(Path("a.xml"), b"<role>actor</role>")
    assert not pocom_xml.recognises(Path("a.txt"), ROLE.encode())


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(1958, 7, 14), "pocom-gallman-waldemar-john"),
        (date(1958, 12, 4), "pocom-gallman-waldemar-john"),
        (date(1958, 12, 20), None),
        (date(1959, 2, 1), "pocom-jernegan-john-durnford"),
    ],
)
def test_the_ambassador_to_iraq_on_a_day_is_known_and_so_is_that_there_was_none(shared, day, holder):
    path = shared / "data" / "pocom" / "missions-countries" / "iraq.xml"
    holders = {
        one.person.local_id
        for one in pocom_xml.read(source(path))
        if isinstance(one, Appointment) and one.date and one.date.earliest and one.date.latest
        if one.date.earliest <= day <= one.date.latest
    }
    assert holders == ({holder} if holder else set())


@pytest.mark.corpus
def test_the_whole_of_pocom_is_read_with_ten_findings(shared):
    found = list(pocom_xml.read(source(shared / "data" / "pocom")))
    ids = [(type(one), one.local_id) for one in found if isinstance(one, Appointment | Event)]
    assert len(set(ids)) == len(ids) == 7260
    assert [one.rule for one in found if isinstance(one, Finding)].count("duplicate-id") == 9
    assert [one.record for one in found if isinstance(one, Finding) and one.rule == "ends-before-it-begins"] == [
        "second-assistant-secretary/secr-1866-hunt"
    ]
