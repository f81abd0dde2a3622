"""A long answer on its way: what has been made so far, and the rest as it is made."""

from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from lod_publisher.errors import PublisherError
from lod_publisher.snapshot.workers import Stream
from lod_publisher.web.answer_cache import Headers
from lod_publisher.web.compression import Compressor, compressor

# Formats in which a worker writes at the end of an answer that a limit cut it; a cut answer in another must not end politely.
_MARKED = ("json", "xml", "ttl", "nt", "nq", "trig")


class Transfer:
    """The rest of an answer that is sent while it is still made; whoever stops reading it closes it."""

    def __init__(self, stream: Stream, begun: bytes, parts: Iterator[bytes], encoding: str) -> None:
        """`begun` stands already, `parts` follow; `encoding` is the coding that the client takes, "" for none."""
        self._stream = stream
        self._parts = parts
        self._begun: bytes | None = begun
        self._compressor: Compressor | None = compressor(encoding) if encoding else None
        self._encoding = encoding
        self._ended = False

    def start(self, environ: WSGIEnvironment, start_response: StartResponse, headers: Headers) -> Iterable[bytes]:
        """Send the headers; returns what follows them."""
        if self._encoding:
            headers.append(("Content-Encoding", self._encoding))
        headers.append(("X-Accel-Buffering", "no"))  # a proxy that waits for the end would fill its disk
        start_response("200 OK", headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            self.close()
            return []
        return self

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next part.

        Raises:
            PublisherError: the answer failed, or a limit cut it. The server must break the transfer off: a client that
                saw it end politely would take a part for the whole.
        """
        while not self._ended:
            if self._begun is not None:
                part, self._begun = self._begun, None
            else:
                found = next(self._parts, None)
                if found is None:
                    return self._last()
                part = found
            if packed := self._compressor.compress(part) if self._compressor else part:
                return packed
        raise StopIteration

    def _last(self) -> bytes:
        self._ended = True
        if self._stream.truncated and self._stream.format not in _MARKED:
            raise PublisherError("The answer was cut by a limit after its beginning had been sent.")
        if self._compressor:
            return self._compressor.flush()
        raise StopIteration

    def close(self) -> None:
        """End the work behind it, also from another thread than the one that waits for the next part."""
        self._ended = True
        self._stream.close()
