"""How commands talk to people: progress on long work, one sentence for what went wrong."""

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from lod_publisher.errors import PublisherError

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="The folder of snapshots.",
)


class Reporter:
    """Shows long work: a bar on a terminal, a plain line a stage otherwise, nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        self.console = Console(stderr=True)
        self.quiet = quiet
        self.bars: Progress | None = None
        self.tasks: dict[str, Any] = {}
        if not quiet and self.console.is_terminal:
            self.bars = Progress(
                SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                console=self.console, transient=True,
            )  # fmt: skip

    def __enter__(self) -> "Reporter":
        if self.bars:
            self.bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bars:
            self.bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.bars:
            if stage not in self.tasks:
                self.tasks[stage] = self.bars.add_task(stage, total=total)
            self.bars.update(self.tasks[stage], completed=done, total=total)
        elif not self.quiet and (done == total or done % 10 == 0):
            click.echo(f"{stage}: {done} of {total}", err=True)


def sentence(function: Callable[..., None]) -> Callable[..., None]:
    """End a command with one sentence and the right code instead of a traceback; --verbose shows the traceback too."""

    @wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> None:
        verbose = click.get_current_context().find_root().params.get("verbose", False)
        try:
            function(*args, **kwargs)
        except PublisherError as problem:
            if verbose:
                traceback.print_exc()
            click.echo(f"lod-publisher: {problem}", err=True)
            sys.exit(problem.exit_code)
        except KeyboardInterrupt:
            click.echo("lod-publisher: stopped. Nothing was published; what was published stays as it was.", err=True)
            sys.exit(130)
        except BrokenPipeError:
            raise  # whoever read our output has seen enough (`| head`); click ends quietly
        except OSError as problem:
            if verbose:
                traceback.print_exc()
            place = f"{problem.filename}: " if problem.filename else ""
            click.echo(f"lod-publisher: {place}{problem.strerror or problem}. Nothing was published.", err=True)
            sys.exit(3)

    return guarded
