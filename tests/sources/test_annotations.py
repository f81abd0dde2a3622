"""Stand-off annotations: what a historian writes, what it becomes, and what she reads when she mistypes."""

import json
from pathlib import Path
from typing import TypeVar

import pytest
from jsonschema import Draft202012Validator

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import (
    Annotation,
    Document,
    EntityRef,
    Event,
    Note,
    Organisation,
    Person,
    Place,
    Relation,
    Statement,
)
from lod_publisher.settings import Source
from lod_publisher.sources import annotations
from lod_publisher.sources.annotations._file import SCHEMA

_T = TypeVar("_T")
SMALL = """
annotations: letter-1
editorial: [fn1]
persons:
  doe-jane:
    label: Jane Doe
    same_as: person/list/p_1
    identifiers: {viaf: 17}
    names: {Doe: {type: variant, language: en}}
    born: 1900
    died: 1970-05
    note: A baker.
    close: ["https://example.org/doe"]
    mentions: {Doe: [p1, fn1], she: p1}
  nobody: {label: Somebody (unnamed), unnamed: true}
organisations:
  guild: {label: Guild, type: guild, seat: town, part_of: organisation/bakers}
places:
  town: {label: Town, within: place/land, coordinates: [1, 2.5]}
documents:
  letter-0: {title: An earlier letter, genre: letter, when: 1930, from: doe-jane, to: guild, where: town, language: en}
events:
  meeting:
    label: They meet
    type: meeting
    when: 1931-41
    words: in the second half of 1931
    where: town
    by: [doe-jane, guild]
    offices: {doe-jane: master}
    with: nobody
    roles: {had_addressee: guild}
    answers: fire
    used: letter-0
    because_of: fire
    evidence: [p1, fn1, {passage: other-2/p4, by: cataloguer}]
  fire: {label: Fire, type: fire, nature: event, modality: alleged, claimant: doe-jane, reported_in: meeting, evidence: p1}
relations:
  - {subject: guild, property: P107_has_current_or_former_member, object: doe-jane, kind: master, evidence: p1}
statements:
  she-did-it: {label: She did it, subject: fire, property: P14_carried_out_by, object: doe-jane, type: allegation, claimant: guild, confidence: possibly, part_of: meeting, evidence: p1}
  in-words: {label: In words, subject: fire, property: P17_was_motivated_by, text: malice, type: stated, evidence: p1}
"""


def _source(tmp_path: Path, words: str, **options: str) -> Source:
    path = tmp_path / "notes.yaml"
    path.write_text(words, encoding="utf-8")
    return Source(path, "notes.yaml", "annotations", "seeds", options)


def _records(tmp_path: Path, words: str, **options: str) -> list[object]:
    source = _source(tmp_path, words, **options)
    return [*annotations.survey(source), *annotations.read(source)]


def _findings(tmp_path: Path, words: str, **options: str) -> list[Finding]:
    return [r for r in _records(tmp_path, words, **options) if isinstance(r, Finding)]


def _one(records: list[object], kind: type[_T], local_id: str = "") -> _T:
    (found,) = [r for r in records if isinstance(r, kind) and getattr(r, "local_id", "") == local_id]
    return found


def test_the_published_schema_is_a_schema_and_describes_every_field():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for name, definition in schema["$defs"].items():
        for field, given in definition.get("properties", {}).items():
            assert "description" in given or "$ref" in given or "oneOf" in given, f"{name}.{field}"


def test_persons_organisations_and_places_are_surveyed_and_all_else_is_read(tmp_path):
    source = _source(tmp_path, SMALL)
    assert {type(r) for r in annotations.survey(source)} == {Person, Organisation, Place}
    assert {type(r) for r in annotations.read(source)} == {Document, Event, Relation, Statement, Annotation}


