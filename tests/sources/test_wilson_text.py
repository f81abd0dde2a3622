"""A document of the Digital Archive as text: what is read, what is only remarked, what is refused."""

from pathlib import Path

import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Document, Person
from lod_publisher.settings import Source
from lod_publisher.sources import wilson_text

LETTER = """**May 2, 1960**

**Letter to the Institute**

**Citation:**

"Letter to the Institute", May 2, 1960, Wilson Center Digital Archive, AVPRF F. 5, Op. 2. Translated by Ann Lee.
<https://digitalarchive.wilsoncenter.org/document/7>

**Original Language:**

Russian

**Contents:**

Translation - English

Top secret

Dear friends,
how are you?

- a./ One.
- b./ Two.

Last words.
"""


def _source(tmp_path: Path, text: str, **options: str) -> Source:
    path = tmp_path / "letter.txt"
    path.write_text(text, encoding="utf-8")
    return Source(path, "letter.txt", "wilson-text", "seeds", options)


def _read(source: Source) -> tuple[list[Document], list[Finding]]:
    records = list(wilson_text.read(source))
    return [r for r in records if isinstance(r, Document)], [r for r in records if isinstance(r, Finding)]


@pytest.fixture(scope="module")
def report(root) -> tuple[list[Document], list[Finding]]:
    path = root / "seeds" / "000_5e19db3785d89ebe.txt"
    return _read(Source(path, path.name, "wilson-text", "seeds"))


def test_the_report_has_the_key_date_and_genre_of_its_head(report):
    document = report[0][0]
    assert (document.local_id, document.genre, document.language) == ("wilson-122512", "report", "en")
    assert document.date is not None
    assert document.date.edtf == "1958-12-18"
    assert document.title.endswith("preparations for the Iraqi revolution in 1958")
    assert document.classification == ("strictly-confidential",)
    assert document.summary.startswith("This report by the Hungarian ambassador")


def test_the_hungarian_original_is_a_text_of_its_own_and_holds_the_shelfmark_as_printed(report):
    translation, original = report[0]
    assert translation.original is not None
    assert translation.original.local_id == original.local_id == "wilson-122512/original"
    assert original.language == "hu"
    assert translation.archival_source == ()
    (held,) = original.archival_source
    assert held.text == "MOL M-KS 288.f.32/1958 7.ó.e."
    assert [key for key, _ in held.levels] == ["mol", "m-ks", "288-f", "32-1958"]
    assert held.file_number == "7.ó.e."


def test_the_translator_translates_and_is_surveyed(report, root):
    step = report[0][0].steps[0]
    assert (step.type, step.actors[0].label) == ("translating", "András Bocz")
    path = root / "seeds" / "000_5e19db3785d89ebe.txt"
    (person,) = wilson_text.survey(Source(path, path.name, "wilson-text", "seeds"))
    assert isinstance(person, Person)
    assert person.local_id == step.actors[0].local_id == "wilson-122512/andras-bocz"


def test_paragraphs_are_counted_in_order_and_a_list_takes_one_number(report):
    body = [p for p in report[0][0].passages if not p.editorial]
    assert [p.local_id.rpartition("/")[2] for p in body] == [
        "p1", "p2", "p3", "p4", "p5a", "p5b", "p5c", "p6", "p7", "p8", "p9", "p10a", "p10b", "p10c", "p10d",
        *(f"p{n}" for n in range(11, 19)),
    ]  # fmt: skip
    numbered = {p.local_id.rpartition("/")[2]: p.number for p in body if p.number}
    assert numbered == {
        "p5a": "1./", "p5b": "2./", "p5c": "3./", "p6": "1.", "p9": "2.",
        "p10a": "a./", "p10b": "b./", "p10c": "c./", "p10d": "d./",
    }  # fmt: skip
    assert [p.line for p in body] == sorted(p.line or 0 for p in body)


def test_misprint_cut_paragraph_and_test_machine_are_remarked_and_keep_nothing_out(report):
    assert {f.rule for f in report[1]} == {"shelfmark-misprinted", "paragraph-cut", "address-on-another-host"}
    assert {f.severity for f in report[1]} == {Severity.INFO}


def test_lines_of_one_paragraph_are_joined_and_other_languages_known(tmp_path):
    (letter, original), findings = _read(_source(tmp_path, LETTER, rights="ask first"))
    assert [p.text for p in letter.passages if not p.editorial] == [
        "Top secret", "Dear friends, how are you?", "a./ One.", "b./ Two.", "Last words.",
    ]  # fmt: skip
    assert (letter.genre, letter.rights, letter.source_page) == (
        "letter", "ask first", "https://digitalarchive.wilsoncenter.org/document/7",
    )  # fmt: skip
    assert (original.language, original.archival_source[0].levels) == ("ru", (("avprf", "AVPRF"),))
    assert original.archival_source[0].file_number == "F. 5, Op. 2."
    assert findings == []


def test_a_text_that_is_no_translation_lies_in_the_archive_itself(tmp_path):
    text = LETTER.replace("Russian", "English").replace("Translation - English", "Original - English")
    (letter,), _ = _read(_source(tmp_path, text))
    assert letter.original is None
    assert letter.archival_source


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("**May 2, 1960**", "**Letter**"), "document-without-date"),
        (("**May 2, 1960**", "**May 3, 1960**"), "dates-disagree"),
        (("Russian", "Volapük"), "language-unknown"),
        (("//digitalarchive.wilsoncenter.org/", "//test.example.org/"), "address-on-another-host"),
    ],
)
def test_what_is_odd_becomes_a_finding_and_the_document_is_still_read(tmp_path, change, rule):
    documents, findings = _read(_source(tmp_path, LETTER.replace(*change)))
    assert documents
    assert rule in {f.rule for f in findings}


def test_a_document_without_text_is_published_by_its_head(tmp_path):
    documents, findings = _read(_source(tmp_path, LETTER.partition("Translation - English")[0]))
    assert documents
    assert "document-without-text" in {f.rule for f in findings}


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", {}, "empty"),
        ("just words\n", {}, "labelled field"),
        (LETTER.replace("**Letter to the Institute**", "").replace("**May 2, 1960**", ""), {}, "title"),
        (LETTER.replace("/document/7", "/item/7"), {}, "no key"),
        (LETTER, {"id": "not an id"}, "cannot be part of an IRI"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_the_place(tmp_path, text, options, words):
    with pytest.raises(SourceError, match=words) as caught:
        _read(_source(tmp_path, text, **options))
    assert str(caught.value).startswith("letter.txt")


def test_a_missing_file_and_one_that_is_not_utf8_are_refused(tmp_path):
    with pytest.raises(SourceError, match="No such file"):
        _read(Source(tmp_path / "none.txt", "none.txt", "wilson-text", "seeds"))
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"line\n**Citation:**\n\xe9")
    with pytest.raises(SourceError, match=r"bad\.txt:3: byte 0xe9 is not UTF-8"):
        _read(Source(bad, "bad.txt", "wilson-text", "seeds"))


def test_the_layout_is_recognised_by_its_citation():
    assert wilson_text.recognises(Path("x.txt"), b"**Title**\n\n**Citation:**\n")
    assert not wilson_text.recognises(Path("x.txt"), b"145. Telegram From")
    assert not wilson_text.recognises(Path("x.xml"), b"**Citation:**")
