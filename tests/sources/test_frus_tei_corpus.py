"""Real volumes: what the reader finds is what XPath alone counts in the same file."""

from pathlib import Path

import pytest
from lxml import etree

from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Document, Person, Volume
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei

pytestmark = pytest.mark.corpus

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
DOCUMENT = "//t:div[@type='document']"
SOURCE_NOTE = (
    ".//t:note[@type='source' or (not(@type) and (starts-with(normalize-space(.), 'Source:')"
    " or starts-with(normalize-space(.), '[Source:')))]"
)
WITH_DUPLICATE_IDS = {"frus1948v01p1": "d173fn4", "frus1952-54v12p2": "t_HMB1", "frus1952-54v14p2": "in22"}


def volume_source(shared: Path, volume: str) -> Source:
    return Source(shared / f"data/frus/{volume}.xml", f"{volume}.xml", "frus-tei", "frus")


def parsed(shared: Path, volume: str) -> etree._Element:
    options = etree.XMLParser(huge_tree=True, collect_ids=False)
    return etree.parse(shared / f"data/frus/{volume}.xml", options).getroot()


def counted(root: etree._Element, path: str) -> int:
    number = root.xpath(f"count({path})", namespaces=NAMES)
    assert isinstance(number, float)
    return int(number)


@pytest.mark.parametrize(
    "volume", ["frus1958-60v12", "frus1952-54v14p2", "frus1961-63v07-09mSupp", "frus1969-76ve05p2"]
)
def test_nothing_that_xpath_counts_is_lost(shared: Path, volume: str) -> None:
    root = parsed(shared, volume)
    source = volume_source(shared, volume)
    documents = [r for r in frus_tei.read(source) if isinstance(r, Document)]
    persons = [r for r in frus_tei.survey(source) if isinstance(r, Person)]
    listed = root.xpath("//t:div[@xml:id='persons']//t:persName/@xml:id", namespaces=NAMES)
    assert isinstance(listed, list)
    assert {p.local_id.partition("/")[2] for p in persons} == set(map(str, listed))
    assert len(documents) == counted(root, DOCUMENT)
    kinds = [{p.kind for p in d.passages} for d in documents]
    assert sum("source-note" in k for k in kinds) == counted(root, f"{DOCUMENT}[{SOURCE_NOTE}]")
    assert sum("dateline" in k for k in kinds) == counted(root, f"{DOCUMENT}[.//t:dateline]")
    notes = sum(p.kind in ("footnote", "source-note", "summary") for d in documents for p in d.passages)
    assert notes == counted(root, f"{DOCUMENT}//t:note[normalize-space(.)]")
    for role, of in (("from", [d.senders for d in documents]), ("to", [d.addressees for d in documents])):
        tagged = counted(root, f"{DOCUMENT}[t:head//*[@type='{role}' and not(ancestor::t:note)]]")
        assert sum(bool(parties) for parties in of) >= tagged
    dated = counted(root, f"{DOCUMENT}[t:dateline/t:date[@when] or t:opener/t:dateline/t:date[@when]]")
    assert sum(d.date is not None and d.date.status == "stated" for d in documents) >= dated


def test_the_51_volumes_hold_16363_documents_by_xpath_of_their_ids(shared: Path) -> None:
    """The count of the whole corpus rests on this: every document div has an id, and the reader yields one record per div."""
    total = sum(
        path.read_bytes().count(b'type="document"') for path in sorted((shared / "data/frus").glob("frus*.xml"))
    )
    assert total == 16_363


@pytest.mark.parametrize("volume", list(WITH_DUPLICATE_IDS))
def test_the_volumes_with_duplicate_ids_are_read_and_the_id_reported(shared: Path, volume: str) -> None:
    found = list(frus_tei.read(volume_source(shared, volume)))
    values = {f.value for f in found if isinstance(f, Finding) and f.rule == "duplicate-id"}
    assert WITH_DUPLICATE_IDS[volume] in values
    passages = [p.local_id for r in found if isinstance(r, (Document, Volume)) for p in r.passages]
    assert len(passages) == len(set(passages))


def test_day_and_month_exchanged_in_an_attribute_is_reported_against_the_text(shared: Path) -> None:
    found = frus_tei.read(volume_source(shared, "frus1961-63v15"))
    conflicts = {f.record: f.value for f in found if isinstance(f, Finding) and f.rule == "date-attribute-against-text"}
    assert conflicts == {
        "frus1961-63v15/d6": "1962-11-03T16:00:00",
        "frus1961-63v15/d208": "1963-09-08T10:15:00",
    }


def test_document_145_has_the_ids_that_the_founding_collection_counts_on(shared: Path) -> None:
    found = frus_tei.read(volume_source(shared, "frus1958-60v12"))
    telegram = next(r for r in found if isinstance(r, Document) and r.local_id == "frus1958-60v12/d145")
    ids = [p.local_id.rpartition("/")[2] for p in telegram.passages]
    assert [i for i in ids if i.startswith("p")] == [f"p{n}" for n in range(1, 9)]
    assert [i for i in ids if i.startswith("fn")] == [f"fn{n}" for n in range(5)]
    texts = {p.local_id.rpartition("/")[2]: p.text for p in telegram.passages}
    assert texts["p1"].startswith("1505. Embtels 1753, 1754. Embassy should treat")
    assert texts["p7"].startswith("Following development")
    assert sum(len(p.redactions) for p in telegram.passages) == 12
