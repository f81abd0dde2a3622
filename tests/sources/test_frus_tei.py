"""A volume of our own invention with every feature of the real ones, read record by record."""

from collections import Counter
from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Document, EntityRef, Identifier, Passage, Person, Volume
from lod_publisher.settings import Source
from lod_publisher.sources import READERS, frus_tei

V = "frus-pocket"


@pytest.fixture(scope="module")
def source(root: Path) -> Source:
    return Source(root / "tests/pocket_corpus/frus-pocket.xml", "frus-pocket.xml", "frus-tei", "pocket")


@pytest.fixture(scope="module")
def found(source: Source) -> list[object]:
    return list(frus_tei.read(source))


@pytest.fixture(scope="module")
def documents(found: list[object]) -> dict[str, Document]:
    return {r.local_id.partition("/")[2]: r for r in found if isinstance(r, Document)}


@pytest.fixture(scope="module")
def volumes(found: list[object]) -> dict[str, Volume]:
    return {r.local_id: r for r in found if isinstance(r, Volume)}


@pytest.fixture(scope="module")
def persons(source: Source) -> dict[str, Person]:
    return {r.local_id: r for r in frus_tei.survey(source) if isinstance(r, Person)}


def passages(record: Document | Volume) -> dict[str, Passage]:
    return {p.local_id.removeprefix(f"{record.local_id}/"): p for p in record.passages}


def person(key: str) -> EntityRef:
    return EntityRef(Kind.PERSON, f"{V}/{key}")


def test_the_reader_is_registered_and_knows_a_volume_by_its_first_bytes(source: Source) -> None:
    assert READERS["frus-tei"] is frus_tei
    assert frus_tei.recognises(source.path, source.path.read_bytes()[:4096])
    assert not frus_tei.recognises(Path("a.xml"), b"<person/>")
    assert not frus_tei.recognises(Path("a.txt"), source.path.read_bytes()[:4096])


def test_a_file_that_is_not_tei_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<person/>")
    with pytest.raises(SourceError, match=r"a\.xml:1: the outermost element is person, not TEI"):
        list(frus_tei.read(Source(tmp_path / "a.xml", "a.xml", "frus-tei", "")))


def test_the_volume_says_who_made_it_and_empty_elements_say_nothing(volumes: dict[str, Volume]) -> None:
    volume = volumes[V]
    assert volume.title == "Foreign Relations of the United States, 1958–1960, Ruritania, Volume LX"
    assert volume.editors == (("primary", "Ada B. Example, Jr."), ("general", "Conrad Dummy"))
    assert volume.identifiers == (Identifier("isbn-13", "9780000000002"), Identifier("frus", V))
    assert (volume.years, volume.number, volume.subseries) == ((1958, 1960), "Volume LX", "1958–1960")
    assert volume.place == EntityRef(Kind.PLACE, "washington")
    assert volume.published is not None
    assert volume.published.edtf == "1993"


def test_divisions_are_parts_of_their_volume_or_of_the_division_above(volumes: dict[str, Volume]) -> None:
    assert {key: (v.level, v.part_of and v.part_of.local_id) for key, v in volumes.items()} == {
        V: ("volume", None),
        f"{V}/preface": ("section", V),
        f"{V}/persons": ("section", V),
        f"{V}/terms": ("section", V),
        f"{V}/comp1": ("compilation", V),
        f"{V}/ch1": ("chapter", f"{V}/comp1"),
        f"{V}/ch2": ("chapter", f"{V}/comp1"),
    }
    note = passages(volumes[f"{V}/ch1"])["fn1"]
    assert note.links[0].target == EntityRef(Kind.DOCUMENT, "frus1955-57v99/d3")
    assert passages(volumes[f"{V}/preface"])["p1"].text == "Nothing in this volume happened. See Document 1."


def test_the_list_of_persons_gives_persons_with_names_both_ways_round(persons: dict[str, Person]) -> None:
    assert sorted(persons) == [f"{V}/p_EF1", f"{V}/p_RR1", f"{V}/p_SF1"]
    rassendyll = persons[f"{V}/p_RR1"]
    assert [(n.text, n.type) for n in rassendyll.names] == [
        ("Rassendyll, Rudolf, Jr.", "primary"),
        ("Rudolf Rassendyll, Jr.", "variant"),
    ]
    assert rassendyll.notes[0].text == "Ambassador to Ruritania until July 1959; thereafter retired"
    assert rassendyll.entries == (EntityRef(Kind.DOCUMENT, f"{V}/persons/p_RR1"),)
    assert rassendyll.identifiers == (Identifier("volume-entry", f"{V}#p_RR1"),)
    assert [n.text for n in persons[f"{V}/p_EF1"].names] == ["Elphberg"]


