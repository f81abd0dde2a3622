"""Proposals written as a file of annotations: the reader reads back what was proposed, and what a human accepted of it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Annotation, EntityRef
from lod_publisher.settings import Source
from lod_publisher.sources import annotations
from lod_publisher.sources.annotations.writing import Draft, annotations_yaml

QASIM = Draft("mentions", "person/frus1958-60v12/p_QGAK1", "Qassim, Abdul Karim", "Qasim", "p7", 0.95, "the only one")
DRAFTS = (
    QASIM,
    Draft("mentions", "place/iraq", "Iraq", "Iraq", "p7", 0.97, 'the name of "Iraq"'),
    Draft("mentions", "person/frus1958-60v12/p_QGAK1", "Qassim, Abdul Karim", "Qasim", "p9", 0.9, "named before"),
    Draft("dates", "{1958-07-13,1958-07-14}", "", "13 and 14 July", "p7", 0.93, ""),
    Draft("dates", "1956-41", "", "second half of 1956", "p3", 0.98, "a date"),
)


def read(text: str, folder: Path) -> list[Any]:
    path = folder / "letter.annotations.yaml"
    path.write_text(text, encoding="utf-8")
    assert annotations.recognises(path, text.encode()[:4096])
    source = Source(path, path.name, "annotations", "")
    return [*annotations.survey(source), *annotations.read(source)]


def test_what_is_proposed_is_read_back_as_derived_with_confidence_and_reason(tmp_path):
    found = read(annotations_yaml("letter-1", DRAFTS, ["Nobody has\nread this."]), tmp_path)
    assert all(isinstance(record, Annotation) for record in found)
    by_passage = {record.passage.local_id: record for record in found}
    seventh = by_passage["letter-1/p7"]
    assert [(m.text, m.entity) for m in seventh.mentions] == [
        ("Qasim", EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1")),
        ("Iraq", EntityRef(Kind.PLACE, "iraq")),
    ]
    assert seventh.mentions[0].derived.confidence == 0.9, "of several passages the least certain counts"
    assert seventh.mentions[1].derived.reason == 'the name of "Iraq"'
    assert seventh.dates[0].date.edtf == "{1958-07-13,1958-07-14}"
    assert by_passage["letter-1/p3"].dates[0].date.latest.isoformat() == "1956-12-31"
    assert by_passage["letter-1/p9"].mentions


def test_a_line_that_a_human_accepted_is_no_longer_derived(tmp_path):
    accepted = "annotations: letter-1\nmentions:\n  place/iraq: {Iraq: [p7, p9]}\ndates:\n  1958-07: {July: p7}\n"
    seventh = read(accepted, tmp_path)[0]
    assert seventh.mentions[0].derived is None
    assert seventh.dates[0].derived is None
    assert seventh.dates[0].date.status == "stated"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("mentions:\n  iraq: {Iraq: p7}", "nothing has the key 'iraq'"),
        ("mentions:\n  place/iraq: {Iraq: {passages: p7}}", "does not fit"),
        ("mentions:\n  place/iraq: {Iraq: {passages: p7, confidence: 7}}", "does not fit"),
        ("dates:\n  July the fourteenth: {July 14: p7}", "is not a date in EDTF"),
    ],
)
def test_a_line_that_means_nothing_is_a_finding_and_the_rest_is_read(tmp_path, line, message):
    found = read(f"annotations: letter-1\nplaces:\n  town: {{label: Town, mentions: {{Town: p1}}}}\n{line}\n", tmp_path)
    findings = [record for record in found if isinstance(record, Finding)]
    assert len(findings) == 1
    assert message in findings[0].message
    assert findings[0].origin.line
    assert any(isinstance(record, Annotation) for record in found)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1), st.text())
def test_any_words_and_any_reason_survive_the_file(tmp_path_factory, words, reason):
    draft = Draft("mentions", "place/iraq", words, words, "p1", 0.5, reason)
    found = read(annotations_yaml("letter-1", [draft]), tmp_path_factory.mktemp("any"))
    assert [mention.text for record in found for mention in record.mentions] == [words]
    assert found[0].mentions[0].derived.reason == reason