def test_a_person_keeps_names_with_their_passages_codes_dates_and_identity(tmp_path):
    jane = _one(_records(tmp_path, SMALL), Person, "doe-jane")
    assert [(n.text, n.type, n.language) for n in jane.names] == [
        ("Jane Doe", "primary", None),
        ("Doe", "variant", "en"),
    ]
    assert [p.local_id for p in jane.names[1].passages] == ["letter-1/p1", "letter-1/fn1"]
    assert [(i.scheme, i.value) for i in jane.identifiers] == [("viaf", "17")]
    assert jane.same_as == (EntityRef(Kind.PERSON, "list/p_1"),)
    assert jane.birth is not None
    assert jane.birth.edtf == "1900"
    assert jane.notes == (Note("A baker."),)
    assert jane.close_matches == ("https://example.org/doe",)
    assert str(jane.origin) == "notes.yaml:5"


def test_the_unnamed_have_no_name(tmp_path):
    somebody = _one(_records(tmp_path, SMALL), Person, "nobody")
    assert somebody.unnamed
    assert somebody.names == ()


def test_groups_and_places_stand_in_one_another(tmp_path):
    records = _records(tmp_path, SMALL)
    guild, town = _one(records, Organisation, "guild"), _one(records, Place, "town")
    assert (guild.type, guild.seat, guild.part_of) == (
        "guild", EntityRef(Kind.PLACE, "town"), EntityRef(Kind.ORGANISATION, "bakers"),
    )  # fmt: skip
    assert (town.within, town.coordinates) == (EntityRef(Kind.PLACE, "land"), (1.0, 2.5))


def test_an_event_has_its_time_in_the_sources_words_and_everybody_in_a_role(tmp_path):
    meeting = _one(_records(tmp_path, SMALL), Event, "meeting")
    assert meeting.date is not None
    assert (meeting.date.edtf, meeting.date.text) == ("1931-41", "in the second half of 1931")
    assert [(p.actor.local_id, p.role, p.office) for p in meeting.participants] == [
        ("doe-jane", "carried_out_by", "master"),
        ("guild", "carried_out_by", ""),
        ("nobody", "participant", ""),
        ("guild", "had_addressee", ""),
    ]
    assert meeting.used == (EntityRef(Kind.DOCUMENT, "letter-0"),)
    assert meeting.continued == meeting.motivated_by == (EntityRef(Kind.EVENT, "fire"),)


def test_a_note_is_the_editors_word_and_a_paragraph_the_sources(tmp_path):
    meeting = _one(_records(tmp_path, SMALL), Event, "meeting")
    assert [(e.passage.local_id, e.asserted_by) for e in meeting.evidence] == [
        ("letter-1/p1", "source"),
        ("letter-1/fn1", "editor"),
        ("other-2/p4", "cataloguer"),
    ]


def test_what_is_only_said_has_a_claimant_and_a_conversation(tmp_path):
    records = _records(tmp_path, SMALL)
    fire = _one(records, Event, "fire")
    assert (fire.modality, fire.claimant, fire.reported_in) == (
        "alleged", EntityRef(Kind.PERSON, "doe-jane"), EntityRef(Kind.EVENT, "meeting"),
    )  # fmt: skip
    assert _one(records, Statement, "she-did-it").object == EntityRef(Kind.PERSON, "doe-jane")
    assert _one(records, Statement, "in-words").object == "malice"


def test_mentions_are_gathered_by_passage(tmp_path):
    found = {
        r.passage.local_id: [m.text for m in r.mentions] for r in _records(tmp_path, SMALL) if isinstance(r, Annotation)
    }
    assert found == {"letter-1/p1": ["Doe", "she"], "letter-1/fn1": ["Doe"]}


def test_a_cited_document_has_no_passages(tmp_path):
    letter = _one(_records(tmp_path, SMALL), Document, "letter-0")
    assert (letter.passages, letter.genre, letter.senders[0].label) == ((), "letter", "Jane Doe")


