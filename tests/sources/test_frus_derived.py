"""Names that an edition tags without saying whose they are: resolved where the document leaves no doubt, else left open."""

from pathlib import Path
from typing import Any

import pytest

from lod_publisher.model.records import Document
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei

PAGE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title type="complete">Foreign Relations of the United States, 1958–1960</title></titleStmt>
<publicationStmt><idno type="frus">frus-test</idno></publicationStmt></fileDesc></teiHeader>
<text><front><div type="section" xml:id="persons"><list>
<item><persName xml:id="p_DAW1">Dulles, Allen W.</persName>, Director of Central Intelligence</item>
<item><persName xml:id="p_DJF1">Dulles, John Foster</persName>, Secretary of State until April 1959</item>
<item><persName xml:id="p_EDD1">Eisenhower, Dwight D.</persName>, President of the United States</item>
<item><persName xml:id="p_EJS1">Eisenhower, Maj. John S.D.</persName>, Assistant Staff Secretary</item>
<item><persName xml:id="p_FA1">Faisal ibn Abd al-Aziz</persName>, Crown Prince of Saudi Arabia</item>
</list></div></front><body><div type="chapter" xml:id="ch1"><head>Chapter</head>
<div type="document" xml:id="d1"><head>1. Letter</head><dateline>July 3, 1958</dateline>TEXT</div>
</div></body></text></TEI>"""


def named(words: str) -> str:
    return f"<persName>{words}</persName>"


def tagged(key: str, words: str) -> str:
    return f'<persName corresp="#{key}">{words}</persName>'


def mentions(folder: Path, *paragraphs: str) -> list[Any]:
    path = folder / "frus-test.xml"
    path.write_text(PAGE.replace("TEXT", "".join(f"<p>{p}</p>" for p in paragraphs)), encoding="utf-8")
    read = frus_tei.read(Source(path, path.name, "frus-tei", ""))
    document = next(record for record in read if isinstance(record, Document))
    return [mention for passage in document.passages for mention in passage.mentions]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"Secretary {named('Dulles')} agreed.", "p_DJF1"),
        (f"Allen {named('Dulles')} agreed.", "p_DAW1"),
        (f"{named('John Foster Dulles')} agreed.", "p_DJF1"),
        (f"President {named('Eisenhower')} agreed.", "p_EDD1"),
        (f"Mr. {named('Dulles')} agreed.", None),
        (f"King {named('Faisal')} of Iraq agreed.", None),  # the list has only the Saudi prince
        (f"The {named('Eisenhower')} Library has it.", None),
        (f"They built a McDonnell-{named('Dulles')}.", None),
        (f"{named('Nobody')} agreed.", None),
    ],
)
def test_a_tag_without_a_key_is_resolved_by_the_name_and_title_beside_it_or_stays_open(tmp_path, text, key):
    (mention,) = mentions(tmp_path, text)
    if key is None:
        assert mention.entity is None
        assert mention.derived is None
    else:
        assert mention.entity.local_id == f"frus-test/{key}"
        assert mention.derived.confidence > 0.9
        assert mention.derived.reason


def test_a_bare_surname_means_the_only_bearer_whom_the_document_confirms(tmp_path):
    first, second = mentions(tmp_path, f"Secretary {tagged('p_DJF1', 'Dulles')} spoke.", f"{named('Dulles')} went on.")
    assert first.derived is None
    assert second.entity.local_id == "frus-test/p_DJF1"
    assert "nobody else called dulles" in second.derived.reason


def test_where_the_document_names_two_bearers_a_bare_surname_stays_open(tmp_path):
    told = (
        f"Secretary {tagged('p_DJF1', 'Dulles')} asked Allen {tagged('p_DAW1', 'Dulles')}.",
        f"{named('Dulles')} left.",
    )
    assert [mention.entity is None for mention in mentions(tmp_path, *told)] == [False, False, True]


def test_a_tag_that_the_title_beside_it_contradicts_is_not_believed(tmp_path):
    told = (f"President {tagged('p_EJS1', 'Eisenhower')} spoke.", f"{named('Eisenhower')} went on.")
    first, second = mentions(tmp_path, *told)
    assert first.entity.local_id == "frus-test/p_EJS1", "what the edition says is published as it says it, and reported"
    assert second.entity is None
