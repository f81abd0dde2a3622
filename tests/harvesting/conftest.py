"""The small archive in its first edition, and the application over it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.harvesting.archive import FIRST, SECOND, Archive


@pytest.fixture
def archive(tmp_path) -> Archive:
    """The archive in its first edition; a test may publish others."""
    made = Archive(tmp_path)
    made.publish(FIRST)
    return made


@pytest.fixture(scope="session")
def changed(tmp_path_factory) -> Archive:
    """The archive in its second edition: document 3 was corrected, 4 taken out, 99 added. Nobody changes it further."""
    made = Archive(tmp_path_factory.mktemp("changed"))
    made.publish(FIRST)
    made.documents[3] = "Telegram 3, corrected"
    del made.documents[4]
    made.documents[99] = "Telegram 99"
    made.publish(SECOND)
    return made


@pytest.fixture(scope="session")
def first_app(tmp_path_factory) -> Iterator[Flask]:
    """The application over a first edition that nobody changes."""
    made = Archive(tmp_path_factory.mktemp("first"))
    made.publish(FIRST)
    with made.app() as app:
        yield app


@pytest.fixture
def client(first_app: Flask) -> FlaskClient:
    """Asks that application."""
    return first_app.test_client()
