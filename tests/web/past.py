"""A collection that is built three times, and a server on loopback that serves it under its own address."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from werkzeug.serving import make_server

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

MOMENTS = tuple(datetime(2026, month, 2, 10, 30, tzinfo=UTC) for month in (1, 2, 3))


def build_thrice(folder: Path, base: str) -> Path:
    """Anna is renamed in the second build and gone from the third, in which Zoltán stands as he did from the first."""
    texts = [
        "p:anna a crm:E21_Person ; rdfs:label 'Anna' . p:zoltan a crm:E21_Person ; rdfs:label 'Zoltán' .",
        "p:anna a crm:E21_Person ; rdfs:label 'Anna Ö.' . p:zoltan a crm:E21_Person ; rdfs:label 'Zoltán' .",
        "p:zoltan a crm:E21_Person ; rdfs:label 'Zoltán' .",
    ]
    prefixes = (
        f"@prefix p: <{base}/id/person/> .\n@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    source = folder / "people.ttl"
    for text, moment in zip(texts, MOMENTS, strict=True):
        source.write_text(prefixes + text, encoding="utf-8")
        settings = BuildSettings(data=folder / "data", base=base, jobs=1, validate=False)
        build([source], settings, moment, lambda *_: None)
    return folder / "data"


@contextmanager
def served(data: Path, port: int) -> Iterator[str]:
    """Serve a data folder until the block ends; gives the address."""
    app = open_app(ServeSettings(data=data, port=port, workers=1))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join(60)
        server.server_close()
        app.extensions["site"].workers.close()
