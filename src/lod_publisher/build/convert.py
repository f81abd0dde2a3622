"""What a worker process does with one source file: survey it, or read, map, validate and write it as a chunk.

Results are kept in a cache keyed by the file's content, its reader and options, the code, the base and the concordance.
"""

import hashlib
import os
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from lod_publisher.build.counting import count
from lod_publisher.build.inputs import digest_of_files
from lod_publisher.errors import DateError, IriError, MappingError
from lod_publisher.linking.concordance import Authority
from lod_publisher.mapping import Context, describe, describe_authority
from lod_publisher.mapping.description import Description
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import Concept, Document, Organisation, Origin, Person, Place, Record
from lod_publisher.model.terms import lines
from lod_publisher.settings import Source
from lod_publisher.snapshot.catalog import CatalogRow, compress
from lod_publisher.snapshot.chunk import Block, Chunk, entity_digest, write_chunk
from lod_publisher.sources import READERS
from lod_publisher.validation import Shapes, Subject

# As many triples go to the validator at once: enough to share its fixed cost, few enough to bound its memory.
_BATCH_TRIPLES = 20_000

Key = tuple[Kind, str]
Cached = TypeVar("Cached")


@dataclass(frozen=True, slots=True)
class Plan:
    """What every worker needs to know; pickled to a file once, so that tasks stay small."""

    base: str
    cache: Path
    code: str
    shapes: Path
    validate: bool
    concordance: Concordance = field(default_factory=Concordance)


@dataclass(slots=True)
class Survey:
    """The shared records of one file."""

    digest: str
    records: list[Authority | Concept]
    findings: list[Finding]
    seconds: float


@dataclass(slots=True)
class Converted:
    """What became of one source file, apart from its lines.

    `referred` are the entities spoken of, with a label; `surfaces` the forms of names used for them; `claims` the entities
    that the file describes, `counts` what was read, `timings` seconds by stage.
    """

    name: str
    chunk: Chunk
    referred: dict[Key, str]
    surfaces: set[tuple[Kind, str, str]]
    periods: set[str]
    claims: list[Key]
    findings: list[Finding]
    counts: Counter[str]
    timings: Counter[str]
    cached: bool = False


@lru_cache(maxsize=1)
def load_plan(path: Path) -> Plan:
    """The plan of the build that this worker works for."""
    plan: Plan = pickle.loads(path.read_bytes())  # noqa: S301 written by our own parent process
    return plan


@lru_cache(maxsize=1)
def _shapes(folder: Path, base: str) -> Shapes:
    return Shapes.load(folder, base)


def _recall(path: Path, kind: type[Cached]) -> Cached | None:
    """What the cache keeps under a path; None when it is not there, torn, or of another version."""
    try:
        value = pickle.loads(path.read_bytes())  # noqa: S301 our own cache
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError):
        return None
    return value if isinstance(value, kind) else None


def _keep(path: Path, value: object) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    temporary.replace(path)


def _key(plan: Plan, source: Source, digest: str, *more: object) -> str:
    parts = (
        plan.code,
        plan.base,
        source.shown,
        source.reader,
        source.collection,
        sorted(source.options.items()),
        digest,
    )
    return hashlib.blake2b(repr((*parts, *more)).encode(), digest_size=16).hexdigest()


def _with_base(source: Source, plan: Plan) -> Source:
    return replace(source, options={**source.options, "base": plan.base})


def survey(plan_path: Path, source: Source) -> Survey:
    """Read what a file says that other files may speak of too.

    Raises:
        SourceError: the file cannot be read.
    """
    plan = load_plan(plan_path)
    digest = digest_of_files([source.path])
    kept = plan.cache / f"{_key(plan, source, digest)}.survey"
    if known := _recall(kept, Survey):
        return known
    started = perf_counter()
    found = Survey(digest, [], [], 0.0)
    for item in READERS[source.reader].survey(_with_base(source, plan)):
        match item:
            case Finding():
                found.findings.append(item)
            case Person() | Organisation() | Place() | Concept():
                found.records.append(item)
            case _:
                raise MappingError(f"{source.shown}: the reader {source.reader} surveys a {type(item).__name__}.")
    found.seconds = perf_counter() - started
    _keep(kept, found)
    return found


def convert(plan_path: Path, source: Source, digest: str, claimed: frozenset[Key]) -> Converted:
    """Read, map and validate one file, and write what it says as a chunk; `claimed` documents are described elsewhere.

    Raises:
        SourceError: the file cannot be read. OSError: the disk is full.
    """
    plan = load_plan(plan_path)
    key = _key(plan, source, digest, sorted(plan.concordance.published.items()), plan.validate, sorted(claimed))
    kept = plan.cache / f"{key}.converted"
    known = _recall(kept, Converted)
    if known and known.chunk.lines.is_file() and known.chunk.rows.is_file():
        known.cached = True
        return known
    result = _convert(plan, key, source.shown, _read(_with_base(source, plan), plan, claimed))
    _keep(kept, result)
    return result


