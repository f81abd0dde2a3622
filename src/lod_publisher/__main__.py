"""The command `lod-publisher`; `python -m lod_publisher` is the same."""

import sys


def run() -> None:
    """Start the command line. Ctrl-C ends it in a word too while Python is still reading the program."""
    try:
        from lod_publisher.cli import main  # noqa: PLC0415 what it imports takes half a second
    except KeyboardInterrupt:
        sys.exit(130)
    main()


if __name__ == "__main__":
    run()
