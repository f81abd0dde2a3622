"""Two replicas of one snapshot behind nginx with the shipped site: the same answers, and none is missed when one goes."""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.conformance.sparql.conftest import Server, running
from tests.ports import free_port
from tests.processes import children
from tests.web.test_gateway import _SERVE
from tests.web.test_nginx import NGINX, configuration

from lod_publisher.snapshot.carrying import pull, push
from lod_publisher.snapshot.places import Place

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian package nginx-light)")

PERSON = "/data/person/qasim-abd-al-karim"


@dataclass
class Site:
    """nginx, and the servers behind it."""

    proxy: Server
    replicas: list[Server]


@pytest.fixture(scope="module")
def folders(web_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A data folder, and one that pulled what was pushed from the first."""
    place, other = tmp_path_factory.mktemp("place"), tmp_path_factory.mktemp("replica")
    push(web_data, Place(str(place)))
    pull(other, Place(str(place)))
    return [web_data, other]


@contextmanager
def site(folders: list[Path], folder: Path) -> Iterator[Site]:
    """Start both replicas, and nginx with the shipped site that names them."""
    ports, port = [free_port(), free_port()], free_port()
    whole = configuration(folder, port, ports[0], folders[0])
    shipped = (folder / "site.conf").read_text(encoding="utf-8")
    assert "# server 10.0.0.12:8000;" in shipped
    (folder / "site.conf").write_text(
        shipped.replace("# server 10.0.0.12:8000;", f"server 127.0.0.1:{ports[1]};"), encoding="utf-8"
    )
    serve = [sys.executable, "-c", _SERVE]
    with (
        running([*serve, folders[0], str(ports[0])], ports[0], "") as first,
        running([*serve, folders[1], str(ports[1])], ports[1], "") as second,
        running([NGINX or "", "-e", folder / "error.log", "-c", whole], port, "") as proxy,
    ):
        yield Site(proxy, [first, second])


def end(server: int, by: signal.Signals) -> None:
    """End a server: politely, or with its processes, as when a machine fails."""
    started = children(server)
    os.kill(server, by)
    for child in started if by is signal.SIGKILL else ():
        os.kill(child, by)


def gone(replica: Server) -> bool:
    """Whether a replica does not answer any more; it may have some seconds to finish what it had begun."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            replica.ask("GET", "/health")
        except OSError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_no_request_fails_when_a_replica_goes(folders, tmp_path, ended_by):
    with site(folders, tmp_path) as started:
        tags = {replica.ask("GET", PERSON, {"Accept": "text/turtle"}).headers["etag"] for replica in started.replicas}
        assert len(tags) == 1, "replicas agree on validators, so caches may ask either"
        statuses: list[int] = []
        ended = threading.Event()

        def ask(name: str) -> None:
            """Ask what no cache has: pages and descriptions, and now and then a query."""
            number = 0
            while not ended.is_set() or number < 60:
                number += 1
                target = f"{PERSON}?asked={name}-{number}"
                if number % 10 == 0:
                    target = "/sparql?query=" + quote(f"ASK {{ ?s ?p ?o }} #{name}-{number}")
                statuses.append(replace(started.proxy).ask("GET", target, {"Accept": "*/*"}).status)

        askers = [threading.Thread(target=ask, args=(name,)) for name in ("a", "b")]
        for asker in askers:
            asker.start()
        while len(statuses) < 30 and any(asker.is_alive() for asker in askers):
            ended.wait(0.02)
        before = len(statuses)
        end(started.replicas[0].pid, ended_by)
        while len(statuses) < before + 60 and any(asker.is_alive() for asker in askers):
            ended.wait(0.02)
        ended.set()
        for asker in askers:
            asker.join(120)
        assert not any(asker.is_alive() for asker in askers)
        assert set(statuses) == {200}, {status: statuses.count(status) for status in set(statuses)}
        assert gone(started.replicas[0])
    shutil.rmtree(tmp_path)
