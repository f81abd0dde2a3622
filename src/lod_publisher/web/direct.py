"""Descriptions and pages without the framework: it takes longer to find and finish an answer than we take to write or read one.

Answers as the framework's own routes would, byte for byte and header for header (a test compares them): what was written ahead is
read, other descriptions are written here. Whatever is out of the ordinary is left to the framework: pages of long descriptions,
things that are gone or have moved, requests that are refused.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.snapshot.prerendered import Answer, Prerendered
from lod_publisher.web.answer_cache import Headers, matches
from lod_publisher.web.compression import MIN_BYTES, choose_encoding
from lod_publisher.web.describing import described
from lod_publisher.web.formats import split_suffix
from lod_publisher.web.languages import ENGLISH, chosen
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.policies import EVERYWHERE, coded, etag_of, repr_digest
from lod_publisher.web.presenting import formats_for, preferred, present
from lod_publisher.web.site import KIND_NAMES, Site

HTML = "html"
"""The form of a page among those that are written ahead; the others are the suffixes of formats."""
OF_THE_REQUEST = frozenset(
    {"content-length", "content-encoding", "etag", "repr-digest", "cache-control", "x-cache", "date"}.union(
        name.lower() for name, _ in EVERYWHERE
    )
)
"""Headers that are not kept with an answer: those of one request or coding, and those that every answer has."""
VARIES_BY_CODING = "Accept-Encoding"

_DATA, _PAGE = "/data/", "/page/"
_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
_PACKED_IN = "zstd"
# What is longer is not unpacked, or unpacked and compressed anew, where other requests wait for it: a millisecond or two.
_MAX_AT_HAND_BYTES = 250_000
_MAX_COMPRESSED_AT_HAND_BYTES = 100_000

_Found = tuple[Headers, bytes | Answer]


class Direct:
    """A WSGI layer that answers GET and HEAD for plain descriptions and for pages written ahead, and passes everything else on."""

    def __init__(self, application: WSGIApplication, here: Site, cache_control: str, ahead: Prerendered | None) -> None:
        """`ahead` are the answers written ahead; None when there are none, or none that this program would give."""
        self._application = application
        self._here = here
        self._ahead = ahead
        self._common: Headers = [*EVERYWHERE, ("Cache-Control", cache_control)]

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer when it was written ahead and is not long: reading it takes less time than handing the request on."""
        if self._ahead is None or not _is_plain(environ) or (found := self._found(environ, ahead_only=True)) is None:
            return None
        headers, answer = found
        is_as_kept = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING")) in ("", _PACKED_IN)
        most = _MAX_AT_HAND_BYTES if is_as_kept else _MAX_COMPRESSED_AT_HAND_BYTES
        return self._finished(environ, headers, answer) if len(answer) <= most else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _is_plain(environ) and (found := self._found(environ)):
            status, headers, body = self._finished(environ, *found)
            start_response(status, headers)
            return [body] if body and environ["REQUEST_METHOD"] == "GET" else []
        return self._application(environ, start_response)

    def _found(self, environ: WSGIEnvironment, *, ahead_only: bool = False) -> _Found | None:
        path, root = environ["PATH_INFO"], environ.get("SCRIPT_NAME", "")
        kind, _, rest = path[len(_DATA) :].partition("/")
        if kind not in KIND_NAMES:
            return None
        if path.startswith(_PAGE):
            takes = _takes_pages(environ.get("HTTP_ACCEPT")) and chosen(environ) == ENGLISH
            return self._written(HTML, kind, rest, root) if takes else None
        local_id, suffix = split_suffix(rest)
        if suffix and (written := self._written(suffix, kind, local_id, root)):
            return written
        return self._described(environ, kind, local_id, suffix, root, ahead_only)

    def _written(self, form: str, kind: str, local_id: str, root: str) -> tuple[Headers, Answer] | None:
        """What was written ahead, its links for a site that nobody mounted below another path."""
        if self._ahead is None or root:
            return None
        answer = self._ahead.read(form, kind, local_id)
        return None if answer is None else ([*answer.headers], answer)

    def _described(
        self, environ: WSGIEnvironment, kind: str, local_id: str, suffix: str, root: str, ahead_only: bool
    ) -> _Found | None:
        entity = self._here.snapshot.entity(Kind(kind), local_id) if is_local_id(local_id) else None
        if entity is None or entity.deleted:
            return None
        if suffix:
            form = next((one for one in formats_for(self._here, entity) if one.suffix == suffix), None)
        else:
            form = preferred(self._here, entity, environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_PROFILE"))
            if form and (written := self._written(form.suffix, kind, local_id, root)):
                return written
        part = described(self._here, entity) if form and not ahead_only else None
        if form is None or part is None:
            return None
        return present(self._here, entity, form, part, "", root)

    def _finished(
        self, environ: WSGIEnvironment, headers: Headers, whole: bytes | Answer
    ) -> tuple[str, Headers, bytes]:
        """An answer as it is sent: in the coding that the client prefers, or the word that it has it already."""
        body, coding = _in_coding(whole, environ.get("HTTP_ACCEPT_ENCODING"))
        digest = hashlib.sha256(body).digest()
        etag = f'"{etag_of(digest, coding)}"'
        headers = [(name, f"{value}, {VARIES_BY_CODING}" if name == "Vary" else value) for name, value in headers]
        headers = [*self._common, *headers, ("ETag", etag), ("Repr-Digest", repr_digest(digest))]
        if coding:
            headers.append(("Content-Encoding", coding))
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and matches(asked, etag):
            bare = [pair for pair in headers if pair[0] not in ("Content-Type", "Content-Encoding")]
            return "304 NOT MODIFIED", bare, b""
        return "200 OK", [*headers, ("Content-Length", str(len(body)))], body


def _is_plain(environ: WSGIEnvironment) -> bool:
    return (
        environ["PATH_INFO"].startswith((_DATA, _PAGE))
        and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and not environ.get("QUERY_STRING")
        and not any(name in environ for name in _CONDITIONS)
    )


@lru_cache(maxsize=1_000)
def _takes_pages(accept: str | None) -> bool:
    return choose_format(accept, ("text/html",)) is not None


def _in_coding(body: bytes | Answer, accepted: str | None) -> tuple[bytes, str]:
    """A body in the coding that a client prefers, and the name of that, "" for none."""
    if isinstance(body, Answer):
        if body.size >= MIN_BYTES and choose_encoding(accepted) == _PACKED_IN:
            return body.packed, _PACKED_IN
        body = body.body
    return coded(body, accepted)
