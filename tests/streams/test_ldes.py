"""The event stream: a walk over its tree meets every version once, closed pages stay as they are, and its own client reads it."""

import subprocess
from collections import Counter

import pytest
from pyoxigraph import Dataset, NamedNode, Quad, RdfFormat, parse
from tests.ports import free_port
from tests.streams.conftest import PERSONS, History, first_labels, second_labels

from lod_publisher.snapshot.changes import Operation
from lod_publisher.web import activities, quads

TREE = "https://w3id.org/tree#"
LDES = "https://w3id.org/ldes#"
AS = "https://www.w3.org/ns/activitystreams#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FIRST_PAGE = "/ldes/20260130T030405Z"


def page(client, path: str, form: str = "application/trig") -> Dataset:
    answer = client.get(path, headers={"Accept": form})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == form
    return Dataset(parse(answer.data, format=RdfFormat.from_media_type(form)))


def objects(data: Dataset, subject: str, predicate: str) -> list[str]:
    found = data.quads_for_subject(NamedNode(subject))
    return [str(getattr(quad.object, "value", "")) for quad in found if quad.predicate.value == predicate]


def walked(client, base: str) -> dict[str, Dataset]:
    """The pages that relations lead to from the root, each once, with the bounds checked that lead there."""
    waiting: list[tuple[str, list[tuple[str, str]]]] = [(f"{base}/ldes", [])]
    found: dict[str, Dataset] = {}
    while waiting:
        address, bounds = waiting.pop()
        assert address not in found, "two ways lead to one page"
        data = found[address] = page(client, address[len(base) :])
        for member in objects(data, f"{base}/ldes#stream", f"{TREE}member"):
            (moment,) = objects(data, member, activities.END_TIME)
            assert all(holds(kind, moment, value) for kind, value in bounds)
        ways: dict[str, list[tuple[str, str]]] = {}
        for relation in objects(data, address, f"{TREE}relation"):
            (target,) = objects(data, relation, f"{TREE}node")
            (kind,) = objects(data, relation, TYPE.value)
            (value,) = objects(data, relation, f"{TREE}value")
            assert objects(data, relation, f"{TREE}path") == [activities.END_TIME]
            ways.setdefault(target, [*bounds]).append((kind.removeprefix(TREE), value))
        waiting += ways.items()
    return found


def holds(kind: str, moment: str, value: str) -> bool:
    return {
        "GreaterThanOrEqualToRelation": moment >= value,
        "LessThanOrEqualToRelation": moment <= value,
        "LessThanRelation": moment < value,
    }[kind]


def test_a_walk_over_the_tree_meets_every_change_once_with_what_it_left(client, published):
    base, snapshot = published.history.base, published.app.extensions["site"].snapshot
    pages = walked(client, base)
    met = Counter(member for data in pages.values() for member in objects(data, f"{base}/ldes#stream", f"{TREE}member"))
    assert set(met.values()) == {1}
    changes = snapshot.changes.after(0, 10_000)
    assert len(changes) == snapshot.changes.last == len(met) > PERSONS + 3
    whole = Dataset(quad for data in pages.values() for quad in data)
    for change in changes:
        member = f"{base}/changes/{activities.compact(change.moment)}/{change.number}"
        assert met[member] == 1
        kind = {Operation.CREATED: "Create", Operation.MODIFIED: "Update", Operation.DELETED: "Delete"}[
            change.operation
        ]
        assert objects(whole, member, TYPE.value) == [AS + kind]
        assert objects(whole, member, activities.OBJECT) == [f"{base}/id/{change.kind}/{change.local_id}"]
        said = {quad.triple for quad in whole.quads_for_graph_name(NamedNode(member))}
        assert said == {quad.triple for quad in parse(snapshot.version(change), format=RdfFormat.N_TRIPLES)}
        assert bool(said) == (change.operation is not Operation.DELETED)


def test_a_superseded_version_is_still_told_as_it_was(client, published):
    labels = [
        str(quad.object)
        for data in walked(client, published.history.base).values()
        for quad in data.quads_for_subject(NamedNode(f"{published.history.base}/id/person/p005"))
        if quad.predicate.value.endswith("#label")
    ]
    assert sorted(labels) == ['"Changed"@en', '"Person 5"@en']


def test_what_was_closed_has_the_same_bytes_after_the_next_build_and_says_so(client, published):
    for path in (FIRST_PAGE, f"{FIRST_PAGE}/2"):
        answer = client.get(path)
        assert answer.data == published.before[path]
        assert "immutable" in answer.headers["Cache-Control"]
        assert f"{LDES}immutable" in answer.text or "ldes:immutable true" in answer.text
    january, february = client.get("/ldes/2026-01"), client.get("/ldes/2026-02")
    assert "immutable" in january.headers["Cache-Control"], "a later month has begun"
    assert b"immutable" not in published.before["/ldes/2026-01"], "it was the newest then"
    for still_open in (february, client.get("/ldes")):
        assert "immutable" not in still_open.headers["Cache-Control"]
        assert "immutable" not in still_open.text


