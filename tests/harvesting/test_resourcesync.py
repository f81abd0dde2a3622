"""ResourceSync: documents that follow the schema, packages that hold what their manifest says; resync keeps a mirror in step."""

import hashlib
import zipfile
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from lxml import etree
from resync.client import Client  # type: ignore[import-untyped]
from tests.harvesting.archive import SECOND
from tests.harvesting.schemas import SITEMAP

from lod_publisher.web.protocols.resourcesync import source

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "rs": "http://www.openarchives.org/rs/terms/"}


def document(client, address):
    answer = client.get(urlsplit(address).path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = etree.fromstring(answer.data)
    SITEMAP.assertValid(root)
    return root


def locations(root):
    return [str(each) for each in root.xpath("/*/*/s:loc/text()", namespaces=NAMES)]


def capability(root):
    return root.find("rs:md", NAMES).get("capability")


def test_a_mirror_finds_all_from_the_source_description_and_back_up(client):
    root = document(client, "/.well-known/resourcesync")
    assert capability(root) == "description"
    (capabilities,) = locations(root)
    root = document(client, capabilities)
    assert root.find("rs:ln", NAMES).get("href").endswith("/.well-known/resourcesync")
    found = {capability(document(client, each)): each for each in locations(root)}
    assert set(found) == {"resourcelist", "resourcedump", "changelist"}
    for each in found.values():
        assert document(client, each).find("rs:ln[@rel='up']", NAMES).get("href") == capabilities


def test_every_living_entity_is_a_resource_that_says_what_the_dataset_says_of_it(client):
    here = client.application.extensions["site"].snapshot
    resources = [
        each
        for part in locations(document(client, "/resourcesync/resourcelist.xml"))
        for each in locations(document(client, part))
    ]
    living = [entity for entity in here.modified_since() if not entity.deleted]
    assert len(resources) == len(set(resources)) == len(living)
    entity = here.entity("document", "vol1/d3")
    answer = client.get("/resourcesync/document/vol1/d3.nq")
    assert (answer.data, answer.mimetype) == (here.lines(entity), "application/n-quads")
    assert answer.headers["Link"] == f'<{here.base}/id/document/vol1/d3>; rel="describes"'


def test_packages_hold_each_resource_once_with_its_digest_and_the_same_bytes_each_time(client):
    here = client.application.extensions["site"].snapshot
    held = []
    for address in locations(document(client, "/resourcesync/resourcedump.xml")):
        path = urlsplit(address).path
        content = client.get(path).data
        assert content == client.get(path).data
        with zipfile.ZipFile(BytesIO(content)) as package:
            manifest = etree.fromstring(package.read("manifest.xml"))
            SITEMAP.assertValid(manifest)
            assert capability(manifest) == "resourcedump-manifest"
            for entry in manifest.iterfind("s:url", NAMES):
                (said,) = (
                    {str(key): str(value) for key, value in each.items()} for each in entry.iterfind("rs:md", NAMES)
                )
                packed = package.read(said["path"].removeprefix("/"))
                assert said["hash"] == f"sha-256:{hashlib.sha256(packed).hexdigest()}"
                assert said["length"] == str(len(packed))
                assert client.get(urlsplit(entry.findtext("s:loc", None, NAMES)).path).data == packed
                held.append(entry.findtext("s:loc", None, NAMES))
    assert len(held) == len(set(held)) == sum(here.counts().values())


@pytest.mark.parametrize("size", [1, 4, 50_000])
def test_change_lists_tell_every_change_in_order_and_full_ones_are_closed(changed, monkeypatch, size):
    monkeypatch.setattr(source, "LIST_SIZE", size)
    with changed.app() as app:
        client = app.test_client()
        root = document(client, "/resourcesync/changelist.xml")
        is_index = etree.QName(root).localname == "sitemapindex"
        lists = [document(client, each) for each in locations(root)] if is_index else [root]
        told = [
            (
                entry.find("rs:md", NAMES).get("change"),
                entry.find("rs:ln", NAMES).get("href"),
                entry.find("rs:md", NAMES).get("datetime"),
            )
            for each in lists
            for entry in each.iterfind("s:url", NAMES)
        ]
        closed = ["until" in each.find("rs:md", NAMES).attrib for each in lists]
        words = {"created": "created", "modified": "updated", "deleted": "deleted"}
        changes = app.extensions["site"].snapshot.changes.after(0, 10_000)
        gone = client.get("/resourcesync/document/vol1/d4.nq")
    assert told == [
        (words[each.operation], f"{changed.base}/id/{each.kind}/{each.local_id}", each.moment) for each in changes
    ]
    assert closed == [len(each.findall("s:url", NAMES)) == size for each in lists]
    assert gone.status_code == 410


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/resourcesync/document/nonsense.nq", 404),
        ("/resourcesync/nonsense/x.nq", 404),
        ("/resourcesync/document/%00.nq", 404),
        ("/resourcesync/document/../../etc/passwd.nq", 404),
        ("/resourcesync/changelist-0.xml", 404),
        ("/resourcesync/changelist-2.xml", 404),
        ("/resourcesync/changelist-x.xml", 404),
        ("/resourcesync/changelist-" + "9" * 5000 + ".xml", 404),
        ("/resourcesync/changelist-%D9%A3.xml", 404),
        ("/resourcesync/resourcelist-nonsense.xml", 404),
        ("/resourcesync/packages/nonsense.zip", 404),
    ],
)
def test_what_is_not_there_is_told_in_the_clients_format(client, path, status):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert client.post("/resourcesync/capabilitylist.xml").status_code == 405


def test_resync_mirrors_everything_and_then_only_what_has_changed(archive, tmp_path, monkeypatch):
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    monkeypatch.chdir(tmp_path)

    def held():
        return {str(path.relative_to(mirror)): path.read_bytes() for path in mirror.rglob("*.nq")}

    def expected(app_snapshot):
        return {
            f"{each.kind}/{each.local_id}.nq": app_snapshot.lines(each)
            for each in app_snapshot.modified_since()
            if not each.deleted
        }

    def mirrored(address):
        client = Client()
        client.set_mappings([f"{address}/resourcesync", str(mirror)])
        return client

    with archive.server() as address:
        mirrored(address).baseline_or_audit(allow_deletion=True)
    with archive.app() as app:
        assert held() == expected(app.extensions["site"].snapshot)
    archive.documents[3] = "Telegram 3, corrected"
    del archive.documents[4]
    archive.documents[10] = "Telegram 10"
    archive.publish(SECOND)
    with archive.server() as address:
        mirrored(address).incremental(
            allow_deletion=True,
            change_list_uri=f"{address}/resourcesync/changelist.xml",
            from_datetime="2026-01-02T03:04:06Z",
        )
    with archive.app() as app:
        assert held() == expected(app.extensions["site"].snapshot)
