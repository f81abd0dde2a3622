"""What `ps` shows of a worker: the store for which it answers.

A worker is a copy of the nursery, and so has its command line. That ends in blanks, which a worker writes its name over.
"""

import ctypes
from pathlib import Path

# The last argument of the nursery's command. A longer name is cut at its beginning: a path's end tells more.
ROOM = " " * 240
# Where the arguments end in memory, counted from the field behind the command's name. Source: proc_pid_stat(5), field 49.
_ARGUMENTS_END = 49 - 3


def call(name: str) -> None:
    """Have this process called so, where its command line is seen to be the nursery's (Linux)."""
    try:
        command = Path("/proc/self/cmdline").read_bytes()
        state = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace")
        end = int(state.rpartition(")")[2].split()[_ARGUMENTS_END])
    except (OSError, IndexError, ValueError):
        return
    room = len(ROOM)
    start = end - 1 - room
    if end and command.endswith(f"\0{ROOM}\0".encode()) and ctypes.string_at(start, room) == ROOM.encode():
        seen = name.encode()[-room:].decode(errors="ignore").encode()  # no letter is cut in half
        ctypes.memmove(start, seen.ljust(room), room)
