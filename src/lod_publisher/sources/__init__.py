"""Readers: one file or folder an input format, from a path to records in the archive's own words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Record
from lod_publisher.settings import Source
from lod_publisher.sources import (
    annotations,
    authority_jsonl,
    frus_tei,
    frus_text,
    people_xml,
    pocom_xml,
    rdf,
    records,
    wilson_text,
)

Reading: TypeAlias = Iterator[Record | Finding]


class Reader(Protocol):
    """What a module in this folder offers.

    `survey` yields what other files may speak of too (persons, organisations, places, concepts) and is cheap; `read` yields
    all the rest. Neither yields a record twice. Both raise SourceError when the file cannot be read at all; a part that
    cannot be read is a Finding, and the rest goes on.
    """

    def recognises(self, path: Path, head: bytes) -> bool:
        """Tell from a file's name and its first 4 kB whether it is in this format."""

    def survey(self, source: Source) -> Reading:
        """Yield the records that are shared between files."""

    def read(self, source: Source) -> Reading:
        """Yield the records that are this file's own."""


READERS: dict[str, Reader] = {
    "annotations": annotations,
    "authority-jsonl": authority_jsonl,
    "frus-tei": frus_tei,
    "frus-text": frus_text,
    "people-xml": people_xml,
    "pocom-xml": pocom_xml,
    "rdf": rdf,
    "records": records,
    "wilson-text": wilson_text,
}

SUPPLEMENTARY_READERS = frozenset({"frus-text"})
"""Readers whose documents give way when another file holds them more fully; their files are read last."""
