"""A small archive that is published again and again, and a real server over what is published."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from tests.ports import free_port
from werkzeug.serving import make_server

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

FIRST = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SECOND = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
THIRD = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

_COLLECTION = """title = "A small archive"
contact = "archivist@example.org"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
[[sources]]
path = "records.json"
reader = "records"
"""


class Archive:
    """Documents of one volume by number, and persons by name; a change of either shows in the next edition."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.documents = {number: f"Telegram {number}" for number in range(1, 8)}
        self.persons = {"dulles": "John Foster Dulles", "nasser": "Gamal Abdel Nasser", "odd": "Odd \x07 <Man>"}
        self.notes: dict[int, str] = {}

    def publish(self, moment: datetime) -> None:
        """Build and publish what there is now."""
        records: list[dict[str, Any]] = [{"kind": "volume", "id": "vol1", "title": "Volume 1"}]
        records += [{"kind": "person", "id": name, "label": label} for name, label in self.persons.items()]
        records += [self._document(number, title) for number, title in self.documents.items()]
        (self.folder / "archive").mkdir(exist_ok=True)
        (self.folder / "archive" / "collection.toml").write_text(_COLLECTION, encoding="utf-8")
        (self.folder / "archive" / "records.json").write_text(json.dumps(records), encoding="utf-8")
        settings = BuildSettings(data=self.folder / "data", base=self.base, jobs=1, validate=False)
        build([self.folder / "archive"], settings, moment, lambda *_: None)

    def _document(self, number: int, title: str) -> dict[str, Any]:
        """A document with all that a catalogue card shows, in words that XML must escape."""
        return {
            "kind": "document",
            "id": f"vol1/d{number}",
            "title": title,
            "genre": "telegram",
            "part_of": "volume/vol1",
            "language": "en",
            "date": "1958-07-14",
            "senders": ["person/dulles"],
            "addressees": ["person/nasser"],
            "identifiers": [{"scheme": "telegram-number", "value": "77"}],
            "summary": f'About <oil> & "water"{self.notes.get(number, "")}',
            "source_page": f"https://example.org/d{number}",
        }

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """The application over what is published now."""
        app = open_app(ServeSettings(data=self.folder / "data", workers=1))
        try:
            yield app
        finally:
            app.extensions["site"].workers.close()

    @contextmanager
    def server(self) -> Iterator[str]:
        """A server over what is published now, at the address that all IRIs begin with."""
        with self.app() as app, served(app, self.port) as address:
            yield address


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """A server on loopback for an application, for as long as the block lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
