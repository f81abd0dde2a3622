"""The one-line citations of the microfiche supplements say where each paper lies."""

import pytest

from lod_publisher.model.records import Document
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei


@pytest.mark.corpus
def test_the_archive_is_found_behind_a_description_of_the_contents(shared):
    path = shared / "data/frus/frus1961-63v07-09mSupp.xml"
    records = frus_tei.read(Source(path, path.name, "frus-tei", "c"))
    documents = {record.local_id: record for record in records if isinstance(record, Document)}
    sources = documents["frus1961-63v07-09mSupp/d228"].archival_source
    assert [label for _, label in sources[0].levels] == ["Eisenhower Library", "Whitman File", "NSC Records"]
    assert not [
        label
        for document in documents.values()
        for source in document.archival_source
        for _, label in source.levels
        if " pp. " in label
    ]
