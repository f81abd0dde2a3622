"""The saved queries of collections: found beside the sources, copied into the snapshot, and tried there."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from lod_publisher.build.inputs import Inputs, digest_of_files
from lod_publisher.model.findings import Finding
from lod_publisher.settings import CollectionSettings

FOLDER = "queries"
# Tries the saved queries of the snapshot in a folder. Given by the command, since who asks queries stands above who builds.
Examine = Callable[[Path], list[Finding]]


def files_of(collection: CollectionSettings) -> list[Path]:
    """The files of a collection's saved queries, in the order of their names."""
    return sorted((collection.root / FOLDER).glob("*.rq")) if collection.root.is_dir() else []


def digest(inputs: Inputs) -> str:
    """One digest of all saved queries, since another query makes another snapshot."""
    return digest_of_files([path for collection in inputs.collections for path in files_of(collection)])


def copy_queries(inputs: Inputs, snapshot: Path) -> None:
    """Copy the saved queries, with a list of their names and of the files that findings are to name.

    A name that two collections use gets the second collection's id before it.
    """
    listed = sorted(_listed(inputs), key=lambda entry: entry[0])
    if not listed:
        return
    folder = snapshot / FOLDER
    folder.mkdir()
    index = []
    for name, path, collection in listed:
        shutil.copyfile(path, folder / f"{name}.rq")
        shown = f"{collection.root.resolve().name}/{FOLDER}/{path.name}"
        index.append({"name": name, "file": shown, "base": f"{collection.base}/" if collection.base else ""})
    (folder / "index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")


def _listed(inputs: Inputs) -> Iterator[tuple[str, Path, CollectionSettings]]:
    taken = set[str]()
    for collection in inputs.collections:
        for path in files_of(collection):
            plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in path.stem)
            name = f"{collection.id}-{plain}" if plain in taken else plain
            taken.add(name)
            yield name, path, collection
