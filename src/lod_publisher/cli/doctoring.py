"""`doctor`: what is installed, what is missing, what would fail, and how to mend it."""

import os
import resource
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from importlib import import_module, metadata
from pathlib import Path

import click
from packaging.requirements import Requirement

from lod_publisher.cli.reporting import data_option, sentence
from lod_publisher.errors import PublisherError, SnapshotError, without_password
from lod_publisher.settings import ServeSettings, admin_token, resource_folder
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.prerendered import forms_in, path_of, writer_of
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.remote import Engine
from lod_publisher.snapshot.sums import file_digest
from lod_publisher.snapshot.workers import Workers
from lod_publisher.web.program import program

# Parts of the program in other languages, which can be installed and yet not run on this machine.
_COMPILED = ("pyoxigraph", "lxml.etree", "ahocorasick", "rapidfuzz.fuzz", "granian")
_LEAST_PYTHON = (3, 11)
_LEAST_FREE_BYTES = 2_000_000_000
# A build writes the new snapshot beside the published one.
_ROOM = 2.5
# Connections, files of the store, and pipes to query workers; below it the server still works, for few readers.
_FEW_FILES = 4_096
_TOO_FEW_FILES = 512
# What is read of a published snapshot unless the whole is asked for: two seconds of a plain disk.
_QUICK_BYTES = 500_000_000
_CONNECT_S = 3.0
_SLACK_S = 60.0
_SYNCHRONISED = Path("/run/systemd/timesync")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line: `level` is ok, warn (it works, but) or FAIL (it would not), `mend` what to do."""

    level: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<4} {self.what}{f'. {self.mend}' if self.mend and self.level != 'ok' else ''}"


def _verdict(good: bool, what: str, mend: str, otherwise: str = "FAIL") -> Verdict:
    return Verdict("ok" if good else otherwise, what, mend)


@click.command()
@click.option("--host", default=None, help="The address that the server is to listen on; default: as serve.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="The port; default: as serve.")
@click.option(
    "--thorough", is_flag=True, help="Hold every file of the published snapshot against its manifest, however large."
)
@data_option
@sentence
def doctor(data: Path, host: str | None, port: int | None, thorough: bool) -> None:
    """Say what is installed, what is missing, what would fail, and how to mend it.

    Exit code 0: nothing fails; 3: something would.
    """
    failed = 0
    for verdict in _examine(data, host, port, thorough):
        failed += verdict.level == "FAIL"
        click.echo(str(verdict))
    sys.exit(3 if failed else 0)


def _examine(data: Path, host: str | None, port: int | None, thorough: bool) -> Iterator[Verdict]:
    python = sys.version.split()[0]
    yield _verdict(sys.version_info[:2] >= _LEAST_PYTHON, f"Python {python}", "3.11 or later is needed.")
    yield from _packages()
    for name in ("shapes", "ontology"):
        yield _verdict(resource_folder(name).is_dir(), f"{name} in place", "Install the package again.")
    yield from _machine()
    yield from _data_folder(data)
    yield from _published(data, thorough)
    try:
        settings = ServeSettings.from_environment()
    except PublisherError as problem:
        yield Verdict("FAIL", str(problem))
        return
    yield from _serving(replace(settings, data=data, host=host or settings.host, port=port or settings.port))


def _packages() -> Iterator[Verdict]:
    """What the package needs, as it says itself, and whether it runs here."""
    wrong = []
    needed = [Requirement(line) for line in metadata.requires("lod_publisher") or ()]
    needed = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    for one in needed:
        try:
            version = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{one.name} is not installed")
            continue
        if not one.specifier.contains(version, prereleases=True):
            wrong.append(f"{one.name} is {version}, not {one.specifier}")
    for name in _COMPILED:
        try:
            import_module(name)
        except ImportError as problem:
            wrong.append(f"{name} does not run here ({problem})")
    told = "; ".join(wrong) or f"{len(needed)} packages that this one needs"
    yield _verdict(not wrong, told, "Install the package again (pip install --upgrade lod_publisher).")


def _machine() -> Iterator[Verdict]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = soft == resource.RLIM_INFINITY
    yield _verdict(
        unlimited or soft >= _FEW_FILES,
        f"{'any number of' if unlimited else soft} open files for a process",
        f"Raise it for many readers: ulimit -n {_FEW_FILES} (up to {hard} without root), or LimitNOFILE= in the unit of systemd.",
        "warn" if soft >= _TOO_FEW_FILES else "FAIL",
    )
    try:
        with tempfile.NamedTemporaryFile():
            yield Verdict("ok", f"{tempfile.gettempdir()} takes temporary files")
    except OSError as problem:
        yield Verdict(
            "FAIL", f"no temporary files can be written ({problem.strerror})", "Set TMPDIR to a folder that can."
        )
    if _SYNCHRONISED.is_dir():
        yield _verdict(
            (_SYNCHRONISED / "synchronized").exists(),
            "the clock is kept by systemd-timesyncd",
            "See timedatectl.",
            "warn",
        )


def _data_folder(data: Path) -> Iterator[Verdict]:
    """Whether snapshots can be written: permission and room for another one of the size of the published."""
    nearest = next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists())
    if not nearest.is_dir():
        yield Verdict("FAIL", f"{nearest} is a file", "Give another folder with --data.")
        return
    yield _verdict(
        os.access(nearest, os.W_OK | os.X_OK),
        f"{data} {'is' if nearest == data.absolute() else 'can be made and'} written to by this user",
        f"Nothing can be built there (serving only reads): chown {nearest}, or build as its owner.",
        "warn",
    )
    free = shutil.disk_usage(nearest).free
    room = max(_LEAST_FREE_BYTES, int(_ROOM * sum(path.stat().st_size for path in _files(data))))
    mend = f"The next build needs about {room / 1e9:.1f} GB: lod-publisher snapshots prune, or a larger disk."
    yield _verdict(free >= room, f"{free / 1e9:.1f} GB free for snapshots", mend)


def _files(data: Path) -> list[Path]:
    try:
        folder = shelf.published_folder(data)
        return [folder / name for name in shelf.read_manifest(folder)["files"] if (folder / name).is_file()]
    except SnapshotError:
        return []


def _published(data: Path, thorough: bool) -> Iterator[Verdict]:
    """Whether the published snapshot is whole, answers, and was not built in the future."""
    try:
        folder = shelf.published_folder(data)
        manifest = shelf.read_manifest(folder)
        if thorough or sum(path.stat().st_size for path in _files(data)) <= _QUICK_BYTES:
            shelf.verify(folder)
            yield Verdict("ok", f"{folder.name} is published and as it was written")
        else:
            yield _looked_over(folder, manifest["files"])
        Snapshot.open(data).check()
        yield Verdict("ok", f"it answers sample questions: {sum(manifest['entities'].values()):,} entities")
        if forms := forms_in(folder):
            yield _verdict(
                all(writer_of(path_of(folder, form)) == program() for form in forms),
                f"answers written ahead: {', '.join(forms)}",
                "Another version of the program wrote them, so they are not sent: build again.",
                "warn",
            )
        yield _worker(folder, manifest["base"])
        ahead = (datetime.fromisoformat(manifest["moment"]) - datetime.now(UTC)).total_seconds()
        yield _verdict(
            ahead < _SLACK_S,
            f"the clock says {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, the snapshot is of {manifest['moment'][:16].replace('T', ' ')}",
            "One of them is wrong: set the clock (timedatectl) before the next build, or harvesters will miss changes.",
        )
    except PublisherError as problem:
        yield Verdict("FAIL", str(problem))
    except OSError as problem:
        yield Verdict(
            "FAIL", f"{problem.filename}: {problem.strerror}", "Let the user who serves read the data folder."
        )


def _looked_over(folder: Path, files: dict[str, str]) -> Verdict:
    """A large snapshot: all files are there, and the small ones are as they were written.

    Raises:
        SnapshotError: one is not.
    """
    left = _QUICK_BYTES
    for name, digest in sorted(files.items(), key=lambda entry: _size(folder / entry[0])):
        size = _size(folder / name)
        left -= size
        if size < 0 or (left >= 0 and file_digest(folder / name) != digest):
            raise SnapshotError(
                f"{folder}: {name} is {'missing' if size < 0 else 'not as it was written'}. "
                "Publish another one (lod-publisher snapshots rollback) or build again."
            )
    return Verdict("ok", f"{folder.name} is published and has all its files; --thorough reads the large ones too")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _worker(folder: Path, base: str) -> Verdict:
    """Whether a query worker starts, gives up what it may not do, and answers.

    Raises:
        PublisherError: it does not.
    """
    workers = Workers(folder / "store", 1, 10.0, 1_500_000_000, base=base)
    try:
        answer = workers.ask("ASK { ?s ?p ?o }", {"boolean": "json"})
        return _verdict(b"true" in answer.body, "a query worker answers", "The store is empty: build again.")
    finally:
        workers.close()


def _serving(settings: ServeSettings) -> Iterator[Verdict]:
    yield _address(settings)
    try:
        token = admin_token(settings)
        path = settings.admin_token_file
        if path and path.stat().st_mode & stat.S_IRWXO:
            yield Verdict("warn", f"{path}, the token of /admin, can be read by everybody", f"chmod o= {path}")
        elif token:
            yield Verdict("ok", "/admin has a token")
    except PublisherError as problem:
        yield Verdict("FAIL", str(problem))
    if settings.traces:
        try:
            import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
            yield Verdict("ok", f"traces go to {without_password(settings.traces)}")
        except ImportError:
            yield Verdict(
                "FAIL", "traces are wanted, but OpenTelemetry is missing", "pip install 'lod_publisher[tracing]'"
            )
    if settings.store:
        shown = without_password(settings.store)
        try:
            Engine(settings.store, settings.store_graph, _CONNECT_S).ask("ASK { ?s ?p ?o }").close()
            yield Verdict("ok", f"the store {shown} answers")
        except PublisherError as problem:
            yield Verdict("FAIL", f"{shown}: {problem}", "Start the engine, or serve without --store.")


def _address(settings: ServeSettings) -> Verdict:
    """Whether the server could listen there, or does already."""
    where = f"{settings.host}:{settings.port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        return Verdict("ok", f"{where} is free to listen on")
    except OSError as problem:
        if _serves(settings.host, settings.port):
            return Verdict("ok", f"{where} is served already")
        why = problem.strerror or str(problem)
        return Verdict(
            "FAIL", f"{where}: the server cannot listen there ({why})", "Stop what uses it, or choose another --port."
        )


def _serves(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=_CONNECT_S)
    try:
        connection.request("GET", "/ready")
        return b'"snapshot"' in connection.getresponse().read(4_096)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
