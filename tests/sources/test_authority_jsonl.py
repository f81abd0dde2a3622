"""The list of persons of the Office of the Historian, line by line."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Identifier, Person
from lod_publisher.settings import Source
from lod_publisher.sources import authority_jsonl

QASIM = {
    "people_id": "111030",
    "preferred_name": "Qasim, Abd al-Karim",
    "variant_names": ["Kassem, Abdul Karim", "Qasim, Abd al-Karim", "Qassim"],
    "birth_year": "1914",
    "death_year": "1963",
    "viaf": "25395945",
    "pocom_id": ["gallman-waldemar-john"],
}


def survey(tmp_path: Path, *lines: str | Mapping[str, object]) -> list[object]:
    path = tmp_path / "authority.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return list(authority_jsonl.survey(Source(path, "authority.jsonl", "authority-jsonl", "c")))


def test_a_line_becomes_a_person_with_names_years_and_identifiers(tmp_path):
    [person] = survey(tmp_path, QASIM)
    assert isinstance(person, Person)
    assert person.local_id == "hsg-111030"
    assert [(name.text, name.type) for name in person.names] == [
        ("Qasim, Abd al-Karim", "primary"),
        ("Kassem, Abdul Karim", "variant"),
        ("Qassim", "variant"),
    ]
    assert person.birth is not None
    assert person.birth.edtf == "1914"
    assert person.identifiers == (
        Identifier("hsg-people-id", "111030"),
        Identifier("viaf", "25395945"),
        Identifier("pocom-id", "gallman-waldemar-john"),
    )
    assert person.same_as == (EntityRef(Kind.PERSON, "pocom-gallman-waldemar-john"),)
    assert person.exact_matches == ("http://viaf.org/viaf/25395945",)
    assert str(person.origin) == "authority.jsonl:1"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not JSON"),
        ("[]", "no people_id"),
        ('{"people_id": "a b", "preferred_name": "x"}', "no people_id"),
        ('{"people_id": "1", "preferred_name": " "}', "no preferred_name"),
        (dict(QASIM), "another person in line 1"),
    ],
)
def test_a_bad_line_is_a_finding_with_its_line_and_the_rest_goes_on(tmp_path, line, what):
    first, finding, last = survey(tmp_path, QASIM, line, QASIM | {"people_id": "2"})
    assert isinstance(first, Person)
    assert isinstance(last, Person)
    assert isinstance(finding, Finding)
    assert what in finding.message
    assert finding.origin.line == 2


def test_an_impossible_year_is_reported_and_the_person_stays(tmp_path):
    finding, person = survey(tmp_path, QASIM | {"birth_year": "19x4"})
    assert isinstance(finding, Finding)
    assert finding.rule == "impossible-date"
    assert isinstance(person, Person)
    assert person.birth is None


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_a_missing_an_empty_and_a_misencoded_file_are_errors(tmp_path, content):
    path = tmp_path / "a.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"^a\.jsonl: "):
        list(authority_jsonl.survey(Source(path, "a.jsonl", "authority-jsonl", "c")))


def test_only_the_databases_own_lines_are_recognised():
    head = json.dumps(QASIM).encode()
    assert authority_jsonl.recognises(Path("authority.jsonl"), head)
    assert not authority_jsonl.recognises(Path("authority.json"), head)
    assert not authority_jsonl.recognises(Path("records.jsonl"), b'{"kind": "person"}\n')


@pytest.mark.corpus
def test_the_whole_authority_is_read_without_a_finding(shared):
    source = Source(shared / "data" / "people" / "authority.jsonl", "authority.jsonl", "authority-jsonl", "c")
    people = list(authority_jsonl.survey(source))
    assert len(people) == 4028
    assert all(isinstance(person, Person) for person in people)
    assert sum(len(person.exact_matches) for person in people if isinstance(person, Person)) == 79
    assert list(authority_jsonl.read(source)) == []
