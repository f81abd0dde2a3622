"""Who is who in a build: what people decided, sources say and the program finds, and what is published of it.

The comparison of records is kept in the cache and done again only when a record or a decision has changed.
"""

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lod_publisher.build.converter import keep
from lod_publisher.build.inputs import Inputs, code_digest, digest_of_files
from lod_publisher.errors import DateError
from lod_publisher.linking.codes import same_codes
from lod_publisher.linking.concordance import Authority, Linked, Pair, link
from lod_publisher.linking.decisions import FILE, Decision, Decisions
from lod_publisher.linking.surroundings import Surroundings, surroundings
from lod_publisher.linking.who import Verdict, who_is_who
from lod_publisher.model.dates import PartialDate, partial_date
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.identity import Concordance, Known
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Evidence, Match, Origin, Person
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.cataloguing import MovedRow
from lod_publisher.snapshot.known import JOINED, known_keys
from lod_publisher.snapshot.shelf import newest_seen

Key = tuple[Kind, str]

_RELATIONS = {"exact": "exactMatch", "close": "closeMatch", "different": "differentFrom"}
_NOTHING = Verdict((), (), ())


@dataclass(slots=True)
class Identities:
    """The outcome of linking: `linked` has the published keys and what stays possible, `verdict` what the program found, `known`
    what was published before; `preferred` and `links` are decisions about published keys, `kept` names the verdict in the cache."""

    linked: Linked = field(default_factory=lambda: Linked(Concordance(), (), []))
    decisions: Decisions = field(default_factory=Decisions)
    verdict: Verdict = _NOTHING
    known: Known = field(default_factory=Known)
    preferred: dict[Key, str] = field(default_factory=dict)
    links: dict[Key, list[Decision]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    kept: str = ""
    added: tuple[Authority, ...] = ()  # what the tables know of places and posts, to be merged with what sources say
    looked_up: tuple[Match, ...] = ()  # and how surely

    @property
    def concordance(self) -> Concordance:
        """Which key is published for each."""
        return self.linked.concordance

    def published(self, kind: Kind, local_id: str) -> str:
        """The key under which an entity is published."""
        return self.concordance.local_id(EntityRef(kind, local_id))

    def moves(self, day: str) -> list[MovedRow]:
        """Where every key leads that was joined to another, now or in an earlier build and is nobody's now."""
        now = self.concordance.published
        rows = [(kind, key, target) for (kind, key), target in now.items()]
        rows += [
            (kind, key, self.published(kind, target))
            for (kind, key), target in self.known.moved.items()
            if (kind, key) not in now and (kind, key) not in self.known.created
        ]
        return [
            MovedRow(str(kind), key, str(kind), target, day, f"{JOINED} {kind}.")
            for kind, key, target in sorted(rows)
            if key != target
        ]


def lists_of(inputs: Inputs) -> list[Path]:
    """The collections' lists of decisions."""
    return [path for collection in inputs.collections if (path := collection.root / FILE).is_file()]


def decisions_digest(inputs: Inputs) -> str:
    """One digest of all lists of decisions."""
    return digest_of_files(lists_of(inputs))


def _verdict_key(inputs: Inputs, digests: Mapping[str, str]) -> str:
    """What names the comparison of all records: the code, the sources with their readers and contents, and the decisions."""
    readers = [(source.shown, source.reader, sorted(source.options.items())) for source in inputs.sources]
    parts = (code_digest(), readers, sorted(digests.items()), decisions_digest(inputs))
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def identify(
    records: Sequence[Authority],
    inputs: Inputs,
    settings: BuildSettings,
    digests: Mapping[str, str],
    progress: Callable[[str, int, int], None],
    spoken: Mapping[EntityRef, int],
) -> Identities:
    """Find out who is who; `digests` are those of the sources by name, `spoken` the names of places and posts, how often. The settings may say to hear only sources and people.

    Raises:
        CollectionError: a list of decisions is not CSV in UTF-8, or a column is missing.
    """
    decisions = Decisions.read(*lists_of(inputs))
    verdict, name, around = _NOTHING, "", Surroundings()
    if settings.link:
        name = _verdict_key(inputs, digests)
        kept = settings.data / "cache" / f"{name}.verdict"
        remembered = _remembered(kept)
        verdict, around = remembered or (
            who_is_who(records, decisions, progress),
            surroundings(spoken, records),
        )
        if remembered is None:
            keep(kept, (verdict, around))
        coded = same_codes([*records, *around.records])
        verdict = Verdict(
            (*verdict.same, *around.verdict.same, *coded.same),
            (*verdict.possible, *around.verdict.possible, *coded.possible),
            (*verdict.findings, *around.verdict.findings),
        )
    before = newest_seen(settings.data)
    known = known_keys(before) if before is not None else Known()
    linked = link([*records, *around.records], decisions, verdict.same, verdict.possible, known, around.chief)
    found = Identities(linked, decisions, verdict, known, kept=name, added=around.records, looked_up=around.links)
    found.findings = [*decisions.findings, *verdict.findings, *linked.findings]
    _say_of_published(found)
    return found


def _remembered(path: Path) -> tuple[Verdict, Surroundings] | None:
    try:
        value = pickle.loads(path.read_bytes())  # noqa: S301 our own cache
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        LookupError,
        TypeError,
        ValueError,
        MemoryError,
    ):
        return None
    return value if isinstance(value, tuple) else None


