"""Real lists of persons are joined as the gold standard has them, and people are left what is not certain."""

from pathlib import Path

import pytest

from lod_publisher.linking.concordance import link
from lod_publisher.linking.evaluation import scores
from lod_publisher.linking.who import who_is_who
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Person
from lod_publisher.settings import Source
from lod_publisher.sources import READERS

# Held back: neither coefficients nor thresholds were chosen on these.
VOLUMES = ("frus1955-57v03", "frus1955-57v08", "frus1955-57v09", "frus1958-60v05", "frus1958-60v12", "frus1961-63v12")


@pytest.mark.corpus
def test_volumes_that_nothing_was_fitted_on_are_joined_as_the_gold_standard_says(shared: Path, tmp_path: Path):
    entries = [
        record
        for volume in VOLUMES
        for record in READERS["frus-tei"].survey(
            Source(shared / "data" / "frus" / f"{volume}.xml", volume, "frus-tei", "frus")
        )
        if isinstance(record, Person)
    ]
    verdict = who_is_who(entries)
    concordance = link(entries, same=verdict.same).concordance
    found, gold = tmp_path / "clusters.tsv", tmp_path / "gold.tsv"
    published = {each.local_id: concordance.local_id(EntityRef(Kind.PERSON, each.local_id)) for each in entries}
    rows = ("\t".join((*key.split("/"), cluster)) + "\n" for key, cluster in published.items())
    found.write_text("volume_id\tperson_xml_id\tcluster\n" + "".join(rows), encoding="utf-8")
    first, *lines = (shared / "data" / "people" / "gold-dev.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    gold.write_text(first + "".join(line for line in lines if line.startswith(VOLUMES)), encoding="utf-8")
    reached = scores(found, gold)
    assert reached["B-cubed precision"] >= 0.995
    assert reached["B-cubed F1"] >= 0.985
    assert len(verdict.possible) < len(entries) / 50
