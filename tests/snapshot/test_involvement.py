"""Who has a part in what, in which years, and with whom, is counted when a snapshot is built."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.involvement import Involvement, Part
from lod_publisher.snapshot.read import Snapshot

ROOT = Path(__file__).parents[2]
BASE = "https://data.example.org"
OFFICES = f"""@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{BASE}/id/person/gallman> a crm:E21_Person ; rdfs:label "Waldemar J. Gallman" .
<{BASE}/id/organisation/embassy> a crm:E74_Group ; rdfs:label "Embassy" .
<{BASE}/id/concept/ambassador> a crm:E55_Type ; rdfs:label "Ambassador" .
<{BASE}/id/appointment/gallman> a crm:E7_Activity ; rdfs:label "Gallman, Ambassador" ;
  crm:P14_carried_out_by <{BASE}/id/person/gallman> ; crm:P11_had_participant <{BASE}/id/organisation/embassy> ;
  crm:P4_has_time-span <{BASE}/id/appointment/gallman#time> .
<{BASE}/id/appointment/gallman#role> a crm:PC14_carried_out_by ;
  crm:P01_has_domain <{BASE}/id/appointment/gallman> ; crm:P02_has_range <{BASE}/id/person/gallman> ;
  crm:P14.1_in_the_role_of <{BASE}/id/concept/ambassador> .
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory) -> Snapshot:
    """The founding collection, and one appointment."""
    folder = tmp_path_factory.mktemp("involvement")
    (folder / "offices.ttl").write_text(OFFICES, encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False)
    build([ROOT / "seeds", folder / "offices.ttl"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return Snapshot.open(folder / "data")


def number(snapshot: Snapshot, kind: Kind, local_id: str) -> int:
    found = snapshot.catalog.number(kind, local_id)
    assert found is not None
    return found


def test_a_sender_is_counted_as_sender_in_the_year_of_the_telegram_and_not_again_as_mentioned(snapshot):
    department = number(snapshot, Kind.ORGANISATION, "department-of-state")
    parts = {part.role: part for part in snapshot.involvement.parts(department)}
    assert parts["sender"].years == {1958: 1}  # of two, one has lost its date
    sent = snapshot.involvement.papers(department, "sender")["sender"]
    telegram = number(snapshot, Kind.DOCUMENT, "frus1958-60v12/d145")
    assert telegram in sent
    assert telegram not in snapshot.involvement.papers(department).get("mentioned", ())


def test_years_never_count_more_than_there_is_and_every_paper_is_in_the_catalogue(snapshot):
    for entity in snapshot.catalog.living():
        papers = snapshot.involvement.papers(entity)
        for part in snapshot.involvement.parts(entity):
            assert isinstance(part, Part)
            assert sum(part.years.values()) <= part.total == len(set(papers[part.role]))
            assert set(snapshot.catalog.numbered(papers[part.role])) == set(papers[part.role])


def test_whoever_meets_somebody_is_met_by_him_as_often(snapshot):
    seen = 0
    for entity in (
        number(snapshot, Kind.PERSON, "qasim-abd-al-karim"),
        number(snapshot, Kind.PERSON, "wright-sir-michael"),
    ):
        for companion in snapshot.involvement.company(entity)["met"]:
            back = {other.number: other.times for other in snapshot.involvement.company(companion.number)["met"]}
            assert back[entity] == companion.times
            seen += 1
    assert seen > 2


def test_who_writes_to_somebody_is_heard_by_him(snapshot):
    department = number(snapshot, Kind.ORGANISATION, "department-of-state")
    embassy = number(snapshot, Kind.ORGANISATION, "embassy-in-iraq")
    assert embassy in [other.number for other in snapshot.involvement.company(department)["wrote"]]
    assert department in [other.number for other in snapshot.involvement.company(embassy)["heard"]]


def test_an_appointment_is_an_office_of_the_person_and_of_the_mission(snapshot):
    person = number(snapshot, Kind.PERSON, "gallman")
    mission = number(snapshot, Kind.ORGANISATION, "embassy")
    (office,) = snapshot.involvement.offices(person)
    assert (office.person, office.post, office.role) == (person, mission, "Ambassador")
    assert snapshot.involvement.offices(mission) == [office]


def test_a_snapshot_without_the_file_answers_with_nothing(tmp_path):
    empty = Involvement(tmp_path)
    assert (empty.parts(1), empty.papers(1), empty.company(1), empty.offices(1)) == ([], {}, {}, [])
