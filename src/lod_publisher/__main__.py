"""The command `lod-publisher`; `python -m lod_publisher` is the same."""

import sys

# Commands whose processes evaluate queries themselves, and are copied from this one.
_SERVING = frozenset({"serve", "up"})


def run() -> None:
    """Start the command line. Ctrl-C ends it in a word too while Python is still reading the program."""
    try:
        if not _SERVING.isdisjoint(sys.argv):
            from lod_publisher.snapshot import allocator  # noqa: PLC0415 as below

            allocator.for_this_program()
        from lod_publisher.cli import main  # noqa: PLC0415 what it imports takes half a second
    except KeyboardInterrupt:
        sys.exit(130)
    main()


if __name__ == "__main__":
    run()
