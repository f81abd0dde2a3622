"""What heads, datelines and source notes of FRUS say in words."""

from datetime import date

import pytest

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef
from lod_publisher.sources._frus import (
    find_redactions,
    genre_of,
    office_ref,
    parse_source_note,
    place_ref,
    telegram_number,
)

NOTE = EntityRef(Kind.DOCUMENT, "v/d1/fn0")
RUSK = EntityRef(Kind.PERSON, "v/p_RD1")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("the Department of State", "department-of-state"),
        ("Embassy in Iraq", "embassy-in-iraq"),
        ("Consulate at Léopoldville", "consulate-at-leopoldville"),
    ],
)
def test_an_office_is_known_by_its_words_without_the_article(words: str, key: str) -> None:
    office = office_ref(words)
    assert office is not None
    assert (office.kind, office.local_id) == (Kind.ORGANISATION, key)


def test_an_office_withheld_in_part_has_no_common_id() -> None:
    assert office_ref("CIA Station in [place not declassified]") is None
    assert office_ref(" . ") is None


@pytest.mark.parametrize(
    ("words", "key"),
    [("[Washington,]", "washington"), ("Saigon?", "saigon"), ("US/MC/29 Athens", "athens"), ("The Hague", "the-hague")],
)
def test_a_place_is_trimmed_of_what_the_editors_put_around_it(words: str, key: str) -> None:
    place = place_ref(words)
    assert place is not None
    assert place.local_id == key


def test_a_month_and_a_withheld_place_are_no_places() -> None:
    assert [place_ref(w) for w in ("October", "[place not declassified]", "undated", "[?]")] == [None] * 4


@pytest.mark.parametrize(
    ("head", "genre"),
    [
        ("145. Telegram From the Department of State to the Embassy in Iraq", "telegram"),
        ("No. 342Memorandum of Conversation, by the Director", "memorandum-of-conversation"),
        ("72A. Circular Telegram From the Department of State to Certain Posts", "circular-telegram"),
        ("9. Supnu 1428 from Geneva, March 24. Soviet proposal", "telegram"),
        ("12. Memorandum for the Record", "memorandum-for-the-record"),
        (
            "3. Memorandum of a Telephone Conversation Between the President and Dulles",
            "memorandum-of-telephone-conversation",
        ),
        ("7. Memorandum of Discussion at the 390th Meeting", "memorandum-of-discussion"),
        ("8. Special National Intelligence Estimate", "intelligence-estimate"),
        ("[12] The Secretary of State to the Embassy in Burma", "correspondence"),
        ("4. Editorial Note", "editorial-note"),
        ("5. Intelligence Note Prepared in the Bureau", "note"),
        ("Something else entirely", "document"),
    ],
)
def test_the_first_words_of_a_head_tell_the_kind(head: str, genre: str) -> None:
    assert genre_of(head) == genre


def test_a_source_note_tells_the_kind_where_the_head_does_not() -> None:
    assert genre_of("The Secretary of State to the Embassy", "501.BB/4–1348: Telegram") == "telegram"


@pytest.mark.parametrize(
    ("paragraph", "following", "number"),
    [
        ("1505. Embtels 1753, 1754.", "At Friday meeting", "1505"),
        ("Polto 2018. Following is summary.", "", "Polto 2018"),
        ("1. US concern.", "2. US concerned.", None),
        ("In 1958. Nothing.", "", None),
        ("4880. Re Embtel 3547", "1. First.", "4880"),
    ],
)
def test_a_telegram_number_opens_the_text_and_is_no_number_of_a_paragraph(
    paragraph: str, following: str, number: str | None
) -> None:
    assert telegram_number(paragraph, following) == number


