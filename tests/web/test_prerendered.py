"""Answers written ahead are the answers: byte for byte what the application would say, and sent to nobody who wants another one."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, Store
from werkzeug.test import EnvironBuilder

from lod_publisher.build.pipeline import build
from lod_publisher.build.prerendering import Renderer
from lod_publisher.build.result import BuildResult
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.snapshot.lookup import Lookup, looked_up
from lod_publisher.snapshot.prerendered import (
    PRERENDERED,
    Answer,
    Prerendered,
    PrerenderedWriter,
    Rendered,
    forms_in,
    path_of,
)
from lod_publisher.web.answer_cache import Application
from lod_publisher.web.app import open_app
from lod_publisher.web.prerendering import FORMS, render
from lod_publisher.web.program import program
from lod_publisher.web.protocols.sparql.lookups import Lookups
from lod_publisher.web.rows import WrittenRows

ROOT = Path(__file__).parents[2]
TELEGRAM = "document/frus1958-60v12/d145"
PERSON = "person/qasim-abd-al-karim"
FORMS_WRITTEN = ("ttl", "jsonld", "json", "txt", "mads", "html", "srj")
MARK = b"written ahead, as nobody else would write it " * 40


def built(data: Path, forms: tuple[str, ...], who: Renderer, day: int = 2) -> BuildResult:
    """What became of a build of the founding collection."""
    settings = BuildSettings(
        data=data, base="https://data.example.org", jobs=2, validate=False, dumps=(), prerender=forms
    )
    moment = datetime(2026, 1, day, tzinfo=UTC)
    return build([ROOT / "seeds"], settings, moment, lambda *_: None, renderer=who)


def opened(data: Path) -> Flask:
    """The application over what is published."""
    return open_app(ServeSettings(data=data, workers=1))


def address_of(form: str, kind: str, local_id: str) -> str:
    """Where an answer is asked for."""
    if form == "srj":
        return about(f"{kind}/{local_id}")
    return f"/page/{kind}/{local_id}" if form == "html" else f"/data/{kind}/{local_id}.{form}"


def about(thing: str, query: str = "SELECT ?p ?o WHERE {{ <{}> ?p ?o }}") -> str:
    """Where a query about a thing is asked."""
    return f"/sparql?{urlencode({'query': query.format(f'https://data.example.org/id/{thing}')})}"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """The founding collection with all its answers written ahead, but those in the bulkiest forms."""
    folder: Path = tmp_path_factory.mktemp("ahead") / "data"
    built(folder, FORMS_WRITTEN, Renderer(render, program))
    return folder


@pytest.fixture(scope="module")
def ahead(data) -> Iterator[Flask]:
    """The application that has them."""
    app = opened(data)
    yield app
    app.extensions["site"].workers.close()


@pytest.fixture(scope="module")
def without(data, tmp_path_factory) -> Iterator[Flask]:
    """The same application over the same data, which has to write every answer itself."""
    folder: Path = tmp_path_factory.mktemp("without")
    shutil.copytree(data, folder / "data", symlinks=True)
    shutil.rmtree(folder / "data" / "current" / PRERENDERED)
    app = opened(folder / "data")
    yield app
    app.extensions["site"].workers.close()


@pytest.fixture
def marked(data, tmp_path: Path) -> Path:
    """A copy of the data in which the answers about the telegram say who wrote them."""
    shutil.copytree(data, tmp_path / "data", symlinks=True)
    answer = Answer.of((), MARK)
    change = "UPDATE answers SET size = ?, body = ? WHERE local_id = 'frus1958-60v12/d145'"
    for form in ("ttl", "html", "srj"):
        with sqlite3.connect(path_of(tmp_path / "data" / "current", form)) as database:
            assert database.execute(change, (answer.size, answer.packed)).rowcount
    return tmp_path / "data"


@pytest.fixture
def reader(marked) -> Iterator[FlaskClient]:
    """Asks the application over that copy."""
    app = opened(marked)
    yield app.test_client(use_cookies=False)
    app.extensions["site"].workers.close()


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_every_answer_is_the_one_that_the_application_would_write(data, ahead, without, coding):
    written = []
    for form in forms_in(data / "current"):
        with sqlite3.connect(path_of(data / "current", form)) as database:
            written += [(form, *key) for key in database.execute("SELECT kind, local_id FROM answers")]
    assert {form for form, _, _ in written} == set(FORMS_WRITTEN)
    assert len(written) > 1_000
    reader, other = ahead.test_client(), without.test_client()
    for form, kind, local_id in written[:: 3 if coding == "zstd" else 29]:
        address = address_of(form, kind, local_id)
        asked = {"Accept-Encoding": coding}
        here, there = reader.get(address, headers=asked), other.get(address, headers=asked)
        assert here.data == there.data, address
        told, expected = dict(here.headers), dict(there.headers)
        assert set(told.pop("Vary").split(", ")) == set(expected.pop("Vary").split(", "))
        expected.pop("Date", None)
        assert told == expected


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        (f"/data/{TELEGRAM}.ttl", "*/*"),
        (f"/data/{TELEGRAM}", "application/rdf+xml;q=0.1, text/turtle"),
        (f"/page/{TELEGRAM}", "text/html,application/xhtml+xml,*/*;q=0.8"),
        (f"/page/{TELEGRAM}", "*/*"),
    ],
)
def test_what_was_written_ahead_is_sent(reader, address, accept):
    asked = {"Accept": accept}
    answer = reader.get(address, headers=asked)
    assert answer.data == MARK
    assert reader.head(address, headers=asked).headers["Content-Length"] == str(len(MARK))
    again = reader.get(address, headers=asked | {"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def at_hand(app: Flask, address: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes] | None:
    """What the application has at hand for a request."""
    environ = EnvironBuilder(address, method=method, headers=[*headers.items()]).get_environ()
    found = cast(Application, app.wsgi_app).kept(environ)
    return found and (found[0], dict(found[1]), found[2])


ROWS = "SELECT ?p ?o WHERE {{ <{}> ?p ?o }}"


@pytest.mark.parametrize("query", [ROWS, "PREFIX x: <http://x.example/> select ?a ?b {{<{}> ?a ?b.}} # so"])
def test_rows_written_ahead_are_sent_to_whoever_asks_for_them(reader, query):
    assert reader.get(about(TELEGRAM, query)).data == MARK
    posted = reader.post("/sparql", data={"query": query.format(f"https://data.example.org/id/{TELEGRAM}")})
    assert posted.data == MARK


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (ROWS, "text/csv"),
        (ROWS, "application/sparql-results+xml"),
        ("SELECT ?o ?p WHERE {{ <{}> ?p ?o }}", ""),
        ("SELECT ?o WHERE {{ <{}> ?p ?o }}", ""),
        ("SELECT * WHERE {{ <{}> ?p ?o }}", ""),
        ("SELECT ?p ?p WHERE {{ <{}> ?p ?p }}", ""),
        ("SELECT ?p ?o WHERE {{ <{}> ?p ?o }} LIMIT 2", ""),
        ("SELECT ?s ?p WHERE {{ ?s ?p <{}> }}", ""),
        ("SELECT ?p ?o WHERE {{ <{0}> ?p ?o . <{0}> a ?o }}", ""),
        ("SELECT ?p ?o FROM <http://a.example/> WHERE {{ <{}> ?p ?o }}", ""),
        ("SELECT ?t ?l WHERE {{ <{0}> a ?t ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }}", ""),
        ("ASK {{ <{}> ?p ?o }}", ""),
        ("DESCRIBE <{}>", "text/turtle"),
    ],
)
def test_another_question_gets_another_answer(reader, query, accept):
    answer = reader.get(about(TELEGRAM, query), headers={"Accept": accept} if accept else {})
    assert answer.status_code == (400 if "?p ?p" in query else 200)
    assert MARK not in answer.data


@pytest.mark.parametrize(
    ("predicate", "value"), [("p", "o"), ("o", "p"), ("property", "value"), ("a", "p"), ("_", "9")]
)
def test_rows_have_the_names_that_a_query_gives_them(ahead, predicate, value):
    """Also when a text of theirs looks like the structure around it."""
    query = f"SELECT ?{predicate} ?{value} WHERE {{{{ <{{}}> ?{predicate} ?{value} }}}}"
    for thing in (TELEGRAM, PERSON):
        by_engine = ahead.test_client().get(about(thing, f"BASE <http://a.example/> {query}"))
        assert ahead.test_client().get(about(thing, query)).data == by_engine.data


def test_a_text_that_looks_like_structure_keeps_its_words(tmp_path):
    store, subject = Store(), NamedNode("https://data.example.org/id/person/x")
    texts = ['"vars":["p","o"]', '{"p":{', '},"o":{', '}},{"p":{"type":"uri"},"o":{"', "\\", '\\"p"']
    for text in texts:
        store.add(Quad(subject, NamedNode("http://a.example/p"), Literal(text)))
        store.add(Quad(subject, NamedNode("http://a.example/p"), Literal(text, language="en")))
    lookup = Lookups("https://data.example.org").read(f"SELECT ?o ?p WHERE {{ {subject} ?o ?p }}")
    written = looked_up(store, Lookup(ROWS.format(subject.value), ((str(subject), "?p", "?o"),)), "json", 10_000)
    assert lookup
    assert written
    (tmp_path / PRERENDERED).mkdir()
    with PrerenderedWriter(tmp_path, "srj", "us") as writer:
        writer.add(Rendered("srj", "person", "x", Answer.of((), written[1])))
    rows = WrittenRows(Prerendered(tmp_path, "us"), "https://data.example.org")
    by_engine = looked_up(store, lookup, "json", 10_000)
    assert by_engine
    assert rows.read(lookup) == by_engine[1]
    assert len(texts) * 2 == by_engine[1].count(b'"literal"')


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
@pytest.mark.parametrize(
    "address", [f"/data/{TELEGRAM}.ttl", f"/data/{TELEGRAM}", f"/page/{TELEGRAM}", f"/page/{PERSON}"]
)
def test_what_was_written_ahead_is_at_hand_without_asking_the_application(data, without, address, coding):
    app = opened(data)
    asked = {"Accept-Encoding": coding, "Accept": "text/turtle, text/html"}
    try:
        head = at_hand(app, address, "HEAD", **asked)
        first, again = (at_hand(app, address, **asked) for _ in range(2))
        assert head
        assert first
        assert again
        assert (head[0], head[2]) == ("200 OK", b"")
        assert (first[1].pop("X-Cache"), again[1].pop("X-Cache")) == ("miss", "hit")
        assert first == again
        expected = without.test_client(use_cookies=False).get(address, headers=asked)
        assert first[2] == expected.data
        assert first[1]["ETag"] == expected.headers["ETag"] == head[1]["ETag"]
        fresh = at_hand(app, address, **asked, **{"If-None-Match": first[1]["ETag"]})
        assert fresh
        assert (fresh[0], fresh[2]) == ("304 NOT MODIFIED", b"")
    finally:
        app.extensions["site"].workers.close()


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"/page/{TELEGRAM}", {"Accept-Language": "hu"}),
        (f"/data/{TELEGRAM}.nt", {}),
        (f"/data/{TELEGRAM}.ttl?page=1", {}),
        ("/data/person/nobody.ttl", {}),
        ("/search?q=oil", {}),
    ],
)
def test_what_has_to_be_made_is_not_at_hand(ahead, address, headers):
    assert at_hand(ahead, address, **headers) is None


@pytest.mark.parametrize(("size", "coding"), [(110_000, "gzip"), (260_000, "zstd"), (260_000, "identity")])
def test_what_was_written_ahead_but_is_long_is_left_to_a_thread(marked, size, coding):
    long = Answer.of((), b"x" * size)
    with sqlite3.connect(path_of(marked / "current", "ttl")) as database:
        change = "UPDATE answers SET size = ?, body = ? WHERE local_id = 'frus1958-60v12/d145'"
        assert database.execute(change, (long.size, long.packed)).rowcount
    app = opened(marked)
    try:
        assert at_hand(app, f"/data/{TELEGRAM}.ttl", **{"Accept-Encoding": coding}) is None
        assert app.test_client().get(f"/data/{TELEGRAM}.ttl").data == b"x" * size
    finally:
        app.extensions["site"].workers.close()


@pytest.mark.parametrize(
    ("address", "headers", "root"),
    [
        (f"/page/{TELEGRAM}", {"Accept-Language": "hu"}, ""),
        (f"/page/{TELEGRAM}", {"Cookie": "lang=fr"}, ""),
        (f"/page/{TELEGRAM}?list=mentions", {}, ""),
        (f"/page/{TELEGRAM}", {"Accept": "text/turtle"}, ""),
        (f"/page/{TELEGRAM}", {}, "/archive"),
        (f"/data/{TELEGRAM}", {"Accept": "application/n-triples"}, ""),
        (f"/data/{TELEGRAM}.ttl", {}, "/archive"),
        (f"/data/{TELEGRAM}.ttl?page=1", {}, ""),
        (f"/data/{PERSON}.ttl", {}, ""),
    ],
)
def test_who_wants_another_answer_gets_that(reader, address, headers, root):
    answer = reader.get(address, headers=headers, environ_overrides={"SCRIPT_NAME": root})
    assert answer.status_code in (200, 406)
    assert MARK not in answer.data


def test_what_another_program_wrote_is_not_sent(marked):
    with sqlite3.connect(path_of(marked / "current", "html")) as database:
        database.execute("UPDATE written SET program = 'another'")
    app = opened(marked)
    answer = app.test_client().get(f"/page/{TELEGRAM}")
    app.extensions["site"].workers.close()
    assert answer.status_code == 200
    assert MARK not in answer.data


@pytest.mark.parametrize("left", [0, 100, 9_000, 60_000])
def test_a_torn_file_costs_time_and_no_answer(marked, left):
    for form in forms_in(marked / "current"):
        path = path_of(marked / "current", form)
        path.write_bytes(path.read_bytes()[:left])
    app = opened(marked)
    for address in (f"/page/{TELEGRAM}", f"/data/{TELEGRAM}.ttl", f"/data/{PERSON}.jsonld"):
        answer = app.test_client().get(address)
        assert answer.status_code == 200
        assert MARK not in answer.data
        assert len(answer.data) > 1_000
    app.extensions["site"].workers.close()


def test_another_program_and_other_forms_make_another_snapshot(tmp_path):
    ours, another = Renderer(render, program), Renderer(render, lambda: "another")
    first = built(tmp_path / "data", ("ttl",), ours)
    assert not first.unchanged
    assert built(tmp_path / "data", ("ttl",), ours, 3).unchanged
    assert not built(tmp_path / "data", ("ttl",), another, 4).unchanged
    assert not built(tmp_path / "data", (), another, 5).unchanged
    assert built(tmp_path / "data", (), ours, 6).unchanged
    assert not forms_in(tmp_path / "data" / "current")


def test_every_form_can_be_written_ahead():
    assert set(FORMS) > {"ttl", "jsonld", "nt", "rdf", "html", "srj"}
