"""The only reader of configuration files and of the environment; values are frozen and handed down as arguments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: where it lies, how the user knows it, and with which reader.

    `collection` is the local id of its collection; `options` are the reader's own settings from collection.toml.
    """

    path: Path
    shown: str
    reader: str
    collection: str
    options: Mapping[str, str] = field(default_factory=dict)
