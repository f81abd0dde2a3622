"""The commands that the documentation shows, and a folder in which they are typed."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

SHOWN = "127.0.0.1:8000"
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"<!-- (not run here: (?P<why>needs [^>]+?)|run by (?P<test>tests/\S+\.py)) -->\s*\Z")
_SERVES = re.compile(r"^(?:\S*/)?lod-publisher (?:serve|up)\b(?!.*&$)", re.MULTILINE)
_BEHIND = re.compile(r"^(.*127\.0\.0\.1:(\d+).* &)$", re.MULTILINE)  # a server that the block itself starts
_PROMISE = re.compile(r"^# prints: ?(.*)$", re.MULTILINE)
_HEADER = re.compile(r"[A-Z][\w-]+: ")
_END = "\x1e"


@dataclass(frozen=True)
class Block:
    """Some commands of a page; `why` they cannot be typed here, or the `test` that types them."""

    page: str
    number: int
    language: str
    text: str
    why: str
    test: str

    @property
    def is_run(self) -> bool:
        """Whether the commands are typed here."""
        return not self.why and not self.test

    def __str__(self) -> str:
        return f"{self.page}, block {self.number}: {self.text.strip().splitlines()[0]}"


def blocks(root: Path, page: str) -> Iterator[Block]:
    """The blocks of commands of a page, in their order."""
    text = (root / page).read_text(encoding="utf-8")
    for number, found in enumerate(_FENCE.finditer(text), 1):
        indent, language, inside = found.groups()
        typed = "\n".join(line.removeprefix(indent) for line in inside.splitlines())
        if language not in ("sh", "bash", "console", "shell") and not re.match(r"\s*\$ ", typed):
            continue
        mark = _MARK.search(text[: found.start()])
        why, test = (mark["why"] or "", mark["test"] or "") if mark else ("", "")
        yield Block(page, number, language, typed, why, test)


@dataclass(frozen=True)
class Desk:
    """A folder for a reader of one page; `address` is the server that runs beside it."""

    folder: Path
    programs: Path
    address: str
    engine: int

    def type(self, block: Block) -> None:
        """Type the commands of a block, and hold what they print against what the page shows."""
        if block.language == "console":
            self._converse(block)
            return
        text = _BEHIND.sub(
            r"\1\nuntil (: > /dev/tcp/127.0.0.1/\2) 2>/dev/null; do sleep 0.1; done", self._here(block.text)
        )
        serving = _SERVES.search(text)
        if serving:
            text = f"{text[: serving.start()]}exec {text[serving.start() :]}"
        printed = self._serve(block, text) if serving else self._run(block, text)
        for promise in _PROMISE.findall(block.text):
            assert self._here(promise) in printed, f"{block}\nis to print {promise!r}, but prints:\n{printed[-3000:]}"

    def _here(self, text: str) -> str:
        """What the page shows, in the places of this folder."""
        for shown, place in (
            (f"http://{SHOWN}", self.address),
            (SHOWN, self.address.removeprefix("http://")),
            ("https://HOST", self.address),
            ("127.0.0.1:7878", f"127.0.0.1:{self.engine}"),
        ):
            text = text.replace(shown, place)
        return re.sub(r"(?<![\w.])/(srv|opt|etc|var)\b", rf"{self.folder}/\1", text)

    def _environment(self, port: int) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("LOD_PUBLISHER")}
        return given | {
            "PATH": f"{self.folder}/opt/lod-publisher/bin:{self.programs}:{os.environ['PATH']}",
            "CURL_HOME": str(self.programs),
            "LOD_PUBLISHER_PORT": str(port),
            "PORT": str(port),
        }

    def _bash(self, text: str, port: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", "-eu", "-c", text],
            cwd=self.folder,
            env=self._environment(port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _run(self, block: Block, text: str) -> str:
        with self._bash(text, free_port()) as done:
            try:
                printed, _ = done.communicate(timeout=300)
            finally:
                end(done)
        assert done.returncode == 0, f"{block}\nended with {done.returncode}:\n{printed[-3000:]}"
        return printed

    def _serve(self, block: Block, text: str) -> str:
        port = free_port()
        with self._bash(text.replace("--port 8000", f"--port {port}"), port) as server:
            try:
                wait(f"http://127.0.0.1:{port}/ready", server)
                server.send_signal(signal.SIGINT)
                server.wait(60)
            finally:
                end(server)
            printed = server.stdout.read() if server.stdout else ""
        assert server.returncode == 0, f"{block}\nended with {server.returncode}:\n{printed[-3000:]}"
        return printed

    def _converse(self, block: Block) -> None:
        """Type commands one after the other; what is shown below each must come, and in this order."""
        turns = [turn.partition("\n") for turn in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]]
        commands = [command for command, _, _ in turns]
        script = "\n".join(f"{command}\nlast=$?; printf '{_END}%s{_END}' $last; (exit $last)" for command in commands)
        printed = self._run(block, f"set +eu\n{self._here(script)}\ntrue").split(_END)
        for number, (command, _, shown) in enumerate(turns):
            output, code = printed[2 * number], printed[2 * number + 1]
            is_asked_for = commands[number + 1 : number + 2] == ["echo $?"]
            assert code == "0" or is_asked_for, f"{block}\n$ {command}\nended with {code}:\n{output[-3000:]}"
            compare(f"{block}\n$ {command}", self._here(shown), output)


def compare(where: str, shown: str, output: str) -> None:
    """Find each line that is shown, in its order; `...` alone or `…` within a line stands for anything."""
    lines = iter(output.replace("\r", "").splitlines())
    for line in shown.splitlines():
        if not line.strip() or line.strip() == "...":
            continue
        fold = re.IGNORECASE if _HEADER.match(line) else re.NOFLAG  # HTTP does not tell the letters of a name apart
        pattern = re.compile(".*".join(re.escape(part) for part in line.strip().split("…")), fold)
        assert any(pattern.fullmatch(one.strip()) for one in lines), (
            f"{where}\ndoes not print, or not then:\n{line}\nbut:\n{output[-3000:]}"
        )


def wait(address: str, server: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError(f"the server ended: {server.stdout.read() if server.stdout else ''}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def end(process: subprocess.Popen[str]) -> None:
    """End what a block has left running in its own session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def programs(folder: Path) -> Path:
    """A folder with the commands that a reader has."""
    folder.mkdir()
    for name, words in {"lod-publisher": ("-m", "lod_publisher"), "python": ()}.items():
        line = shlex.join([sys.executable, *words])
        (folder / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    for name in ("oxigraph",):
        if found := shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"):
            (folder / name).symlink_to(found)
    (folder / ".curlrc").write_text("silent\nshow-error\n", encoding="utf-8")  # no meter of its progress
    return folder
