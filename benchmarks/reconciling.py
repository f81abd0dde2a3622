"""Names as people type them against the name index and against `csv-reconcile`, on the same 15,000 persons in the same run.

Method: an index of all persons answers 2,000 questions made from names that it knows, and, written again without them, 1,500 names that it
has never seen. Right at 1: the first candidate is who was meant (of several with one score, all must be, so luck does not count);
right at 5: one of the first five is. Two processes then ask in batches of ten, and every beginning of 300 names is typed letter by letter.
`csv-reconcile` is given one row a name (it knows one name a row), in an environment of its own, since it wants an older Flask; both are asked
in their processes, without HTTP, which `asking` adds. Its questions are the first 200 of ours, as it compares each with every row.
"""

import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import asking
from benchmarks.building import ROOT
from benchmarks.spellings import Question, batches, held_back, persons, respelt
from benchmarks.table import Row
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.cataloguing import CatalogRow, Entry, write_catalog
from lod_publisher.snapshot.namesakes import NameIndex
from lod_publisher.snapshot.namesakes.facts import Facts
from lod_publisher.snapshot.namesakes.writing import FILE, Named, write_names

SHARED = ROOT.parent / "shared" / "data"
_PROCESSES = 2
_PEER_ASKED = 200
_PEER = """
import json, sys, time
from csv_reconcile import create_app, initdb
from csv_reconcile.db import get_db
from csv_reconcile.score import processQueryBatch
folder, asked = sys.argv[1], json.load(open(sys.argv[2]))
app = create_app("", instance_path=folder)
with app.app_context():
    initdb.init_db_with_context(sys.argv[3], "id", "name")
    get_db().commit()
    found, started = [], time.perf_counter()
    for start in range(0, len(asked), 10):
        batch = {str(n): {"query": text} for n, text in enumerate(asked[start:start + 10])}
        answers = processQueryBatch(get_db(), batch, limit=10, threshold=30.0)
        found += [[[each["id"], each["score"], each["match"]] for each in answers[n]["result"]] for n in batch]
    json.dump([time.perf_counter() - started, found], sys.stdout)
"""


def index_of(known: list[list[str]], folder: Path) -> NameIndex:
    """Write catalogue and index of persons who are nothing but names; their local ids are their numbers."""
    folder.mkdir(parents=True)
    entries = [
        Entry("person", str(n), CatalogRow("person", str(n), names[0], "", "", "", None, tuple(names), b""), "", ())
        for n, names in enumerate(known)
    ]
    write_catalog(folder / "catalog.sqlite", [entries], "2026-01-01T00:00:00Z")
    named = (
        Named(n, Kind.PERSON, tuple(names), facts=Facts(documents=len(names))) for n, names in enumerate(known, start=1)
    )
    write_names(folder / FILE, named)
    return NameIndex(folder, Catalog(folder / "catalog.sqlite"))


def judged(asked: Sequence[Question], answers: Sequence[Sequence[tuple[int, float]]]) -> tuple[float, float]:
    """The shares right at 1 and right at 5."""
    first = five = 0
    for question, found in zip(asked, answers, strict=True):
        best = {person for person, score in found if score == found[0][1]}
        first += best == {question.person}
        five += question.person in [person for person, _ in list(dict(found).items())[:5]]
    return first / len(asked), five / len(asked)


def _answers(index: NameIndex, asked: Sequence[Question]) -> list[list[tuple[int, float]]]:
    return [[(int(each.entity.local_id), each.score) for each in index.find(q.text, [Kind.PERSON])] for q in asked]


def _ask_all(folder: Path, asked: list[Question], ready: Callable[[], object]) -> None:
    index = NameIndex(folder, Catalog(folder / "catalog.sqlite"))
    index.find("Warm, Up", [Kind.PERSON])
    ready()
    for batch in batches(asked):
        for question in batch:
            index.find(question.text, [Kind.PERSON])


