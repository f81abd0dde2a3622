"""Real engines on free ports of loopback, each with a folder of its own, ended by their process when the block ends."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from tests.npm import installed
from tests.ports import free_port

GRAPH = "http://data.example.org/graph"
PASSWORD = "a-test-of-loading"  # noqa: S105 of an engine that lives as long as its test


@dataclass(frozen=True)
class Started:
    """Where an engine answers: its queries, and its Graph Store Protocol."""

    query: str
    graph_store: str
    port: int


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60.0) -> None:
    """Wait until a server answers anything at all.

    Raises:
        RuntimeError: it ended, or did not answer in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            with urlopen(url, timeout=2):
                return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {seconds:g} s")


@contextmanager
def running(command: list[str], folder: Path | None, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server for as long as the block lasts."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(ready, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _program(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else shutil.which(name)


@contextmanager
def oxigraph(folder: Path, writable: bool = False) -> Iterator[Started]:
    """`oxigraph` over a store's folder."""
    program = _program("oxigraph")
    assert program, "oxigraph is not installed (pip install oxigraph)"
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    mode = "serve" if writable else "serve-read-only"
    with running([program, mode, "--location", str(folder), "--bind", f"127.0.0.1:{port}"], None, f"{root}/query"):
        yield Started(f"{root}/query", f"{root}/store", port)


def virtuoso_installed() -> bool:
    """Tell whether Virtuoso is here; as root on Debian it is installed when it is not."""
    if not shutil.which("virtuoso-t") and shutil.which("apt-get"):
        install = ["apt-get", "install", "-qy", "--no-install-recommends", "virtuoso-opensource-7"]
        environment = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        for command in (["apt-get", "update", "-q"], install):
            subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)
    return shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None


@contextmanager
def virtuoso(folder: Path, buffers: int = 20_000) -> Iterator[tuple[Started, list[str]]]:
    """Virtuoso with an empty database in a folder; also gives the command that runs SQL in it as its owner."""
    with ExitStack() as stack:
        found: tuple[Started, list[str]] | None = None
        for _ in range(3):  # another process may take a port between our choice and Virtuoso's
            with suppress(RuntimeError):
                found = stack.enter_context(_virtuoso(folder, buffers))
                break
        assert found, "Virtuoso did not start; its folder has a virtuoso.log"
        yield found


@contextmanager
def _virtuoso(folder: Path, buffers: int) -> Iterator[tuple[Started, list[str]]]:
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        f"""[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {buffers * 3 // 4}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 16
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 100000000
""",
        encoding="utf-8",
    )
    root = f"http://127.0.0.1:{http}"
    command = ["virtuoso-t", "+foreground", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
    with running(command, folder, f"{root}/sparql?query=ASK%7B%7D"):
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", PASSWORD, "ERRORS=stdout"]
        changed = subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec=user_set_password('dba', '{PASSWORD}');"],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert changed.returncode == 0, changed.stdout + changed.stderr
        yield Started(f"{root}/sparql", f"{root}/sparql-graph-crud-auth", http), isql


def comunica() -> Path | None:
    """The folder of Comunica's programs, installed there when it is not; None where npm is missing or fails."""
    program = installed("comunica-5.4.1", ".bin/comunica-sparql")
    return program.parent if program else None


@contextmanager
def publisher(data: Path, *options: str) -> Iterator[str]:
    """Our own server; gives its address."""
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "lod_publisher",
        "serve",
        "--data",
        str(data),
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    with running([*command, *options], None, f"{root}/ready"):
        yield root


@contextmanager
def counting(target: str) -> Iterator[tuple[str, list[str]]]:
    """A proxy before a server: its address, and what was asked through it ("" for a description)."""
    asked: list[str] = []
    parts = urlsplit(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on(b"")

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers["Content-Length"])))

        def _pass_on(self, body: bytes) -> None:
            form = parse_qs(urlsplit(self.path).query) | parse_qs(body.decode())
            asked.append(form.get("query", [""])[0])
            headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
            with closing(HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.getheader("Content-Type", ""))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{parts.path}", asked
        finally:
            server.shutdown()
            thread.join()
