"""From sayings of sameness to one published key an entity: what people decided, what sources say, what the program is sure of."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from lod_publisher.linking.decisions import Decisions
from lod_publisher.linking.groups import Groups
from lod_publisher.model.authorities import is_anothers_key
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.identity import Concordance, Known
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Organisation, Person, Place

Authority: TypeAlias = Person | Organisation | Place
Key: TypeAlias = tuple[Kind, str]


class Pair(Protocol):
    """Two records that are, or may be, of one entity."""

    @property
    def kind(self) -> Kind: ...
    @property
    def one(self) -> str: ...
    @property
    def other(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Linked:
    """Which key is published for each that was joined to it; what stayed apart and may still be the same (published keys, the
    likeliest first); and what was found on the way."""

    concordance: Concordance
    possible: tuple[Pair, ...]
    findings: list[Finding]


def kind_of(record: Authority) -> Kind:
    """The kind of entity that an authority record describes."""
    match record:
        case Person():
            return Kind.PERSON
        case Organisation():
            return Kind.ORGANISATION
        case Place():
            return Kind.PLACE


def rank(key: Key, says_something: bool = True) -> tuple[int, bool, str]:
    """Curated keys are published before an authority's, an authority's before a volume's own; pointers ("see Rassendyll") last."""
    local_id = key[1]
    is_anothers = local_id.startswith(("hsg-", "pocom-")) or is_anothers_key(local_id)
    return (2 if "/" in local_id else 1 if is_anothers else 0, not says_something, local_id)


def tells(record: Authority) -> bool:
    """Tell whether a record says anything of its entity but that it is to be looked for under another name."""
    return any(not note.text.casefold().startswith("see ") for note in record.notes)


def link(
    records: Iterable[Authority],
    decisions: Decisions | None = None,
    same: Iterable[Pair] = (),
    possible: Iterable[Pair] = (),
    known: Known | None = None,
    chief: Container[Key] = frozenset(),
) -> Linked:
    """Join keys: first as people decided, then as sources say, then `same`, the surest first; never two that must stay apart.

    The key that the public knows stays published, the oldest when several are joined; only where none is known, a curated
    key goes before an authority's and that before a volume's, those in `chief` before all.
    `possible` pairs are told of published keys, each once.
    Cost grows with the number of sayings, not with the number of records.
    """
    decisions, known = decisions or Decisions(), known or Known()
    records = list(records)
    noted = {(kind_of(record), record.local_id) for record in records if tells(record)}
    present = {(kind_of(record), record.local_id) for record in records}
    present.update((each.kind, each.local_id) for record in records for each in record.same_as)
    groups = Groups(decisions.different)
    for kind, one, other in decisions.same:
        if (kind, one) in present and (kind, other) in present:
            groups.join((kind, one), (kind, other))
    findings = [finding for record in records for finding in _join_as_said(record, groups, decisions)]
    for pair in sorted(same, key=lambda pair: (-pair.score, pair.kind, pair.one, pair.other)):
        groups.join((pair.kind, pair.one), (pair.kind, pair.other))
    findings += _about_nobody(decisions, present)
    concordance = Concordance(_published(groups, present, noted, known, chief))
    return Linked(concordance, _still_possible(possible, groups, concordance), findings)


def _join_as_said(record: Authority, groups: Groups, decisions: Decisions) -> list[Finding]:
    """Join a record's key with those that its source says are the same, unless they are of another kind or must stay apart."""
    findings = []
    own: Key = (kind_of(record), record.local_id)
    for other in record.same_as:
        if other.kind != own[0]:
            findings.append(_of_another_kind(record, own, other))
        elif not groups.join(own, (other.kind, other.local_id)):
            findings.append(_said_against_decision(record, own, other, decisions))
    return findings


def _published(
    groups: Groups, present: set[Key], noted: set[Key], known: Known, chief: Container[Key]
) -> Mapping[Key, str]:
    """Choose the key of each group, and of whoever is alone now and was published under a key that nobody else has."""
    published: dict[Key, str] = {}
    taken: set[Key] = set(present)
    joined = groups.groups()
    together = {key for group in joined for key in group}
    alone = [[key] for key in sorted(known.moved) if key in present and key not in together]
    for group in (*joined, *alone):
        members = [key for key in group if key in known.created]
        former = sorted({(key[0], known.moved[key]) for key in group if key in known.moved})
        former = [key for key in former if key not in taken]
        if members:
            chosen = min(members, key=lambda key: (known.created[key], rank(key, key in noted)))
        else:
            chosen = min(former or group, key=lambda key: (key not in chief, rank(key, key in noted)))
        taken.add(chosen)
        published.update({key: chosen[1] for key in group if key != chosen})
    return published


def _still_possible(possible: Iterable[Pair], groups: Groups, concordance: Concordance) -> tuple[Pair, ...]:
    """Of the possible pairs those that are neither joined nor kept apart, the best for each two published keys."""
    best: dict[tuple[Kind, frozenset[str]], Pair] = {}
    for pair in sorted(possible, key=lambda pair: (-pair.score, pair.kind, pair.one, pair.other)):
        ends = (pair.kind, pair.one), (pair.kind, pair.other)
        if groups.root(ends[0]) != groups.root(ends[1]) and not groups.apart(*ends):
            both = frozenset(concordance.published.get(end, end[1]) for end in ends)
            best.setdefault((pair.kind, both), pair)
    return tuple(best.values())


def _of_another_kind(record: Authority, own: Key, same: EntityRef) -> Finding:
    return Finding(
        "same-as-of-another-kind",
        Severity.VIOLATION,
        record.origin,
        record.local_id,
        f"{own[0]} {record.local_id} is said to be the same as the {same.kind} {same.local_id}.",
        value=same.local_id,
        consequence="The two stay apart.",
        remedy="Name an entity of the same kind under same_as, or take the line out.",
    )


def _said_against_decision(record: Authority, own: Key, other: EntityRef, decisions: Decisions) -> Finding:
    """The finding for a saying of a source that people decided against, directly or through others of the group."""
    direct = decisions.different.get((own[0], *sorted((own[1], other.local_id))))  # type: ignore[arg-type]
    by = f" by {direct.who} on {direct.when} ({direct.origin})" if direct else ""
    return Finding(
        "source-against-decision",
        Severity.INFO if direct else Severity.WARNING,
        record.origin,
        record.local_id,
        f"The source says that {record.local_id} and {other.local_id} are the same {own[0]}; that was decided against{by}.",
        value=other.local_id,
        consequence="The decision is followed, the two stay apart."
        if direct
        else "The two stay apart, since others of their groups were decided to be different.",
        remedy=""
        if direct
        else f"Decide about {record.local_id} and {other.local_id} too, if they belong with others.",
    )


def _about_nobody(decisions: Decisions, present: set[Key]) -> list[Finding]:
    """The findings for decisions about keys that no source speaks of; they are kept for when one does."""
    found = []
    for row in decisions.all:
        keys = [row.one, row.other] if row.what in ("same", "different") else [row.one]
        if missing := [key for key in keys if (row.kind, key) not in present]:
            found.append(
                Finding(
                    "decision-about-nobody",
                    Severity.WARNING,
                    row.origin,
                    f"{row.kind}/{row.one}",
                    f"No source that was read speaks of {row.kind} {' or '.join(missing)}.",
                    value=missing[0],
                    consequence="The decision waits for a source that does.",
                    remedy="Correct the key, if the source is in the collection.",
                )
            )
    return found
