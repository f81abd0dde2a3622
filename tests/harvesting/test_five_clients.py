"""Five clients that come by after every edition see the same changes, whatever was edited: one log feeds them all."""

import gzip
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import requests
from lxml import etree
from pyoxigraph import RdfFormat, parse
from tests.harvesting.archive import Archive

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings

Seen = set[tuple[str, str, str]]
"""What a client saw: (kind/local id, moment, created or modified or deleted)."""

NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "rs": "http://www.openarchives.org/rs/terms/",
}
AS = "https://www.w3.org/ns/activitystreams#"
TREE = "https://w3id.org/tree#"
DONE = {"Create": "created", "Update": "modified", "Delete": "deleted", "updated": "modified"}
_KEY = re.compile(r"/(?:id|page|resourcesync)/([a-z]+/[^?#]+?)(?:\.nq)?$")


def key(address: str) -> str:
    found = _KEY.search(address)
    assert found, address
    return found[1]


def xml(address: str) -> etree._Element:
    body = requests.get(address, timeout=60).content
    return etree.fromstring(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)


class ByState:
    """A client that is told states only: it knows what is new by what it knew."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def learn(self, name: str, moment: str, gone: bool) -> tuple[str, str, str] | None:
        if self.known.get(name) == ("" if gone else moment) or (gone and name not in self.known):
            return None
        is_new = not self.known.get(name)
        self.known[name] = "" if gone else moment
        return name, moment, "deleted" if gone else "created" if is_new else "modified"


class OaiPmh(ByState):
    """Asks for the headers since the last visit."""

    def __init__(self) -> None:
        super().__init__()
        self.last = ""

    def visit(self, base: str) -> Seen:
        since = f"&from={self.last}" if self.last else ""
        query, seen = f"verb=ListIdentifiers&metadataPrefix=rdf{since}", set[tuple[str, str, str]]()
        while query:
            root = xml(f"{base}/oai?{query}")
            for header in root.iterfind(".//o:header", NAMES):
                moment = header.findtext("o:datestamp", "", NAMES)
                change = self.learn(
                    key(header.findtext("o:identifier", "", NAMES)), moment, header.get("status") == "deleted"
                )
                seen |= {change} if change else set()
                self.last = max(self.last, moment)
            token = root.findtext(".//o:resumptionToken", "", NAMES)
            query = f"verb=ListIdentifiers&resumptionToken={quote(token)}" if token else ""
        return seen


class Sitemap(ByState):
    """Reads every sitemap; asks for what is no longer there, to hear when it went."""

    def visit(self, base: str) -> Seen:
        found = {}
        for part in xml(f"{base}/sitemap.xml").iterfind(".//s:loc", NAMES):
            if "/sitemaps/pages" in str(part.text):
                continue
            for url in xml(str(part.text)).iterfind("s:url", NAMES):
                found[key(url.findtext("s:loc", "", NAMES))] = url.findtext("s:lastmod", "", NAMES)
        changes = [self.learn(name, moment, False) for name, moment in found.items()]
        for name in [name for name, moment in self.known.items() if moment and name not in found]:
            answer = requests.get(f"{base}/data/{name}", headers={"Accept": "application/n-triples"}, timeout=60)
            assert answer.status_code == 410
            went = re.search(r'invalidatedAtTime> "([^"]+)"', answer.text)
            assert went, answer.text
            changes.append(self.learn(name, went[1], True))
        return {change for change in changes if change}


class ResourceSync:
    """Reads the change list and takes what is later than what it has."""

    def __init__(self) -> None:
        self.last = ""

    def visit(self, base: str) -> Seen:
        seen: Seen = set()
        for url in self._urls(f"{base}/resourcesync/changelist.xml"):
            told = url.find("rs:md", NAMES)
            assert told is not None
            moment, change = str(told.get("datetime")), str(told.get("change"))
            if moment > self.last:
                seen.add((key(url.findtext("s:loc", "", NAMES)), moment, DONE.get(change, change)))
        self.last = max([self.last, *(moment for _, moment, _ in seen)])
        return seen

    def _urls(self, address: str) -> list[etree._Element]:
        root = xml(address)
        parts = [part.findtext("s:loc", "", NAMES) for part in root.iterfind("s:sitemap", NAMES)]
        return [*root.iterfind("s:url", NAMES), *(url for part in parts for url in self._urls(part))]


class ActivityStreams:
    """Walks the collection from its last page back, until it meets what it has (IIIF Change Discovery)."""

    def __init__(self) -> None:
        self.last = ""

    def visit(self, base: str) -> Seen:
        seen: Seen = set()
        page = requests.get(f"{base}/changes", timeout=60).json()["last"]["id"]
        while page:
            told = requests.get(page, timeout=60).json()
            for item in told["orderedItems"]:
                if item["endTime"] > self.last:
                    seen.add((key(item["object"]["id"]), item["endTime"], DONE[item["type"]]))
            page = told.get("prev", {}).get("id")
        self.last = max([self.last, *(moment for _, moment, _ in seen)])
        return seen


class EventStream:
    """Follows every relation of the tree and takes the members that it has not taken."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def visit(self, base: str) -> Seen:
        waiting, visited, seen = [f"{base}/ldes"], set[str](), set[tuple[str, str, str]]()
        while waiting:
            page = waiting.pop()
            if page in visited:
                continue
            visited.add(page)
            body = requests.get(page, headers={"Accept": "application/n-quads"}, timeout=60).content
            about: dict[str, dict[str, str]] = {}
            for quad in parse(body, format=RdfFormat.N_QUADS):
                name = quad.predicate.value
                if name == f"{TREE}node":
                    waiting.append(quad.object.value)
                elif name == f"{TREE}member":
                    about.setdefault(quad.object.value, {})["is member"] = "yes"
                elif name.startswith(AS) or quad.object.value.startswith(AS):
                    plain = name.rpartition("#")[2]
                    about.setdefault(quad.subject.value, {})[plain] = quad.object.value
            for member, told in about.items():
                if "is member" in told and member not in self.taken:
                    self.taken.add(member)
                    done = DONE[told["type"].removeprefix(AS)]
                    seen.add((key(told["object"]), told["endTime"], done))
        return seen


