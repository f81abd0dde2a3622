"""A release on a machine without a network: it installs, builds the founding collection and answers."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.ports import free_port

PACKAGE = "src/lod_publisher"


def contents(wheel: Path) -> dict[str, str]:
    with ZipFile(wheel) as opened:
        return {name: hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist()}


def below(root: Path, folder: str, *suffixes: str) -> set[str]:
    return {str(path.relative_to(root / folder)) for path in (root / folder).rglob("*") if path.suffix in suffixes}


def test_the_wheel_carries_all_that_the_program_reads(distributions, root):
    carried = set(contents(distributions.wheel))
    modules = below(root, PACKAGE, ".py", ".html", ".css", ".json", ".txt", ".svg", ".po", ".rq", ".ttl", ".jsonld")
    wanted = {f"lod_publisher/{name}" for name in modules if not name.startswith("web/frontend/")}
    wanted |= {f"lod_publisher/{kind}/{name}" for kind in ("shapes", "ontology") for name in below(root, kind, ".ttl")}
    assert len([name for name in wanted if "/templates/" in name]) > 20
    assert len([name for name in wanted if name.startswith("lod_publisher/shapes/")]) > 3
    assert len([name for name in wanted if name.endswith("messages.po")]) > 1  # read as they are
    assert wanted - carried == set()


def test_licences_come_with_the_wheel(distributions):
    with ZipFile(distributions.wheel) as opened:
        names = opened.namelist()
        bundled = opened.read("lod_publisher/web/static/dist/LICENCES.txt").decode()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "Permission is hereby granted" in bundled or "Apache License" in bundled
    assert "SIL OPEN FONT LICENSE" in bundled.upper()


def test_a_source_distribution_makes_the_same_wheel_without_node_and_without_a_network(
    distributions, wheelhouse, tmp_path
):
    bare = {"PATH": str(tmp_path), "HOME": str(tmp_path), "LANG": "C.UTF-8"}  # no git, no node, no npm
    line = ["pip", "wheel", "-q", "--no-deps", "--no-index", "--find-links", wheelhouse, "-w", tmp_path / "made"]
    subprocess.run([sys.executable, "-m", *line, distributions.sdist], check=True, timeout=300, env=bare)
    (made,) = (tmp_path / "made").glob("*.whl")
    assert made.name == distributions.wheel.name
    assert contents(made) == contents(distributions.wheel)


def test_the_source_distribution_holds_what_git_holds_and_the_bundles(distributions, root):
    with tarfile.open(distributions.sdist) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    tracked = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    missing = [name for name in tracked.stdout.splitlines() if name not in names and (root / name).is_file()]
    assert [name for name in missing if not name.startswith(".")] == []
    assert f"{PACKAGE}/web/static/dist/LICENCES.txt" in names
    assert [name for name in names if "node_modules" in name] == []


def test_a_tree_without_git_knows_a_version_and_a_tag_decides_it(root, tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    shutil.copy(root / "pyproject.toml", tree)
    assert version_of(tree) == "0.1.0.dev0"
    git(tree, "init", "-q")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "one")
    assert version_of(tree).startswith("0.1.0.dev1+g")
    git(tree, "tag", "v7.2.0")
    assert version_of(tree) == "7.2.0"
    git(tree, "commit", "-q", "--allow-empty", "-m", "two")
    assert version_of(tree).startswith("7.2.1.dev1+g")
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", f"file://{tree}", "shallow")
    assert version_of(tmp_path / "shallow").startswith("0.1.0.dev1+g")


def version_of(tree: Path) -> str:
    """The version that a build of a source tree has."""
    line = [sys.executable, "-m", "hatchling", "version"]
    return subprocess.run(line, cwd=tree, check=True, capture_output=True, text=True).stdout.strip()


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A. Archivist", "-c", "user.email=archivist@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull})


def test_on_a_clean_machine_the_wheel_builds_and_serves_the_founding_collection(clean, distributions, root, tmp_path):
    program = clean / "lod-publisher"
    version = distributions.wheel.name.split("-")[1]
    bare = {"PATH": str(clean), "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    say = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, env=bare, cwd=tmp_path)
    assert say.stdout == f"lod-publisher, version {version}\n"
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    build = [program, "build", "seeds", "--base", base, "--jobs", "1", "--quiet"]
    subprocess.run(build, check=True, cwd=tmp_path, env=bare, timeout=120)
    manifest = json.loads((tmp_path / "data" / "current" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["versions"]["lod_publisher"] == version
    serve = [program, "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(serve, cwd=tmp_path, env=bare) as server:
        try:
            page = answer(f"{base}/page/person/qasim-abd-al-karim", server).decode()
            scripts = [answer(f"{base}{address}", server) for address in re.findall(r'src="(/static/[^"]+)"', page)]
        finally:
            server.send_signal(signal.SIGINT)
    assert server.returncode == 0
    assert "Qasim" in page
    assert scripts
    assert all(scripts)


def answer(address: str, server: subprocess.Popen[bytes]) -> bytes:
    """What an address answers as soon as the server does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None
        try:
            with urllib.request.urlopen(address, timeout=10) as opened:
                return bytes(opened.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
