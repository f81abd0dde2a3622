"""A Dask cluster of real processes, and a store that speaks S3, both on loopback and only while tests run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

PERSON = "- kind: person\n  id: {id}\n  label: {label}\n  names:\n    - text: {label}\n      type: primary\n"
_SCHEDULER = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
_WORKER = ["worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]


@dataclass
class Cluster:
    """A scheduler's address and process, and its workers' processes."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def running(folder: Path, workers: int, environment: dict[str, str] | None = None) -> Iterator[Cluster]:
    """Start a cluster; it ends with the block."""
    file = folder / "scheduler.json"
    with ExitStack() as stack:

        def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / f"{arguments[0]}.log").open("ab"))
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--scheduler-file", file],
                stdout=log,
                stderr=log,
                env={**os.environ, **(environment or {})},
            )
            stack.callback(_end, process)
            return process

        scheduler = start(*_SCHEDULER)
        started = [start(*_WORKER, "--local-directory", folder / f"worker-{number}") for number in range(workers)]
        yield Cluster(_address(file, scheduler), scheduler, started)


def _address(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and scheduler.poll() is None:
        if file.is_file() and (text := file.read_text(encoding="utf-8")).rstrip().endswith("}"):
            return text.partition('"address": "')[2].partition('"')[0]
        time.sleep(0.05)
    raise AssertionError((file.parent / "scheduler.log").read_text(encoding="utf-8"))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a bucket in a store that speaks S3; the environment leads libraries there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    patch.setenv("AWS_ACCESS_KEY_ID", "test")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    try:
        from s3fs import S3FileSystem  # noqa: PLC0415 it reads the environment

        S3FileSystem(skip_instance_cache=True).mkdir("archive")
        yield "s3://archive"
    finally:
        patch.undo()
        server.stop()


@pytest.fixture(scope="session")
def cluster(s3: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, each a process, that reach the store of objects too."""
    assert s3
    with running(tmp_path_factory.mktemp("cluster"), 2) as started:
        yield started


@pytest.fixture(scope="session")
def collection(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A volume, and persons in twelve files, so that there is something to hand out."""
    folder = tmp_path_factory.mktemp("collection") / "pocket"
    folder.mkdir()
    (folder / "collection.toml").write_text(
        'title = "Pocket"\n[[sources]]\npath = "*.xml"\n[[sources]]\npath = "*.yaml"\n'
    )
    pocket = root / "tests" / "pocket_corpus" / "frus-pocket.xml"
    (folder / pocket.name).write_bytes(pocket.read_bytes())
    for number in range(12):
        text = PERSON.format(id=f"doe-{number}", label=f"Jane {chr(65 + number)}. Doe")
        (folder / f"person-{number:02}.yaml").write_text(text, encoding="utf-8")
    return folder
