"""The page for those who run the service: who sees it, what it shows, and what it never shows."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import html

from lod_publisher.errors import InputError, without_password
from lod_publisher.settings import ServeSettings, admin_token
from lod_publisher.snapshot import shelf
from lod_publisher.web.app import open_app

HERE = {"REMOTE_ADDR": "127.0.0.1"}
TOKEN = "correct-horse-battery-staple"  # noqa: S105


def opened(settings: ServeSettings) -> Iterator[Flask]:
    app = open_app(settings)
    yield app
    app.extensions["site"].workers.close()


@pytest.fixture(scope="module")
def shelved(web_data, tmp_path_factory) -> Path:
    """A data folder with an older snapshot, a damaged one, one whose name is not ours, and a log of publications."""
    data: Path = tmp_path_factory.mktemp("admin") / "data"
    shutil.copytree(web_data, data, symlinks=True)
    name = (data / "current").readlink().name
    folder = data / "snapshots"
    (folder / "20250101T000000Z-000000").mkdir()
    shutil.copy(folder / name / shelf.MANIFEST, folder / "20250101T000000Z-000000")
    (folder / "20250102T000000Z-<b>bad").mkdir()
    with (data / "publications.jsonl").open("a", encoding="ascii") as log:
        log.write('{"id": "<script>x</script>", "moment": "2026-01-03T00:00:00Z"}\n{"id": "torn')
    return data


@pytest.fixture(scope="module")
def guarded(shelved, tmp_path_factory) -> Iterator[Flask]:
    """An application with a token."""
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    yield from opened(ServeSettings(data=shelved, workers=1, admin_token_file=file))


@pytest.fixture(scope="module")
def open_to_here(shelved) -> Iterator[Flask]:
    """An application without a token, behind a trusted proxy on this machine."""
    yield from opened(
        ServeSettings(
            data=shelved,
            workers=1,
            trusted_proxies=("127.0.0.1",),
            services=("https://example.org/sparql?key=s3same",),
            traces="http://user:pa55word@127.0.0.1:9/",
        )
    )


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"me:{password}".encode()).decode()}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_a_program_of_this_machine_sees_it(open_to_here, host):
    answer = open_to_here.test_client().get("/admin", environ_base=HERE, headers={"Host": host})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "192.0.2.7"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Host": "localhost"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "rebound.example.org"},
        {"Host": "data.example.org", "X-Forwarded-For": "127.0.0.1, 127.0.0.1"},
        {"Host": ""},
    ],
    ids=str,
)
def test_nobody_passes_for_this_machine_through_a_proxy_on_it(open_to_here, app, headers):
    for application in (open_to_here, app):  # with a proxy that is trusted, and without
        given = {"Host": "127.0.0.1:8000"} | headers
        answer = application.test_client().get("/admin", environ_base=HERE, headers=given)
        assert answer.status_code == 403
        assert "Snapshots" not in answer.text


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "", "127.0.0.1.example", "::ffff:192.0.2.7"]
)
def test_another_machine_is_refused(app, address):
    given = {"REMOTE_ADDR": address}
    assert app.test_client().get("/admin", environ_base=given, headers={"Host": "localhost"}).status_code == 403


def test_with_a_token_it_is_asked_of_everybody_and_lets_everybody_in(guarded):
    client = guarded.test_client()
    asked = client.get("/admin", environ_base=HERE, headers={"Host": "127.0.0.1"})
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic realm=")
    far = {"REMOTE_ADDR": "192.0.2.7"}
    for headers in ({"Authorization": f"Bearer {TOKEN}"}, basic(TOKEN)):
        assert client.get("/admin", environ_base=far, headers=headers).status_code == 200
    wrong = [TOKEN[:-1], TOKEN + "x", "", "é" * 30]
    for token in wrong:
        assert client.get("/admin", environ_base=HERE, headers=basic(token)).status_code == 401
    for header in (
        "Bearer",
        "Bearer x",
        "Basic",
        "Basic !!!",
        "Basic " + b64encode(b"no colon").decode(),
        "Digest x",
        "\u00e9",
    ):
        answer = client.get("/admin", environ_base=HERE, headers={"Authorization": header})
        assert answer.status_code == 401, header
        assert TOKEN not in answer.text


def test_it_shows_what_is_on_the_shelf_and_escapes_all_of_it(guarded, shelved):
    text = guarded.test_client().get("/admin", headers=basic(TOKEN)).text
    page = html.fromstring(text)
    rows = [[" ".join("".join(map(str, cell.itertext())).split()) for cell in row] for row in page.findall(".//tr")]
    name = (shelved / "current").readlink().name
    manifest = shelf.read_manifest(shelved / "current")
    (served,) = [row for row in rows if row[0] == name]
    assert served[1] == "published, served by this process"
    assert served[2] == manifest["moment"][:16].replace("T", " ")
    assert served[4:6] == [f"{sum(manifest['entities'].values()):,}", f"{manifest['triples']:,}"]
    assert served[8].endswith("B")
    (kept,) = [row for row in rows if row[0] == "20250101T000000Z-000000"]
    assert kept[1] == "kept"
    (damaged,) = [row for row in rows if row[0] == "20250102T000000Z-<b>bad"]
    assert damaged[1] == "damaged"
    assert "<script>x" not in text
    assert any(row[-1] == "<script>x</script>" for row in rows)
    assert any(row[-1] == name and row[0].startswith("20") for row in rows)
    assert {"query_timeout_s", "workers", "answered", "pages", "queries", "convert"} <= {row[0] for row in rows}
    assert page.findall(".//form") != []  # the search of every page
    assert not [form for form in page.findall(".//form") if form.get("method", "get").lower() != "get"]


def test_it_shows_no_secret(guarded, open_to_here):
    assert TOKEN not in guarded.test_client().get("/admin", headers=basic(TOKEN)).text
    text = open_to_here.test_client().get("/admin", environ_base=HERE, headers={"Host": "localhost"}).text
    assert "https://example.org/sparql" in text
    assert "http://127.0.0.1:9/" in text
    assert not [secret for secret in ("pa55word", "s3same", "user:") if secret in text]


def test_scripts_of_other_sites_may_not_read_it_nor_the_figures(open_to_here):
    client = open_to_here.test_client()
    for path in ("/admin", "/metrics"):
        answer = client.get(path, environ_base=HERE, headers={"Host": "localhost", "Origin": "https://example.org"})
        assert answer.status_code == 200
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/health").headers["Access-Control-Allow-Origin"] == "*"


def test_nothing_can_be_changed(guarded):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(guarded.test_client(), method)("/admin", headers=basic(TOKEN)).status_code == 405


def test_the_token_comes_from_its_file_or_the_environment_and_a_short_one_is_refused(tmp_path):
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="utf-8")
    assert admin_token(ServeSettings(admin_token_file=file), {}) == TOKEN
    assert admin_token(ServeSettings(), {"LOD_PUBLISHER_ADMIN_TOKEN": TOKEN}) == TOKEN
    assert admin_token(ServeSettings(), {}) == ""
    file.write_text("", encoding="utf-8")  # an empty file must not open the door to all
    for settings, environment in (
        (ServeSettings(admin_token_file=file), {}),
        (ServeSettings(admin_token_file=tmp_path / "none"), {}),
        (ServeSettings(), {"LOD_PUBLISHER_ADMIN_TOKEN": "hunter2"}),
    ):
        with pytest.raises(InputError, match="token for /admin") as told:
            admin_token(settings, environment)
        assert "hunter2" not in str(told.value)


def test_an_address_is_shown_without_name_password_and_query():
    assert without_password("https://a:b@c.example:1/d/e?f=g") == "https://c.example:1/d/e"
    assert without_password("https://a:b@c.example") == "https://c.example"
    assert without_password("https://a:p@ss@c.example/") == "https://c.example/"
    assert without_password("https://a:p/ss@c.example/") == "https://c.example/"
    assert without_password("data/x") == "data/x"