def _read(source: Source, plan: Plan, claimed: frozenset[Key]) -> Iterator[Record | Finding]:
    for item in READERS[source.reader].read(source):
        if isinstance(item, Document) and item.supplementary and (Kind.DOCUMENT, item.local_id) in claimed:
            yield Finding(
                "document-read-twice",
                Severity.INFO,
                item.origin,
                item.local_id,
                f"Document {item.local_id} is read more fully from another file.",
                consequence="That reading is published; this one only confirms it.",
            )
        else:
            yield item


def convert_authorities(
    plan_path: Path,
    name: str,
    records: Sequence[tuple[Authority | Concept, tuple[str, ...]]],
    implied: Sequence[tuple[Key, str, tuple[str, ...]]],
    periods: Sequence[str],
) -> Converted:
    """Map and validate what belongs to no single file: merged records with the surface forms found for them, entities that
    are only spoken of, and periods."""
    plan = load_plan(plan_path)
    items = describe_authority(Context(IriScheme(plan.base), plan.concordance), records, implied, periods)
    identity = repr((plan.base, plan.code, records, implied, periods, plan.validate, plan.concordance))
    key = hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()
    kept = plan.cache / f"{key}.converted"
    known = _recall(kept, Converted)
    if known and known.chunk.lines.is_file() and known.chunk.rows.is_file():
        known.cached = True
        return known
    result = _convert(plan, key, name, (), list(items))
    _keep(kept, result)
    return result


def _convert(
    plan: Plan, key: str, name: str, items: Iterable[Record | Finding], ready: Sequence[Description] = ()
) -> Converted:
    context = Context(IriScheme(plan.base), plan.concordance)
    timings: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    findings: list[Finding] = []
    blocks: list[Block] = []
    claims: dict[Key, None] = {}
    batch: list[Description] = []
    pending = 0

    def flush() -> None:
        nonlocal pending
        started = perf_counter()
        blamed = _validate(plan, batch, findings) if plan.validate else set()
        checked = perf_counter()
        blocks.extend(_block(d) for number, d in enumerate(batch) if number not in blamed)
        timings["validate"] += checked - started
        timings["write"] += perf_counter() - checked
        batch.clear()
        pending = 0

    def take(description: Description) -> None:
        nonlocal pending
        key = (description.kind, description.local_id)
        if description.catalogued:
            if key in claims:
                findings.append(twice(*key, description.origin))
                return
            claims[key] = None
        batch.append(description)
        pending += len(description.triples)
        if pending >= _BATCH_TRIPLES:
            flush()

    for description in ready:
        take(description)
    iterator = iter(items)
    while True:
        started = perf_counter()
        item = next(iterator, None)
        read = perf_counter()
        timings["read"] += read - started
        if item is None:
            break
        if isinstance(item, Finding):
            findings.append(item)
            continue
        counts.update(count(item))
        try:
            descriptions = describe(item, context)
        except (MappingError, IriError, DateError) as problem:
            findings.append(unmappable(item, problem))
            continue
        timings["map"] += perf_counter() - read
        for description in descriptions:
            take(description)
    flush()
    started = perf_counter()
    chunk = write_chunk(plan.cache, key, blocks)
    timings["write"] += perf_counter() - started
    return Converted(
        name, chunk, context.referred, context.surfaces, context.periods, list(claims), findings, counts, timings
    )


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


def _validate(plan: Plan, batch: list[Description], findings: list[Finding]) -> set[int]:
    """Check a batch against the shapes; returns the numbers of the descriptions that may not be published."""
    iris = IriScheme(plan.base)
    subjects = [
        Subject(str(d.kind), d.local_id, iris.entity(d.kind, d.local_id), d.origin, d.triples)
        for d in batch
        if d.triples
    ]
    found = _shapes(plan.shapes, plan.base).check(subjects, plan.base)
    findings.extend(found)
    bad = {finding.record for finding in found if finding.severity is Severity.VIOLATION}
    return {number for number, d in enumerate(batch) if d.local_id in bad or f"{d.kind}/{d.local_id}" in bad}


def _block(description: Description) -> Block:
    triples = lines(description.triples)
    quads = "".join(line.rstrip("\n") + "\n" for line in description.quads)
    if not description.catalogued:
        return Block(None, triples, quads)
    row = CatalogRow(
        str(description.kind),
        description.local_id,
        description.label,
        description.date,
        entity_digest(triples + quads),
        description.origin.file,
        description.origin.line,
        tuple(dict.fromkeys(description.names)),
        compress(description.text),
    )
    return Block(row, triples, quads)
