"""Principal Officers and Chiefs of Mission of the United States: appointments with their office, mission, and dates.

A source is one file, or the whole folder (missions-countries, missions-orgs, positions-principals, roles-country-chiefs,
people, code-tables). A file within such a folder finds names of offices and persons in its neighbours.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import is_local_id
from lod_publisher.model.records import Concept, Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources import _person_xml, _xml
from lod_publisher.sources.pocom_xml._appointments import Reading, organisation_of
from lod_publisher.sources.pocom_xml._names import Names

_FOLDERS = ("missions-countries", "missions-orgs", "positions-principals")
_ROOTS = ("country-mission", "org-mission", "principal-position")


def recognises(path: Path, head: bytes) -> bool:
    """The folder by its subfolders; a file by its root. Code tables and roles are recognised too: they say what ids mean."""
    if path.is_dir():
        return any((path / folder).is_dir() for folder in _FOLDERS)
    if path.suffix.lower() != ".xml":
        return False
    root = _person_xml.root_name(head)
    return root in _ROOTS or (root == "role" and b"<category>" in head) or (root == "code-table" and b"<items" in head)


def _folder(source: Source) -> Path | None:
    if source.path.is_dir():
        return source.path
    above = source.path.parent.parent
    return above if any((above / folder).is_dir() for folder in _FOLDERS) else None


def beside(source: Source) -> list[Path]:
    """The other files of the folder that a single file lies in, which say what its ids mean."""
    folder = _folder(source)
    return [] if folder is None or source.path.is_dir() else sorted(folder.glob("**/*.xml"))


def _files(source: Source) -> Iterator[tuple[etree._Element, str] | Finding]:
    """Yield the root of every file; in a folder a file that cannot be read is a finding."""
    if not source.path.is_dir():
        yield _xml.parse(source.path, source.shown).getroot(), source.shown
        return
    paths = sorted(source.path.glob("**/*.xml"))
    if not paths:
        raise SourceError(f"{source.shown}: holds no XML file, so there is nothing to publish. Check the path.")
    for path in paths:
        shown = f"{source.shown.rstrip('/')}/{path.relative_to(source.path).as_posix()}"
        try:
            yield _xml.parse(path, shown).getroot(), shown
        except SourceError as problem:
            yield Finding(
                rule="unreadable-file",
                severity=Severity.VIOLATION,
                origin=Origin(shown),
                record=shown,
                message=str(problem),
                consequence="Nothing of this file is published; the others are.",
                remedy="Mend the file.",
            )


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the missions, the offices, and (in a folder) the persons."""
    for found in _files(source):
        if isinstance(found, Finding):
            yield found
            continue
        root, shown = found
        if root.tag in ("person", "people"):
            yield from _person_xml.persons_of(root, shown)
        elif root.tag in ("role", "principal-position", "org-mission"):
            yield from _office(root)
        if (mission := organisation_of(root, shown)) is not None:
            yield mission


def _office(root: etree._Element) -> Iterator[Concept]:
    key, title = _person_xml.text_of(root, "id"), _person_xml.text_of(root, "names/singular")
    if is_local_id(key) and title:
        yield Concept(local_id=key, label=title, scheme="office", definition=_person_xml.text_of(root, "description"))


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield the appointments, and the nominations that led to none."""
    names = Names(_folder(source))
    for found in _files(source):
        if isinstance(found, Finding):
            continue  # said by the survey
        root, shown = found
        if root.tag in _ROOTS:
            yield from Reading(root, shown, names).records()
