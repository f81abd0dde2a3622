"""The lock file: everything that a server needs, every version pinned, every file by its digest, and no address of a registry."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
_EXTRAS = ("tracing", "cluster", "s3")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


def text() -> str:
    return LOCK.read_text(encoding="utf-8")


def pinned() -> dict[str, Version]:
    return {canonicalize_name(name): Version(version) for name, version in _PINNED.findall(text())}


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in _EXTRAS for line in project["optional-dependencies"][extra])]
    return [Requirement(line) for line in lines]


def test_every_version_is_pinned_with_digests_and_no_address_is_told():
    blocks = [block for block in re.split(r"^(?=[A-Za-z0-9])", text(), flags=re.M) if not block.startswith("#")]
    assert len(blocks) == len(pinned()) > 50
    for block in blocks:
        assert _PINNED.match(block), block[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block[:80]
    assert not re.search(r"https?://|file:|--index|--extra-index|--find-links|@", text())


def test_what_the_project_needs_is_locked_in_a_version_that_it_takes():
    locked = pinned()
    wrong = [
        str(one)
        for one in wanted()
        if canonicalize_name(one.name) not in locked
        or not one.specifier.contains(locked[canonicalize_name(one.name)], prereleases=True)
    ]
    assert wrong == [], "run `make lock`"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_what_locked_packages_need_is_locked_too_for_every_python_that_a_server_may_have(python):
    """As far as they are installed here; `--require-hashes` refuses to install a package that is not in the file."""
    locked, missing = pinned(), set()
    asked: dict[str, set[str]] = {canonicalize_name(one.name): one.extras for one in wanted()}
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.1",
        "sys_platform": "linux",
        "platform_system": "Linux",
    }
    for name in locked:
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for line in lines:
            one = Requirement(line)
            extras = ("", *asked.get(name, ()))
            if one.marker is None or any(one.marker.evaluate(environment | {"extra": extra}) for extra in extras):
                missing |= {f"{name} needs {one.name}"} if canonicalize_name(one.name) not in locked else set()
    assert missing == set()


def test_the_image_is_made_of_what_is_locked():
    told = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements.lock" in told
    assert re.search(r"pip install [^\n]*--no-deps \.", told)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert "requirements.lock" not in ignored
