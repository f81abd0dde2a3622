"""The dumps as they are served: listed, proved by checksums, in ranges, by the real server too."""

import base64
import csv
import gzip
import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, Triple, parse
from rocrate.rocrate import ROCrate
from tests.conformance.sparql.conftest import running
from tests.ports import free_port
from tests.web.test_gateway import _SERVE

from lod_publisher.snapshot.dumps import read_index
from lod_publisher.web.ranges import FilePart, Unsatisfiable, part_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NAME = "/dumps/dataset.nt.gz"


@pytest.fixture(scope="module")
def folder(web_data: Path) -> Path:
    """The folder of the published dumps."""
    return web_data.resolve() / "current" / "dumps"


def unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else zstd.decompress(content)


def statements(path: Path) -> set[Triple]:
    form = RdfFormat.TURTLE if ".ttl." in path.name else RdfFormat.N_TRIPLES
    return {quad.triple for quad in parse(unpacked(path), format=form)}


def test_the_whole_is_the_same_in_every_form_and_coding_and_is_what_the_store_holds(folder):
    store = Store.read_only(str(folder.parent / "store"))
    held = {quad.triple for quad in store.quads_for_pattern(None, None, None, None)}
    for name in ("dataset.nt.gz", "dataset.nt.zst", "dataset.ttl.gz", "dataset.ttl.zst"):
        assert statements(folder / name) == held, name


@pytest.mark.parametrize("form", ["nt", "ttl"])
def test_the_kinds_together_say_all_that_the_whole_says_of_entities(app, folder, form):
    kinds = app.extensions["site"].counts
    whole = statements(folder / f"dataset.{form}.zst")
    of_kinds = set().union(*(statements(folder / f"{kind}.{form}.gz") for kind in kinds))
    assert of_kinds < whole
    assert not [triple for triple in whole - of_kinds if "/id/" in str(triple.subject)]  # the rest is the vocabulary


def test_both_codings_of_a_dump_hold_the_same_bytes(folder):
    names = {path.name.rpartition(".")[0] for path in folder.glob("*.zst")}
    assert len(names) > 30
    for name in names - {"dataset.nt"}:  # the one from which descriptions are read has the order of the sources
        assert unpacked(folder / f"{name}.gz") == unpacked(folder / f"{name}.zst"), name


@pytest.mark.parametrize("kind", ["person", "event", "place", "organisation", "document"])
def test_a_line_of_linked_art_is_what_the_address_of_the_thing_answers(client, folder, kind):
    lines = unpacked(folder / f"{kind}.jsonl.gz").splitlines()
    things = [json.loads(line) for line in lines]
    assert len(things) == sum(1 for row in rows(folder) if row["kind"] == kind)
    for thing in things[:3]:
        reply = client.get(thing["id"].removeprefix("https://data.example.org").replace("/id/", "/data/") + ".json")
        assert reply.get_json(force=True)["id"] == thing["id"]
        assert reply.get_json(force=True) == thing


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(unpacked(folder / "dataset.csv.gz").decode(), newline="")))


def test_the_catalogue_has_a_row_for_every_living_thing(app, folder):
    here = app.extensions["site"]
    living = [entity for entity in here.snapshot.catalog.all() if not entity.deleted]
    assert sorted((row["iri"], row["label"], row["edtf"], row["modified"]) for row in rows(folder)) == sorted(
        (here.iri(entity), entity.label, entity.edtf, entity.modified) for entity in living
    )


def test_the_checksums_prove_every_file(folder):
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    named = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert named == {path.name for path in folder.iterdir()} - {"SHA256SUMS", "ro-crate-metadata.json"}


def test_the_manifest_is_an_ro_crate_that_its_own_library_reads(folder):
    crate = ROCrate(folder)
    assert crate.license is not None
    told = {entity.id: entity for entity in crate.data_entities}
    for dump in read_index(folder.parent):
        assert int(told[dump.name]["contentSize"]) == (folder / dump.name).stat().st_size
        assert told[dump.name]["sha256"] == sha256((folder / dump.name).read_bytes()).hexdigest()


