"""A wheelhouse without a network: the packages that are installed here, packed again as wheels."""

import base64
import hashlib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What an installer adds to the folder of a package; it writes its own.
_ADDED = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def needed_by(names: Iterable[str]) -> dict[str, Distribution]:
    """What these packages need on this machine, at any remove, and they themselves; as installed, without extras of ours."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(name) for name in names]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        one = found.get(name)
        if one is not None and not wanted.extras:
            continue
        found[name] = one = one or distribution(name)
        for line in one.requires or ():
            further = Requirement(line)
            extras = ("", *wanted.extras)
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return found


def pack(installed: Distribution, folder: Path) -> Path:
    """Write an installed package as a wheel; its scripts are made again from its entry points by whoever installs it."""
    told = installed.read_text("WHEEL")
    assert told is not None, f"{installed.name} was not installed from a wheel"
    tags = [line.partition(":")[2].strip().split("-") for line in told.splitlines() if line.startswith("Tag:")]
    tag = "-".join(".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
    name = canonicalize_name(installed.name).replace("-", "_")
    path = folder / f"{name}-{installed.version}-{tag}.whl"
    record, home = [], ""
    with ZipFile(path, "w") as wheel:
        for file in installed.files or ():
            if ".." in file.parts or file.suffix == ".pyc":
                continue
            if file.parent.suffix == ".dist-info":
                home = str(file.parent)
                if file.name in _ADDED:
                    continue
            content = file.locate().read_bytes()  # type: ignore[attr-defined]
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f'"{file}",sha256={digest},{len(content)}\n')
            wheel.writestr(str(file), content)
        wheel.writestr(f"{home}/RECORD", "".join(record) + f"{home}/RECORD,,\n")
    return path
