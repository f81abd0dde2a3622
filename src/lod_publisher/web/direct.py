"""Descriptions without the framework: it takes longer to find and finish an answer than we take to write one.

Answers as the framework's own route would, byte for byte and header for header (a test compares them), and leaves to it whatever is
out of the ordinary: pages of long descriptions, things that are gone or have moved, requests that are refused.
"""

import hashlib
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.web.answer_cache import Headers, matches
from lod_publisher.web.describing import described
from lod_publisher.web.formats import split_suffix
from lod_publisher.web.policies import EVERYWHERE, coded, etag_of, repr_digest
from lod_publisher.web.presenting import by_header, formats_for, present
from lod_publisher.web.site import KIND_NAMES, Site

_DOOR = "/data/"
_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")


class Direct:
    """A WSGI layer that answers GET and HEAD for plain descriptions, and passes everything else on."""

    def __init__(self, application: WSGIApplication, here: Site, cache_control: str) -> None:
        self._application = application
        self._here = here
        self._common: Headers = [*EVERYWHERE, ("Cache-Control", cache_control)]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if (
            environ["PATH_INFO"].startswith(_DOOR)
            and environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and not environ.get("QUERY_STRING")
            and not any(name in environ for name in _CONDITIONS)
            and (found := self._described(environ))
        ):
            headers, body = found
            return _sent(environ, start_response, [*self._common, *headers], body)
        return self._application(environ, start_response)

    def _described(self, environ: WSGIEnvironment) -> tuple[Headers, bytes] | None:
        kind, _, rest = environ["PATH_INFO"][len(_DOOR) :].partition("/")
        local_id, suffix = split_suffix(rest)
        if kind not in KIND_NAMES or not is_local_id(local_id):
            return None
        entity = self._here.snapshot.entity(Kind(kind), local_id)
        if entity is None or entity.deleted:
            return None
        formats = formats_for(self._here, entity)
        if suffix:
            form = next((one for one in formats if one.suffix == suffix), None)
        else:
            form = by_header(formats, environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_PROFILE"))
        part = described(self._here, entity) if form else None
        if form is None or part is None:
            return None
        return present(self._here, entity, form, part, "", environ.get("SCRIPT_NAME", ""))


def _sent(environ: WSGIEnvironment, start_response: StartResponse, headers: Headers, body: bytes) -> Iterable[bytes]:
    body, coding = coded(body, environ.get("HTTP_ACCEPT_ENCODING"))
    digest = hashlib.sha256(body).digest()
    etag = f'"{etag_of(digest, coding)}"'
    headers = [(name, f"{value}, Accept-Encoding" if name == "Vary" else value) for name, value in headers]
    headers += [("ETag", etag), ("Repr-Digest", repr_digest(digest))]
    if coding:
        headers.append(("Content-Encoding", coding))
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None and matches(asked, etag):
        start_response(
            "304 NOT MODIFIED", [pair for pair in headers if pair[0] not in ("Content-Type", "Content-Encoding")]
        )
        return []
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body] if environ["REQUEST_METHOD"] == "GET" else []
