"""An answer on its way."""

from collections.abc import Callable, Iterator


class Stream:
    """The parts of an answer, the first of which stands; a context manager that cancels what is still to come.

    `whole` tells that all of it stands already: nothing can fail any more. `truncated` is known at the end: a limit of rows or
    bytes cut the answer, which says so itself where its format has a way to (in JSON a member `truncated`, else a comment).
    `waited_s` is how long the question waited for its turn.
    """

    def __init__(
        self,
        kind: str,
        form: str,
        parts: Iterator[bytes],
        *,
        whole: bool = False,
        truncated: bool = False,
        cancel: Callable[[], None] = lambda: None,
    ) -> None:
        self.kind = kind
        self.format = form
        self.whole = whole
        self.truncated = truncated
        self.parts = parts
        self.waited_s = 0.0
        self._cancel = cancel

    def __iter__(self) -> Iterator[bytes]:
        """Give the parts; raises BrokenAnswer when the answer fails on its way."""
        return self.parts

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """The client has gone: end the work that is still done for it. May be called at any time, and again."""
        self._cancel()

    def when_closed(self, then: Callable[[], None]) -> None:
        """Do something more when the stream is closed."""
        cancel = self._cancel

        def both() -> None:
            cancel()
            then()

        self._cancel = both
