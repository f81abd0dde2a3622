"""The command `lod-publisher`; `python -m lod_publisher` is the same."""

import gc
import sys

# Commands whose processes evaluate queries themselves, and are copied from this one.
_SERVING = frozenset({"serve", "up"})
# Commands whose processes read, convert and write, and what they run; they are copied from one that reads it while this one does.
_BUILDING = frozenset({"build", "check", "link", "up"})
_BUILT_BY = ("lod_publisher.build.convert", "lod_publisher.web.prerendering")


def run() -> None:
    """Start the command line. Ctrl-C ends it in a word too while Python is still reading the program."""
    gc.disable()  # nothing that is read goes again; to look for what has gone takes a tenth of the reading, and at the end a quarter
    try:
        command = next((each for each in sys.argv[1:] if not each.startswith("-")), "")
        if command in _SERVING:
            from lod_publisher.snapshot import allocator  # noqa: PLC0415 as below

            allocator.for_this_program()
        if command in _BUILDING and {"-h", "--help"}.isdisjoint(sys.argv):
            from lod_publisher.snapshot.children import foresee  # noqa: PLC0415 as below

            foresee(*_BUILT_BY)
        from lod_publisher.cli import main, read  # noqa: PLC0415 what it imports takes half a second

        read(command)
    except KeyboardInterrupt:
        sys.exit(130)
    gc.freeze()
    gc.enable()
    main()


if __name__ == "__main__":
    run()
