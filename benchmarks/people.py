"""The persons of the shared volumes and who they are by the gold standard, for the benchmarks of linking.

The volumes are split by a checksum of their ids: what is fitted and chosen sees the one part only, and the other is held back.
"""

import csv
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.building import ROOT
from lod_publisher.linking.concordance import link
from lod_publisher.linking.who import Verdict
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import fold
from lod_publisher.model.records import EntityRef, Person
from lod_publisher.settings import Source
from lod_publisher.sources import READERS

DATA = ROOT.parent / "shared" / "data"


def is_tuned(volume: str) -> bool:
    """Whether a volume belongs to the part on which coefficients and thresholds were chosen."""
    return zlib.crc32(volume.encode()) % 2 == 0


def volume_of(person: Person) -> str:
    """The volume whose list an entry stands in."""
    return person.local_id.partition("/")[0]


def survey(path: Path, reader: str) -> list[Person]:
    """The persons that a file introduces."""
    found = READERS[reader].survey(Source(path, path.name, reader, "people"))
    return [record for record in found if isinstance(record, Person)]


def _entries(path: Path) -> list[Person]:
    return survey(path, "frus-tei")


@dataclass(slots=True)
class People:
    """The entries of all volumes, the records of the authority file, and the person of each entry."""

    entries: list[Person]
    authority: list[Person]
    gold: dict[str, str]
    by_volume: dict[str, list[Person]] = field(default_factory=dict)
    of_person: dict[str, list[Person]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "People":
        """Read the volumes, the authority file and the gold standard."""
        with ProcessPoolExecutor(2) as pool:
            lists = list(pool.map(_entries, sorted((DATA / "frus").glob("*.xml"))))
        with (DATA / "people" / "gold-dev.tsv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            gold = {f"{row['volume_id']}/{row['person_xml_id']}": row["people_id"] for row in rows}
        people = cls(
            [entry for found in lists for entry in found],
            survey(DATA / "people" / "authority.jsonl", "authority-jsonl"),
            gold,
        )
        volumes, persons = defaultdict(list), defaultdict(list)
        for entry in people.entries:
            volumes[volume_of(entry)].append(entry)
            if entry.local_id in gold:
                persons[gold[entry.local_id]].append(entry)
        people.by_volume, people.of_person = dict(volumes), dict(persons)
        return people

    def in_volumes(self, volumes: Iterable[str]) -> list[Person]:
        """The entries of some volumes."""
        return [entry for volume in volumes for entry in self.by_volume[volume]]

    def authority_knowing(self, volumes: set[str]) -> list[Person]:
        """The authority file as it would be if only these volumes were known.

        It holds their persons, by the preferred name and those forms of the name that no other volume brought in.
        """
        known = {self.gold[entry.local_id] for entry in self.in_volumes(volumes) if entry.local_id in self.gold}
        return [self._without_later_forms(record, volumes) for record in self.authority if record.local_id[4:] in known]

    def _without_later_forms(self, record: Person, volumes: set[str]) -> Person:
        entries = self.of_person[record.local_id[4:]]
        before = {fold(entry.label) for entry in entries if volume_of(entry) in volumes}
        later = {fold(entry.label) for entry in entries} - before
        return replace(
            record,
            names=tuple(name for name in record.names if name.text == record.label or fold(name.text) not in later),
        )

    def already_linked(self, volumes: Iterable[str]) -> list[Person]:
        """The entries of some volumes, each said to be its person of the authority file."""
        return [
            replace(entry, same_as=(EntityRef(Kind.PERSON, f"hsg-{self.gold[entry.local_id]}"),))
            if entry.local_id in self.gold
            else entry
            for entry in self.in_volumes(volumes)
        ]


def clusters_of(records: Sequence[Person], verdict: Verdict) -> dict[str, str]:
    """The published key of each record, as a build would choose it."""
    concordance = link(records, same=verdict.same).concordance
    return {record.local_id: concordance.local_id(EntityRef(Kind.PERSON, record.local_id)) for record in records}


def write_tsv(path: Path, column: str, clusters: Mapping[str, str]) -> Path:
    """Write a clustering of entries in the form that scorers read."""
    lines = (
        f"{key.partition('/')[0]}\t{key.partition('/')[2]}\t{cluster}\n"
        for key, cluster in clusters.items()
        if "/" in key
    )
    path.write_text(f"volume_id\tperson_xml_id\t{column}\n" + "".join(lines), encoding="utf-8")
    return path
