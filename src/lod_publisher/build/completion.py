"""The last stage: check the whole, write reports and manifest, bring everything to the disk, publish."""

import json
import platform
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from lod_publisher.build.changes import record_changes
from lod_publisher.build.commissions import Commissions
from lod_publisher.build.crate import write_crate
from lod_publisher.build.indexing import write_indexes
from lod_publisher.build.moves import record_moves
from lod_publisher.build.pool import Pool
from lod_publisher.build.queries import copy_queries
from lod_publisher.build.reporting import write_build_report
from lod_publisher.build.result import BuildLog, BuildResult
from lod_publisher.errors import SnapshotError
from lod_publisher.settings import resource_folder
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.changes import Changes
from lod_publisher.snapshot.dumps import FOLDER as DUMPS
from lod_publisher.snapshot.editions import FORMAT
from lod_publisher.snapshot.identities import write_identities
from lod_publisher.snapshot.read import Snapshot, Whole
from lod_publisher.snapshot.shelf import MANIFEST, newest_seen, prune, publish, snapshots_folder
from lod_publisher.snapshot.statements import LocalStatements
from lod_publisher.snapshot.statistics import Statistics, Unchanged
from lod_publisher.snapshot.sums import file_digest
from lod_publisher.snapshot.write import SnapshotWriter, sync_tree
from lod_publisher.validation import integrity


