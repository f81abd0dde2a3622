"""The involvement of everybody, read once from a finished store and catalogue, and written beside them.

A person may have a part in 50,000 documents: what pages show of that is counted here, so that no page has to.
"""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path

from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.involvement.tables import FILE, TABLES, VERSION

Select = Callable[[str], Iterable[dict[str, str]]]

_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_PREFIX = f"PREFIX crm: <{_CRM}>"
_MENTIONS = f"{_PREFIX} SELECT ?act ?who {{ ?act a crm:E31_Document ; crm:P67_refers_to ?who }}"
_ACTS = {
    name: f"{_PREFIX} SELECT ?act ?who {{ ?act crm:{name} ?who }}"
    for name in ("P14_carried_out_by", "P11_had_participant", "P12_occurred_in_the_presence_of", "P7_took_place_at")
}
_RECORDED = f"{_PREFIX} SELECT ?act ?who {{ ?who crm:P70_documents ?act }}"
_HELD = f"{_PREFIX} SELECT ?act ?role {{ ?joint crm:P01_has_domain ?act ; <{_CRM}P14.1_in_the_role_of> ?role }}"

EVENT, MENTIONED, PARTICIPANT = "event", "mentioned", "participant"
# The acts of a document's making and sending, by the name of the node, and whoever has a part in them.
_ROLES = {
    ("sending", "P14_carried_out_by"): "sender",
    ("sending", "had_addressee"): "addressee",
    ("sending", "P7_took_place_at"): "written-here",
    ("creation", "P14_carried_out_by"): "author",
    ("creation", "P7_took_place_at"): "written-here",
    ("drafting", "P14_carried_out_by"): "drafter",
    ("clearing", "P14_carried_out_by"): "clearer",
    ("clearance", "P14_carried_out_by"): "clearer",
    ("approving", "P14_carried_out_by"): "approver",
    ("approval", "P14_carried_out_by"): "approver",
}
_DESCRIBED = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE})
_COMPANY = frozenset({Kind.PERSON, Kind.ORGANISATION})
_MOST_COMPANIONS = 24


def write_involvement(folder: Path, select: Select, base: str) -> int:
    """Write who has a part in what, for a snapshot whose catalogue and store stand; returns how many entities have one."""
    gathered = _Gathered(Catalog(folder / "catalog.sqlite"), IriScheme(base), base)
    gathered.read(select)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(TABLES)
        db.execute("BEGIN")
        db.executemany("INSERT INTO parts VALUES (?,?,?,?,?)", gathered.parts())
        db.executemany("INSERT INTO company VALUES (?,?,?,?,?,?,?)", gathered.companions())
        db.executemany("INSERT INTO offices VALUES (?,?,?,?,?)", gathered.offices())
        db.execute("COMMIT")
        db.execute("ANALYZE")
        db.execute(f"PRAGMA user_version = {VERSION:d}")
    return len({entity for entity, _ in gathered.involved})


@dataclass(slots=True)
class _Letter:
    """Who sent a document, and to whom."""

    senders: set[int] = field(default_factory=set)
    addressees: set[int] = field(default_factory=set)


