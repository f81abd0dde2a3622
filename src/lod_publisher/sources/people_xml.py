"""Persons as the Office of the Historian keeps them: one `person` a file, or many in a `people` element."""

from collections.abc import Iterator
from pathlib import Path

from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Record
from lod_publisher.settings import Source
from lod_publisher.sources import _person_xml, _xml


def recognises(path: Path, head: bytes) -> bool:
    """XML whose root is `person` or `people` with the ids and names of one of the two databases."""
    if path.suffix.lower() != ".xml" or _person_xml.root_name(head) not in ("person", "people"):
        return False
    return b"<id>" in head and (b"<persName>" in head or b"<names>" in head)


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield every person of the file."""
    yield from _person_xml.persons_of(_xml.parse(source.path, source.shown).getroot(), source.shown)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: persons are shared."""
    yield from ()
