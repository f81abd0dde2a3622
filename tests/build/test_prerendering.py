"""Answers that an earlier build wrote are kept where they still hold, and nowhere else."""

import json
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from lod_publisher.build import prerendering
from lod_publisher.build.pipeline import build
from lod_publisher.build.prerendering import Renderer
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.snapshot.prerendered import PRERENDERED, Answer, forms_in, path_of
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.shelf import MANIFEST
from lod_publisher.snapshot.sums import file_digest
from lod_publisher.snapshot.touched import touched
from lod_publisher.web.app import open_app
from lod_publisher.web.prerendering import LASTING, render
from lod_publisher.web.program import program

ROOT = Path(__file__).parents[2]
VOLUME = ROOT / "tests" / "pocket_corpus" / "frus-pocket.xml"
FORMS = ("ttl", "jsonld", "txt", "html", "srj")
_NAME = re.compile(r"<persName[^>]*>([^<]+)</persName>")
_HEAD = re.compile(r"<head>([^<]+)</head>")
MARK = b"kept as it was " * 100


class Edited:
    """The pocket volume and the founding collection, edited and built again and again."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self._volume = folder / "frus-pocket.xml"
        self._chance = random.Random(7)  # noqa: S311 a test that can be repeated
        self._moment = datetime(2026, 1, 1, tzinfo=UTC)
        shutil.copyfile(VOLUME, self._volume)

    def edit(self) -> None:
        """Write one heading and one name of the volume in another way."""
        text = self._volume.read_text(encoding="utf-8")
        for pattern in (_HEAD, _NAME):
            found = self._chance.choice(list(pattern.finditer(text)))
            text = f"{text[: found.start(1)]}{found[1]} {self._chance.randrange(100)}{text[found.end(1) :]}"
        self._volume.write_text(text, encoding="utf-8")

    def build(self, forms: tuple[str, ...] = FORMS) -> Path:
        """Build and publish; returns the snapshot's folder."""
        self._moment += timedelta(days=1)
        settings = BuildSettings(
            data=self.data, base="https://data.example.org", jobs=1, validate=False, dumps=(), prerender=forms
        )
        who = Renderer(render, program, LASTING)
        build([ROOT / "seeds", self._volume], settings, self._moment, lambda *_: None, renderer=who)
        return (self.data / "current").resolve()


@pytest.fixture
def edited(tmp_path, monkeypatch) -> Edited:
    """An edition that was built once; what changes is never too much to keep the rest."""
    monkeypatch.setattr(prerendering, "_MOST_CHANGED", 1.0)
    first = Edited(tmp_path)
    first.build()
    return first


@contextmanager
def reader_without(data: Path) -> Iterator[FlaskClient]:
    """Asks an application that has to write every answer itself."""
    plain = data.parent / "plain"
    shutil.rmtree(plain, ignore_errors=True)
    shutil.copytree(data, plain, symlinks=True, ignore=shutil.ignore_patterns("prerendered", "cache"))
    app = open_app(ServeSettings(data=plain, workers=1))
    yield app.test_client()
    app.extensions["site"].workers.close()


def address_of(form: str, kind: str, local_id: str) -> str:
    """Where an answer is asked for."""
    if form == "srj":
        query = f"SELECT ?p ?o WHERE {{ <https://data.example.org/id/{kind}/{local_id}> ?p ?o }}"
        return f"/sparql?{urlencode({'query': query})}"
    return f"/page/{kind}/{local_id}" if form == "html" else f"/data/{kind}/{local_id}.{form}"


def answers(folder: Path, form: str) -> dict[tuple[str, str], bytes]:
    """The bodies in a form, by kind and local id."""
    with sqlite3.connect(path_of(folder, form)) as database:
        rows = database.execute("SELECT kind, local_id, size, body FROM answers").fetchall()
    return {(kind, local_id): Answer((), size, body).body for kind, local_id, size, body in rows}


def mark(folder: Path, form: str, noticed: bool = False) -> None:
    """Write something else into every answer of a form, and into the manifest that it is so, unless that is to be noticed."""
    answer = Answer.of((), MARK)
    with sqlite3.connect(path_of(folder, form)) as database:
        database.execute("UPDATE answers SET size = ?, body = ?", (answer.size, answer.packed))
    if not noticed:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest["files"][f"{PRERENDERED}/{form}.sqlite"] = file_digest(path_of(folder, form))
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def test_after_every_edit_all_answers_are_what_the_application_would_write(edited):
    for _ in range(2):
        edited.edit()
        folder = edited.build()
        living = {(str(one.kind), one.local_id) for one in Snapshot(folder).catalog.all() if one.deleted is None}
        with reader_without(edited.data) as reader:
            for form in FORMS:
                written = answers(folder, form)
                assert form == "txt" or written.keys() == living
                for (kind, local_id), body in written.items():
                    assert reader.get(address_of(form, kind, local_id)).data == body, (form, kind, local_id)


def test_descriptions_that_no_change_touches_are_kept_and_pages_are_not(edited):
    before = (edited.data / "current").resolve()
    for form in FORMS:
        mark(before, form)
    edited.edit()
    folder = edited.build()
    changed = touched(folder, before, 10_000)
    assert changed
    for form in FORMS:
        kept = {key for key, body in answers(folder, form).items() if body == MARK}
        assert kept == (answers(before, form).keys() - changed if form in LASTING else set())
    assert len(answers(folder, "ttl")) > 10 * len(changed)


def test_too_many_changes_and_another_program_keep_nothing(edited, monkeypatch):
    for make_unfit in (
        lambda: monkeypatch.setattr(prerendering, "_MOST_CHANGED", 0.0),
        lambda: sqlite3.connect(path_of(edited.data / "current", "ttl"), isolation_level=None).execute(
            "UPDATE written SET program = 'another'"
        ),
    ):
        make_unfit()
        mark((edited.data / "current").resolve(), "ttl")
        edited.edit()
        assert MARK not in answers(edited.build(), "ttl").values()
        monkeypatch.setattr(prerendering, "_MOST_CHANGED", 1.0)


def test_what_was_damaged_is_not_carried_into_another_snapshot(edited):
    mark((edited.data / "current").resolve(), "ttl", noticed=True)
    edited.edit()
    assert MARK not in answers(edited.build(), "ttl").values()


def test_a_form_that_is_asked_for_later_is_written_beside_what_is_kept(edited):
    edited.edit()
    folder = edited.build((*FORMS, "nt"))
    assert forms_in(folder) == sorted((*FORMS, "nt"))
    assert answers(folder, "nt").keys() == answers(folder, "ttl").keys()
