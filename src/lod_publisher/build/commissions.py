"""What a build has done by those who know the web: given by the command, since they stand beside or above who builds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lod_publisher.build.dumps import NO_FORMS, Forms, write_dumps
from lod_publisher.build.pool import Pool
from lod_publisher.build.prerendering import Renderer, prerender
from lod_publisher.build.queries import Examine
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.dumps import Dump

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Commissions:
    """Saved queries tried, dumps written, answers written ahead: as much of it as the settings ask for.

    `examine` tries the saved queries of a snapshot, `forms` are those in which dumps can be written, `renderer` writes answers.
    """

    settings: BuildSettings
    base: str
    progress: Progress
    examine: Examine | None = None
    forms: Forms = NO_FORMS
    renderer: Renderer | None = None

    def identity(self) -> list[list[str]]:
        """What of it decides the content of a snapshot; another program would send nothing of what was written ahead."""
        wanted = sorted(self.settings.prerender) if self.renderer else []
        program = [self.renderer.program()] if wanted and self.renderer else []
        return [sorted(self._chosen().writers), [*wanted, *program]]

    def dump(self, pool: Pool, folder: Path) -> Sequence[Dump]:
        """Write the dumps of a snapshot."""
        return write_dumps(folder, self.base, self._chosen(), pool, partial(self.progress, "Writing dumps"))

    def prerender(self, pool: Pool, folder: Path, previous: Path | None) -> None:
        """Write the answers of a snapshot that can be opened; `previous` is the one whose log of changes it continues."""
        if self.renderer and self.settings.prerender:
            said = partial(self.progress, "Writing answers ahead")
            prerender(folder, self.settings.prerender, self.renderer, pool, said, previous)

    def _chosen(self) -> Forms:
        return self.forms.chosen(self.settings.dumps)
