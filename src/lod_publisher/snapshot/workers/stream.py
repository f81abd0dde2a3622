"""An answer on its way."""

from collections.abc import Iterator


class Stream:
    """The parts of an answer, the first of which stands; a context manager that cancels what is still to come.

    `truncated` is known at the end: a limit of rows or bytes cut the answer.
    """

    def __init__(self, kind: str, form: str, parts: Iterator[bytes]) -> None:
        self.kind = kind
        self.format = form
        self.truncated = False
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        """Give the parts; raises BrokenAnswer when the answer fails on its way."""
        return self._parts

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """The client has gone: end the work that is still done for it."""
