"""An answer of any size comes in parts, is cut between two rows, and says so."""

import csv
import gc
import json
import os
import resource
import xml.etree.ElementTree as ET
from collections import deque
from pathlib import Path

import pytest
from tests.processes import children

from lod_publisher.snapshot.workers import Limits, Question
from lod_publisher.snapshot.workers.cutting import Cut, Table

FORMATS = {"solutions": "json", "boolean": "json", "graph": "nt"}
MILLION = "SELECT ?a ?d ?g { ?a x:p ?c . ?d x:p ?f . ?g x:p ?i } LIMIT 1000000"


def grown(pid, since=0):
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() - since


def workers_of(pid):
    return [worker for child in children(pid) for worker in children(child)]


@pytest.mark.parametrize(
    ("text", "kind"), [(MILLION, "solutions"), (MILLION.replace("SELECT ?a ?d ?g", "CONSTRUCT { ?a ?d ?g }"), "graph")]
)
def test_a_million_rows_stream_in_constant_memory(pool, text, kind):
    workers = pool(timeout_s=60.0, limits=Limits(stream_s=300.0, cpu_s=300.0))
    workers.ask("ASK {}", FORMATS)
    gc.collect()
    ours, theirs = grown(os.getpid()), {pid: grown(pid) for pid in workers_of(os.getpid())}
    most_ours = most_theirs = rows = 0
    with workers.open(Question(text, FORMATS | {"solutions": "tsv"})) as stream:
        assert (stream.kind, stream.whole) == (kind, False)
        for number, part in enumerate(stream):
            rows += part.count(b"\n")
            if number % 50 == 0:
                most_ours = max(most_ours, grown(os.getpid(), ours))
                most_theirs = max(most_theirs, *(grown(pid, since) for pid, since in theirs.items()))
    assert rows == 1_000_000 + (kind == "solutions")
    assert not stream.truncated
    assert most_ours < 50_000_000
    # The engine remembers a million triples of CONSTRUCT, so as not to repeat one: 500 bytes for each.
    assert most_theirs < (50_000_000 if kind == "solutions" else 600_000_000)


def rows_of(form, body):
    if form == "json":
        return len(json.loads(body)["results"]["bindings"])
    if form == "xml":
        return len(ET.fromstring(body).findall(".//{*}result"))  # noqa: S314 (our own)
    if form == "csv":
        return len(list(csv.reader(body.decode().splitlines()))) - 1
    return body.count(b"\n") - 1


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(("wish", "rows"), [(1, 1), (7, 7), (199, 199), (200, 200), (201, 200), (None, 200)])
def test_a_table_is_cut_after_the_rows_that_it_may_have_and_says_so(pool, form, wish, rows):
    stream = pool().open(Question("SELECT ?s { ?s x:p x:o }", FORMATS | {"solutions": form}, max_rows=wish))
    body = b"".join(stream)
    assert rows_of(form, body) == rows
    assert stream.truncated == (rows < 200)
    if form in ("json", "xml"):
        assert (b"truncated" in body) == stream.truncated


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "graph"])
def test_an_answer_over_the_bytes_that_it_may_have_is_cut_between_two_rows(pool, form):
    workers = pool(limits=Limits(max_bytes=300_000))
    text = MILLION if form != "graph" else MILLION.replace("SELECT ?a ?d ?g", "CONSTRUCT { ?a ?d ?g }")
    stream = workers.open(Question(text, FORMATS | {"solutions": form}))
    body = b"".join(stream)
    assert stream.truncated
    assert 260_000 < len(body) < 310_000
    if form == "graph":
        assert body.endswith(b" .\n# truncated: a limit cut this answer\n")
    else:
        assert rows_of(form, body) > 1000


def test_a_graph_is_cut_after_the_triples_that_it_may_have_and_says_so(pool):
    stream = pool().open(Question("CONSTRUCT WHERE { ?s x:p ?o }", FORMATS, max_rows=5))
    assert b"".join(stream).count(b"\n") == 6
    assert stream.truncated


def test_a_small_answer_stands_as_a_whole_and_its_worker_is_free_before_it_is_read(pool):
    workers = pool()
    stream = workers.open(Question("SELECT ?s { ?s x:p x:o }", FORMATS, max_rows=3))
    assert (stream.whole, stream.truncated) == (True, True)
    assert workers.counters().busy == 0
    assert rows_of("json", b"".join(stream)) == 3


TRICKY = 'a}},{"b\n<result>"",,{\r\n\n'
WRITTEN = {
    "json": b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":%s}},{"s":{}},{"s":{}}]}}'
    % json.dumps(TRICKY).encode(),
    "xml": b"<sparql><results><result>a}},{ &lt;result></result><result>b</result><result/></results></sparql>",
    "tsv": b'?s\n"a\\n"\nb\nc\n',
}


def taking(where):
    def take(part):
        where.extend(part)
        return len(part)

    return take


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 1000])
@pytest.mark.parametrize(("form", "rows"), [(form, rows) for form in WRITTEN for rows in (1, 2)])
def test_rows_are_told_apart_however_the_engine_portions_its_writing(form, rows, size):
    written, whole = bytearray(), bytearray()
    data = WRITTEN[form]
    if form == "xml":
        data = data.replace(b"<result/>", b"<result></result>")
    everything = Table(taking(whole), form, 3, 1_000_000)
    table = Table(taking(written), form, rows, 1_000_000)
    portions = [data[at : at + size] for at in range(0, len(data), size)]
    for portion in portions:
        everything.write(portion)
    everything.flush()
    assert bytes(whole) == data
    with pytest.raises(Cut):
        deque(map(table.write, portions), 0)
    table.write(b"what the engine still had")
    if form == "json":
        assert len(json.loads(written)["results"]["bindings"]) == rows
    elif form == "xml":
        assert written.count(b"<result>") == rows
    else:
        assert written.count(b"\n") == rows + 1