@pytest.mark.parametrize(
    ("text", "kind", "extent"),
    [
        ("[less than 1 line of source text not declassified]", "text", (0.0, 1.0, "line")),
        ("[3-1/2 lines of source text not declassified]", "text", (3.5, 3.5, "line")),
        ("[1 paragraph (7½ lines of source text) not declassified]", "text", (7.5, 7.5, "line")),
        ("[dollar amount not declassified]", "amount", None),
        ("[2 names not declassified]", "name", (2.0, 2.0, "name")),
        ("[document number not declassified]", "number", None),
        ("[handling restriction not declassified]", "other", None),
        ("[place not declassified]", "place", None),
    ],
)
def test_a_gap_says_its_kind_and_extent(text: str, kind: str, extent: tuple[float, float, str] | None) -> None:
    (redaction,) = find_redactions(f"Before {text} after [sic].")
    assert (redaction.text, redaction.kind, redaction.extent) == (text, kind, extent)


def test_a_whole_note_in_brackets_is_a_gap_only_in_its_last_sentence() -> None:
    note = "[Source: Department of State, Central Files, 611.00/1–258. Secret; Priority; Niact. 2 pages of source text not declassified.]"
    (redaction,) = find_redactions(note)
    assert redaction.text == "2 pages of source text not declassified"
    assert redaction.extent == (2.0, 2.0, "page")


def test_prose_about_declassification_is_no_gap() -> None:
    assert find_redactions("The note was not declassified in time.") == ()


def test_a_source_note_is_read_as_its_sentences() -> None:
    text = (
        "Source: Department of State, Conference Files: Lot 64 D 559, CF 1610. Secret; Limit Distribution; Eyes Only. "
        "Drafted by Rusk on January 2 and not cleared with Rusk. The meeting was approved by nobody."
    )
    at = text.index("Rusk")
    note = parse_source_note(text, [(at, at + 4, RUSK)], NOTE, date(1959, 12, 31))
    assert note.archival_source[0].levels == (
        ("department-of-state", "Department of State"),
        ("conference-files", "Conference Files"),
        ("lot-64-d-559", "Lot 64 D 559"),
    )
    assert note.archival_source[0].file_number == "CF 1610"
    assert note.classification == ("secret",)
    assert note.handling == ("limit-distribution", "eyes-only")
    assert [(s.type, s.actors, s.statement) for s in note.steps] == [
        ("drafting", (RUSK,), "Drafted by Rusk on January 2")
    ]
    assert note.steps[0].date is not None
    assert note.steps[0].date.edtf == "1960-01-02"  # nearest to the last day of 1959
    assert note.understood


@pytest.mark.parametrize(
    "text",
    [
        "Source: Kennedy Library, National Security Files. Secret. Presumably drafted by Rusk.",
        "Source: Kennedy Library, National Security Files. Secret. No drafting information appears.",
        "Source: Kennedy Library, National Security Files. Secret. A draft by Bundy was cleared by Rusk.",
    ],
)
def test_hedged_or_reported_making_is_no_step(text: str) -> None:
    at = text.find("Rusk")
    people = [(at, at + 4, RUSK)] if at >= 0 else []
    assert parse_source_note(text, people, NOTE).steps == ()


def test_he_for_whom_it_was_signed_did_not_sign() -> None:
    text = "Source: Department of State, Central Files, 1. Secret. Approved and signed for Rusk by Ball."
    rusk, ball = text.index("Rusk"), text.index("Ball")
    people = [(rusk, rusk + 4, RUSK), (ball, ball + 4, EntityRef(Kind.PERSON, "v/p_BG1"))]
    assert [(s.type, [a.local_id for a in s.actors]) for s in parse_source_note(text, people, NOTE).steps] == [
        ("approving", ["v/p_BG1"]),
        ("signing", ["v/p_BG1"]),
    ]


def test_a_bare_file_number_lies_in_the_central_files() -> None:
    note = parse_source_note("690B.9321/3–1753: Telegram", [], NOTE)
    assert note.archival_source[0].levels[-1] == ("central-files", "Central Files")
    assert note.file_number[0].value == "690B.9321/3–1753"


def test_a_note_that_names_no_archive_is_not_understood() -> None:
    note = parse_source_note("Source: Printed in a newspaper.", [], NOTE)
    assert not note.understood
    assert note.archival_source == ()