def test_the_list_is_a_page_for_people_and_json_for_programs(client, folder):
    page = client.get("/dumps/", headers={"Accept": "text/html"}).get_data(as_text=True)
    listed = client.get("/dumps/", headers={"Accept": "application/json"}).get_json()["dumps"]
    assert {dump["name"] for dump in listed} == {dump.name for dump in read_index(folder.parent)}
    assert all(f'href="/dumps/{dump["name"]}"' in page for dump in listed)
    assert client.get("/dumps/", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/dumps").headers["Location"].endswith("/dumps/")


def test_a_download_has_a_strong_validator_and_the_digest_of_its_bytes(client, folder):
    reply = client.get(NAME)
    content = (folder / "dataset.nt.gz").read_bytes()
    assert reply.data == content
    assert reply.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha256(content).digest()).decode()}:"
    assert reply.headers["Content-Type"] == "application/gzip"
    assert "Content-Encoding" not in reply.headers
    etag = reply.headers["ETag"]
    assert not etag.startswith("W/")
    known = client.get(NAME, headers={"If-None-Match": etag})
    assert (known.status_code, known.headers["ETag"], known.data) == (304, etag, b"")
    assert client.get(NAME, headers={"If-Modified-Since": reply.headers["Last-Modified"]}).status_code == 304
    assert (
        client.get(
            NAME, headers={"If-None-Match": '"other"', "If-Modified-Since": reply.headers["Last-Modified"]}
        ).status_code
        == 200
    )
    head = client.head(NAME)
    assert (head.headers["Content-Length"], head.headers["ETag"], head.data) == (str(len(content)), etag, b"")


@pytest.mark.parametrize(
    ("header", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=5-99999999999", 206, slice(5, None)),
        ("bytes=99999999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=", 200, slice(None)),
        ("bytes=x-y", 200, slice(None)),
        ("bytes=" + "9" * 5000 + "-", 200, slice(None)),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_range_gives_that_part_and_nonsense_the_whole(client, folder, header, status, part):
    content = (folder / "dataset.nt.gz").read_bytes()
    reply = client.get(NAME, headers={"Range": header})
    assert reply.status_code == status
    if part is None:
        assert reply.headers["Content-Range"] == f"bytes */{len(content)}"
        assert "detail" in reply.get_json(force=True)
    else:
        assert reply.data == content[part]


def test_a_part_of_another_version_is_not_sent_to_a_broken_download(client):
    headers = client.head(NAME).headers
    for condition, status in (
        (headers["ETag"], 206),
        ('"older"', 200),
        (headers["Last-Modified"], 206),
        ("nonsense", 200),
    ):
        reply = client.get(NAME, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert reply.status_code == status, condition


@pytest.mark.parametrize(
    "name", ["..%2fmanifest.json", "nothing.nt.gz", "%2e%2e/manifest.json", "dataset.nt", "%00", "a" * 3000]
)
def test_no_address_leads_out_of_the_folder(client, name):
    reply = client.get(f"/dumps/{name}", headers={"Accept": "application/json"})
    assert reply.status_code == 404
    assert reply.content_type == "application/problem+json"


def test_other_verbs_are_refused_with_those_that_there_are(client):
    reply = client.delete(NAME)
    assert reply.status_code == 405
    assert {"GET", "HEAD"} <= set(reply.headers["Allow"].replace(" ", "").split(","))
    assert client.options(NAME).status_code == 200


@given(length=st.integers(0, 60), header=st.from_regex(r"bytes=\d{0,3}-\d{0,3}", fullmatch=True) | st.text(max_size=12))
def test_a_part_lies_within_the_file_and_is_what_was_asked_for(tmp_path_factory, length, header):
    path = tmp_path_factory.getbasetemp() / "ranged"
    content = bytes(range(length))
    path.write_bytes(content)
    try:
        part = part_of(header, length)
    except Unsatisfiable:
        return
    if part is not None:
        start, end = part
        assert 0 <= start < end <= length
        assert b"".join(FilePart(path, start, end)) == content[start:end]


def test_curl_resumes_a_broken_download_from_the_real_server(web_data, folder, tmp_path):
    whole = (folder / "dataset.nt.gz").read_bytes()
    target = tmp_path / "dataset.nt.gz"
    target.write_bytes(whole[:1000])
    port = free_port()
    with running([sys.executable, "-c", _SERVE, web_data, str(port)], port, "/sparql"):
        address = f"http://127.0.0.1:{port}{NAME}"
        subprocess.run(["curl", "-sf", "--continue-at", "-", "-o", target, address], check=True)
        head = subprocess.run(["curl", "-sfI", "--compressed", address], capture_output=True, text=True, check=True)
    assert target.read_bytes() == whole
    assert f"content-length: {len(whole)}" in head.stdout.lower()
    assert "content-encoding" not in head.stdout.lower()
