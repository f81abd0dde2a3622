"""A FRUS document as plain text: it gets the ids that the volume's TEI gives it, and its glued marks are undone."""

from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Document, DocumentLink
from lod_publisher.settings import Source
from lod_publisher.sources import frus_text

VOLUME = {"volume": "frus1958-60v12"}


def _read(path: Path, **options: str) -> tuple[Document, list[Finding]]:
    records = list(frus_text.read(Source(path, path.name, "frus-text", "seeds", {**VOLUME, **options})))
    (document,) = [r for r in records if isinstance(r, Document)]
    return document, [r for r in records if isinstance(r, Finding)]


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def seed(root) -> Path:
    return Path(root) / "seeds" / "002_cb0a2bc5603851f1.txt"


@pytest.fixture(scope="module")
def telegram(seed) -> tuple[Document, list[Finding]]:
    return _read(seed, people="Rockwell = rockwell-stuart-w; Rountree = rountree-william-m")


def test_the_telegram_has_number_parties_and_codes(telegram):
    document = telegram[0]
    assert (document.local_id, document.number, document.genre) == ("frus1958-60v12/d145", "145", "telegram")
    assert document.title == "Telegram From the Department of State to the Embassy in Iraq"
    assert [ref.local_id for ref in (*document.senders, *document.addressees)] == [
        "department-of-state",
        "embassy-in-iraq",
    ]
    assert {(code.scheme, code.value) for code in document.identifiers} >= {("telegram-number", "1505")}
    assert document.archival_source[0].file_number == "787.00/12–358"
    assert document.classification == ("top-secret",)
    assert document.handling == ("niact", "limit-distribution")
    assert document.supplementary


def test_the_date_is_not_taken_from_the_file_number(telegram):
    assert telegram[0].date is None


def test_drafter_and_approver_are_those_whom_the_collection_names(telegram):
    assert [(step.type, [who.local_id for who in step.actors]) for step in telegram[0].steps] == [
        ("drafting", ["rockwell-stuart-w"]),
        ("approving", ["rountree-william-m"]),
    ]


def test_without_that_option_the_names_stay_words(seed):
    assert [(step.type, step.actors) for step in _read(seed)[0].steps] == [("drafting", ()), ("approving", ())]


def test_passages_and_notes_have_the_ids_of_the_edition(telegram):
    assert [p.local_id.removeprefix("frus1958-60v12/d145/") for p in telegram[0].passages] == [
        *(f"p{n}" for n in range(1, 9)), "fn0", "fn1", "fn2", "fn3", "fn4",
    ]  # fmt: skip
    kinds = [p.kind for p in telegram[0].passages]
    assert kinds == ["paragraph"] * 8 + ["source-note"] + ["footnote"] * 4
    assert [p.editorial for p in telegram[0].passages] == [False] * 8 + [True] * 5


def test_glued_marks_are_taken_off_linked_and_recorded(telegram):
    document, findings = telegram
    text = {p.local_id.rpartition("/")[2]: p for p in document.passages}
    assert text["p1"].text.startswith("1505. Embtels 1753, 1754. Embassy should treat")
    assert text["p2"].text.endswith("following line:")
    assert "no other persons present. Qassim stated" in text["p7"].text
    assert text["p8"].text.endswith("reported remarks?")
    links = {name: [link.target.local_id.rpartition("/")[2] for link in p.links] for name, p in text.items() if p.links}
    assert links == {"p1": ["fn1"], "p2": ["fn2"], "p7": ["fn3"], "p8": ["fn4"]}
    glued = [f.value for f in findings if f.rule == "note-mark-glued"]
    assert glued == ["Iraq0", "1754.1", "line:2", "present.3", "remarks?4"]


def test_the_page_break_is_no_paragraph_and_dates_the_page_of_what_follows(telegram):
    pages = {p.local_id.rpartition("/")[2]: p.page for p in telegram[0].passages}
    assert (pages["p6"], pages["p7"], pages["p8"]) == ("", "356", "356")
    assert not any("[Page" in p.text for p in telegram[0].passages)


