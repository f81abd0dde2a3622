"""`lod-publisher doctor`: one trouble after the other, each found and told with the way out."""

import json
import resource
import shutil
import socket
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from tempfile import gettempdir

import pytest
from click.testing import CliRunner, Result
from tests.ports import free_port

from lod_publisher.build.pipeline import build
from lod_publisher.cli import doctoring, main
from lod_publisher.settings import BuildSettings

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """A data folder with one small snapshot."""
    folder: Path = tmp_path_factory.mktemp("doctor")
    source = folder / "one.ttl"
    source.write_text(
        "<https://example.org/id/person/one> a <http://www.cidoc-crm.org/cidoc-crm/E21_Person> ;"
        ' <http://www.w3.org/2000/01/rdf-schema#label> "One" .',
        encoding="utf-8",
    )
    settings = BuildSettings(data=folder / "data", base="https://example.org", jobs=1, validate=False)
    build([source], settings, NOW, lambda *_: None)
    return folder / "data"


@pytest.fixture
def data(published, tmp_path) -> Path:
    """A copy that a test may damage."""
    shutil.copytree(published, tmp_path / "data", symlinks=True)
    copied: Path = tmp_path / "data"
    return copied


def asked(data: Path, *more: str, **environment: str) -> Result:
    options = ["doctor", "--data", str(data), *([] if "--port" in more else ["--port", str(free_port())]), *more]
    return CliRunner().invoke(main, options, env=environment)


def told(result: Result, level: str) -> list[str]:
    return [line for line in result.output.splitlines() if line.startswith(level)]


def test_a_healthy_installation_passes_every_check(data):
    result = asked(data, "--thorough")
    assert (result.exit_code, told(result, "FAIL")) == (0, [])
    for words in (
        "Python 3.", "packages that this one needs", "shapes in place", "open files", "temporary files", "written to by this user",
        "GB free", "is published and as it was written", "answers sample questions: ", "query worker answers", "the clock says",
        "is free to listen on",
    ):  # fmt: skip
        assert words in result.output


def test_a_folder_without_a_snapshot_is_told_with_the_command_that_builds_one(tmp_path):
    result = asked(tmp_path / "nothing")
    assert result.exit_code == 3
    (line,) = told(result, "FAIL")
    assert "nothing is published" in line
    assert "lod-publisher build" in line
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("what", ["changed", "missing", "manifest", "link"])
def test_a_damaged_snapshot_fails_however_it_is_damaged(data, what):
    folder = (data / "current").resolve()
    if what == "changed":
        (folder / "void.json").write_text("{}", encoding="utf-8")
    elif what == "missing":
        (folder / "catalog.sqlite").unlink()
    elif what == "manifest":
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    else:
        shutil.rmtree(folder)
    result = asked(data)
    assert result.exit_code == 3
    assert len(told(result, "FAIL")) == 1
    assert any(way in result.output for way in ("rollback", "uild again", "lod-publisher build"))
    assert "Traceback" not in result.output


@pytest.mark.parametrize("what", ["small file changed", "file missing", "nothing"])
def test_of_a_large_snapshot_the_small_files_are_read_and_all_are_looked_for(data, monkeypatch, what):
    folder = (data / "current").resolve()
    monkeypatch.setattr(doctoring, "_QUICK_BYTES", 50_000)
    if what == "small file changed":
        (folder / "void.json").write_text("{}", encoding="utf-8")
    elif what == "file missing":
        (folder / "names.sqlite").unlink()
    result = asked(data)
    assert result.exit_code == (0 if what == "nothing" else 3)
    assert ("has all its files" in result.output) == (what == "nothing")


def test_a_snapshot_of_the_future_is_a_matter_of_the_clock(data):
    path = (data / "current").resolve() / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["moment"] = f"{NOW + timedelta(days=400):%Y-%m-%dT%H:%M:%SZ}"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    (line,) = told(asked(data), "FAIL")
    assert "the clock says" in line
    assert "timedatectl" in line


def test_a_port_that_is_taken_fails_unless_it_is_this_service_that_has_it(data):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = asked(data, "--port", str(taken.getsockname()[1]))
    (line,) = told(result, "FAIL")
    assert "--port" in line
    assert "cannot listen there" in line


def test_an_address_that_is_not_of_this_machine_fails(data):
    (line,) = told(asked(data, "--host", "192.0.2.1"), "FAIL")
    assert "192.0.2.1" in line


def test_few_open_files_are_warned_of_and_too_few_fail(data, monkeypatch):
    for number, level in ((1_024, "warn"), (256, "FAIL")):
        monkeypatch.setattr(resource, "getrlimit", lambda _, number=number: (number, 4_096))
        (line,) = told(asked(data), level)
        assert f"{number} open files" in line
        assert "ulimit -n" in line


def test_a_missing_or_old_package_fails_with_its_name(data, monkeypatch):
    real = metadata.version

    def version(name: str) -> str:
        if name == "citeproc-py":
            raise metadata.PackageNotFoundError(name)
        return "0.1" if name == "flask" else real(name)

    monkeypatch.setattr(metadata, "version", version)
    (line,) = told(asked(data), "FAIL")
    assert "citeproc-py is not installed" in line
    assert "flask is 0.1, not >=3.1" in line
    assert "pip install" in line


def test_a_full_disk_fails_with_what_the_next_build_needs(data, monkeypatch):
    usage = shutil.disk_usage(data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    (line,) = told(asked(data), "FAIL")
    assert "needs about 2.0 GB" in line
    assert "prune" in line


def test_a_data_folder_that_this_user_may_only_read_is_warned_of(data):
    code = (
        "import os, sys; from pathlib import Path; from lod_publisher.cli import doctoring;"
        "os.geteuid() == 0 and os.setuid(65534); print(*doctoring._data_folder(Path(sys.argv[1])), sep='\\n')"
    )
    for inside in (data, *data.rglob("*")):
        inside.chmod(0o555)
    for folder in data.parents:
        if folder.is_relative_to(gettempdir()) and folder != Path(gettempdir()):
            folder.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("warn")]
    assert "chown" in line


def test_settings_that_cannot_be_read_and_a_store_that_does_not_answer_fail_without_telling_secrets(data, tmp_path):
    (line,) = told(asked(data, LOD_PUBLISHER_QUERY_QUEUE="many"), "FAIL")
    assert "not a number" in line
    address = f"http://user:pa55word@127.0.0.1:{free_port()}/query?key=s3same"
    result = asked(data, LOD_PUBLISHER_STORE=address, LOD_PUBLISHER_ADMIN_TOKEN="hunter2")  # noqa: S106
    assert len(told(result, "FAIL")) == 2
    assert "cannot be reached" in result.output
    assert "fewer than 16 letters" in result.output
    assert not [secret for secret in ("pa55word", "s3same", "hunter2") if secret in result.output]
    token = tmp_path / "token"
    token.write_text("correct-horse-battery-staple", encoding="utf-8")
    token.chmod(0o644)
    (line,) = told(asked(data, LOD_PUBLISHER_ADMIN_TOKEN_FILE=str(token)), "warn")
    assert "chmod o=" in line
    assert "horse" not in line
