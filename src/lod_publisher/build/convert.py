"""What a worker process does with one source file: survey it, or read, map, validate and write it as a chunk.

Results are kept in a cache keyed by the file's content, its reader and options, the code, the base, and what the concordance says
of the keys that the file speaks of; so a volume more does not convert again those in which nobody has another key.
"""

import hashlib
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from lod_publisher.build.converter import Converted, Converter, Key, Plan, keep, with_forms
from lod_publisher.build.counting import count
from lod_publisher.build.hearing import Heard
from lod_publisher.build.inputs import digest_of_files
from lod_publisher.errors import MappingError
from lod_publisher.linking.concordance import Authority
from lod_publisher.mapping import Context, appellations, implied
from lod_publisher.mapping import periods as describe_periods
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import Concept, Document, EntityRef, Organisation, Person, Place, Record
from lod_publisher.settings import Source
from lod_publisher.sources import READERS, SPEAKING

Cached = TypeVar("Cached")


@dataclass(slots=True)
class Survey:
    """The shared records of one file, and how often it speaks of which others before it is read."""

    digest: str
    records: list[Authority | Concept]
    findings: list[Finding]
    seconds: float
    spoken: Counter[EntityRef] = field(default_factory=Counter)


@lru_cache(maxsize=1)
def load_plan(path: Path) -> Plan:
    """The plan of the build that this worker works for."""
    plan: Plan = pickle.loads(path.read_bytes())  # noqa: S301 written by our own parent process
    return plan


def _recall(path: Path, kind: type[Cached]) -> Cached | None:
    """What the cache keeps under a path; None when it is not there, torn, or of another version."""
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
    return value if isinstance(value, kind) else None


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
    kept = kept_survey(plan, source, digest)
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
    if source.reader in SPEAKING:
        found.spoken = SPEAKING[source.reader](source)
    found.seconds = perf_counter() - started
    keep(kept, found)
    return found


def surveyed(plan_path: Path, source: Source) -> Survey | None:
    """What the cache has of `survey`."""
    plan = load_plan(plan_path)
    return _recall(kept_survey(plan, source, digest_of_files([source.path])), Survey)


def kept_survey(plan: Plan, source: Source, digest: str) -> Path:
    """Where the cache keeps a survey."""
    return plan.cache / f"{_key(plan, source, digest)}.survey"


def convert(plan_path: Path, source: Source, digest: str, claimed: frozenset[Key]) -> Converted:
    """Read, map and validate one file, and write what it says as a chunk; `claimed` documents are described elsewhere.

    Raises:
        SourceError: the file cannot be read. OSError: the disk is full.
    """
    plan = load_plan(plan_path)
    heard = _heard(plan, source, digest, claimed)
    if known := _known(plan, heard.key):
        return known
    converter = Converter(plan, Context(IriScheme(plan.base), heard.concordance))
    items = _read(_with_base(source, plan), claimed)
    while True:
        started = perf_counter()
        item = next(items, None)
        converter.timings["read"] += perf_counter() - started
        if item is None:
            return converter.finish(heard.write(), source.shown)
        if isinstance(item, Finding):
            converter.findings.append(item)
            continue
        converter.counts.update(count(item))
        for description in converter.describe(item):
            converter.take(description)


def converted(plan_path: Path, source: Source, digest: str, claimed: frozenset[Key]) -> Converted | None:
    """What the cache has of `convert`."""
    plan = load_plan(plan_path)
    return _known(plan, _heard(plan, source, digest, claimed).key)


def _heard(plan: Plan, source: Source, digest: str, claimed: frozenset[Key]) -> Heard:
    unheard = _key(plan, source, digest, plan.shapes is not None, sorted(claimed))
    return Heard(plan.concordance, plan.cache, unheard)


def _known(plan: Plan, key: str) -> Converted | None:
    known = _recall(plan.cache / f"{key}.converted", Converted) if key else None
    if known is None or not (known.chunk.lines.is_file() and known.chunk.rows.is_file()):
        return None
    known.timings.clear()
    return known


def _read(source: Source, claimed: frozenset[Key]) -> Iterator[Record | Finding]:
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


@dataclass(frozen=True, slots=True)
class Shared:
    """What belongs to no single file: merged records with the surface forms found for them, entities that are only spoken of
    (key, label, surface forms), surface forms of entities that a file describes, and periods."""

    records: tuple[tuple[Record, tuple[str, ...]], ...] = ()
    unspoken: tuple[tuple[Key, str, tuple[str, ...]], ...] = ()
    forms: tuple[tuple[Key, tuple[str, ...]], ...] = ()
    periods: tuple[str, ...] = ()


def convert_shared(plan_path: Path, shared: Shared) -> Converted:
    """Map and validate a portion of what belongs to no single file."""
    plan = load_plan(plan_path)
    heard = _heard_shared(plan, shared)
    if known := _known(plan, heard.key):
        return known
    context = Context(IriScheme(plan.base), heard.concordance)
    converter = Converter(plan, context)
    for record, forms in shared.records:
        for description in converter.describe(record):
            converter.take(with_forms(description, forms, context))
    for entity, label, forms in shared.unspoken:
        for description in implied([(entity, label)], context):
            converter.take(with_forms(description, forms, context))
    for (kind, local_id), forms in shared.forms:
        converter.take(appellations(kind, local_id, forms, context))
    for description in describe_periods(shared.periods, context):
        converter.take(description)
    return converter.finish(heard.write(), "(shared entities)")


def shared_converted(plan_path: Path, shared: Shared) -> Converted | None:
    """What the cache has of `convert_shared`."""
    plan = load_plan(plan_path)
    return _known(plan, _heard_shared(plan, shared).key)


def _heard_shared(plan: Plan, shared: Shared) -> Heard:
    identity = repr((plan.base, plan.code, shared, plan.shapes is not None))
    return Heard(plan.concordance, plan.cache, hashlib.blake2b(identity.encode(), digest_size=16).hexdigest())