@pytest.mark.parametrize(
    ("old", "new", "at", "message", "remedy"),
    [
        ("label: Jane Doe", "lable: Jane Doe", "doe-jane:", "there is no 'label'", "Add label"),
        ("label: Jane Doe", "label: J\n    lable: J", "lable: J", "no field 'lable'", "Did you mean 'label'?"),
        ("modality: alleged", "modality: rumoured", "fire: {", "none of the choices", "alleged, planned"),
        ("when: 1931-41", "when: last year", "meeting:", "'last year' is not a date in EDTF", "Write a day as"),
        ("used: letter-0", "used: leter-0", "meeting:", "nothing has the key 'leter-0'", "Did you mean 'letter-0'?"),
        ("offices: {doe-jane", "offices: {guild-x", "meeting:", "not among those under 'by'", "Add it there"),
        ("part_of: meeting, evidence: p1", "part_of: meeting", "she-did-it:", "there is no 'evidence'", "Add evidence"),
        ("text: malice, ", "", "in-words:", "needs an object or a text", "Give one"),
        ("modality: alleged, ", "", "fire: {", "a claimant but no modality", "Say modality"),
        ("  guild: {", "  gu ild: {", "gu ild:", "cannot be part of an IRI", "Use letters"),
    ],
)
def test_an_entry_that_is_wrong_is_named_with_line_and_way_out_and_the_others_go_on(
    tmp_path, old, new, at, message, remedy
):
    assert old in SMALL
    changed = SMALL.replace(old, new, 1)
    records = _records(tmp_path, changed)
    found = [r for r in records if isinstance(r, Finding) and message in r.message]
    assert found
    assert found[0].severity is Severity.VIOLATION
    (line,) = [n for n, words in enumerate(changed.split("\n"), 1) if words.strip().startswith(at)]
    assert found[0].origin.line == line
    assert remedy in found[0].remedy
    assert any(isinstance(r, Place) for r in records)


def test_a_key_used_in_two_sections_needs_its_kind(tmp_path):
    findings = _findings(tmp_path, SMALL.replace("  town: {label", "  guild: {label"))
    assert any("key of several things" in f.message and "organisation/guild" in f.remedy for f in findings)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("annotations: [a\n", "not YAML"),
        ("- a\n", "does not fit"),
        ("persons: {}\n", "no 'annotations'"),
        ("annotations: x\npeople: {}\n", r"notes\.yaml:2: people: there is no field 'people'"),
        ("annotations: x\npersons:\n  a: {label: A}\n  a: {label: B}\n", r"notes\.yaml:4: the key 'a' is given twice"),
        ("annotations: &x a\npersons: *x\n", "anchors, aliases and tags"),
        ("annotations: !!python/name:os.system a\n", "anchors, aliases and tags"),
        ("annotations: x\n? [a]\n: b\n", "cannot be a key"),
        ("[" * 5000, "not YAML"),
    ],
)
def test_a_file_that_is_no_annotation_is_refused_with_its_place(tmp_path, text, message):
    with pytest.raises(SourceError, match=message) as caught:
        _records(tmp_path, text)
    assert str(caught.value).startswith("notes.yaml")


def test_words_that_the_text_does_not_hold_are_named(tmp_path):
    (tmp_path / "letter.txt").write_text("Doe came,\nand so did\nothers.", encoding="utf-8")
    (finding,) = _findings(tmp_path, SMALL, text="letter.txt")
    assert (finding.rule, finding.value) == ("words-not-in-text", "she")
    with pytest.raises(SourceError, match=r"none\.txt"):
        _records(tmp_path, SMALL, text="none.txt")


def test_a_file_is_recognised_by_the_line_that_names_its_document():
    assert annotations.recognises(Path("a.yaml"), b"# words\nannotations: letter-1\n")
    assert not annotations.recognises(Path("a.yaml"), b"records: []\n")
    assert not annotations.recognises(Path("a.txt"), b"annotations: letter-1\n")