def test_every_entry_of_the_list_is_a_passage_that_mentions_whom_it_names(volumes: dict[str, Volume]) -> None:
    entries = passages(volumes[f"{V}/persons"])
    assert list(entries) == ["p_RR1", "p_SF1", "p_EF1", "entry-4"]
    assert {e.kind for e in entries.values()} == {"persons-list-entry"}
    assert [m.entity for m in entries["p_SF1"].mentions] == [person("p_SF1"), person("p_EF1")]
    assert entries["p_RR1"].page == "V"


def test_the_head_is_the_title_without_its_note_and_a_break_is_a_space(documents: dict[str, Document]) -> None:
    assert documents["d1"].title == "1. Telegram From the Embassy in Ruritania to the Department of State"
    assert documents["d2"].title == "No. 2 Memorandum of Conversation"
    assert [d.genre for d in documents.values()] == [
        "telegram",
        "memorandum-of-conversation",
        "telegram",
        "editorial-note",
        "document",
        "memorandum",
    ]


def test_a_telegram_keeps_all_that_its_edition_says(documents: dict[str, Document]) -> None:
    telegram = documents["d1"]
    assert telegram.senders == (EntityRef(Kind.ORGANISATION, "embassy-in-ruritania"),)
    assert telegram.addressees == (EntityRef(Kind.ORGANISATION, "department-of-state"),)
    assert telegram.places == (EntityRef(Kind.PLACE, "strelsau"),)
    assert telegram.signers == (person("p_RR1"),)
    assert telegram.identifiers == (
        Identifier("telegram-number", "60"),
        Identifier("central-file-number", "799.00/7–358"),
    )
    assert telegram.classification == ("top-secret",)
    assert telegram.handling == ("niact", "limit-distribution")
    assert telegram.archival_source[0].levels == (
        ("department-of-state", "Department of State"),
        ("central-files", "Central Files"),
    )
    assert telegram.date is not None
    assert (telegram.date.edtf, telegram.date.text) == ("1958-07-03T17:36:00", "July 3, 1958, 5:36 p.m.")
    assert telegram.part_of == EntityRef(Kind.VOLUME, f"{V}/ch1")
    assert telegram.source_page == "https://history.state.gov/historicaldocuments/frus-pocket/d1"


def test_who_drafted_cleared_and_approved_comes_from_the_source_note(documents: dict[str, Document]) -> None:
    steps = documents["d1"].steps
    assert [(s.type, s.actors) for s in steps] == [
        ("drafting", (person("p_RR1"),)),
        ("clearing", (person("p_SF1"),)),
        ("approving", (person("p_SF1"),)),
        ("signing", (person("p_SF1"),)),
    ]
    assert steps[0].date is not None
    assert (steps[0].date.edtf, steps[0].date.status) == ("1958-07-02", "implied")
    assert documents["d2"].steps == ()  # "presumably drafted" states nothing


def test_passages_come_in_document_order_and_notes_are_not_in_the_text(documents: dict[str, Document]) -> None:
    text = passages(documents["d1"])
    assert list(text) == ["h1", "fn0", "dl1", "p1", "fn1", "p2", "li1", "li2", "note-1", "s1"]
    assert text["p1"].text == (
        "60. Embtels 58, 59. The King met [name not declassified] and Hentzau at Zenda "
        "[2½ lines of source text not declassified]."
    )
    assert text["p2"].text == "Dulles might come: or not at all."
    assert (text["li2"].number, text["li2"].text) == ("b.", "on horse.")
    assert (text["p1"].page, text["p2"].page) == ("1", "2")
    assert text["fn0"].editorial
    assert not text["p1"].editorial


def test_mentions_resolve_with_and_without_a_hash_and_the_broken_one_stays_text(documents: dict[str, Document]) -> None:
    mentions = passages(documents["d1"])["p1"].mentions
    assert [(m.text, m.entity) for m in mentions] == [("King", person("p_EF1")), ("Hentzau", None)]


def test_redactions_say_what_kind_and_how_much(documents: dict[str, Document]) -> None:
    redactions = passages(documents["d1"])["p1"].redactions
    assert [(r.kind, r.extent) for r in redactions] == [("name", None), ("text", (2.5, 2.5, "line"))]


def test_references_lead_to_documents_notes_and_pages(documents: dict[str, Document]) -> None:
    links = passages(documents["d1"])["fn1"].links
    assert [(link.text, link.target) for link in links] == [
        ("Document 2", EntityRef(Kind.DOCUMENT, f"{V}/d2/fn1")),
        ("page 1", EntityRef(Kind.VOLUME, V)),
    ]


