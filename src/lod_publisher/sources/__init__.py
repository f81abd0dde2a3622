"""Readers: one file or folder an input format, from a path to records in the archive's own words."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

from lod_publisher.model.findings import Finding
from lod_publisher.model.records import EntityRef, Record
from lod_publisher.settings import Source
from lod_publisher.sources import (
    annotations,
    authority_csv,
    authority_jsonl,
    beacon,
    eac_cpf,
    frus_tei,
    frus_text,
    mads_rdf,
    marc21,
    marcxml,
    people_xml,
    pocom_xml,
    rdf,
    records,
    skos,
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
    "authority-csv": authority_csv,
    "authority-jsonl": authority_jsonl,
    "beacon": beacon,
    "eac-cpf": eac_cpf,
    "frus-tei": frus_tei,
    "frus-text": frus_text,
    "mads-rdf": mads_rdf,
    "marc21": marc21,
    "marcxml": marcxml,
    "people-xml": people_xml,
    "pocom-xml": pocom_xml,
    "records": records,
    "skos": skos,
    "wilson-text": wilson_text,
    "rdf": rdf,
}
"""In the order in which they are asked whether they recognise a file; `rdf` takes what no other reader of RDF does."""

SPEAKING: dict[str, Callable[[Source], Counter[EntityRef]]] = {"frus-tei": frus_tei.spoken}
"""Readers that can tell at little cost how often a file names which places and offices that no list of it introduces."""

SUPPLEMENTARY_READERS = frozenset({"frus-text"})
"""Readers whose documents give way when another file holds them more fully; their files are read last."""

BESIDE: dict[str, Callable[[Source], list[Path]]] = {"annotations": annotations.beside, "pocom-xml": pocom_xml.beside}
"""Readers that read more than their source: which files, for a machine that has only what it is sent."""
