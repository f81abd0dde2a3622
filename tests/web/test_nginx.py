"""The shipped site for nginx in front of the real server: cache, compression, addresses, ranges, rate."""

import gzip
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from benchmarks.load import waited
from tests.conformance.sparql.conftest import Reply, Server, running
from tests.ports import free_port
from tests.web.test_gateway import _SERVE, ENDLESS, read, sent, workers_of

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian package nginx-light)")

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def configuration(folder: Path, port: int, behind: int, data: Path) -> Path:
    """The shipped site with this machine's ports and folders, in a whole configuration."""
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{behind};"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/cache/nginx/lod-publisher", f"{folder}/cache"),
        ("/srv/archive/", f"{data}/"),
    ):
        assert shipped in site
        site = site.replace(shipped, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; user root; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f" events {{}} http {{ access_log off; {temporary} include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    return whole


@pytest.fixture(scope="module")
def proxy(web_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """nginx with the shipped site, our server behind it."""
    folder, port, behind = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    whole = configuration(folder, port, behind, web_data)
    with (
        running([sys.executable, "-c", _SERVE, web_data, str(behind)], behind, "/sparql"),
        running([NGINX or "", "-e", folder / "error.log", "-c", whole], port, "/sparql") as started,
    ):
        yield started


def test_a_repeated_question_does_not_reach_the_server(proxy):
    target = f"?query={quote(COUNT)}"
    first, second = proxy.ask("GET", target), proxy.ask("GET", target)
    assert (first.headers["x-proxy-cache"], second.headers["x-proxy-cache"]) == ("MISS", "HIT")
    assert first.body == second.body
    other = proxy.ask("GET", target, {"Accept": "text/csv"})
    assert (other.headers["x-proxy-cache"], other.media_type) == ("MISS", "text/csv")
    assert proxy.ask("GET", target, {"If-None-Match": second.headers["etag"]}).status == 304


def test_pages_are_compressed_and_errors_keep_their_headers(proxy):
    reader = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    page = replace(proxy, path="").ask("GET", "/page/person/qasim-abd-al-karim", reader)
    assert page.status == 200
    assert "Qasim" in gzip.decompress(page.body).decode()
    refused = proxy.ask("POST", "", {"Content-Type": "application/sparql-query"}, b"SELECT")
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (400, "*")


def test_a_shared_cache_gives_nobody_the_language_of_another_and_data_once_for_all(proxy):
    here = replace(proxy, path="")
    for kept in ("MISS", "HIT"):
        for tag in ("en", "hu", "de"):
            page = here.ask("GET", "/page/place/baghdad", {"Accept": "text/html", "Accept-Language": tag})
            assert f'<html lang="{tag}">' in page.body.decode()
            assert page.headers["x-proxy-cache"] == kept
    chosen = here.ask(
        "GET", "/page/place/baghdad", {"Accept": "text/html", "Accept-Language": "hu", "Cookie": "lang=fr"}
    )
    assert '<html lang="fr">' in chosen.body.decode()
    switch = here.ask("GET", "/page/place/baghdad?lang=de", {"Accept": "text/html"})
    assert (switch.status, switch.headers["location"]) == (303, "/page/place/baghdad")
    found = [here.ask("GET", "/data/place/baghdad.ttl", {"Accept-Language": tag}).headers for tag in ("en", "hu")]
    assert [headers["x-proxy-cache"] for headers in found] == ["MISS", "HIT"]


def test_the_server_learns_the_name_by_which_the_proxy_was_reached(proxy):
    reply = proxy.ask(
        "GET", "", {"Accept": "application/n-triples", "Host": "data.example.org:81", "Forwarded": "host=evil"}
    )
    assert b"<http://data.example.org:81/sparql>" in reply.body


def test_dumps_are_served_in_ranges(proxy):
    reply = replace(proxy, path="").ask("GET", "/dumps/dataset.nt.gz", {"Range": "bytes=0-9"})
    assert (reply.status, len(reply.body)) == (206, 10)
    assert reply.media_type == "application/gzip"


def test_the_list_of_dumps_and_what_is_not_there_come_from_the_server(proxy):
    listed = replace(proxy, path="").ask("GET", "/dumps/", {"Accept": "application/json"})
    assert (listed.status, listed.media_type) == (200, "application/json")
    missing = replace(proxy, path="").ask("GET", "/dumps/nothing.nt.gz", {"Accept": "application/json"})
    assert (missing.status, missing.media_type) == (404, "application/problem+json")


def test_a_broken_answer_stays_broken_behind_the_proxy(proxy, web_data):
    with sent(proxy, ENDLESS, "Accept: text/csv\r\n") as connection:
        received = read(connection, 300_000)
        found = workers_of(web_data)
        assert found
        for worker in found:
            os.kill(worker, signal.SIGKILL)
        received += read(connection)
    assert not received.endswith(b"0\r\n\r\n")


def test_who_asks_too_fast_is_told_when_to_come_back(proxy):
    """What is asked is in nginx's cache, so that slow machines too ask faster than thirty times a second."""

    def ask(_number: int) -> Reply:
        reply: Reply = proxy.ask("GET", f"?query={quote('ASK {}')}")
        return reply

    with ThreadPoolExecutor(8) as askers:
        replies = list(askers.map(ask, range(600)))
    refused = [reply for reply in replies if reply.status == 429]
    assert refused
    assert {reply.status for reply in replies} == {200, 429}
    assert all(reply.headers["retry-after"] == "2" for reply in refused)
    waited(lambda: ask(0).status == 200, 30, 0.5)
