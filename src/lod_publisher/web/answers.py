"""Pages and descriptions kept in memory: the dataset does not change while it is served, so a repeated question needs no work."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lod_publisher.web.answer_cache import MAX_ANSWER_BYTES, AnswerCache, Headers, matches
from lod_publisher.web.compression import choose_encoding
from lod_publisher.web.languages import chosen

# Per server process. A description has about 6 kB, a page 30 kB.
MAX_BYTES = 48_000_000


class Answers:
    """A WSGI layer that keeps what the application marks as public, the least recently asked for going first.

    An answer depends on the path, the query, `Accept`, `Accept-Profile`, the coding that `Accept-Encoding` leads to, and where the
    application is mounted; a page that says so (`Vary`) on the reader's language too. Validators are honoured here too.
    """

    def __init__(self, application: WSGIApplication, max_bytes: int = MAX_BYTES) -> None:
        self._application = application
        self.cache = AnswerCache(max_bytes)

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when it is at hand: never waits, so that a server may ask for it on its event loop."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return None
        key = _key(environ)
        kept = self.cache.get((*key, "")) or self.cache.get((*key, chosen(environ)))
        if kept is None:
            return None
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and matches(asked, kept.etag):
            return "304 NOT MODIFIED", kept.not_modified, b""
        return "200 OK", kept.headers, b"" if method == "HEAD" else kept.body

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if at_hand := self.kept(environ):
            status, headers, body = at_hand
            start_response(status, headers)
            return [body] if body else []
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        return self._ask(environ, start_response)

    def _ask(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and keep the answer when it is whole and may be kept."""
        key = _key(environ)
        is_whole = environ["REQUEST_METHOD"] == "GET" and "HTTP_IF_NONE_MATCH" not in environ
        begun: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, *exception: object) -> object:
            named = {name.lower(): value for name, value in headers}
            if status.startswith("200") and named.get("cache-control", "").startswith("public"):
                headers = [*headers, ("X-Cache", "miss")]
                if is_whole and int(named.get("content-length", MAX_ANSWER_BYTES + 1)) <= MAX_ANSWER_BYTES:
                    begun.append((status, headers))
            return start_response(status, headers, *exception)  # type: ignore[arg-type]

        chunks = self._application(environ, begin)  # type: ignore[arg-type]
        if not begun:
            return chunks
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        is_spoken = any(name.lower() == "vary" and "Accept-Language" in value for name, value in begun[0][1])
        self.cache.keep((*key, chosen(environ) if is_spoken else ""), begun[0][1], body)
        return [body]


def _key(environ: WSGIEnvironment) -> tuple[str | None, ...]:
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
        environ.get("HTTP_ACCEPT"),
        environ.get("HTTP_ACCEPT_PROFILE"),
        choose_encoding(environ.get("HTTP_ACCEPT_ENCODING")),
        environ.get("SCRIPT_NAME"),
    )
