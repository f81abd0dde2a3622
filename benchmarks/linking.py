"""Who is who on the shared volumes: how good, how sure and how fast linking is, beside what surname and initial alone give.

Method: coefficients and thresholds were fitted on the volumes of one part (`benchmarks.fitting`); figures are given for all
volumes, for the held-back part, and there for the persons that no tuned volume knows. "From nothing" sees the volumes alone.
A new volume is linked to what is known without it: an authority file of the other volumes' persons, without the forms of
names that this volume brought in, and the other volumes' entries, linked. An entry is right when its group holds just its
person's record, or none when no other volume has the person; wrong when it holds another person's record; else missed.
"""

import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.people import People, clusters_of, is_tuned, write_tsv
from benchmarks.table import Row
from lod_publisher.linking.evaluation import scores
from lod_publisher.linking.who import who_is_who
from lod_publisher.linking.who.blocking import candidates
from lod_publisher.linking.who.persons import chance
from lod_publisher.linking.who.pointers import follow, pointers
from lod_publisher.linking.who.profiles import profiles_of
from lod_publisher.linking.who.scoring import Scorer
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import parse
from lod_publisher.model.records import EntityRef, Name, Note, Person

_NEW_VOLUMES = 8  # of the held-back part, linked one by one
_SIZES = (12_500, 25_000, 50_000)  # invented persons
_BINS = 10


def run() -> list[Row]:
    """Measure on the shared volumes."""
    people = People.load()
    held = sorted(volume for volume in people.by_volume if not is_tuned(volume))
    tuned = sorted(volume for volume in people.by_volume if is_tuned(volume))
    known = {people.gold[entry.local_id] for entry in people.in_volumes(tuned) if entry.local_id in people.gold}
    unseen = {key for key, person in people.gold.items() if person not in known}
    with tempfile.TemporaryDirectory() as scratch:
        judge = _Judge(people, Path(scratch))
        return [
            *judge.clustering("from nothing, 51 volumes", people.entries, "P >= 0.995, F1 >= 0.985"),
            *judge.clustering(f"from nothing, {len(tuned)} tuned volumes", people.in_volumes(tuned)),
            *judge.clustering(
                f"from nothing, {len(held)} held-back volumes", people.in_volumes(held), "P >= 0.995, F1 >= 0.985"
            ),
            *judge.clustering("... the persons in them that no tuned volume has", people.in_volumes(held), "", unseen),
            *judge.clustering("with authority.jsonl, 51 volumes", [*people.entries, *people.authority]),
            judge.baseline(people.entries),
            *_new_volumes(people, held),
            _calibration(people, held),
            *_growth(people),
        ]


class _Judge:
    """Scores clusterings with the project's own scorer."""

    def __init__(self, people: People, scratch: Path) -> None:
        self.gold = people.gold
        self.scratch = scratch

    def score(self, clusters: Mapping[str, str], only: Iterable[str]) -> str:
        wanted = {key: self.gold[key] for key in only if key in self.gold and key in clusters}
        found = scores(
            write_tsv(self.scratch / "found.tsv", "cluster", clusters),
            write_tsv(self.scratch / "gold.tsv", "people_id", wanted),
        )
        figures = (found["B-cubed precision"], found["B-cubed recall"], found["B-cubed F1"])
        return "P {:.4f} R {:.4f} F1 {:.4f}".format(*figures) + f" ({len(wanted)} entries)"

    def clustering(
        self, what: str, records: Sequence[Person], promised: str = "", only: Iterable[str] | None = None
    ) -> list[Row]:
        started = time.process_time()
        verdict = who_is_who(records)
        seconds = time.process_time() - started
        rows = [
            Row(
                f"link: {what}",
                self.score(clusters_of(records, verdict), self.gold if only is None else only),
                promised,
            )
        ]
        if only is None:
            rows.append(
                Row(
                    "link: ... time, and pairs left to people",
                    f"{seconds:.1f} s, {len(verdict.possible)} pairs",
                    "< 20 s",
                )
            )
        return rows

    def baseline(self, entries: Sequence[Person]) -> Row:
        """Surname and first initial alone."""
        clusters = {}
        for entry in entries:
            parts = parse(entry.label)
            clusters[entry.local_id] = f"{' '.join(parts.family)}|{parts.initials[:1]}"
        return Row("link: for comparison, surname and first initial alone", self.score(clusters, self.gold))


