"""The door for WSGI servers: reads the settings from the environment and makes the application."""

from flask import Flask

from lod_publisher.settings import ServeSettings
from lod_publisher.web.app import open_app


def application() -> Flask:
    """Make the application over the published snapshot; for servers that call a factory."""
    return open_app(ServeSettings.from_environment())
