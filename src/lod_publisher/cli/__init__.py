"""The command line: each command reads settings and calls one function."""

import signal
from importlib import import_module

import click

from lod_publisher import __version__

# Where each command stands; a command that shares no module with others bears its name.
_MODULES = {
    "annotate": "annotating",
    "build": "building",
    "check": "building",
    "doctor": "doctoring",
    "evaluate": "asking",
    "export": "asking",
    "init": "asking",
    "link": "linking",
    "load-remote": "loading",
    "query": "asking",
    "serve": "serving",
    "snapshots": "shelving",
    "up": "up",
}


def read(name: str) -> click.Command | None:
    """A command, whose module is read now; None when there is none of that name."""
    if name not in _MODULES:
        return None
    found: click.Command = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name.replace("-", "_"))
    return found


class _Commands(click.Group):
    """Reads the module of a command when it is wanted: serving needs nothing of what building takes half a second to read."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        return read(name)


class _Terminated(KeyboardInterrupt):
    """SIGTERM has come. Of a plain KeyboardInterrupt that leaves a call of exec, such as a dataclass makes when it is read, Python
    remembers that nobody caught it, even if somebody did, and ends the program by SIGINT instead of with its exit code.
    """


def _terminate(_signal: int, _frame: object) -> None:
    raise _Terminated


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version")
@click.option("--verbose", is_flag=True, help="Show the traceback behind an error.")
def main(verbose: bool) -> None:
    """Publish archives as Linked Open Data in CIDOC-CRM.

    A newcomer's first command is `lod-publisher up seeds`; `lod-publisher init DIR` starts a collection of your own.

    Exit codes: 0 done, 1 findings (violations), 2 wrong input or usage, 3 failed.
    """
    signal.signal(signal.SIGTERM, _terminate)
