"""What a worker makes of records: descriptions, validated in batches, gathered into a chunk."""

import os
import pickle
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

from lod_publisher.errors import DateError, IriError, MappingError
from lod_publisher.mapping import Context, appellations, describe
from lod_publisher.mapping.description import Description
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import Concept, Origin, Record
from lod_publisher.model.terms import Term, Triple, lines
from lod_publisher.snapshot.cataloguing import CatalogRow, compress
from lod_publisher.snapshot.chunk import Block, Chunk, block_digest, write_chunk
from lod_publisher.snapshot.fragments import packed
from lod_publisher.validation import Remainder, Shapes, Subject, open_links

# As many triples go to the validator at once: enough to share its fixed cost, few enough to bound its memory.
_BATCH_TRIPLES = 20_000

Key: TypeAlias = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every worker needs to know; pickled to a file once, so that tasks stay small."""

    base: str
    cache: Path
    code: str
    shapes: Shapes | None
    concordance: Concordance = field(default_factory=Concordance)


@dataclass(slots=True)
class Converted:
    """What became of one source file, apart from its lines.

    `referred` are the entities spoken of, with a label; `surfaces` the forms of names used for them; `claims` the entities
    that the file describes, `counts` what was read, `timings` seconds by stage, `remainder` what only the whole dataset decides,
    `links` what is linked to and described elsewhere, `predicates` the properties used.
    """

    name: str
    chunk: Chunk
    referred: dict[Key, str]
    surfaces: set[tuple[Kind, str, str]]
    periods: set[str]
    claims: list[Key]
    findings: list[Finding]
    counts: Counter[str]
    timings: dict[str, float]
    remainder: Remainder | None = None
    links: set[Term] = field(default_factory=set)
    predicates: set[Term] = field(default_factory=set)


def keep(path: Path, value: object) -> None:
    keep_bytes(path, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def keep_bytes(path: Path, value: bytes) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_bytes(value)
    temporary.replace(path)


def with_forms(description: Description, forms: tuple[str, ...], context: Context) -> Description:
    if forms:
        added = appellations(description.kind, description.local_id, forms, context)
        description.triples = list(dict.fromkeys((*description.triples, *added.triples)))
        description.names = tuple(dict.fromkeys((*description.names, *added.names)))
    return description


class Converter:
    """Describes records, validates the descriptions in batches, and gathers the blocks of a chunk."""

    def __init__(self, plan: Plan, context: Context) -> None:
        self.plan = plan
        self.context = context
        self.timings: dict[str, float] = dict.fromkeys(("read", "map", "validate", "write"), 0.0)
        self.counts: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.claims: dict[Key, None] = {}
        self._blocks: list[Block] = []
        self._batch: list[Description] = []
        self._pending = 0
        self._remainder = plan.shapes.remainder() if plan.shapes else None
        self._links: set[Term] = set()
        self._predicates: set[Term] = set()
        self._added: set[Triple] = set()  # what several mentions of one passage would say twice

    def describe(self, record: Record) -> list[Description]:
        """The descriptions of a record; none, and a finding, when it has no form in the model."""
        started = perf_counter()
        try:
            return describe(record, self.context)
        except (MappingError, IriError, DateError) as problem:
            self.findings.append(unmappable(record, problem))
            return []
        finally:
            self.timings["map"] += perf_counter() - started

    def take(self, description: Description) -> None:
        """Accept a description for the chunk, unless its IRI is taken."""
        key = (description.kind, description.local_id)
        if description.catalogued:
            if key in self.claims:
                self.findings.append(twice(*key, description.origin))
                return
            self.claims[key] = None
        else:
            description.triples = [triple for triple in description.triples if triple not in self._added]
            self._added.update(description.triples)
        self._batch.append(description)
        self._pending += len(description.triples)
        if self._pending >= _BATCH_TRIPLES:
            self._flush()

    def _flush(self) -> None:
        started = perf_counter()
        rejected = self._validate(self.plan.shapes) if self.plan.shapes else set[int]()
        checked = perf_counter()
        holders = {(kind, local_id.rpartition("/")[0]) for kind, local_id in self.claims}
        for number, description in enumerate(self._batch):
            key = description.kind, description.local_id
            if number in rejected:
                self.claims.pop((description.kind, description.local_id), None)
            else:
                within = set(self.claims) - {key} if key in holders else set()
                self._blocks += _blocks(description, IriScheme(self.plan.base), within)
                self._predicates.update([predicate for _, predicate, _ in description.triples])
        self.timings["validate"] += checked - started
        self.timings["write"] += perf_counter() - checked
        self._batch.clear()
        self._pending = 0

    def _validate(self, shapes: Shapes) -> set[int]:
        """Check the batch against the shapes; returns the numbers of the descriptions that may not be published."""
        iris = IriScheme(self.plan.base)
        subjects = [
            Subject(str(d.kind), d.local_id, d.elsewhere or iris.entity(d.kind, d.local_id), d.origin, d.triples)
            for d in self._batch
        ]
        found, remainder = shapes.check_batch(subjects, self.plan.base)
        self.findings.extend(found)
        bad = {finding.record for finding in found if finding.severity is Severity.VIOLATION}
        rejected = {number for number, subject in enumerate(subjects) if bad and subject.record in bad}
        if self._remainder is not None:
            self._remainder.merge(remainder)
            published = [
                triple
                for number, subject in enumerate(subjects)
                if number not in rejected
                for triple in subject.triples
            ]
            self._remainder.columns.add(published)
            self._links |= open_links(published)
        return rejected

    def finish(self, key: str, name: str) -> Converted:
        """Write the chunk, and keep it in the cache under a key."""
        self._flush()
        started = perf_counter()
        chunk = write_chunk(self.plan.cache, key, self._blocks)
        self.timings["write"] += perf_counter() - started
        context = self.context
        result = Converted(
            name,
            chunk,
            context.referred,
            context.surfaces,
            context.periods,
            list(self.claims),
            self.findings,
            self.counts,
            self.timings,
            self._remainder,
            self._links,
            self._predicates,
        )
        keep(self.plan.cache / f"{key}.converted", result)
        return result


def twice(kind: Kind, local_id: str, origin: Origin) -> Finding:
    """The finding for the second record that claims an IRI."""
    return Finding(
        "two-records-one-iri",
        Severity.VIOLATION,
        origin,
        local_id,
        f"A second record claims the IRI of {kind} {local_id}.",
        value=local_id,
        consequence="The first is published, this one is left out.",
        remedy="Give one of the two another id, or say that they are the same entity in one record.",
    )


def unmappable(record: Record, problem: Exception) -> Finding:
    """The finding for a record that has no form in the published model."""
    return Finding(
        "record-cannot-be-published",
        Severity.VIOLATION,
        Origin(record.local_id) if isinstance(record, Concept) else record.origin,
        getattr(record, "local_id", type(record).__name__),
        str(problem),
        consequence="The record is left out of the dataset.",
        remedy="Correct it in the source.",
    )


def _blocks(description: Description, iris: IriScheme, within: Collection[Key] = ()) -> list[Block]:
    """The block of a description, and one for every other entity of which it says something, so that each entity has its own.

    `within` are entities whose IRIs may go on after this one's, as those of parts do: a report that a letter speaks of.
    """
    own = f"<{description.elsewhere or iris.entity(description.kind, description.local_id)}"
    mine = (f"{own}>", f"{own}#", f"{own}/")
    ours = f"<{iris.base}/id/"
    others: dict[str, Key | None] = {}
    for subject in {subject for subject, _, _ in description.triples}:
        if subject.startswith(ours) and (within or not subject.startswith(mine)):
            key = iris.split(subject[1:-1])
            if not subject.startswith(mine) or key in within:
                others[subject] = key
    said: dict[Key, list[Triple]] = {}
    for triple in description.triples if others else ():
        if key := others.get(triple[0]):
            said.setdefault(key, []).append(triple)
    elsewhere = {triple for about in said.values() for triple in about}
    kept = [triple for triple in description.triples if triple not in elsewhere] if elsewhere else description.triples
    return [_block(description, kept), *(_addition(key, about) for key, about in sorted(said.items()))]


def _addition(key: Key, triples: list[Triple]) -> Block:
    text = lines(triples).encode()
    return Block(None, text, block_digest(text), b"", str(key[0]), key[1])


def _block(description: Description, about: list[Triple]) -> Block:
    triples = lines(about).encode()
    quads = "".join(line.rstrip("\n") + "\n" for line in description.quads).encode()
    digest = block_digest(triples, quads)
    key = str(description.kind), description.local_id
    if not description.catalogued:
        return Block(None, triples, digest, quads, *key)
    row = CatalogRow(
        str(description.kind),
        description.local_id,
        description.label,
        description.date,
        digest,
        description.origin.file,
        description.origin.line,
        tuple(dict.fromkeys(description.names)),
        compress(description.text),
        description.elsewhere,
        description.edtf,
        packed(description.fragment.media_type, description.fragment.content) if description.fragment else None,
    )
    return Block(row, triples, digest, quads, *key)
