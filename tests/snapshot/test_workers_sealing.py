"""A worker cannot call another machine, whatever text reaches the engine."""

import json
import platform
import socket
import subprocess
import sys

import pytest

from lod_publisher.errors import BadQueryError
from lod_publisher.snapshot.workers import pool as pool_module

FORMATS = {"solutions": "json", "boolean": "json", "graph": "nt"}

pytestmark = pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"), reason="the kernel cannot seal"
)


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/"])
def test_a_service_clause_that_passed_every_reading_is_refused_by_the_kernel(pool, monkeypatch, address):
    monkeypatch.setattr(pool_module, "calls_out", lambda text: False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        where = address.format(port=server.getsockname()[1])
        with pytest.raises(BadQueryError, match=r"denied|resolve|lookup|Temporary|name"):
            pool().ask(f"SELECT * {{ SERVICE <{where}> {{ ?s ?p ?o }} }}", FORMATS)
        server.settimeout(0.5)
        with pytest.raises(TimeoutError):  # a call would be waiting to be accepted
            server.accept()


def test_a_sealed_process_opens_no_socket_of_any_kind_and_starts_no_program():
    code = """
import json, os, socket, subprocess, threading
from lod_publisher.snapshot.workers.sealing import seal
pair = socket.socketpair()
said = [seal()]
def tried(do):
    try:
        do()
    except OSError as problem:
        said.append(problem.errno)
    else:
        said.append("done")
for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_DGRAM), (socket.AF_UNIX, socket.SOCK_STREAM)):
    tried(lambda: socket.socket(family, kind))
tried(lambda: pair[0].connect("/nowhere"))
tried(lambda: os.execv("/bin/true", ["true"]))
later = threading.Thread(target=lambda: tried(socket.socket))
later.start()
later.join()
pair[0].sendall(b"x")
said.append(pair[1].recv(1).decode())
print(json.dumps(said))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [True, 13, 13, 13, 13, 13, 13, "x"]
