"""Source notes of FRUS that were once misread."""

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef
from lod_publisher.sources._frus import parse_source_note

NOTE = EntityRef(Kind.DOCUMENT, "frus1958-60v12/d47/fn0")


def test_a_file_that_is_called_confidential_is_not_a_classification():
    note = "Source: Eisenhower Library, White House Central Files, Confidential File. Secret."
    assert parse_source_note(note, (), NOTE).classification == ("secret",)
    assert (
        parse_source_note("Truman Library, White House Central files, Confidential file", (), NOTE).classification == ()
    )


def test_those_whose_concurrence_a_draft_had_did_not_draft_it():
    note = "Source: Department of State, Central Files. Secret. Drafted by Symmes with concurrences from Dillon and Wilcox."
    people = [
        (note.index(name), note.index(name) + len(name), EntityRef(Kind.PERSON, name.lower()))
        for name in ("Symmes", "Dillon", "Wilcox")
    ]
    (drafting,) = [step for step in parse_source_note(note, people, NOTE).steps if step.type == "drafting"]
    assert [actor.local_id for actor in drafting.actors] == ["symmes"]
