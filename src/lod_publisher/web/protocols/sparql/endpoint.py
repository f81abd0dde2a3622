"""The endpoint itself: a WSGI layer before the framework, since a point query should cost little more than its evaluation.

What is for people (pages, problems, the description of the service) goes on to the application behind it, with what was found
out so far.
"""

import hashlib
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from wsgiref.types import StartResponse, WSGIEnvironment

from lod_publisher.errors import PublisherError
from lod_publisher.snapshot.lookup import Lookup
from lod_publisher.snapshot.workers import Question
from lod_publisher.web.answer_cache import AnswerCache, Application, Headers, matches
from lod_publisher.web.compression import MIN_BYTES, choose_encoding, compress
from lod_publisher.web.leaving import Leaving
from lod_publisher.web.policies import CACHE_NONE, EVERYWHERE
from lod_publisher.web.prepare import prepare, taught
from lod_publisher.web.problems import Problem
from lod_publisher.web.protocols.sparql.asking import Asked, read
from lod_publisher.web.protocols.sparql.formats import HTML, Choice, choose, content_type
from lod_publisher.web.protocols.sparql.lookups import Lookups
from lod_publisher.web.protocols.sparql.transfer import Transfer
from lod_publisher.web.rows import WrittenRows
from lod_publisher.web.site import Site

PATH = "/sparql"
METHODS = ("GET", "HEAD", "POST", "QUERY")
# What the layer found out, for the application behind it.
FOUND = "lod_publisher.sparql"
# The query of a request that failed, so that the page about it can hold it again.
QUERY = "lod_publisher.query"

