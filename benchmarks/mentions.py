"""How well mentions are proposed: ten documents annotated by hand, the two founding texts, and tags whose key was hidden.

The names known are those of the lists of persons of the 51 volumes, grouped as the gold standard has them, and the places and
offices of the other documents of the ten volumes; nothing that was read in the documents that judge.
"""

import csv
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pycountry
import yaml
from lxml import etree

from benchmarks.building import ROOT
from benchmarks.people import DATA, People
from benchmarks.table import Row
from lod_publisher.build.annotating import text_to_annotate
from lod_publisher.linking.gazetteer import state_of
from lod_publisher.linking.mentions import Known, Lexicon, Proposer, lexicon_of
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import fold
from lod_publisher.model.records import Document, EntityRef, Passage, Person
from lod_publisher.settings import Source
from lod_publisher.sources import READERS, frus_tei
from lod_publisher.sources.frus_tei._names import DIV, PERS_NAME, TEI, XML_ID

GOLD = ROOT / "tests" / "linking" / "gold" / "mentions.tsv"
HIDDEN = ("frus1958-60v12", "frus1961-63v05", "frus1964-68v20", "frus1969-76v28", "frus1955-57v11", "frus1977-80v21")
Said = tuple[str, str, str, str]  # passage, words, kind, who

_NOBODY = "?"


