"""What linking came to, as the files for review tell it: who was joined to whom and why, who may be, and what is known of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lod_publisher.linking.concordance import Authority, Linked, Pair, kind_of
from lod_publisher.linking.decisions import Decision, Decisions
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Match, Person

Key = tuple[Kind, str]

BY_DECISION, BY_SOURCE, BY_PROGRAM, BY_TABLE = "decision", "source", "comparison", "gazetteer"
"""The methods by which a link is found."""


_KEYS = frozenset(("volume-entry", "source-key"))  # said already by where the record was read


@dataclass(frozen=True, slots=True)
class Joined:
    """That a key is published under another: by which method, how surely (1 when somebody says so), on what grounds, since when."""

    kind: Kind
    key: str
    published: str
    method: str
    confidence: float
    grounds: tuple[str, ...]
    partner: str
    by: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two who are compared, in plain words: names, years, what the sources say of her, and where they do."""

    key: str
    label: str
    names: tuple[str, ...] = ()
    years: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    places: tuple[str, ...] = field(default=())


class Outcome:
    """Records, what was said and found of them, and the day of the look."""

    def __init__(
        self,
        records: Sequence[Authority],
        linked: Linked,
        same: Sequence[Pair],
        decisions: Decisions,
        day: str,
        looked_up: Sequence[Match] = (),
    ) -> None:
        self.records = records
        self.linked = linked
        self.decisions = decisions
        self.day = day
        self.looked_up = looked_up
        self._same = same

    def published(self, kind: Kind, local_id: str) -> str:
        """The key under which an entity is published."""
        return self.linked.concordance.local_id(EntityRef(kind, local_id))

    @cached_property
    def _by_key(self) -> dict[Key, list[Authority]]:
        found: dict[Key, list[Authority]] = defaultdict(list)
        for record in self.records:
            kind = kind_of(record)
            found[kind, record.local_id].append(record)
            if (published := self.published(kind, record.local_id)) != record.local_id:
                found[kind, published].append(record)
        return found

    def side(self, kind: Kind, local_id: str, whole: bool = True) -> Side:
        """What is known of somebody: of all whose keys are joined in hers, or only of this key's own records."""
        records = self._by_key.get((kind, local_id), [])
        if not whole:
            records = [record for record in records if record.local_id == local_id]
        if not records:
            return Side(local_id, local_id)
        names = [text for record in records for text in (record.label, *(name.text for name in record.names))]
        return Side(
            local_id,
            records[0].label,
            tuple(dict.fromkeys(names)),
            next((years for record in records if (years := _years(record))), ""),
            tuple(dict.fromkeys(note.text for record in records for note in record.notes)),
            tuple(
                dict.fromkeys(
                    f"{code.scheme} {code.value}"
                    for record in records
                    for code in record.identifiers
                    if code.scheme not in _KEYS
                )
            ),
            tuple(dict.fromkeys(str(record.origin) for record in records)),
        )

    @cached_property
    def joined(self) -> list[Joined]:
        """Every key that is published under another, with the best ground: a decision, a source's word, the surest comparison."""
        grounds: dict[Key, Joined] = {}
        for found in (*self._by_decision(), *self._by_source(), *self._by_program()):
            grounds.setdefault((found.kind, found.key), found)
        return [
            grounds.get((kind, key))
            or Joined(kind, key, published, BY_SOURCE, 1.0, ("Published so before.",), published)
            for (kind, key), published in sorted(self.linked.concordance.published.items())
        ]

    def _pairs(self, kind: Kind, one: str, other: str) -> Iterator[tuple[str, str]]:
        """Both ends of a pair, each with its partner, when the two are published as one; but not the published key itself."""
        published = self.published(kind, one)
        if self.published(kind, other) == published:
            yield from ((key, partner) for key, partner in ((one, other), (other, one)) if key != published)

    def _by_decision(self) -> Iterator[Joined]:
        for row in self.decisions.same.values():
            for key, partner in self._pairs(row.kind, row.one, row.other):
                published = self.published(row.kind, key)
                why = (row.why,) if row.why else ()
                yield Joined(row.kind, key, published, BY_DECISION, 1.0, why, partner, row.who, row.when)

    def _by_source(self) -> Iterator[Joined]:
        for record in self.records:
            kind = kind_of(record)
            for other in record.same_as:
                if other.kind == kind:
                    for key, partner in self._pairs(kind, record.local_id, other.local_id):
                        why = (f"{record.origin} says so.",)
                        yield Joined(kind, key, self.published(kind, key), BY_SOURCE, 1.0, why, partner)

    def _by_program(self) -> Iterator[Joined]:
        for pair in sorted(self._same, key=lambda pair: (-pair.score, pair.one, pair.other)):
            for key, partner in self._pairs(pair.kind, pair.one, pair.other):
                published = self.published(pair.kind, key)
                yield Joined(
                    pair.kind, key, published, BY_PROGRAM, pair.score, pair.reasons, partner, "lod-publisher", self.day
                )

    def counted(self) -> dict[str, int]:
        """How many records were looked at, joined by each method, and may still be the same."""
        methods = [each.method for each in self.joined]
        return {
            "records": len(self.records),
            "persons": sum(isinstance(record, Person) for record in self.records),
            "joined by decisions": methods.count(BY_DECISION),
            "joined by sources": methods.count(BY_SOURCE),
            "joined by comparison": methods.count(BY_PROGRAM),
            "possibly the same": len(self.linked.possible),
            "decided to be different": len(self.decisions.different),
        }

    def links(self) -> Iterable[Decision]:
        """The links to elsewhere that people decided."""
        return self.decisions.links


def _years(record: Authority) -> str:
    if not isinstance(record, Person) or not (record.birth or record.death):
        return ""
    return f"{record.birth.text if record.birth else ''}-{record.death.text if record.death else ''}"
