"""Places outside a data folder: any address that fsspec understands, such as s3://bucket/folder, or a shared disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lod_publisher.errors import PlaceError


def is_address(given: str) -> bool:
    """Whether something is an address, not a path of this machine."""
    return "://" in given and not given.startswith("file://")


class Place:
    """A folder somewhere. Names are relative to it; a file appears there whole or not at all.

    Every method raises PlaceError when the place cannot be reached, read or written.
    """

    def __init__(self, address: str) -> None:
        self.address = (address if "://" in address else str(Path(address).absolute())).rstrip("/")
        with self._telling("opened"):
            self._files, self._root = _open(self.address)
        self._is_local = "file" in _protocols(self._files)

    def __truediv__(self, name: str) -> "Place":
        return Place(f"{self.address}/{name}")

    def read(self, name: str) -> bytes:
        """The content of a file."""
        with self._telling("read", name):
            content: bytes = self._files.cat_file(self._at(name))
            return content

    def write(self, name: str, content: bytes) -> None:
        """Write a small file."""
        with self._telling("written", name):
            temporary = self._temporary(name)
            self._files.pipe_file(temporary, content)
            self._show(temporary, name)

    def send(self, path: Path, name: str) -> None:
        """Copy a file of this machine there."""
        with self._telling("written", name):
            temporary = self._temporary(name)
            self._files.put_file(str(path), temporary)
            self._show(temporary, name)

    def fetch(self, name: str, path: Path) -> None:
        """Copy a file from there to this machine; "" is the place itself, when its address is that of a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            with self._telling("read", name):
                self._files.get_file(self._at(name), str(temporary))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        with self._telling("read", name):
            self._files.invalidate_cache()
            return bool(self._files.isfile(self._at(name)))

    def is_file(self) -> bool:
        """Whether the address is that of a file."""
        with self._telling("read"):
            self._files.invalidate_cache()
            return bool(self._files.isfile(self._root))

    def files(self) -> dict[str, str]:
        """The names of all files, sorted, each with a mark that changes when the file does."""
        with self._telling("read"):
            self._files.invalidate_cache()
            found = sorted(self._files.find(self._root))
            return {path[len(self._root) :].lstrip("/"): str(self._files.ukey(path)) for path in found}

    def remove(self, name: str = "") -> None:
        """Remove a file, or a folder with all that is in it; nothing is said of what is not there."""
        with self._telling("emptied", name):
            self._files.invalidate_cache()
            path = self._at(name)
            if self._files.exists(path):
                self._files.rm(path, recursive=True)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    def _temporary(self, name: str) -> str:
        """Where to write first: stores of objects show a file when it is complete, a disk shows it at once."""
        if not self._is_local:
            return self._at(name)
        path = Path(self._at(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        return str(path.with_name(f".{path.name}-{os.getpid()}"))

    def _show(self, temporary: str, name: str) -> None:
        if self._is_local:
            Path(temporary).replace(self._at(name))

    @contextmanager
    def _telling(self, done: str, name: str = "") -> Iterator[None]:
        """Turn what a library of some store raises, each its own errors, into one sentence."""
        where = f"{self.address}/{name}" if name else self.address
        try:
            yield
        except PlaceError:
            raise
        except FileNotFoundError as problem:
            raise PlaceError(f"{where}: there is no such file or bucket. Correct the address.") from problem
        except Exception as problem:
            why = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
            raise PlaceError(
                f"{where}: cannot be {done} ({why}). Check the address, the credentials and that the store answers."
            ) from problem


def _open(address: str) -> tuple[Any, str]:
    # Imported here: fsspec belongs to an extra, and who names no address should not wait for it.
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415

        files, root = url_to_fs(address)
    except ImportError as problem:
        extra = "s3" if address.startswith(("s3://", "s3a://")) else "cluster"
        raise PlaceError(
            f"{address}: a library that reads such addresses is not installed ({problem}). "
            f"Run `pip install 'lod_publisher[{extra}]'` or install the one that is named here."
        ) from None
    return files, str(root).rstrip("/")


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