CLIENTS: tuple[Callable[[], OaiPmh | Sitemap | ResourceSync | ActivityStreams | EventStream], ...] = (
    OaiPmh,
    Sitemap,
    ResourceSync,
    ActivityStreams,
    EventStream,
)


def edit(archive: Archive, chance: random.Random) -> None:
    """Some documents and persons come, go, come back and change."""
    for number in chance.sample(range(1, 12), 4):
        if number in archive.documents and chance.random() < 0.4:
            del archive.documents[number]
        else:
            archive.documents[number] = f"Telegram {number}, edition {chance.randrange(100)}"
    name = chance.choice(["odd", "even", "dulles"])
    if name == "odd" and name in archive.persons:
        del archive.persons[name]
    else:
        archive.persons[name] = f"Name {chance.randrange(100)}"


def test_five_clients_see_the_same_changes_after_random_edits(tmp_path):
    archive, chance = Archive(tmp_path), random.Random(1)  # noqa: S311 a test that can be repeated
    clients = [client() for client in CLIENTS]
    moment = datetime(2026, 1, 31, 23, 0, tzinfo=UTC)
    everything: Seen = set()
    for edition in range(5):
        if edition:
            edit(archive, chance)
        archive.publish(moment)
        with archive.server() as base:
            seen = [client.visit(base) for client in clients]
        assert all(each == seen[0] for each in seen), {
            type(client).__name__: sorted(each ^ seen[0]) for client, each in zip(clients, seen, strict=True)
        }
        assert len(seen[0]) >= 2
        everything |= seen[0]
        moment += timedelta(days=9, seconds=chance.randrange(60))
    assert {done for _, _, done in everything} == {"created", "modified", "deleted"}


def edited(volume: bytes, chance: random.Random) -> bytes:
    """A volume without some of its documents, and with a word changed in others."""
    root = etree.fromstring(volume, etree.XMLParser(collect_ids=False))
    for document in list(root.iterfind(".//{*}div[@type='document']")):
        lot = chance.random()
        if lot < 0.25:
            parent = document.getparent()
            assert parent is not None
            parent.remove(document)
        elif lot < 0.5 and (heading := document.find("{*}head")) is not None:
            heading.text = f"{heading.text or ''} {chance.randrange(1000)}"
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def test_five_clients_see_the_same_changes_when_a_volume_is_edited(tmp_path):
    archive, chance = Archive(tmp_path), random.Random(3)  # noqa: S311 a test that can be repeated
    clients = [client() for client in CLIENTS]
    settings = BuildSettings(data=tmp_path / "data", base=archive.base, jobs=1, validate=False)
    volume = (Path(__file__).parent.parent / "pocket_corpus" / "frus-pocket.xml").read_bytes()
    given = tmp_path / "frus-pocket.xml"
    for edition in range(4):
        given.write_bytes(edited(volume, chance) if edition else volume)
        build(
            [given],
            settings,
            datetime(2026, 1, 1 + 20 * edition % 28, tzinfo=UTC) + timedelta(days=31 * edition),
            lambda *_: None,
        )
        with archive.server() as base:
            seen = [client.visit(base) for client in clients]
        assert all(each == seen[0] for each in seen)
        assert seen[0]