def test_twelve_redactions_are_found_in_their_passages(telegram):
    found = {p.local_id.rpartition("/")[2]: len(p.redactions) for p in telegram[0].passages if p.redactions}
    assert found == {"p1": 2, "p2": 1, "p7": 1, "fn1": 5, "fn2": 3}


@pytest.mark.corpus
def test_the_text_has_the_same_passages_as_the_volumes_tei(telegram, shared):
    from lxml import etree  # noqa: PLC0415 - only where the volume is at hand

    tei = "{http://www.tei-c.org/ns/1.0}"
    parser = etree.XMLParser(huge_tree=True, collect_ids=False, resolve_entities=False, no_network=True)
    volume = etree.parse(shared / "data" / "frus" / "frus1958-60v12.xml", parser)
    key = "{http://www.w3.org/XML/1998/namespace}id"
    div = next(element for element in volume.iter(f"{tei}div") if element.get(key) == "d145")
    paragraphs = []
    for p in div.findall(f"{tei}p"):
        for note in p.findall(f".//{tei}note"):
            note.text, note[:] = "", []
        paragraphs.append(" ".join("".join(map(str, p.itertext())).split()))
    ours = [p.text for p in telegram[0].passages if not p.editorial]
    # the text form lost the numbers of the four points; all else is the same
    assert [text.split(". ", 1)[1] if n in (2, 3, 4, 5) else text for n, text in enumerate(paragraphs)] == ours


def test_a_number_is_a_mark_only_in_its_turn(tmp_path):
    text = (
        "7. Memorandum of Conversation1\n\nSome 1.5 million (note 12) came.2 They paid $3.2 each.3\n\n"
        "  1. Source: Department of State, Central Files, 611.00/1–158. Secret.\n  2. So it was said.\n  3. Also\nlater.\n"
    )
    document, findings = _read(_written(tmp_path, text))
    assert document.title == "Memorandum of Conversation"
    assert document.passages[0].text == "Some 1.5 million (note 12) came. They paid $3.2 each."
    assert [p.local_id.rpartition("/")[2] for p in document.passages] == ["p1", "fn1", "fn2", "fn3"]
    assert document.passages[-1].text == "Also later."
    assert [link.text for link in document.passages[0].links] == ["2", "3"]
    assert all(isinstance(link, DocumentLink) for link in document.passages[0].links)
    assert {f.rule for f in findings} == {"note-mark-glued", "document-without-date"}


def test_a_note_that_no_mark_leads_to_is_published_and_named(tmp_path):
    document, findings = _read(_written(tmp_path, "7. Letter From A to B1\n\nText.\n\n  1. Source: X.\n  2. Lost.\n"))
    assert [p.local_id.rpartition("/")[2] for p in document.passages] == ["p1", "fn1", "fn2"]
    (lost,) = [f for f in findings if f.rule == "note-without-mark"]
    assert lost.severity is Severity.WARNING
    assert str(lost.origin) == "text.txt:6"


def test_a_text_without_notes_says_that_it_may_be_incomplete(tmp_path):
    _, findings = _read(_written(tmp_path, "7. Editorial Note\n\nText.\n"))
    assert "document-without-source-note" in {f.rule for f in findings}


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("  \n", {}, "empty"),
        ("No number here\n", {}, "number and a title"),
        ("7. Letter From A to B\n", {"volume": ""}, 'Say volume = "frus1958-60v12"'),
        ("7. Letter From A to B\n", {"volume": "a b"}, "cannot be part of an IRI"),
        ("7. Letter From A to B\n", {"people": "Rockwell"}, "does not say who"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(tmp_path, text, options, words):
    with pytest.raises(SourceError, match=words) as caught:
        _read(_written(tmp_path, text), **options)
    assert str(caught.value).startswith("text.txt")


def test_the_text_is_recognised_by_its_head_with_or_without_a_line_break_before_it(seed):
    head = seed.read_bytes()[:4096]
    assert frus_text.recognises(seed, head)
    assert frus_text.recognises(seed, b"\n\n" + head)
    assert not frus_text.recognises(seed, b"1. Buy bread\n2. Buy milk\n")
    assert not frus_text.recognises(Path("x.xml"), head)
    assert list(frus_text.survey(Source(seed, "s", "frus-text", "seeds", VOLUME))) == []
