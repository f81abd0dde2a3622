"""The order of the stages: survey, link, convert, merge, write, publish. Files are worked on in parallel, results taken in order."""

import errno
import fcntl
import gc
import json
import multiprocessing
import os
import pickle
import platform
import shutil
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from lod_publisher.build.convert import Shared, Survey, convert, convert_shared, survey
from lod_publisher.build.converter import Converted, Key, Plan
from lod_publisher.build.inputs import Inputs, code_digest, gather
from lod_publisher.build.merging import Merged
from lod_publisher.build.ontology import ontology_lines
from lod_publisher.errors import DiskFullError, SnapshotError, ViolationError
from lod_publisher.linking.concordance import link
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import Collection, Organisation, Origin, Person, Place
from lod_publisher.settings import BuildSettings, CollectionSettings, resource_folder
from lod_publisher.snapshot.catalog import Catalog, carry_over
from lod_publisher.snapshot.chunk import Block, Chunk, write_chunk
from lod_publisher.snapshot.read import Whole
from lod_publisher.snapshot.shelf import FORMAT_VERSION, MANIFEST, prune, publish, read_manifest, snapshots_folder
from lod_publisher.snapshot.write import SnapshotWriter, file_digest, sync_tree
from lod_publisher.sources import SUPPLEMENTARY_READERS
from lod_publisher.validation import Shapes, integrity, report_html, report_turtle

Progress = Callable[[str, int, int], None]
Result = TypeVar("Result")

_SPAWN = multiprocessing.get_context("spawn")
# Authority records go to the workers in portions of about this many.
_PORTION = 2_000


@dataclass(slots=True)
class BuildResult:
    """What a build did. `snapshot_id` is None for a check; `published` False when nothing had changed or it was not wanted."""

    snapshot_id: str | None
    findings: list[Finding]
    counts: dict[str, Counter[str]]
    timings: dict[str, float]
    triples: int = 0
    published: bool = False
    unchanged: bool = False
    entities: dict[str, int] = field(default_factory=dict)

    @property
    def violations(self) -> int:
        """How many findings kept something out of the dataset."""
        return sum(finding.severity is Severity.VIOLATION for finding in self.findings)


def build(paths: Sequence[Path], settings: BuildSettings, moment: datetime, progress: Progress) -> BuildResult:
    """Build collections into a new snapshot and publish it.

    A failure leaves the published snapshot as it was. When nothing that is read has changed, nothing is written.

    Raises:
        InputError: a collection or source cannot be read. ViolationError: the build is strict and there is a violation.
        DiskFullError, SnapshotError: the snapshot could not be written.
    """
    inputs = gather(paths, settings.base)
    IriScheme(inputs.base)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with _only_builder(settings.data), _disk_errors():
            return _Build(inputs, settings, moment, progress).run()
    except PermissionError as problem:
        raise SnapshotError(
            f"{problem.filename}: not allowed to write there. Give another folder with --data."
        ) from None


def check(paths: Sequence[Path], settings: BuildSettings, moment: datetime, progress: Progress) -> BuildResult:
    """Do everything up to validation and write no snapshot; the findings are the result."""
    inputs = gather(paths, settings.base)
    settings.data.mkdir(parents=True, exist_ok=True)
    with _only_builder(settings.data), _disk_errors():
        return _Build(inputs, settings, moment, progress).run(check_only=True)


@contextmanager
def _only_builder(data: Path) -> Iterator[None]:
    """Let one build at a time work on a data folder; what a killed build left behind is removed."""
    with (data / ".build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SnapshotError(
                f"{data}: another build is at work there. Wait for it, or give another --data."
            ) from None
        for leftover in (*data.glob("snapshots/.building-*"), *data.glob(".current-*")):
            shutil.rmtree(leftover) if leftover.is_dir() and not leftover.is_symlink() else leftover.unlink()
        yield


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(
                "The disk is full, so the snapshot could not be written. Nothing was published and what was published "
                "stays; free some space (lod-publisher snapshots prune) and build again."
            ) from None
        raise


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, which ends the workers in order; leave the processor to the loader, the longest job.

    Records and triples hold no cycles, so the collector would only walk through millions of live tuples.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    gc.disable()


def _collection(settings: CollectionSettings) -> Collection:
    """The record of a collection that is itself published."""
    return Collection(
        settings.id,
        Origin(settings.root.resolve().name),
        settings.title,
        settings.description,
        publisher=settings.publisher,
        licence=settings.licence,
        languages=settings.languages,
    )


