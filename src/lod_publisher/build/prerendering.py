"""Descriptions and pages written while the snapshot is built, so that no reader waits for the first one to ask."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from lod_publisher.build.pool import Pool, in_order
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.prerendered import PrerenderedWriter, Rendered

Key: TypeAlias = tuple[str, str]
"""A kind and a local id."""

# Some two seconds of work, and 3 MB on the way back.
_PORTION = 200


@dataclass(frozen=True, slots=True)
class Renderer:
    """Who writes answers: `render` those about some things in some forms, for the snapshot in a folder; `program` says which program.

    Given by the command, since who writes pages stands beside who builds.
    """

    render: Callable[[Path, Sequence[Key], Sequence[str]], list[Rendered]]
    program: Callable[[], str]


def prerender(
    folder: Path, forms: Sequence[str], renderer: Renderer, pool: Pool, progress: Callable[[int, int], None]
) -> None:
    """Write the answers about every living thing of a snapshot that could be opened, in the order of its catalogue."""
    portions = list(_portions(folder))
    tasks = [(renderer.render, (folder, keys, tuple(forms))) for keys in portions]
    with PrerenderedWriter(folder, renderer.program(), forms) as writer:
        for rendered in in_order(pool, tasks, lambda done: progress(done, len(tasks))):
            writer.add(rendered)


def _portions(folder: Path) -> Iterator[list[Key]]:
    keys: list[Key] = []
    for entity in Catalog(folder / "catalog.sqlite").all():
        if entity.deleted is None:
            keys.append((str(entity.kind), entity.local_id))
            if len(keys) == _PORTION:
                yield keys
                keys = []
    if keys:
        yield keys
