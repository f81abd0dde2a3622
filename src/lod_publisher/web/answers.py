"""Pages and descriptions kept in memory: the dataset does not change while it is served, so a repeated question needs no work."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from lod_publisher.web.answer_cache import MAX_ANSWER_BYTES, AnswerCache, Application, Headers, matches
from lod_publisher.web.compression import choose_encoding
from lod_publisher.web.languages import chosen

_MISS = ("X-Cache", "miss")
# Per server process. A description has about 6 kB, a page 30 kB.
MAX_BYTES = 48_000_000


class Answers:
    """A WSGI layer that keeps what the application marks as public, the least recently asked for going first.

    An answer depends on the path, the query, `Accept`, `Accept-Profile`, the coding that `Accept-Encoding` leads to, and where the
    application is mounted; a page that says so (`Vary`) on the reader's language too. Validators are honoured here too.
    """

    def __init__(self, application: Application, max_bytes: int = MAX_BYTES) -> None:
        self._application = application
        self.cache = AnswerCache(max_bytes)

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when it is at hand here or in the application: hardly ever waits, so that a server may ask before anything else."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        if remembered := self._remembered(environ):
            return remembered
        if (found := self._application.kept(environ)) is None:
            return None
        status, headers, body = found
        if status.startswith("200"):
            headers = [*headers, _MISS]
            if _is_whole(environ):
                self._keep(environ, headers, body)
        return status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        if remembered := self._remembered(environ):
            status, headers, body = remembered
            start_response(status, headers)
            return [body] if body else []
        return self._ask(environ, start_response)

    def _remembered(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        key = _key(environ)
        kept = self.cache.get((*key, "")) or self.cache.get((*key, chosen(environ)))
        if kept is None:
            return None
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and matches(asked, kept.etag):
            return "304 NOT MODIFIED", kept.not_modified, b""
        return "200 OK", kept.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else kept.body

    def _ask(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and keep the answer when it is whole and may be kept."""
        begun: list[Headers] = []

        def begin(status: str, headers: Headers, *exception: object) -> object:
            named = {name.lower(): value for name, value in headers}
            if status.startswith("200") and named.get("cache-control", "").startswith("public"):
                headers = [*headers, _MISS]
                if _is_whole(environ) and int(named.get("content-length", MAX_ANSWER_BYTES + 1)) <= MAX_ANSWER_BYTES:
                    begun.append(headers)
            return start_response(status, headers, *exception)  # type: ignore[arg-type]

        chunks = self._application(environ, begin)  # type: ignore[arg-type]
        if not begun:
            return chunks
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        self._keep(environ, begun[0], body)
        return [body]

    def _keep(self, environ: WSGIEnvironment, headers: Headers, body: bytes) -> None:
        is_spoken = any(name.lower() == "vary" and "Accept-Language" in value for name, value in headers)
        self.cache.keep((*_key(environ), chosen(environ) if is_spoken else ""), headers, body)


def _is_whole(environ: WSGIEnvironment) -> bool:
    """Whether a good answer to a request is one for everybody."""
    return environ["REQUEST_METHOD"] == "GET" and "HTTP_IF_NONE_MATCH" not in environ


def _key(environ: WSGIEnvironment) -> tuple[str | None, ...]:
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
        environ.get("HTTP_ACCEPT"),
        environ.get("HTTP_ACCEPT_PROFILE"),
        choose_encoding(environ.get("HTTP_ACCEPT_ENCODING")),
        environ.get("SCRIPT_NAME"),
    )