def test_a_memorandum_of_conversation_records_a_meeting(documents: dict[str, Document]) -> None:
    document = documents["d2"]
    assert document.meeting is not None
    assert document.meeting.local_id == f"{V}/d2/meeting"
    assert [p.actor for p in document.meeting.participants] == [person("p_RR1"), person("p_SF1")]
    assert {p.role for p in document.meeting.participants} == {"participant"}
    assert document.subjects == ("The red rose",)  # the list headed REF has the same type
    assert document.archival_source[0].levels[1:] == (
        ("sapt-papers", "Sapt Papers"),
        ("box-3", "Box 3"),
        ("talks", "Talks"),
    )
    text = passages(document)
    assert (text["t1r1"].text, text["t1r2"].text) == ("Day | Guests", "Monday | Sapt")
    assert text["fn1"].text == "At length. And twice."


def test_midnight_stays_a_day_because_nobody_knows_which_end_is_meant(documents: dict[str, Document]) -> None:
    date = documents["d2"].date
    assert date is not None
    assert (date.edtf, date.text) == ("1958-07-04", "July 4, 1958, midnight")


def test_the_heads_of_1948_name_only_the_parties_and_the_note_says_what_it_is(documents: dict[str, Document]) -> None:
    document = documents["d3"]
    assert document.genre == "telegram"
    assert document.classification == ("secret",)
    assert document.handling == ("priority",)
    assert document.identifiers == (Identifier("central-file-number", "799.11/9–958"),)
    # a name without an entry and an office withheld in part are entities of this document alone
    assert document.senders == (EntityRef(Kind.PERSON, f"{V}/d3/sender-1"),)
    assert document.addressees == (EntityRef(Kind.ORGANISATION, f"{V}/d3/addressee-2"),)


def test_an_attachment_is_published_but_says_nothing_of_the_document(documents: dict[str, Document]) -> None:
    document = documents["d3"]
    assert document.places == ()
    assert document.signers == ()
    assert document.date is not None
    assert document.date.edtf == "1958-09-09"
    assert passages(document)["p3"].text == "Enclosed."


def test_paragraphs_numbered_one_and_two_are_no_telegram_number(documents: dict[str, Document]) -> None:
    assert "telegram-number" not in {i.scheme for i in documents["d3"].identifiers}


def test_a_microfiche_entry_is_read_from_its_head_and_the_title_above(documents: dict[str, Document]) -> None:
    document = documents["d6"]
    assert document.classification == ("secret",)
    assert document.archival_source[0].levels[0] == ("zenda-library", "Zenda Library")
    assert passages(document)["fx1"].text == (
        "5 pages according to the citation; 2 images: 0001/0001.TIF to 0001/0002.TIF; PDF of 175 KB."
    )
    assert document.date is None  # October 12, and no year anywhere


def test_what_is_wrong_with_the_volume_is_found_once_with_its_line(found: list[object], source: Source) -> None:
    findings = [f for f in found if isinstance(f, Finding)]
    assert Counter(f.rule for f in findings) == Counter(
        {
            "duplicate-id": 2,  # the id itself, and the note that could not have it
            "mention-of-nobody": 1,
            "reference-to-nowhere": 1,
            "date-attribute-against-text": 1,
            "person-tag-without-hash": 1,
            "place-not-tagged": 1,
            "date-unreadable": 1,
            "document-without-head": 1,
            "missing-id": 1,
            "editors-working-mark": 1,
        }
    )
    lines = source.path.read_text().splitlines()
    nowhere = next(f for f in findings if f.rule == "reference-to-nowhere")
    assert "#d99" in lines[(nowhere.origin.line or 0) - 1]
    assert all(f.consequence and f.remedy and f.origin.line for f in findings)
    surveyed = [f.rule for f in frus_tei.survey(source) if isinstance(f, Finding)]
    assert surveyed == []  # the editors' note in the list is no entry


def test_a_document_without_id_is_published_under_its_position(documents: dict[str, Document]) -> None:
    assert documents["document-5"].number == "5"


def test_no_two_passages_share_an_id_and_every_line_is_right(found: list[object], source: Source) -> None:
    lines = source.path.read_text().splitlines()
    everything = [p for r in found if isinstance(r, (Document, Volume)) for p in r.passages]
    assert len({p.local_id for p in everything}) == len(everything)
    for passage in everything:
        assert passage.line
        assert "<" in lines[passage.line - 1]
