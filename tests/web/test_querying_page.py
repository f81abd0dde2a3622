"""Every query of the page for researchers and federators is put to a running server and has an answer."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from tests.ports import free_port

PAGE = (Path(__file__).parents[2] / "docs/sparql.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def address(web_data: Path) -> Iterator[str]:
    """A server over the founding collection, as the command starts it."""
    port = free_port()
    command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(web_data), "--port", str(port)]
    server = subprocess.Popen([*command, "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
                    break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def test_the_page_has_queries():
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_each_query_of_the_page_finds_something(address, query):
    accept = "application/n-triples" if query.startswith("DESCRIBE") else "application/sparql-results+json"
    request = Request(f"{address}/sparql?{urlencode({'query': query})}", headers={"Accept": accept})
    with urlopen(request, timeout=60) as answer:
        body = answer.read()
        assert "never used" not in answer.headers.get("X-Remark", "")
    if accept == "application/n-triples":
        assert body.count(b"\n") > 10
    else:
        found = json.loads(body)
        assert found.get("boolean") or found["results"]["bindings"]


def test_the_problem_of_the_page_is_the_one_that_is_answered(address):
    (printed,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    query = "SELECT * {\n ?d rdsf:label ?l }"
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}/sparql?{urlencode({'query': query})}", timeout=60)
    told = json.loads(refused.value.read())
    assert {name: told[name] for name in json.loads(printed)} == json.loads(printed)


def test_the_saved_query_of_the_page_answers(address):
    (path,) = re.findall(r"https://HOST(/queries/[^']*)", PAGE)
    with urlopen(f"{address}{path}", timeout=60) as answer:
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert answer.read().count(b"\n") > 1


def test_every_trap_of_the_adviser_is_on_the_page(root):
    source = (root / "src/lod_publisher/web/querying/advice.py").read_text(encoding="utf-8")
    traps = set(re.findall(r'_advice\(\s*"([a-z-]+)"', source))
    assert len(traps) == 8
    assert [trap for trap in traps if f"`{trap}`" not in PAGE] == []