def complete(
    folder: Path,
    writer: SnapshotWriter,
    digest: str,
    log: BuildLog,
    started: float,
    commissions: Commissions,
    pool: Pool,
) -> BuildResult:
    """Check the whole, write reports and manifest, bring all to the disk, and put the snapshot on the shelf.

    `folder` is where the snapshot was written; it is renamed at the end, so that a snapshot is there whole or not at all.
    Other dumps than the first are written in the pool while we count, answers after that.
    """
    changes, begins_anew = record_changes(folder, log.settings.data, writer.moment)
    log.findings.extend(begins_anew)
    log.findings.extend(record_moves(log.inputs, folder / "catalog.sqlite", log.moves))
    clock = perf_counter()
    entities = Catalog(folder / "catalog.sqlite").counts()
    with ThreadPoolExecutor(3) as beside:
        dumping = beside.submit(commissions.dump, pool, folder)
        difference = writer.difference
        counted = Statistics.read(writer.last.folder) if writer.last and difference else None
        same = Unchanged(counted, difference.predicates) if counted and difference else None
        counting = beside.submit(Statistics.count, folder / "store", log.inputs.base, log.predicates, entities, same)
        published = [each.id for each in log.inputs.collections]
        indexing = beside.submit(
            write_indexes, folder, log.inputs.base, published, writer.triples, writer.last, difference
        )
        if log.settings.validate:
            log.findings.extend(integrity(Whole(folder / "store").select, log.links))
        write_identities(folder, LocalStatements(folder / "store").select, log.inputs.base)
        log.timings |= {f"index {file.partition('.')[0]}": seconds for file, seconds in indexing.result().items()}
        counting.result().write(folder)
        log.timings["integrity, and counting for the service description"] = perf_counter() - clock
        dumps = dumping.result()
    log.timings["dumps (until done, beside the counting)"] = perf_counter() - clock
    modified = Changes(Catalog(folder / "catalog.sqlite").database).moments()[-1:]
    write_crate(
        folder, log.inputs.base, modified[0].moment if modified else writer.moment, log.inputs.collections, dumps
    )
    clock = perf_counter()
    _keep_what_was_used(folder)
    copy_queries(log.inputs, folder)
    snapshot_id = f"{log.moment.strftime('%Y%m%dT%H%M%SZ')}-{digest[:6]}"
    # What a snapshot needs to be opened; the whole follows at the end.
    _write_manifest(folder, _said(log) | {"id": snapshot_id, "moment": writer.moment, "entities": entities})
    if commissions.examine is not None:
        log.findings.extend(commissions.examine(folder))
    log.timings["saved queries"] = perf_counter() - clock
    clock = perf_counter()
    commissions.prerender(pool, folder, None if begins_anew else newest_seen(log.settings.data))
    log.timings["answers written ahead"] = perf_counter() - clock
    (folder / MANIFEST).unlink()
    clock = perf_counter()
    findings = log.sorted_findings()
    write_build_report(folder, snapshot_id, findings, log)
    log.timings["report and digests"] = perf_counter() - clock
    log.timings |= {f"{name} (worker seconds)": seconds for name, seconds in sorted(log.busy.items())}
    log.timings |= {
        f"{name} (writer seconds)": seconds for name, seconds in writer.timings.items() if name != "entities"
    }
    log.timings["total"] = perf_counter() - started
    known = {f"{DUMPS}/{dump.name}": dump.sha256 for dump in dumps} | (difference.kept if difference else {})
    manifest = _said(log) | {
        "id": snapshot_id,
        "moment": writer.moment,
        "digest": digest,
        "triples": writer.triples,
        "entities": entities,
        "changes": changes,
        "findings": dict(Counter(f"{finding.severity}: {finding.rule}" for finding in findings)),
        "files": {
            name: known.get(name) or file_digest(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and (name := str(path.relative_to(folder)))
        },
    }
    _write_manifest(folder, manifest)
    sync_tree(folder)
    final = snapshots_folder(log.settings.data) / snapshot_id
    if final.exists():
        shutil.rmtree(final)
    folder.rename(final)
    if log.settings.publish:
        _refuse_losses(log.settings.data, snapshot_id, changes, log.settings.max_loss)
        Snapshot(final).check()
        publish(log.settings.data, snapshot_id)
        prune(log.settings.data, log.settings.keep)
    return BuildResult(
        snapshot_id,
        findings,
        log.counts,
        log.timings,
        writer.triples,
        published=log.settings.publish,
        entities=entities,
    )


def _refuse_losses(data: Path, snapshot_id: str, changes: dict[str, int], max_loss: float) -> None:
    """Publish nothing that lacks too much of what the public has seen: most often a folder was forgotten.

    Raises:
        SnapshotError: it lacks more than the share that it may.
    """
    lost = changes.get("deleted", 0)
    before = lost + changes.get("modified", 0) + changes.get("unchanged", 0)
    if lost > max_loss * before:
        raise SnapshotError(
            f"{data}: the new snapshot lacks {lost:,} of the {before:,} entities that were published before ({lost / before:.0%}; "
            f"--max-loss allows {max_loss:.0%}), so it was written but not published. Look whether a source is missing; if this is "
            f"what you want, run `lod-publisher snapshots publish {snapshot_id} --data {data}`."
        )


def _keep_what_was_used(folder: Path) -> None:
    """Keep the vocabulary and shapes that were used."""
    (folder / "ontology").mkdir()
    (folder / "shapes").mkdir()
    for name in ("ontology", "shapes"):
        for path in sorted(resource_folder(name).glob("*.ttl")):
            shutil.copyfile(path, folder / name / path.name)


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _said(log: BuildLog) -> dict[str, Any]:
    """What the publisher says of the snapshot, and what decided it."""
    return {
        "format": FORMAT,
        "base": log.inputs.base,
        "identity": log.identity,
        "validated": log.settings.validate,
        "collections": [
            {
                "id": each.id,
                "path": str(each.root.resolve()),
                "title": each.title,
                "description": each.description,
                "publisher": each.publisher,
                "licence": each.licence,
                "languages": each.languages,
                "contact": each.contact,
            }
            for each in log.inputs.collections
        ],
        "inputs": log.digests,
        "counts": {name: dict(counts) for name, counts in log.counts.items()},
        "timings": {name: round(seconds, 3) for name, seconds in log.timings.items()},
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("lod_publisher", "pyoxigraph", "pyshacl", "lxml")},
    }
