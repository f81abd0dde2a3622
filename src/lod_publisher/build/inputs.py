"""What is to be read: collections become a sorted list of source files, each with its reader and digest."""

import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from lod_publisher.errors import CollectionError
from lod_publisher.settings import (
    COLLECTION_FILE,
    DEFAULT_BASE,
    CollectionSettings,
    Source,
    SourceEntry,
    read_collection,
    resource_folder,
)
from lod_publisher.sources import READERS

_HEAD_BYTES = 4096
_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a build reads, in the order in which it is published."""

    collections: tuple[CollectionSettings, ...]
    sources: tuple[Source, ...]
    base: str


def gather(paths: Sequence[Path], base: str | None) -> Inputs:
    """Find the source files of collections, folders and files.

    Raises:
        CollectionError: a path or pattern names nothing, nothing is recognised, a reader does not exist, or two collections
        want different bases and none was given.
    """
    collections = tuple(read_collection(path) for path in paths)
    if len({collection.id for collection in collections}) < len(collections):
        raise CollectionError(
            "Two of the collections have the same id. Give one of them another `id` in its collection.toml."
        )
    bases = {collection.base for collection in collections if collection.base}
    if base is None and len(bases) > 1:
        raise CollectionError(
            f"The collections want different bases ({', '.join(sorted(bases))}). Choose one with --base."
        )
    sources = [source for collection in collections for source in _sources(collection)]
    by_path: dict[Path, Source] = {}
    for source in sources:
        other = by_path.setdefault(source.path.resolve(), source)
        if other is not source:
            raise CollectionError(
                f"{source.shown} is read twice, as {other.reader} and as {source.reader}. Take one entry out."
            )
    return Inputs(collections, tuple(sources), (base or next(iter(bases), DEFAULT_BASE)).rstrip("/"))


def _sources(collection: CollectionSettings) -> list[Source]:
    described = (collection.root / COLLECTION_FILE).is_file()
    whole = None if described else recognise(collection.root)
    if collection.root.is_dir() and whole:  # a folder that is one source, such as POCOM's
        return [Source(collection.root, collection.root.resolve().name, whole, collection.id)]
    standalone = collection.root.is_file()
    folder = collection.root.parent if standalone else collection.root
    found: dict[Path, Source] = {}
    for entry in collection.entries:
        for path in _paths(collection, folder, entry):
            reader = entry.reader or recognise(path)
            if reader is None:
                if described or standalone:
                    raise CollectionError(
                        f"{path}: no reader recognises this file. Name one with `reader` in {COLLECTION_FILE}; "
                        f"there are {', '.join(sorted(READERS))}."
                    )
                continue
            if reader not in READERS:
                raise CollectionError(f"{path}: there is no reader {reader!r}. There are {', '.join(sorted(READERS))}.")
            shown = f"{folder.resolve().name}/{path.relative_to(folder)}" if not standalone else path.name
            found.setdefault(path, Source(path, shown, reader, collection.id, dict(entry.options)))
    if not found:
        raise CollectionError(
            f"{collection.root}: nothing in it is recognised as a source, so there is nothing to publish."
        )
    return list(found.values())


def _paths(collection: CollectionSettings, folder: Path, entry: SourceEntry) -> list[Path]:
    if collection.root.is_file():
        return [collection.root]
    if any(character in entry.pattern for character in "*?["):
        paths = sorted(path for path in folder.glob(entry.pattern) if path.is_file() and not _hidden(path, folder))
        _refuse_strays(paths, folder)
    else:
        paths = [folder / entry.pattern]
    for path in paths:
        if not path.exists():
            raise CollectionError(f"{path}: there is no such file, though the collection names it. Correct its path.")
    if not paths:
        raise CollectionError(
            f"{folder}: nothing matches {entry.pattern!r}. Correct the pattern or take the entry out."
        )
    return paths


def _refuse_strays(paths: Sequence[Path], folder: Path) -> None:
    """Follow no link out of the collection that nobody named: it may lead to a file that was never meant to be published."""
    inside = folder.resolve()
    stray = next((path for path in paths if not path.resolve().is_relative_to(inside)), None)
    if stray is not None:
        raise CollectionError(
            f"{stray}: this link leads out of the collection, to {stray.resolve()}. Nothing was built; copy the file, or name it "
            f"by its own path in {COLLECTION_FILE}."
        )


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def recognise(path: Path) -> str | None:
    """The reader for a file, by its content; None when none claims it."""
    if path.is_dir():
        head = b""
    else:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    return next((name for name, reader in READERS.items() if reader.recognises(path, head)), None)


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def digest_of_files(paths: Iterable[Path]) -> str:
    """One digest of the contents of files and folders, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        for file in _files(path):
            digest.update(file.name.encode() + b"\0")
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


@cache
def code_digest() -> str:
    """One digest of all that decides what a source becomes: our code, the shapes, the ontology, Python, and the packages we use."""
    package = Path(__file__).parent.parent
    code = sorted(
        path for path in package.rglob("*") if path.suffix in (".py", ".json", ".txt") and "web" not in path.parts
    )
    files = digest_of_files([*code, resource_folder("shapes"), resource_folder("ontology")])
    return hashlib.sha256("\n".join([files, *_programs()]).encode()).hexdigest()


def _programs() -> list[str]:
    """Python and the packages that ours requires, with their versions: another list of cities finds other places."""
    required = sorted(_NAME.findall(line)[0] for line in requires("lod_publisher") or () if "extra ==" not in line)
    return [
        f"python {sys.version_info.major}.{sys.version_info.minor}",
        *(f"{name} {_version(name)}" for name in required),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # not needed on this system
        return "none"
