"""The house stays in order: every plug-in is registered, every setting and command is documented, no foreign words."""

import re
import subprocess
import sys
from dataclasses import fields
from fnmatch import fnmatch
from pathlib import Path

import click
import pytest

from lod_publisher.cli import main
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.sources import READERS
from lod_publisher.web.app import PROTOCOLS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "lod_publisher"


def modules(folder: Path) -> set[str]:
    return {
        path.stem
        for path in folder.iterdir()
        if not path.stem.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").is_file())
    }


def test_no_folder_of_tests_is_passed_over(pytestconfig):
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(folders) > 10
    assert not [
        str(folder) for folder in folders if any(fnmatch(part, each) for part in folder.parts for each in passed_over)
    ]


def test_every_reader_file_is_registered():
    assert modules(PACKAGE / "sources") == {name.replace("-", "_") for name in READERS}


def test_every_protocol_file_is_registered():
    registered = {protocol.__name__.rpartition(".")[2] for protocol in PROTOCOLS}
    assert modules(PACKAGE / "web" / "protocols") == registered


def test_every_command_is_in_the_readme_or_the_reference():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "README.md", ROOT / "docs" / "reference.md"))
    names = main.list_commands(click.Context(main))
    assert names == sorted(names)
    missing = [name for name in names if f"`{name}" not in text and f"lod-publisher {name}" not in text]
    assert missing == []


def _commands() -> list[click.Command]:
    context = click.Context(main)
    found = [main.get_command(context, name) for name in main.list_commands(context)]
    return [command for command in found if command is not None]


def test_every_option_of_every_command_is_in_the_reference():
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    options = {
        option
        for command in _commands()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    assert [option for option in sorted(options) if f"`{option}" not in text] == []


def test_every_setting_is_in_the_reference():
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    names = {setting.name for settings in (BuildSettings, ServeSettings) for setting in fields(settings)}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_every_variable_of_the_environment_is_in_the_reference():
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert [name for name in ServeSettings().environment() if name not in text] == []


def test_every_kind_of_record_has_a_shapes_file():
    kinds = {
        "documents",
        "persons",
        "organisations",
        "places",
        "events",
        "appointments",
        "volumes",
        "statements",
        "collections",
    }
    assert kinds <= {path.stem for path in (ROOT / "shapes").glob("*.ttl")}


def test_no_source_file_outgrows_three_hundred_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert long == {}


@pytest.mark.parametrize(
    "command",
    [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["lint-imports"], ["vulture"], ["mypy"]],
    ids=lambda command: command[0],
)
def test_the_linters_find_nothing(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_project_speaks_of_itself_alone():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile("/" + r"(?:root|home|farm)/|/work/" + r"(?:main|venv)")
    told = [
        name
        for name in tracked.stdout.split("\0")
        if name
        and not name.startswith("seeds/")
        and (ROOT / name).is_file()
        and machine.search((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]
    assert told == []


def test_a_server_reads_nothing_of_what_only_building_needs():
    """Each of its processes would take half a second and 40 MB more."""
    code = (
        "import sys; import lod_publisher.cli.serving, lod_publisher.web.server, lod_publisher.web.app;"
        "print(*{name.split('.')[0] if name[:3] != 'lod' else '.'.join(name.split('.')[:2]) for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    unwanted = {
        "rdflib",
        "pyshacl",
        "lod_publisher.build",
        "lod_publisher.mapping",
        "lod_publisher.linking",
        "lod_publisher.validation",
    }
    assert unwanted & set(done.stdout.split()) == set()