def _new_volumes(people: People, held: Sequence[str]) -> list[Row]:
    """Link some held-back volumes to what is known without them, one by one."""
    counts: Counter[str] = Counter()
    for volume in held[:: max(1, len(held) // _NEW_VOLUMES)]:
        others = set(people.by_volume) - {volume}
        authority = people.authority_knowing(others)
        records = [*authority, *people.already_linked(sorted(others)), *people.by_volume[volume]]
        clusters = clusters_of(records, who_is_who(records))
        persons: dict[str, set[str]] = {}
        for record in authority:
            persons.setdefault(clusters[record.local_id], set()).add(record.local_id[4:])
        known = {record.local_id[4:] for record in authority}
        for key in {entry.local_id for entry in people.by_volume[volume]} & people.gold.keys():
            found = persons.get(clusters[key], set())
            wanted = {people.gold[key]} & known
            counts["right" if found == wanted else "wrong" if found else "missed"] += 1
    total = sum(counts.values())
    return [
        Row(
            f"link: {total} entries of new volumes to what is known, accuracy",
            f"{counts['right'] / total:.4f}",
            ">= 0.97",
        ),
        Row("link: ... linked to somebody else", f"{100 * counts['wrong'] / total:.2f} %", "<= 0.3 %"),
        Row("link: ... left to people", f"{100 * counts['missed'] / total:.2f} %"),
    ]


def _calibration(people: People, held: Sequence[str]) -> Row:
    """How far the chance that is told is from what comes true, over all compared pairs of the held-back volumes."""
    profiles = profiles_of(people.in_volumes(held))
    silent = follow(pointers(profiles), profiles)
    scorer = Scorer(profiles)
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for first, second in candidates(profiles):
        one, other = profiles[first], profiles[second]
        if first in silent or second in silent or one.local_id not in people.gold or other.local_id not in people.gold:
            continue
        told = chance(scorer.logit(one, other))
        bins[min(int(told * _BINS), _BINS - 1)].append((told, people.gold[one.local_id] == people.gold[other.local_id]))
    total = sum(map(len, bins))
    off = sum(abs(sum(told for told, _ in each) - sum(true for _, true in each)) for each in bins) / total
    return Row(f"link: chance told and what came true, {total} held-back pairs, apart by", f"{off:.4f}")


def _growth(people: People) -> list[Row]:
    """Invented persons with the volumes' names and roles mixed: time and pairs a person must not grow with their number."""
    rows = []
    for size in _SIZES:
        invented = _invented(people, size)
        started = time.process_time()
        profiles = profiles_of(invented)
        pairs = sum(1 for _ in candidates(profiles))
        blocked = time.process_time() - started
        started = time.process_time()
        who_is_who(invented)
        seconds = time.process_time() - started
        mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(
            Row(
                f"link: {size:,} invented persons",
                f"{seconds:.0f} s, {pairs / size:.1f} pairs a person, {1e6 * seconds / pairs:.0f} µs a pair; blocks {blocked:.0f} s, "
                f"{mebibytes:.0f} MiB",
            )
        )
    return rows


def _invented(people: People, size: int) -> list[Person]:
    """Persons with a family's name of two syllables that the number of families grows with, as it does in a growing world."""
    chosen = random.Random(size)  # noqa: S311 no secret
    names = [parse(entry.label) for entry in people.entries]
    givens = [" ".join(parts.given).title() for parts in names if parts.inverted]
    syllables = sorted({parts.family[0][:3] for parts in names if parts.family and len(parts.family[0]) > 5})
    families = ["".join(chosen.choices(syllables, k=2)).title() for _ in range(size // 4)]
    notes = [entry.notes for entry in people.entries]
    invented = []
    for number in range(size):
        label = f"{chosen.choice(families)}, {chosen.choice(givens)}"
        volume = f"list{number % (size // 150)}-{1945 + number % 40}"
        passage = EntityRef(Kind.DOCUMENT, f"{volume}/persons/p{number}")
        role: tuple[Note, ...] = chosen.choice(notes)
        invented.append(
            Person(
                f"{volume}/p{number}", people.entries[0].origin, label, (Name(label),), notes=role, entries=(passage,)
            )
        )
    return invented