# Where a request keeps what was read of it.
_READ = "lod_publisher.asked"
# An answer below this is sent whole, with its length and a validator; of a longer one so much stands before the first byte is sent.
PREFIX_BYTES = 256_000
# A lookup with a longer answer goes to a worker after all: other requests wait while it is written, up to eight milliseconds for so much.
_MAX_LOOKUP_BYTES = 64_000
# A page shows no more rows than this, and tells how many more there are up to it.
_MAX_ROWS_OF_PAGE = 2_000
_MAX_BYTES_OF_PAGE = 8_000_000
# The answers to queries with these words are not the same twice, even on the same snapshot.
_FLEETING = re.compile(r"\b(?:rand|now|uuid|struuid|service)\b", re.IGNORECASE)
_VARY = ("Vary", "Accept, Accept-Encoding")
_SOFTWARE = version("lod_publisher")


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that a person wants to see as a page: `body` is SPARQL JSON or Turtle, `cut` when there is more of it."""

    asked: Asked
    kind: str
    body: bytes
    cut: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Request:
    asked: Asked
    choice: Choice
    encoding: str
    key: Hashable


class Endpoint:
    """Answers queries at /sparql, keeps what does not change, and hands all else on."""

    def __init__(
        self,
        application: Application,
        here: Site,
        max_bytes: int,
        cache_control: str,
        rows: WrittenRows | None = None,
    ) -> None:
        """`rows` are the answers to lookups that were written ahead; the cache keeps as many answers as fit into `max_bytes`."""
        self._application = application
        self._here = here
        self.cache = AnswerCache(max_bytes)
        self._cache_control = cache_control
        self._lookups = Lookups(here.snapshot.base)
        self._rows = rows
        self._digest = hashlib.blake2b(f"{_SOFTWARE} {here.snapshot.id}\0".encode(), digest_size=12)

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when it is at hand: never waits, so that a server may ask for it on its event loop."""
        if environ["PATH_INFO"] != PATH:
            return self._application.kept(environ)
        if environ["REQUEST_METHOD"] not in METHODS:
            return None
        try:
            return self._at_hand(environ, self._request(environ))
        except (Problem, PublisherError) as error:
            environ[FOUND] = error
            return None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] not in METHODS or FOUND in environ:
            return self._application(environ, start_response)
        try:
            request = self._request(environ)
            if not request.asked.text.strip() or request.asked.explain:
                environ[FOUND] = request.asked
                return self._application(environ, start_response)
            if at_hand := self._at_hand(environ, request):
                status, headers, body = at_hand
                start_response(status, headers)
                return [body]
            try:
                return self._ask(environ, start_response, request)
            except PublisherError as error:
                environ[QUERY] = request.asked.text
                environ[FOUND] = taught(error, request.asked.text, self._here, environ.get("SCRIPT_NAME", ""))
                return self._application(environ, start_response)
        except (Problem, PublisherError) as error:
            environ[FOUND] = error
            return self._application(environ, start_response)

    def _request(self, environ: WSGIEnvironment) -> _Request:
        """What is asked; read once, since a body can be read only once."""
        if _READ in environ:
            known: _Request = environ[_READ]
            return known
        asked = read(environ)
        choice = choose(environ.get("HTTP_ACCEPT"), asked.format)
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING"))
        environ[_READ] = request = _Request(
            asked, choice, encoding, (asked.text, asked.default_graphs, asked.named_graphs, choice.key, encoding)
        )
        return request

    def _at_hand(self, environ: WSGIEnvironment, request: _Request) -> tuple[str, Headers, bytes] | None:
        """An answer without any work: one that was given before, or the word that the client has it already."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if kept := self.cache.get(request.key):
            if known is not None and is_read and matches(known, kept.etag):
                return "304 Not Modified", kept.not_modified, b""
            return "200 OK", kept.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else kept.body
        if known is not None and is_read and request.asked.text.strip() and not _FLEETING.search(request.asked.text):
            for kind, media_type in request.choice.types.items():
                etag = self._etag(request, kind, media_type)
                if media_type and matches(known, etag):
                    headers = [*EVERYWHERE, _VARY, ("ETag", etag), ("Cache-Control", self._cache_control)]
                    return "304 Not Modified", [*headers, ("X-Cache", "hit")], b""
        return self._looked_up(environ, request)

    def _looked_up(self, environ: WSGIEnvironment, request: _Request) -> tuple[str, Headers, bytes] | None:
        """The answer to the simplest queries, which take less time than handing them to a worker."""
        asked = request.asked
        if asked.default_graphs is not None or asked.explain or (lookup := self._lookups.read(asked.text)) is None:
            return None
        kind = "boolean" if lookup.text.startswith("ASK") else "solutions"
        media_type = request.choice.types[kind]
        if media_type in ("", HTML):
            return None
        found = self._found(lookup, request.choice.formats[kind])
        if found is None:
            return None
        is_read = environ["REQUEST_METHOD"] != "POST"
        headers = [*EVERYWHERE, _VARY, ("Content-Type", content_type(media_type))]
        headers.append(("ETag", self._etag(request, kind, media_type)))
        headers.append(("Cache-Control", self._cache_control if is_read else CACHE_NONE))
        headers.append(("X-Cache", "miss"))
        body = self._finished(request, headers, found, lasting=True)
        return "200 OK", headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body

    def _found(self, lookup: Lookup, form: str) -> bytes | None:
        """The answer to a lookup: what was written ahead, else the engine's."""
        if self._rows is not None and form == "json" and (rows := self._rows.read(lookup)) is not None:
            return rows
        found = self._here.snapshot.lookup(lookup, form, _MAX_LOOKUP_BYTES)
        return None if found is None else found[1]

    def _ask(self, environ: WSGIEnvironment, start_response: StartResponse, request: _Request) -> Iterable[bytes]:
        asked, choice = request.asked, request.choice
        prepared = prepare(asked.text, self._here, bool(asked.default_graphs or asked.named_graphs))
        is_page = HTML in choice.types.values()
        question = Question(
            prepared.text,
            choice.formats,
            asked.default_graphs,
            asked.named_graphs,
            asked.timeout_s,
            _MAX_ROWS_OF_PAGE if is_page else None,
        )
        leaving: Leaving = environ.get(Leaving.KEY) or Leaving()
        stream = self._here.workers.open(question, environ.get("REMOTE_ADDR", ""), leaving.then)
        is_handed_on = False
        try:
            media_type = choice.media_type(stream.kind)
            limit = _MAX_BYTES_OF_PAGE if media_type == HTML else PREFIX_BYTES
            parts = iter(stream)
            begun, whole = _prefix(parts, limit)
            if media_type == HTML:
                environ[FOUND] = Shown(asked, stream.kind, begun, not whole or stream.truncated, prepared.remarks)
                return self._application(environ, start_response)
            headers = [*EVERYWHERE, _VARY, ("Content-Type", content_type(media_type))]
            headers += [("X-Remark", _ascii(remark)) for remark in prepared.remarks]
            lasting = not stream.truncated and not _FLEETING.search(asked.text)
            if lasting:
                headers.append(("ETag", self._etag(request, stream.kind, media_type)))
            is_read = environ["REQUEST_METHOD"] != "POST"
            headers.append(("Cache-Control", self._cache_control if lasting and is_read else CACHE_NONE))
            headers.append(("X-Cache", "miss"))
            if not whole:
                transfer = Transfer(stream, begun, parts, request.encoding)
                is_handed_on = True
                return transfer.start(environ, start_response, headers)
            if stream.truncated:
                headers.append(("X-Truncated", "true"))
            body = self._finished(request, headers, begun, lasting)
            start_response("200 OK", headers)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        finally:
            if not is_handed_on:
                stream.close()

    def _finished(self, request: _Request, headers: Headers, body: bytes, lasting: bool) -> bytes:
        """Compress an answer that stands whole, complete its headers, and keep it."""
        if request.encoding and len(body) >= MIN_BYTES:
            body = compress(body, request.encoding)
            headers.append(("Content-Encoding", request.encoding))
        headers.append(("Content-Length", str(len(body))))
        if lasting:
            self.cache.keep(request.key, headers, body)
        return body

    def _etag(self, request: _Request, kind: str, media_type: str) -> str:
        """The validator of an answer that need not be known: the snapshot never changes, so the question decides it."""
        asked = request.asked
        digest = self._digest.copy()
        rest = repr((asked.default_graphs, asked.named_graphs, kind, media_type, request.encoding))
        digest.update(f"{rest}\0{asked.text}".encode("utf-8", "replace"))
        return f'"{digest.hexdigest()}"'


def _prefix(parts: Iterator[bytes], limit: int) -> tuple[bytes, bool]:
    """The beginning of an answer, and whether it is the whole."""
    begun: list[bytes] = []
    size = 0
    for part in parts:
        begun.append(part)
        size += len(part)
        if size >= limit:
            return b"".join(begun), False
    return b"".join(begun), True


def _ascii(text: str) -> str:
    """A text for a header field: one line, and only what every client can read."""
    return " ".join(text.split()).encode("ascii", "replace").decode()