def test_the_root_tells_a_client_what_it_must_know(client, published):
    base = published.history.base
    data, stream = page(client, "/ldes"), f"{base}/ldes#stream"
    assert objects(data, stream, f"{TREE}view") == [f"{base}/ldes"]
    assert objects(data, stream, TYPE.value) == [f"{LDES}EventStream"]
    assert objects(data, stream, f"{LDES}timestampPath") == [f"{AS}endTime"]
    assert objects(data, stream, f"{LDES}versionOfPath") == [f"{AS}object"]
    assert objects(data, stream, f"{LDES}versionDeleteObject") == [f"{AS}Delete"]
    (policy,) = objects(data, f"{base}/ldes", f"{LDES}retentionPolicy")
    assert objects(data, policy, f"{LDES}startingFrom") == [published.history.moments[0]]


def test_every_format_says_the_same(client):
    graphs = [
        {str(quad) for quad in page(client, FIRST_PAGE, form)} for form in ("application/trig", *quads.BY_MEDIA_TYPE)
    ]
    assert all(graph == graphs[0] for graph in graphs)
    wrong = client.get(FIRST_PAGE, headers={"Accept": "text/turtle"})
    assert wrong.status_code == 406
    assert {option["type"] for option in wrong.json["available"]} == set(quads.BY_MEDIA_TYPE)


@pytest.mark.parametrize(
    "path",
    [
        "/ldes/2025-12", "/ldes/2026-13", "/ldes/20260130T030405", "/ldes/20260130T030406Z", "/ldes/%D9%A2026-01", "/ldes/../x",
        f"{FIRST_PAGE}/0", f"{FIRST_PAGE}/1", f"{FIRST_PAGE}/02", f"{FIRST_PAGE}/999", f"{FIRST_PAGE}/x", f"{FIRST_PAGE}/%D9%A3",
        f"{FIRST_PAGE}/" + "9" * 5000, "/ldes/" + "x" * 5000, "/ldes/%00", "/ldes/%E2%80%AE", "/ldes/",
    ],
)  # fmt: skip
def test_a_page_that_is_not_there_is_404_with_an_explanation(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert len(answer.json["detail"]) < 300


def test_a_validator_saves_a_harvester_the_page(client):
    first = client.get(FIRST_PAGE)
    again = client.get(FIRST_PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert client.post(FIRST_PAGE).status_code == 405


def test_a_statement_of_a_named_graph_is_told_in_the_graph_of_its_version(published, monkeypatch):
    here = published.app.extensions["site"]
    change = here.snapshot.changes.after(0, 1)[0]
    lines = (
        b'<a:s> <a:p> "a \\"b\\" <c> ." .\n<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> <a:g> .\n'
        b'<a:s> <a:p> "x"@en-GB <a:g> .\n<a:s> <a:p> "1 <a:b> ."^^<a:t> <a:g> .\n'
    )
    monkeypatch.setattr(type(here.snapshot), "version", lambda *_: lines)
    expected = [Quad(*quad.triple) for quad in parse(lines, format=RdfFormat.N_QUADS)]
    assert set(parse(activities.version(here, change), format=RdfFormat.N_TRIPLES)) == set(expected)
    assert activities.version(here, change).count(b"\n") == 4, "each once"


def test_the_reference_client_reads_the_stream_to_its_end_and_then_only_what_is_new(tmp_path, ldes_client):
    history = History(tmp_path, free_port())
    labels = first_labels()
    history.grow(0, labels)
    with history.served() as base:
        first = _read(ldes_client, base)
    assert {f"{base}/id/person/{name}" for name in labels} <= set(first.values())
    history.grow(1, second_labels())
    with history.served() as base:
        second = _read(ldes_client, base, "--after", history.moments[0].replace("05Z", "06Z"))
    told = {thing.rpartition("/")[2] for thing in second.values()}
    assert told >= {"p005", "p007", "new"}
    assert not told & (set(labels) - {"p005", "p007"})
    assert not first.keys() & second.keys()


def _read(program, base: str, *options: str) -> dict[str, str]:
    """The members that the client emits, in order, each with the entity of which it is a version."""
    command = [str(program), f"{base}/ldes", "--ordered", "ascending", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    told = [line.split(" ") for line in done.stdout.splitlines() if f" <{activities.OBJECT}> " in line]
    return {line[0][1:-1]: line[2][1:-1] for line in told}