def _say_of_published(found: Identities) -> None:
    """Bring decisions about names and links to the published keys; two names for one are found, and the later holds."""
    names: dict[Key, Decision] = {}
    for row in sorted(found.decisions.all, key=lambda row: (row.when, str(row.origin))):
        key = row.kind, found.published(row.kind, row.one)
        if row.what in ("exact", "close"):
            found.links.setdefault(key, []).append(row)
        elif row.what == "name":
            earlier = names.get(key)
            if earlier is not None and earlier.other != row.other:
                found.findings.append(_two_names(earlier, row))
            names[key] = row
            found.preferred[key] = row.other


def _two_names(earlier: Decision, later: Decision) -> Finding:
    return Finding(
        "decision-contradicted",
        Severity.VIOLATION,
        earlier.origin,
        f"{earlier.kind}/{earlier.one}",
        f"{earlier.one} and {later.one} are one, which is to be called {earlier.other!r}, says {earlier.who} on {earlier.when}, "
        f"and {later.other!r}, says {later.who} on {later.when} ({later.origin}).",
        value=earlier.other,
        consequence=f"It is called {later.other!r}, as the later decision says.",
        remedy="Take out the one of the two lines that is wrong.",
    )


def matches(found: Identities, records: Iterable[Authority], labels: Mapping[Key, str]) -> Iterator[Match]:
    """What is published about who is who: possible pairs, people's decisions, and why each key was joined."""
    entries: dict[str, tuple[EntityRef, ...]] = {}
    origins: dict[Key, Origin] = {}
    for record in records:
        kind = Kind.PERSON if isinstance(record, Person) else Kind(type(record).__name__.lower())
        origins.setdefault((kind, record.local_id), record.origin)
        if isinstance(record, Person):
            entries.setdefault(record.local_id, record.entries)

    def refer(kind: Kind, local_id: str) -> EntityRef:
        published = found.published(kind, local_id)
        return EntityRef(kind, published, labels.get((kind, published), ""))

    def evidence(*keys: str) -> tuple[Evidence, ...]:
        return tuple(Evidence(entry, "program") for key in keys for entry in entries.get(key, ()))

    for pair in found.linked.possible:
        origin = origins.get((pair.kind, pair.one), Origin("linking"))
        ends = refer(pair.kind, pair.one), refer(pair.kind, pair.other)
        given = evidence(pair.one, pair.other)
        yield Match(origin, ends[0], "closeMatch", ends[1], "inferred", pair.score, pair.reasons, evidence=given)
    for row in found.decisions.all:
        if row.what in _RELATIONS:
            one = refer(row.kind, row.one)
            other = refer(row.kind, row.other) if row.what == "different" else row.other
            reasons = (row.why,) if row.why else ()
            when = _day(row.when)
            yield Match(row.origin, one, _RELATIONS[row.what], other, "cataloguing", None, reasons, row.who, when)
    for link_ in found.looked_up:
        yield replace(link_, subject=refer(link_.subject.kind, link_.subject.local_id))
    yield from _joinings(found, refer, evidence, origins)


def _joinings(
    found: Identities,
    refer: Callable[[Kind, str], EntityRef],
    evidence: Callable[..., tuple[Evidence, ...]],
    origins: Mapping[Key, Origin],
) -> Iterator[Match]:
    """Why each key was joined: the decision about it, else the surest pair that it is in; sources' own sayings need none."""
    why: dict[Key, Decision | Pair] = {}
    for row in found.decisions.all:
        if row.what == "same":
            why.setdefault((row.kind, row.one), row)
            why.setdefault((row.kind, row.other), row)
    for pair in sorted(found.verdict.same, key=lambda pair: (-pair.score, pair.one, pair.other)):
        why.setdefault((pair.kind, pair.one), pair)
        why.setdefault((pair.kind, pair.other), pair)
    for (kind, key), reason in sorted(why.items(), key=lambda item: item[0]):
        subject, joined = refer(kind, key), EntityRef(kind, key)
        partner = reason.other if reason.one == key else reason.one
        if subject.local_id == key or found.published(kind, partner) != subject.local_id:
            continue
        with_whom = f"Joined with {partner}."
        if isinstance(reason, Decision):
            reasons = (with_whom, *([reason.why] if reason.why else []))
            when = _day(reason.when)
            yield Match(reason.origin, subject, "joined", joined, "cataloguing", None, reasons, reason.who, when)
        else:
            origin = origins.get((kind, key), Origin("linking"))
            reasons = (with_whom, *reason.reasons)
            yield Match(origin, subject, "joined", joined, "inferred", reason.score, reasons)


def _day(text: str) -> PartialDate | None:
    try:
        return partial_date(text)
    except DateError:
        return None
