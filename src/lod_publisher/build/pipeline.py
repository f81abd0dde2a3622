"""The order of the stages: survey, link, convert, merge, write, publish. Files are worked on in parallel, results taken in order."""

import json
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from lod_publisher.build import moves
from lod_publisher.build.changes import moment_after
from lod_publisher.build.cluster import workers
from lod_publisher.build.commissions import Commissions, Progress
from lod_publisher.build.completion import complete
from lod_publisher.build.convert import Shared, Survey, convert, convert_shared, survey
from lod_publisher.build.converter import Converted, Key, Plan
from lod_publisher.build.cutting import cut
from lod_publisher.build.dumps import NO_FORMS, Forms
from lod_publisher.build.guards import disk_errors, only_builder
from lod_publisher.build.identities import Identities, decisions_digest, identify
from lod_publisher.build.inputs import Inputs, code_digest, gather
from lod_publisher.build.merging import Merged, collection_record
from lod_publisher.build.ontology import ontology_lines
from lod_publisher.build.pool import Pool, Task, in_order
from lod_publisher.build.predecessor import last_snapshot
from lod_publisher.build.prerendering import Renderer
from lod_publisher.build.queries import Examine, digest
from lod_publisher.build.result import BuildLog, BuildResult
from lod_publisher.build.whole import WholeDataset
from lod_publisher.errors import SnapshotError, ViolationError
from lod_publisher.linking.bare_links import settle
from lod_publisher.linking.concordance import Authority
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import EntityRef, Organisation, Person, Place
from lod_publisher.settings import BuildSettings, resource_folder
from lod_publisher.snapshot.children import foreseen
from lod_publisher.snapshot.chunk import Block, Chunk, block_digest, write_chunk
from lod_publisher.snapshot.shelf import read_manifest, snapshots_folder
from lod_publisher.snapshot.write import SnapshotWriter
from lod_publisher.sources import SUPPLEMENTARY_READERS
from lod_publisher.validation import Shapes

Result = TypeVar("Result")
# What the processes of a build run.
_CHILDREN = "lod_publisher.build.convert"


def build(
    paths: Sequence[Path],
    settings: BuildSettings,
    moment: datetime,
    progress: Progress,
    examine: Examine | None = None,
    forms: Forms = NO_FORMS,
    renderer: Renderer | None = None,
) -> BuildResult:
    """Build collections into a new snapshot and publish it; `examine` tries the saved queries of the snapshot before.

    `forms` are those in which dumps can be written; the settings choose among them. `renderer` writes answers ahead.

    A failure leaves the published snapshot as it was. When nothing that is read has changed, nothing is written.

    Raises:
        InputError: a collection or source cannot be read. ViolationError: the build is strict and there is a violation.
        DiskFullError, SnapshotError: the snapshot could not be written.
    """
    inputs = gather(paths, settings.base)
    IriScheme(inputs.base)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with only_builder(settings.data), disk_errors():
            moment, late = moment_after(settings.data, moment)
            commissions = Commissions(settings, inputs.base, progress, examine, forms, renderer)
            run = _Build(inputs, settings, moment, progress, commissions)
            run.log.findings.extend(late)
            return run.run()
    except PermissionError as problem:
        raise SnapshotError(
            f"{problem.filename}: not allowed to write there. Give another folder with --data."
        ) from None


def check(paths: Sequence[Path], settings: BuildSettings, moment: datetime, progress: Progress) -> BuildResult:
    """Do everything up to validation and write no snapshot; the findings are the result."""
    inputs = gather(paths, settings.base)
    settings.data.mkdir(parents=True, exist_ok=True)
    with only_builder(settings.data), disk_errors():
        return _Build(inputs, settings, moment, progress).run(check_only=True)


def look(
    paths: Sequence[Path], settings: BuildSettings, moment: datetime, progress: Progress
) -> tuple[list[Authority], Identities, list[Finding]]:
    """Read what sources say of persons, bodies and places, and find out who is who; nothing is converted or published.

    Returns their records, the outcome, and what was found on the way.
    """
    inputs = gather(paths, settings.base)
    settings.data.mkdir(parents=True, exist_ok=True)
    with only_builder(settings.data), disk_errors():
        return _Build(inputs, settings, moment, progress).look()