@dataclass(slots=True)
class Score:
    """What was proposed, what of it is right, and what should have been: of entities that the lexicon knows."""

    proposed: int = 0
    right: int = 0
    wanted: int = 0
    wrong: list[tuple[str, Said]] = field(default_factory=list)
    missed: list[tuple[str, Said]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    def add(self, document: str, found: set[Said], gold: set[Said], known: set[tuple[str, str]]) -> None:
        """Hold what was proposed for one document against what stands there. A form within the other's form counts as it."""
        left = set(gold)
        for said in sorted(found):
            match = said if said in left else next((other for other in sorted(left) if _is_same(said, other)), None)
            self.proposed += 1
            if match is None:
                self.wrong.append((document, said))
            else:
                left.discard(match)
                self.right += 1
        wanted = {said for said in gold if _is_known(said, known)}
        self.wanted += len(wanted)
        self.missed += [(document, said) for said in sorted(left & wanted)]


def _is_same(one: Said, other: Said) -> bool:
    state = {one[2], other[2]} <= {"place", "organisation"}
    same_kind = one[2] == other[2] or (state and one[3] == other[3])
    return one[0] == other[0] and same_kind and one[3] == other[3] and (one[1] in other[1] or other[1] in one[1])


def _is_known(said: Said, known: set[tuple[str, str]]) -> bool:
    if said[3] == _NOBODY:
        return False
    return said[2] == "date" or any((kind, said[3]) in known for kind in (said[2], "organisation", "place"))


def source(volume: str) -> Source:
    path = DATA / "frus" / f"{volume}.xml"
    return Source(path, path.name, "frus-tei", "frus")


def gold_rows(path: Path = GOLD) -> dict[str, set[Said]]:
    """What stands in each document that was annotated by hand."""
    rows: dict[str, set[Said]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            rows[row["document"]].add((row["passage"], row["words"], row["kind"], row["who"]))
    return rows


def documents(keys: Iterable[str]) -> tuple[dict[str, Document], dict[EntityRef, int]]:
    """Some documents, and how often all others of their volumes speak of each place and office."""
    wanted = set(keys)
    chosen: dict[str, Document] = {}
    spoken: Counter[EntityRef] = Counter()
    for volume in sorted({key.partition("/")[0] for key in wanted}):
        for record in frus_tei.read(source(volume)):
            if not isinstance(record, Document):
                continue
            if record.local_id in wanted:
                chosen[record.local_id] = record
                continue
            mentioned = (mention.entity for passage in record.passages for mention in passage.mentions)
            parties = (*record.places, *record.senders, *record.addressees, *mentioned)
            spoken.update(entity for entity in parties if entity and entity.kind in (Kind.PLACE, Kind.ORGANISATION))
    return chosen, spoken


def _years(volume: str) -> tuple[int, int]:
    found = re.match(r"frus(\d{2})(\d{2})(?:-(\d{2}))?", volume)
    if found is None:
        return 0, 3000
    first = int(found[1] + found[2])
    return first, int(found[1] + found[3]) if found[3] else first


def known_persons(entries: Iterable[Person], gold: dict[str, str]) -> Iterator[Known]:
    """The persons of the lists, those of one person of the gold standard together."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for entry in entries:
        groups[gold.get(entry.local_id, entry.local_id)].append(entry)
    for key, group in groups.items():
        volumes = frozenset(entry.local_id.partition("/")[0] for entry in group)
        years = [year for volume in volumes for year in _years(volume)]
        names = dict.fromkeys(name.text for entry in group for name in entry.names)
        about = " ".join(note.text for entry in group for note in entry.notes)
        yield Known(
            Kind.PERSON, key, group[0].label, tuple(names), about, len(group), volumes, (min(years), max(years))
        )


def known_things(spoken: dict[EntityRef, int]) -> Iterator[Known]:
    """Places and offices by the labels under which documents speak of them; what occurs once may be a misprint and is left out."""
    for entity, times in spoken.items():
        if times > 1 and entity.label and entity.label[0].isupper():
            yield Known(entity.kind, entity.local_id, entity.label, (), "", times)


def known_states() -> Iterator[Known]:
    """The states of today, under the keys that a dataset gives them."""
    for country in pycountry.countries:
        if state := state_of(country.name):
            yield Known(Kind.PLACE, state.local_id, state.label)


def lexicon(
    entries: Iterable[Person], gold: dict[str, str], spoken: dict[EntityRef, int]
) -> tuple[Lexicon, set[tuple[str, str]]]:
    """All that is known, ready for texts, and its kinds and keys."""
    known = [*known_persons(entries, gold), *known_things(spoken), *known_states()]
    return lexicon_of(known), {(str(entity.kind), entity.key) for entity in known}


def proposed(names: Lexicon, passages: tuple[Passage, ...], title: str, volume: str, year: int | None) -> set[Said]:
    """What is proposed for a document."""
    return {
        (p.passage.rpartition("/")[2], p.words, "date" if p.kind is Kind.PERIOD else str(p.kind), p.key)
        for p in Proposer(names, volume, year).propose(passages, title)
    }


def score_gold(
    names: Lexicon,
    known: set[tuple[str, str]],
    chosen: dict[str, Document],
    gold: dict[str, str],
    with_list: bool = True,
) -> Score:
    """The ten documents; without their volumes' lists a document is like one of another archive."""
    score = Score()
    for key, rows in gold_rows().items():
        document = chosen[key]
        written = document.date.earliest if document.date else None
        found = proposed(
            names,
            document.passages,
            document.title,
            key.partition("/")[0] if with_list else "",
            written.year if written else None,
        )
        wanted = {(passage, words, kind, gold.get(who, who)) for passage, words, kind, who in rows}
        score.add(key, found, wanted, known)
    return score


_NAME = re.compile(r"(?:[A-Z][\w’'.-]*|of|al|the(?= [A-Z]))(?:[ -](?:[A-Z][\w’'.-]*|of|and|al|As|AS))*")


def score_seeds(names: Lexicon, known: set[tuple[str, str]], gold: dict[str, str]) -> Score:
    """The names of persons, places and offices in the founding texts, by their own annotations: what the lexicon knows of them."""
    score = Score()
    for text, annotations in (
        ("000_5e19db3785d89ebe.txt", "report.annotations.yaml"),
        ("002_cb0a2bc5603851f1.txt", "telegram.annotations.yaml"),
    ):
        read = text_to_annotate(ROOT / "seeds" / text)
        data = yaml.safe_load((ROOT / "seeds" / annotations).read_text(encoding="utf-8"))
        wanted = set(_annotated(data, gold))
        found = {
            said for said in proposed(names, read.passages, read.title, read.volume, read.year) if said[2] != "date"
        }
        score.add(read.key, found, wanted, known)
    return score


def _annotated(data: dict[str, Any], gold: dict[str, str]) -> Iterator[Said]:
    for section, kind in (("persons", "person"), ("organisations", "organisation"), ("places", "place")):
        for key, entry in (data.get(section) or {}).items():
            same = str(entry.get("same_as", "")).removeprefix("person/")
            who = gold.get(same, same) or key
            for words, passages in entry.get("mentions", {}).items():
                if _NAME.fullmatch(words):
                    for passage in passages if isinstance(passages, list) else [passages]:
                        yield passage, words, kind, who


def score_hidden(volumes: Iterable[str] = HIDDEN) -> Score:
    """Tags of surnames that several persons of a list bear: half of them lose their key, and are derived."""
    score = Score()
    for volume in volumes:
        hidden, path = _hide(volume)
        try:
            for record in frus_tei.read(Source(path, path.name, "frus-tei", "frus")):
                if isinstance(record, Document):
                    found = Counter(
                        (mention.text, mention.entity.local_id.partition("/")[2])
                        for passage in record.passages
                        for mention in passage.mentions
                        if mention.derived and mention.entity
                    )
                    wanted = hidden[record.local_id]
                    score.wanted += wanted.total()
                    score.proposed += found.total()
                    score.right += (found & wanted).total()
        finally:
            path.unlink()
            path.parent.rmdir()
    return score


def _hide(volume: str) -> tuple[dict[str, Counter[tuple[str, str]]], Path]:
    """A copy of a volume without those keys (and without the tags that never had one), and what was hidden in each document."""
    entries = [record for record in READERS["frus-tei"].survey(source(volume)) if isinstance(record, Person)]
    surnames = Counter(fold(entry.label.partition(",")[0]) for entry in entries)
    tree = etree.parse(source(volume).path)
    chance = random.Random(7)  # noqa: S311 a sample, no secret
    hidden: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for div in tree.iter(DIV):
        if div.get("type") != "document":
            continue
        for tag in list(div.iter(PERS_NAME)):
            key, words = tag.get("corresp"), " ".join("".join(tag.itertext()).split())
            if key is None:
                tag.tag = TEI + "hi"
            elif surnames[fold(words)] > 1 and chance.random() < 0.5:
                hidden[f"{volume}/{div.get(XML_ID)}"][words, key.lstrip("#")] += 1
                del tag.attrib["corresp"]
    path = Path(tempfile.mkdtemp()) / f"{volume}.xml"
    tree.write(path, encoding="UTF-8", xml_declaration=True)
    return hidden, path


def run() -> list[Row]:
    """Measure all three."""
    people = People.load()
    chosen, spoken = documents(gold_rows())
    names, known = lexicon(people.entries, people.gold, spoken)
    return [
        _row(
            "mentions in ten documents, annotated by hand", score_gold(names, known, chosen, people.gold), "0.95, 0.85"
        ),
        _row(
            "the same as texts of no volume (no list)", score_gold(names, known, chosen, people.gold, with_list=False)
        ),
        _row("named mentions in the two founding texts", score_seeds(names, known, people.gold), "0.95, 0.85"),
        _row("tags of shared surnames whose key was hidden", score_hidden()),
    ]


def _row(what: str, score: Score, promised: str = "") -> Row:
    figure = f"precision {score.precision:.3f}, recall {score.recall:.3f} of {score.wanted}"
    return Row(what, figure, promised)