class _Build:
    """One run: the values that the stages hand on, and the clock of each stage."""

    def __init__(self, inputs: Inputs, settings: BuildSettings, moment: datetime, progress: Progress) -> None:
        self.inputs = inputs
        self.settings = settings
        self.moment = moment.astimezone(UTC)
        self.progress = progress
        self.timings: dict[str, float] = {}
        self.findings: list[Finding] = []
        self.counts: dict[str, Counter[str]] = {}
        self.claimed: dict[Key, str] = {}
        self.busy: dict[str, float] = {}
        self.cache = settings.data / "cache"
        self.cache.mkdir(exist_ok=True)
        self.used: set[str] = set()

    def run(self, check_only: bool = False) -> BuildResult:
        started = perf_counter()
        with ProcessPoolExecutor(self.settings.jobs, mp_context=_SPAWN, initializer=_start_worker) as pool:
            try:
                surveys = self._survey(pool)
                identity = self._identity(surveys)
                if not check_only and (same := self._already_built(identity)):
                    return same
                plan = self._link(surveys)
                if check_only:
                    for _ in self._convert(pool, plan, surveys):
                        pass
                    return BuildResult(None, self._sorted_findings(), self.counts, self.timings)
                return self._write(pool, plan, surveys, identity, started)
            except BrokenProcessPool:
                raise SnapshotError(
                    "A converting process was ended from outside (often for want of memory). Nothing was published; "
                    "run the build again, with more memory or fewer --jobs."
                ) from None
            except BaseException:
                for process in list((pool._processes or {}).values()):
                    process.terminate()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _survey(self, pool: ProcessPoolExecutor) -> list[Survey]:
        started = perf_counter()
        self.plan_path = self._save(Plan(self.inputs.base, self.cache.resolve(), code_digest(), None), "survey")
        tasks = [(survey, (self.plan_path, source)) for source in self.inputs.sources]
        surveys = list(self._ordered(pool, "Surveying", tasks))
        self.timings["survey"] = perf_counter() - started
        for source, found in zip(self.inputs.sources, surveys, strict=True):
            self.findings.extend(found.findings)
            self.counts[source.shown] = Counter(type(record).__name__.lower() for record in found.records)
        return surveys

    def _save(self, plan: Plan, name: str) -> Path:
        path = self.cache.resolve() / f"plan-{name}.pickle"
        path.write_bytes(pickle.dumps(plan, pickle.HIGHEST_PROTOCOL))
        return path

    def _identity(self, surveys: list[Survey]) -> str:
        """All that decides the content of the snapshot, for the question whether there is anything to do."""
        collections = [repr(collection) for collection in self.inputs.collections]
        files = {source.shown: found.digest for source, found in zip(self.inputs.sources, surveys, strict=True)}
        return json.dumps([code_digest(), self.inputs.base, self.settings.validate, collections, files], sort_keys=True)

    def _already_built(self, identity: str) -> BuildResult | None:
        if not self.settings.publish or not (self.settings.data / "current").is_dir():
            return None
        folder = (self.settings.data / "current").resolve()
        try:
            manifest = read_manifest(folder)
        except SnapshotError:
            return None
        if manifest["identity"] != identity:
            return None
        return BuildResult(
            folder.name,
            [],
            {name: Counter(counts) for name, counts in manifest["counts"].items()},
            manifest["timings"],
            manifest["triples"],
            unchanged=True,
            entities=manifest["entities"],
        )

    def _link(self, surveys: list[Survey]) -> Plan:
        started = perf_counter()
        self.authorities = [record for found in surveys for record in found.records]
        concordance, findings = link(r for r in self.authorities if isinstance(r, Person | Organisation | Place))
        self.findings.extend(findings)
        self._stop_if_strict(self.findings)
        plan = Plan(
            self.inputs.base,
            self.cache.resolve(),
            code_digest(),
            Shapes.load(resource_folder("shapes"), self.inputs.base) if self.settings.validate else None,
            concordance,
        )
        self.plan_path = self._save(plan, "convert")
        self.timings["link"] = perf_counter() - started
        return plan

    def _convert(self, pool: ProcessPoolExecutor, plan: Plan, surveys: list[Survey]) -> Iterator[Converted]:
        """Yield what became of each file in order, then of the merged authorities; collect findings and counts."""
        started = perf_counter()
        merged = Merged(self.authorities, plan.concordance)
        self.findings.extend(merged.contested)
        self._stop_if_strict(merged.contested)
        digests = [found.digest for found in surveys]
        first = [n for n, source in enumerate(self.inputs.sources) if source.reader not in SUPPLEMENTARY_READERS]
        last = [n for n, source in enumerate(self.inputs.sources) if source.reader in SUPPLEMENTARY_READERS]
        for numbers in (first, last):
            claimed = (
                frozenset(key for key in self.claimed if key[0] is Kind.DOCUMENT) if numbers is last else frozenset()
            )
            tasks = [(convert, (self.plan_path, self.inputs.sources[n], digests[n], claimed)) for n in numbers]
            for converted in self._ordered(pool, "Converting", tasks):
                merged.add(converted.referred, converted.surfaces, converted.periods, converted.claims)
                yield self._accept(converted)
        self.timings["convert"] = perf_counter() - started
        started = perf_counter()
        merged.collections = [_collection(collection) for collection in self.inputs.collections]
        forms = tuple(merged.forms_of_documents())
        records = tuple(merged.records())
        portions = [Shared(forms=forms[n : n + _PORTION]) for n in range(0, len(forms), _PORTION)]
        portions += [Shared(records=records[n : n + _PORTION]) for n in range(0, len(records), _PORTION)]
        while portions:
            for converted in self._ordered(pool, "Merging", [(convert_shared, (self.plan_path, p)) for p in portions]):
                merged.add(converted.referred, converted.surfaces, converted.periods, converted.claims)
                yield self._accept(converted)
            unspoken = tuple(merged.unspoken())
            portions = [Shared(unspoken=unspoken[n : n + _PORTION]) for n in range(0, len(unspoken), _PORTION)]
        periods = Shared(periods=tuple(sorted(merged.periods)))
        for converted in self._ordered(pool, "Merging", [(convert_shared, (self.plan_path, periods))]):
            yield self._accept(converted)
        self.timings["merge"] = perf_counter() - started

    def _accept(self, converted: Converted) -> Converted:
        for key in converted.claims:
            if key in self.claimed:
                raise SnapshotError(
                    f"{converted.name} and {self.claimed[key]} both describe {key[0]} {key[1]}, and one IRI cannot be two things. "
                    "Nothing was published; give one of the two another id, or leave one file out."
                )
            self.claimed[key] = converted.name
        self.findings.extend(converted.findings)
        self.counts.setdefault(converted.name, Counter()).update(converted.counts)
        for stage, seconds in converted.timings.items():
            self.busy[stage] = self.busy.get(stage, 0.0) + seconds
        self.used.update(path.name for path in (converted.chunk.lines, converted.chunk.rows))
        self._stop_if_strict(converted.findings)
        return converted

    def _stop_if_strict(self, findings: Sequence[Finding]) -> None:
        worst = next((finding for finding in findings if finding.severity is Severity.VIOLATION), None)
        if self.settings.strict and worst is not None:
            raise ViolationError(f"{worst.origin}: {worst.message} The build is strict, so nothing was published.")

    def _ordered(
        self, pool: ProcessPoolExecutor, stage: str, tasks: Sequence[tuple[Callable[..., Result], tuple[Any, ...]]]
    ) -> Iterator[Result]:
        """Run tasks in the pool, a bounded number ahead, and yield their results in the order of the tasks."""
        waiting: deque[Future[Result]] = deque()
        upcoming = iter(tasks)
        for done in range(len(tasks)):
            self.progress(stage, done, len(tasks))
            while len(waiting) < 3 * self.settings.jobs and (task := next(upcoming, None)):
                waiting.append(pool.submit(task[0], *task[1]))
            yield waiting.popleft().result()
        if tasks:
            self.progress(stage, len(tasks), len(tasks))

    def _write(
        self, pool: ProcessPoolExecutor, plan: Plan, surveys: list[Survey], identity: str, started: float
    ) -> BuildResult:
        data = self.settings.data
        moment = self.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        folder = snapshots_folder(data) / f".building-{os.getpid()}"
        folder.parent.mkdir(exist_ok=True)
        try:
            with SnapshotWriter(folder, moment) as writer:
                writer.add(self._ontology(plan))
                for converted in self._convert(pool, plan, surveys):
                    writer.add(converted.chunk)
                self.progress("Writing the store", 0, 1)
                waited = perf_counter()
                digest = writer.finish()
                self.timings["wait for store and catalogue"] = perf_counter() - waited
                self.progress("Writing the store", 1, 1)
            return self._complete(folder, writer, digest, identity, surveys, started)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _ontology(self, plan: Plan) -> Chunk:
        """Our own vocabulary goes into the dataset too, so that every term used has a label there."""
        lines = ontology_lines(resource_folder("ontology"), self.inputs.base)
        chunk = write_chunk(plan.cache, "ontology", [Block(None, lines)])
        self.used.update((chunk.lines.name, chunk.rows.name))
        return chunk

    def _complete(
        self, folder: Path, writer: SnapshotWriter, digest: str, identity: str, surveys: list[Survey], started: float
    ) -> BuildResult:
        """Check the whole, write reports and manifest, bring all to the disk, and put the snapshot on the shelf."""
        moment = writer.moment
        changes = self._changes(folder, moment)
        clock = perf_counter()
        if self.settings.validate:
            self.findings.extend(integrity(Whole(folder / "store").select))
        self.timings["integrity"] = perf_counter() - clock
        clock = perf_counter()
        findings = self._sorted_findings()
        (folder / "report.ttl").write_text(report_turtle(findings), encoding="utf-8")
        (folder / "report.html").write_text(report_html(findings), encoding="utf-8")
        (folder / "ontology").mkdir()
        (folder / "shapes").mkdir()
        for name in ("ontology", "shapes"):
            for path in sorted(resource_folder(name).glob("*.ttl")):
                shutil.copyfile(path, folder / name / path.name)
        entities = Catalog(folder / "catalog.sqlite").counts()
        dumps = sorted(path.name for path in (folder / "dumps").iterdir())
        (folder / "dumps" / "SHA256SUMS").write_text(
            "".join(f"{file_digest(folder / 'dumps' / name)}  {name}\n" for name in dumps), encoding="ascii"
        )
        snapshot_id = f"{self.moment.strftime('%Y%m%dT%H%M%SZ')}-{digest[:6]}"
        self.timings["report and digests"] = perf_counter() - clock
        self.timings |= {f"{name} (worker seconds)": seconds for name, seconds in sorted(self.busy.items())}
        self.timings |= {
            f"{name} (writer seconds)": seconds for name, seconds in writer.timings.items() if name != "entities"
        }
        self.timings["total"] = perf_counter() - started
        manifest = {
            "format": FORMAT_VERSION,
            "id": snapshot_id,
            "moment": moment,
            "base": self.inputs.base,
            "digest": digest,
            "identity": identity,
            "validated": self.settings.validate,
            "collections": [
                {
                    name: getattr(c, name)
                    for name in ("id", "title", "description", "publisher", "licence", "languages", "contact")
                }
                for c in self.inputs.collections
            ],
            "inputs": {s.shown: found.digest for s, found in zip(self.inputs.sources, surveys, strict=True)},
            "triples": writer.triples,
            "entities": entities,
            "changes": changes,
            "counts": {name: dict(counts) for name, counts in self.counts.items()},
            "findings": dict(Counter(f"{finding.severity}: {finding.rule}" for finding in findings)),
            "timings": {name: round(seconds, 3) for name, seconds in self.timings.items()},
            "versions": {"python": platform.python_version()}
            | {name: version(name) for name in ("lod_publisher", "pyoxigraph", "pyshacl", "lxml")},
            "files": {
                str(path.relative_to(folder)): file_digest(path) for path in sorted(folder.rglob("*")) if path.is_file()
            },
        }
        (folder / MANIFEST).write_text(
            json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True), encoding="utf-8"
        )
        sync_tree(folder)
        final = snapshots_folder(self.settings.data) / snapshot_id
        if final.exists():
            shutil.rmtree(final)
        folder.rename(final)
        if self.settings.publish:
            publish(self.settings.data, snapshot_id)
            prune(self.settings.data, self.settings.keep)
        self._tidy_cache()
        return BuildResult(
            snapshot_id,
            findings,
            self.counts,
            self.timings,
            writer.triples,
            published=self.settings.publish,
            entities=entities,
        )

    def _changes(self, folder: Path, moment: str) -> dict[str, int]:
        """Carry the history of every entity over from the published snapshot."""
        previous = self.settings.data / "current" / "catalog.sqlite"
        if not previous.is_file():
            return {}
        return carry_over(folder / "catalog.sqlite", previous, moment)

    def _sorted_findings(self) -> list[Finding]:
        order = list(Severity)
        return sorted(
            self.findings,
            key=lambda f: (order.index(f.severity), f.rule, f.origin.file, f.origin.line or 0, f.record, f.message),
        )

    def _tidy_cache(self) -> None:
        """Keep in the cache what this build used, so that it never outgrows the collections."""
        stems = {name.split(".")[0] for name in self.used}
        for path in self.cache.iterdir():
            if path.suffix != ".survey" and path.name.split(".")[0] not in stems:
                path.unlink()
