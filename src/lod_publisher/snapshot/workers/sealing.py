"""What a worker process may not do, whatever a query makes it do: call another machine, start a program, outlive us."""

import ctypes
import os
import platform
import resource
import signal
import struct
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

# For each processor: its number for the kernel, and the calls refused: socket, connect, io_uring_setup, execve, execveat,
# ptrace, and socketpair's neighbours that need a socket first are left alone. Source: the kernel's tables of system calls.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 425, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 425, 221, 281, 117)),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE_EACCES, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000
_OTHER_NUMBERING = 0x40000000  # x86's third set of call numbers, which would pass by the list


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when the one that started it ends, or has ended, however it ends (Linux)."""
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def seal() -> bool:
    """Take from this process and its later threads the means to open a socket or start a program.

    The engine would send a SERVICE clause to any address, this machine's own included; whoever got such a clause past
    every reading of the text gets "permission denied" from the kernel. Returns False where the kernel cannot do it.
    """
    known = _REFUSED.get(platform.machine())
    if known is None or platform.system() != "Linux":
        return False
    machine, calls = known
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(calls) + 1, 0, _OTHER_NUMBERING))
    steps += [(_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE_EACCES)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    kernel = ctypes.CDLL(None)
    if kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(kernel.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0) == 0)


def limit_memory(beyond_bytes: int) -> None:
    """Limit the address space to what this process has now and so much more.

    To be called when the store is open: the stacks of its threads alone may be more address space than a query gets.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    allowed = address_space() + beyond_bytes
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def limit_processor(seconds: float) -> None:
    """Have the kernel end this process when it has used so many more seconds of processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def address_space() -> int:
    """The bytes of address space that this process has now; 0 where the system does not say (it is not Linux)."""
    return _pages(0)


def resident() -> int:
    """The bytes of memory that this process has now; 0 where the system does not say."""
    return _pages(1)


def _pages(column: int) -> int:
    statistics = Path("/proc/self/statm")
    return int(statistics.read_text().split()[column]) * os.sysconf("SC_PAGESIZE") if statistics.is_file() else 0