class _Gathered:
    """What the store says of acts, sorted by who has a part in them."""

    def __init__(self, catalog: Catalog, iris: IriScheme, base: str) -> None:
        self._entities = catalog.living()
        self._numbers = {iris.entity(entity.kind, entity.local_id): n for n, entity in self._entities.items()}
        self._years = {n: year for n, entity in self._entities.items() if (year := _year(entity))}
        self._addressee = f"{base}/vocab/had_addressee"
        self._events: dict[int, set[int]] = defaultdict(set)
        self._letters: dict[int, _Letter] = defaultdict(_Letter)
        self._named: dict[int, set[int]] = defaultdict(set)
        self._posts: dict[int, tuple[set[int], set[int], list[str]]] = defaultdict(lambda: (set(), set(), []))
        self.involved: dict[tuple[int, str], set[int]] = defaultdict(set)

    def read(self, select: Select) -> None:
        """Ask the store for every act with those who had a part in it, then join what belongs together."""
        addressed = f"SELECT ?act ?who {{ ?act <{self._addressee}> ?who }}"
        for name, query in (("had_addressee", addressed), *_ACTS.items()):
            for row in select(query):
                self._take(name, row["act"], row["who"])
        for row in select(_HELD):
            number, office = self._numbers.get(row["act"]), self._numbers.get(row["role"])
            if number in self._posts and office is not None:
                self._posts[number][2].append(self._entities[office].label)
        for row in select(_RECORDED):
            self._took_part(self._numbers.get(row["act"], 0), self._numbers.get(row["who"]))
        for row in select(_MENTIONS):
            document, named = self._numbers.get(row["act"]), self._numbers.get(row["who"])
            if document is not None and named is not None and self._entities[named].kind in _DESCRIBED:
                self._named[document].add(named)
        self._only_mentioned()

    def _take(self, name: str, act: str, who: str) -> None:
        """Note one part in one act."""
        number = self._numbers.get(who)
        if number is None:
            return
        whole, _, part = act.partition("#")
        acted = self._numbers.get(whole)
        if acted is None:
            return
        kind = self._entities[acted].kind
        if kind is Kind.APPOINTMENT and not part:
            if name == "P14_carried_out_by":
                self._posts[acted][0].add(number)
            elif name == "P11_had_participant":
                self._posts[acted][1].add(number)
        elif kind is Kind.EVENT and not part:
            self._events[acted].add(number)
            self.involved[number, EVENT].add(acted)
        elif kind is Kind.DOCUMENT and (role := _ROLES.get((part.rstrip("-0123456789"), name))):
            self.involved[number, role].add(acted)
            if role == "sender":
                self._letters[acted].senders.add(number)
            elif role == "addressee":
                self._letters[acted].addressees.add(number)

    def _took_part(self, event: int, document: int | None) -> None:
        """Whoever took part in an event took part in what a document records."""
        for who in self._events.get(event, ()):
            if document is not None and self._entities[who].kind in _COMPANY:
                self.involved[who, PARTICIPANT].add(document)

    def _only_mentioned(self) -> None:
        """A document that somebody wrote also names him: it counts by the part that he has in it."""
        with_part: dict[int, set[int]] = defaultdict(set)
        for (who, role), papers in self.involved.items():
            if role != EVENT:
                with_part[who] |= papers
        for document, named in self._named.items():
            for who in named:
                if document not in with_part.get(who, ()):
                    self.involved[who, MENTIONED].add(document)
        for who, papers in with_part.items():
            for document in papers:
                self._named[document].add(who)

    def parts(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """The rows of the roles."""
        for (who, role), papers in sorted(self.involved.items()):
            ordered = sorted(papers, key=lambda n: (self._entities[n].date or "9999", n))
            years = Counter(self._years[n] for n in ordered if n in self._years)
            told = json.dumps({str(year): count for year, count in sorted(years.items())})
            yield who, role, len(ordered), told, array("I", ordered).tobytes()

    def companions(self) -> Iterator[tuple[int, str, int, int, int, int | None, int | None]]:
        """The rows of who appears with whom, those who do so most often first; of one manner at a time, to spare memory."""
        manners: dict[str, Callable[[], Iterator[tuple[int, int, int]]]] = {
            "met": lambda: self._within(self._events),
            "named": lambda: self._within(self._named),
            "wrote": lambda: self._written(False),
            "heard": lambda: self._written(True),
        }
        for manner, pairs in manners.items():
            found: dict[int, dict[int, list[int]]] = defaultdict(dict)
            for who, other, act in pairs():
                met = found[who].setdefault(other, [0, 0, 0])
                met[0] += 1
                if year := self._years.get(act):
                    met[1] = min(met[1] or year, year)
                    met[2] = max(met[2], year)
            for who, others in sorted(found.items()):
                most = nlargest(_MOST_COMPANIONS, others.items(), key=lambda item: (item[1][0], -item[0]))
                for place, (other, (times, first, last)) in enumerate(most):
                    yield who, manner, place, other, times, first or None, last or None

    def _within(self, acts: dict[int, set[int]]) -> Iterator[tuple[int, int, int]]:
        for act, present in sorted(acts.items()):
            others = sorted(n for n in present if self._entities[n].kind in _COMPANY)
            for who in sorted(present):
                yield from ((who, other, act) for other in others if other != who)

    def _written(self, turned: bool) -> Iterator[tuple[int, int, int]]:
        for document, letter in sorted(self._letters.items()):
            for sender in sorted(letter.senders):
                for addressee in sorted(letter.addressees - {sender}):
                    yield (addressee, sender, document) if turned else (sender, addressee, document)

    def offices(self) -> Iterator[tuple[int, int, int | None, str, str]]:
        """The rows of the appointments, one for each person and post."""
        for appointment, (persons, posts, roles) in sorted(self._posts.items()):
            entity = self._entities[appointment]
            for person in sorted(persons):
                for post in sorted(posts) if posts else (None,):
                    yield appointment, person, post, ", ".join(sorted(set(roles))) or entity.label, entity.edtf


def _year(entity: Entity) -> int | None:
    """The year in which a dated thing begins."""
    year = entity.date.partition("-")[0]
    return int(year) if year.isdigit() else None