def _a_second(folder: Path, asked: list[Question]) -> tuple[float, float]:
    """How many questions two processes answer in a second, and in a second of each processor's time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    barrier = multiprocessing.Barrier(_PROCESSES + 1)
    shares = [asked[n::_PROCESSES] for n in range(_PROCESSES)]
    processes = [multiprocessing.Process(target=_ask_all, args=(folder, share, barrier.wait)) for share in shares]
    for process in processes:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return len(asked) / seconds, _PROCESSES * len(asked) / busy


def _typing(index: NameIndex, known: list[list[str]]) -> list[float]:
    """The milliseconds that each suggestion took, while 300 names were typed letter by letter."""
    took = []
    for names in known[:: max(1, len(known) // 300)]:
        for letters in range(1, min(len(names[0]), 14) + 1):
            started = time.perf_counter()
            index.begin(names[0][:letters], [Kind.PERSON])
            took.append(1000 * (time.perf_counter() - started))
    return took


def _ask_peer(
    folder: Path, known: list[list[str]], asked: Sequence[Question]
) -> tuple[float, list[list[tuple[int, float]]]]:
    """Questions a second of csv-reconcile, and its answers."""
    home = Path(tempfile.gettempdir()) / f"csv-reconcile-{os.getuid()}"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "csv-reconcile==0.3.2", "setuptools<80"], check=True)
    rows = folder / "names.csv"
    lines = [f"{n}-{m}\t{name}" for n, names in enumerate(known) for m, name in enumerate(names)]
    rows.write_text("\n".join(["id\tname", *(line.replace('"', "") for line in lines)]) + "\n", encoding="utf-8")
    questions = folder / "asked.json"
    questions.write_text(json.dumps([question.text for question in asked]))
    ran = subprocess.run(
        [python, "-c", _PEER, folder / "peer", questions, rows], check=True, capture_output=True, text=True
    )
    seconds, found = json.loads(ran.stdout)
    answers = [[(int(key.partition("-")[0]), score) for key, score, _ in each] for each in found]
    return len(asked) / seconds, answers


def run() -> list[Row]:
    """Both, and the ratio."""
    known = persons(SHARED)
    asked = respelt(known, 2_000)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        index = index_of(known, folder / "all")
        rows = _quality(index, asked, "names respelt")
        for sort in sorted({question.sort for question in asked}):
            few = [question for question in asked if question.sort == sort]
            first, five = judged(few, _answers(index, few))
            rows.append(Row(f"  {sort}: right at 1, at 5", f"{first:.3f}, {five:.3f}"))
        left, unseen = held_back(known, 1_500)
        rows += _quality(index_of(left, folder / "left"), unseen, "names never seen")
        speed, alone = _a_second(folder / "all", asked)
        rows.append(
            Row("without HTTP: questions a second, batches of 10, 2 processes", f"{speed:,.0f}", "at least 1,000")
        )
        rows.append(
            Row("  had both processors nothing else to do (by processor time)", f"{alone:,.0f}", "at least 1,000")
        )
        took = _typing(index, known)
        slow = statistics.quantiles(took, n=20)[-1]
        rows.append(Row("suggestions while typing, 95th percentile", f"{slow:.1f} ms", "under 20 ms"))
        few = asked[:_PEER_ASKED]
        peer_speed, peer_answers = _ask_peer(folder, known, few)
        mine, theirs = judged(few, _answers(index, few)), judged(few, peer_answers)
        rows.append(Row("right at 1, at 5, ours on the same 200", f"{mine[0]:.3f}, {mine[1]:.3f}"))
        rows.append(Row("right at 1, at 5, csv-reconcile", f"{theirs[0]:.3f}, {theirs[1]:.3f}"))
        one = _alone(index, few)
        rows.append(
            Row(
                "questions a second in one process, ours : theirs",
                f"{one:,.0f} : {peer_speed:,.1f} = {one / peer_speed:,.0f}",
            )
        )
    return rows + asking.run(SHARED)


def _alone(index: NameIndex, asked: Sequence[Question]) -> float:
    started = time.perf_counter()
    for question in asked:
        index.find(question.text, [Kind.PERSON])
    return len(asked) / (time.perf_counter() - started)


def _quality(index: NameIndex, asked: Sequence[Question], what: str) -> list[Row]:
    first, five = judged(asked, _answers(index, asked))
    sure = wrong = 0
    for question in asked:
        for each in index.find(question.text, [Kind.PERSON])[:1]:
            sure += each.certain
            wrong += each.certain and each.entity.local_id != str(question.person)
    promised = ("at least 0.95", "at least 0.99") if what == "names respelt" else ("", "")
    return [
        Row(f"{len(asked):,} {what}: right at 1", f"{first:.3f}", promised[0]),
        Row(f"{what}: right at 5", f"{five:.3f}", promised[1]),
        Row(f"{what}: called certain, and of those wrong", f"{sure / len(asked):.3f}, {wrong / max(sure, 1):.4f}"),
    ]


if __name__ == "__main__":
    sys.exit("Run it as `python -m benchmarks reconcile`.")
