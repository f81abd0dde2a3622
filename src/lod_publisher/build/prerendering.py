"""Descriptions and pages written while the snapshot is built, so that no reader waits for the first one to ask.

A description says what a thing's own statements say, and what the things are called that they point at. So those of the snapshot
before are kept, but of things that changed and of things that point at one of these. Pages say more, and are all written anew.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lod_publisher.build.pool import Pool, in_order
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.prerendered import PrerenderedWriter, Rendered, path_of, writer_of
from lod_publisher.snapshot.shelf import read_manifest
from lod_publisher.snapshot.sums import file_digest
from lod_publisher.snapshot.touched import Key, touched

# Some two seconds of work, and 3 MB on the way back.
_PORTION = 200
# When more than this share of things changed, finding out what points at them costs more than it saves.
_MOST_CHANGED = 0.2


@dataclass(frozen=True, slots=True)
class Renderer:
    """Who writes answers: `render` those about some things in some forms, for the snapshot in a folder; `program` says which program.

    `lasting` are the forms that say nothing but a thing's own statements and the names of what they point at.
    Given by the command, since who writes pages stands beside who builds.
    """

    render: Callable[[Path, Sequence[Key], Sequence[str]], list[Rendered]]
    program: Callable[[], str]
    lasting: Collection[str] = ()


def prerender(
    folder: Path,
    forms: Sequence[str],
    renderer: Renderer,
    pool: Pool,
    progress: Callable[[int, int], None],
    previous: Path | None = None,
) -> None:
    """Write the answers about every living thing of a snapshot that can be opened, in the order of its catalogue.

    `previous` is the snapshot whose log of changes this one continues.
    """
    program = renderer.program()
    keys = [(str(one.kind), one.local_id) for one in Catalog(folder / "catalog.sqlite").all() if one.deleted is None]
    stale = None
    if previous is not None and _continues(folder, previous):
        stale = touched(folder, previous, int(_MOST_CHANGED * len(keys)))
    before: dict[str, Path] = {}
    if stale is not None and previous is not None:
        files = {form: path_of(previous, form) for form in forms if form in renderer.lasting}
        before = {
            form: path for form, path in files.items() if writer_of(path) == program and _is_whole(path, previous)
        }
    anew = [form for form in forms if form not in before]
    again = [key for key in keys if key in stale] if stale else []
    tasks = [(renderer.render, (folder, some, anew)) for some in _portions(keys if anew else [])]
    tasks += [(renderer.render, (folder, some, list(before))) for some in _portions(again if before else [])]
    with ExitStack() as open_files:
        writers = {
            form: open_files.enter_context(
                PrerenderedWriter(folder, form, program, before.get(form), stale or () if form in before else ())
            )
            for form in forms
        }
        for rendered in in_order(pool, tasks, lambda done: progress(done, len(tasks))):
            for one in rendered:
                writers[one.form].add(one)


def _portions(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), _PORTION):
        yield keys[start : start + _PORTION]


def _continues(folder: Path, previous: Path) -> bool:
    """Whether two snapshots differ in nothing but their sources, as far as answers are concerned."""
    return _frame(read_manifest(folder)) == _frame(read_manifest(previous))


def _is_whole(path: Path, snapshot: Path) -> bool:
    """Whether a file is as its snapshot's manifest says: what is damaged must not be carried into another snapshot."""
    return bool(read_manifest(snapshot)["files"].get(path.relative_to(snapshot).as_posix()) == file_digest(path))


def _frame(manifest: Mapping[str, object]) -> tuple[object, ...]:
    code, *_ = json.loads(str(manifest["identity"]))
    return code, manifest["base"], manifest["collections"]