class _Build:
    """One run: the values that the stages hand on, and the clock of each stage."""

    def __init__(
        self,
        inputs: Inputs,
        settings: BuildSettings,
        moment: datetime,
        progress: Progress,
        commissions: Commissions | None = None,
    ) -> None:
        self.commissions = commissions or Commissions(settings, inputs.base, progress)
        self.inputs = inputs
        self.settings = settings
        self.log = BuildLog(inputs, settings, moment.astimezone(UTC))
        self.progress = progress
        self.claimed: dict[Key, str] = {}
        self.cache = settings.data / "cache"
        self.cache.mkdir(exist_ok=True)
        self.used: set[str] = set()
        self.identities = Identities()
        self.shapes: Shapes | None = None

    def run(self, check_only: bool = False) -> BuildResult:
        started = perf_counter()
        with foreseen(_CHILDREN), workers(self.settings) as pool:
            try:
                self._read_shapes()
                surveys = self._survey(pool)
                self._identify(surveys)
                if not check_only and (same := self._already_built()):
                    return same
                plan = self._link(surveys)
                if check_only:
                    for _ in self._convert(pool, plan, surveys):
                        pass
                    return BuildResult(None, self.log.sorted_findings(), self.log.counts, self.log.timings)
                return self._write(pool, plan, surveys, started)
            except BrokenProcessPool:
                raise SnapshotError(
                    "A converting process was ended from outside (often for want of memory). Nothing was published; "
                    "run the build again, with more memory or fewer --jobs."
                ) from None
            except BaseException:
                pool.end()
                raise

    def look(self) -> tuple[list[Authority], Identities, list[Finding]]:
        with foreseen(_CHILDREN), workers(self.settings) as pool:
            surveys = self._survey(pool)
        self._identify(surveys)
        self._link(surveys)
        return [*self.records, *self.identities.added], self.identities, self.log.sorted_findings()

    def _read_shapes(self) -> None:
        """Read and refuse shapes before any data; meanwhile the workers start."""
        started = perf_counter()
        self.shapes = (
            Shapes.load(resource_folder("shapes"), self.inputs.base, resource_folder("ontology"))
            if self.settings.validate
            else None
        )
        self.log.timings["shapes"] = perf_counter() - started

    def _survey(self, pool: Pool) -> list[Survey]:
        started = perf_counter()
        self.plan_path = self._save(Plan(self.inputs.base, self.cache.resolve(), code_digest(), None), "survey")
        tasks = [(survey, (self.plan_path, source)) for source in self.inputs.sources]
        surveys = list(self._ordered(pool, "Surveying", tasks))
        self.log.timings["survey"] = perf_counter() - started
        for source, found in zip(self.inputs.sources, surveys, strict=True):
            self.log.findings.extend(found.findings)
            self.log.counts[source.shown] = Counter(type(record).__name__.lower() for record in found.records)
        return surveys

    def _save(self, plan: Plan, name: str) -> Path:
        path = self.cache.resolve() / f"plan-{name}.pickle"
        path.write_bytes(pickle.dumps(plan, pickle.HIGHEST_PROTOCOL))
        return path

    def _identify(self, surveys: list[Survey]) -> None:
        """Note all that decides the content of the snapshot, for the question whether there is anything to do."""
        self.log.digests = {s.shown: found.digest for s, found in zip(self.inputs.sources, surveys, strict=True)}
        collections = [repr(replace(each, root=Path(each.root.name))) for each in self.inputs.collections]
        parts = [code_digest(), self.inputs.base, self.settings.validate, collections, self.log.digests]
        parts += [digest(self.inputs), moves.digest(self.inputs), *self.commissions.identity()]
        parts += [decisions_digest(self.inputs), self.settings.link]
        self.log.identity = json.dumps(parts, sort_keys=True)

    def _already_built(self) -> BuildResult | None:
        if not self.settings.publish or not (self.settings.data / "current").is_dir():
            return None
        folder = (self.settings.data / "current").resolve()
        try:
            manifest = read_manifest(folder)
        except SnapshotError:
            return None
        if manifest["identity"] != self.log.identity:
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
        self.authorities, lost = settle([record for found in surveys for record in found.records])
        self.log.findings.extend(lost)
        self.records = [record for record in self.authorities if isinstance(record, Person | Organisation | Place)]
        spoken: Counter[EntityRef] = Counter()
        for found in surveys:
            spoken.update(found.spoken)
        self.identities = identify(self.records, self.inputs, self.settings, self.log.digests, self.progress, spoken)
        self.authorities += self.identities.added
        self.used.add(self.identities.kept)
        self.log.moves = self.identities.moves(self.log.moment.date().isoformat())
        self.log.findings.extend(self.identities.findings)
        self._stop_if_strict(self.log.findings)
        concordance = self.identities.concordance
        plan = Plan(self.inputs.base, self.cache.resolve(), code_digest(), self.shapes, concordance)
        self.plan_path = self._save(plan, "convert")
        self.log.timings["link"] = perf_counter() - started
        return plan

    def _convert(self, pool: Pool, plan: Plan, surveys: list[Survey]) -> Iterator[Converted]:
        """Yield what became of each file in order, then of the merged authorities; collect findings and counts."""
        started = perf_counter()
        merged = Merged(self.authorities, self.identities)
        self.log.findings.extend(merged.contested)
        self._stop_if_strict(merged.contested)
        whole = WholeDataset(plan.shapes, plan.base)
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
                yield self._accept(converted, whole)
        self.log.timings["convert"] = perf_counter() - started
        started = perf_counter()
        merged.collections = [collection_record(collection) for collection in self.inputs.collections]
        forms = tuple(merged.forms_of_documents())
        records = tuple(merged.records())
        portions = [Shared(forms=some) for some in cut(forms, lambda item: item[0])]
        portions += [Shared(records=some) for some in cut(records, lambda item: item[0].local_id)]
        while portions:
            for converted in self._ordered(pool, "Merging", [(convert_shared, (self.plan_path, p)) for p in portions]):
                merged.add(converted.referred, converted.surfaces, converted.periods, converted.claims)
                yield self._accept(converted, whole)
            unspoken = tuple(merged.unspoken())
            portions = [Shared(unspoken=some) for some in cut(unspoken, lambda item: item[0])]
        periods = Shared(periods=tuple(sorted(merged.periods)))
        for converted in self._ordered(pool, "Merging", [(convert_shared, (self.plan_path, periods))]):
            yield self._accept(converted, whole)
        self.log.timings["merge"] = perf_counter() - started
        started = perf_counter()
        found = whole.findings(self.claimed)
        self.log.findings.extend(found)
        self._stop_if_strict(found)
        self.log.links = whole.links
        self.log.timings["validate the whole"] = perf_counter() - started

    def _accept(self, converted: Converted, whole: WholeDataset) -> Converted:
        for key in converted.claims:
            if key in self.claimed:
                raise SnapshotError(
                    f"{converted.name} and {self.claimed[key]} both describe {key[0]} {key[1]}, and one IRI cannot be two things. "
                    "Nothing was published; give one of the two another id, or leave one file out."
                )
            self.claimed[key] = converted.name
        self.log.findings.extend(converted.findings)
        self.log.counts.setdefault(converted.name, Counter()).update(converted.counts)
        for stage, seconds in converted.timings.items():
            self.log.busy[stage] = self.log.busy.get(stage, 0.0) + seconds
        self.used.update(path.name for path in (converted.chunk.lines, converted.chunk.rows))
        self._stop_if_strict(converted.findings)
        self.log.predicates |= {predicate[1:-1] for predicate in converted.predicates}
        whole.add(converted)
        return converted

    def _stop_if_strict(self, findings: Sequence[Finding]) -> None:
        worst = next((finding for finding in findings if finding.severity is Severity.VIOLATION), None)
        if self.settings.strict and worst is not None:
            raise ViolationError(f"{worst.origin}: {worst.message} The build is strict, so nothing was published.")

    def _ordered(self, pool: Pool, stage: str, tasks: Sequence[Task[Result]]) -> Iterator[Result]:
        return in_order(pool, tasks, lambda done: self.progress(stage, done, len(tasks)))

    def _write(self, pool: Pool, plan: Plan, surveys: list[Survey], started: float) -> BuildResult:
        data = self.settings.data
        moment = self.log.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        folder = snapshots_folder(data) / f".building-{os.getpid()}"
        folder.parent.mkdir(exist_ok=True)
        try:
            with SnapshotWriter(folder, moment, last_snapshot(self.log)) as writer:
                writer.add(self._ontology(plan))
                for converted in self._convert(pool, plan, surveys):
                    writer.add(converted.chunk)
                self.progress("Writing the store", 0, 1)
                waited = perf_counter()
                written = writer.finish()
                self.log.timings["wait for store and catalogue"] = perf_counter() - waited
                self.progress("Writing the store", 1, 1)
            result = complete(folder, writer, written, self.log, started, self.commissions, pool)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._tidy_cache()
        return result

    def _ontology(self, plan: Plan) -> Chunk:
        """Our own vocabulary goes into the dataset too, so that every term used has a label there."""
        text = ontology_lines(resource_folder("ontology"), self.inputs.base)
        self.log.predicates |= {line.split(" ", 2)[1][1:-1] for line in text.splitlines()}
        lines = text.encode()
        chunk = write_chunk(plan.cache, "ontology", [Block(None, lines, block_digest(lines))])
        self.used.update((chunk.lines.name, chunk.rows.name))
        return chunk

    def _tidy_cache(self) -> None:
        """Keep in the cache what this build used, so that it never outgrows the collections."""
        stems = {name.split(".")[0] for name in self.used}
        stems |= {stem.partition("-")[0] for stem in stems}  # what a source asked for is kept beside its result
        for path in self.cache.iterdir():
            if path.suffix != ".survey" and path.name.split(".")[0] not in stems:
                path.unlink()
