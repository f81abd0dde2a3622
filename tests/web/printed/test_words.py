"""The text on the page is the text in the TEI, word for word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.printed.words import of_page, of_tei

from lod_publisher.model.records import Document
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei
from lod_publisher.web.protocols.pages.printed.runs import Mark
from lod_publisher.web.protocols.pages.printed.setting import Known, Passages
from lod_publisher.web.protocols.pages.printed.tei import TeiSetter

VOLUMES = ["frus1958-60v12", "frus1952-54Guat", "frus1961-63v05"]


def documents(path: Path) -> Iterator[Document]:
    for record in frus_tei.read(Source(path, path.name, "frus-tei", "")):
        if isinstance(record, Document):
            yield record


def set_page(document: Document) -> str:
    known = [
        Known(
            passage.local_id.rpartition("/")[2],
            passage.kind,
            passage.text,
            {mention.text: Mark("/page/x") for mention in passage.mentions}
            | {gap.text: Mark(gap="line", title="withheld") for gap in passage.redactions},
        )
        for passage in document.passages
    ]
    assert document.fragment is not None
    printed = TeiSetter(Passages(known), lambda target: "/page/y", "https://edition.example/").set(
        document.fragment.content
    )
    parts = [*printed.above, f"<h1 id='{printed.anchor}'>{printed.title}</h1>", *printed.summary, *printed.source]
    for stretch in printed.stretches:
        parts += [stretch.html, *stretch.notes]
    return "".join(parts)


def faults(document: Document) -> list[str]:
    """What a page lost, added, put elsewhere or left without its anchor."""
    assert document.fragment is not None
    body, notes = of_tei(document.fragment.content)
    shown, beside, anchors = of_page(set_page(document))
    found = []
    if body != shown:
        place = next(
            (i for i, pair in enumerate(zip(body, shown, strict=False)) if pair[0] != pair[1]),
            min(len(body), len(shown)),
        )
        found.append(
            f"{document.local_id}: {body[max(0, place - 3) : place + 6]} is {shown[max(0, place - 3) : place + 6]}"
        )
    if notes != beside:
        found.append(f"{document.local_id}: notes differ: {list((notes - beside) or (beside - notes))[:2]}")
    twice = {anchor for anchor in anchors if anchors.count(anchor) > 1}
    lost = {passage.local_id.rpartition("/")[2] for passage in document.passages} - set(anchors)
    if twice or lost:
        found.append(f"{document.local_id}: anchors twice {sorted(twice)[:4]}, not there {sorted(lost)[:4]}")
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("volume", VOLUMES)
def test_the_text_on_a_page_is_that_of_the_edition_word_for_word_for_every_document_of_a_volume(shared, volume):
    told = [fault for document in documents(shared / "data" / "frus" / f"{volume}.xml") for fault in faults(document)]
    assert told == []
