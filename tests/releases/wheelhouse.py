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


def required_by(wheel: Path) -> list[str]:
    """What a wheel says that it needs, without extras."""
    with ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        lines = opened.read(name).decode().splitlines()
    said = [line.removeprefix("Requires-Dist:").strip() for line in lines if line.startswith("Requires-Dist:")]
    return [line for line in said if "extra ==" not in line]


def needed_by(lines: Iterable[str]) -> dict[str, Distribution]:
    """The installed packages that these requirements name on this machine, and what those need, at any remove."""
    found: dict[str, Distribution] = {}
    asked = [Requirement(line) for line in lines]
    waiting = [each for each in asked if each.marker is None or each.marker.evaluate({"extra": ""})]
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
