"""What every answer carries, success or failure: caching, CORS and security headers; one validator and digest per variant and coding."""

import hashlib
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import format_datetime

from flask import Flask, Response, current_app, request

from lod_publisher.web.compression import MIN_BYTES, choose_encoding, compress

# The lifetime that is used when nobody configures one. A snapshot is immutable but `current` may move: caches may keep an answer
# a while, then must ask again.
CACHE_SECONDS = 300
CACHE_NONE = "no-cache"
_STALE_SECONDS = 3_600
_CONTROL = "LOD_PUBLISHER_CACHE_CONTROL"

_CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_EXPOSED = (
    "Link, ETag, Last-Modified, Allow, Location, Content-Location, Content-Range, Repr-Digest, Retry-After, Memento-Datetime,"
    " X-Cache, X-Truncated, X-Remark, Vary"
)
_ALLOWED = "Accept, Accept-Datetime, Accept-Profile, Content-Type, If-None-Match, If-Modified-Since, Range"
# What gets shorter; pictures and dumps are compressed already.
_COMPRESSED = ("text/", "application/", "image/svg+xml")
# The validator takes time linear in the body; answers to queries may be large and are not revalidated.
_MAX_VALIDATED_BYTES = 4_000_000

EVERYWHERE = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", _EXPOSED),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Content-Security-Policy", _CONTENT_SECURITY),
)


def cache_control(seconds: int) -> str:
    """The directive for answers that depend on the snapshot alone; with 0 seconds, caches ask each time whether it is still so."""
    if seconds <= 0:
        return "public, no-cache"
    return f"public, max-age={seconds}, stale-while-revalidate={_STALE_SECONDS}"


def http_date(moment: str) -> str:
    """A moment of the catalogue (ISO 8601, UTC) as headers write it."""
    return format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True)


def etag_of(digest: bytes, coding: str = "") -> str:
    """The validator of one variant in one coding: from the digest of its bytes, so that replicas of a snapshot agree on it."""
    return f"{digest[:12].hex()}-{coding}" if coding else digest[:12].hex()


def repr_digest(digest: bytes) -> str:
    """The SHA-256 of a representation as the header `Repr-Digest` writes it (RFC 9530, section 3)."""
    return f"sha-256=:{b64encode(digest).decode()}:"


def keep_public(response: Response) -> Response:
    """Let caches keep an answer that is not a 200 as long as one that is."""
    response.headers["Cache-Control"] = current_app.config[_CONTROL]
    return response


class Private(Response):
    """An answer for those who run the service: kept by nobody, and not for the scripts of other sites in their browsers."""


def _finish(response: Response) -> Response:
    headers = response.headers
    for name, value in EVERYWHERE:
        headers.setdefault(name, value)
    if isinstance(response, Private):
        headers["Cache-Control"] = "no-store"
        headers["Referrer-Policy"] = "no-referrer"
        del headers["Access-Control-Allow-Origin"], headers["Access-Control-Expose-Headers"]
    response.vary.add("Accept")
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
        headers["Access-Control-Allow-Headers"] = _ALLOWED
        headers["Access-Control-Max-Age"] = "86400"
        return response
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        headers.setdefault("Cache-Control", current_app.config[_CONTROL])
        if not response.is_streamed and (response.content_length or 0) <= _MAX_VALIDATED_BYTES:
            _validate(response)
    else:
        headers.setdefault("Cache-Control", CACHE_NONE)
    return response


def coded(body: bytes, accepted: str | None) -> tuple[bytes, str]:
    """A body in the coding that a client prefers, and the name of that, "" for none."""
    coding = choose_encoding(accepted) if len(body) >= MIN_BYTES else ""
    return (compress(body, coding), coding) if coding else (body, "")


def _validate(response: Response) -> None:
    """Put a whole answer in the coding that the client prefers, and give it the validator and digest of the bytes that are sent."""
    body, coding = response.get_data(), ""
    if "Content-Encoding" not in response.headers and (response.mimetype or "").startswith(_COMPRESSED):
        response.vary.add("Accept-Encoding")
        body, coding = coded(body, request.headers.get("Accept-Encoding"))
        if coding:
            response.set_data(body)
            response.headers["Content-Encoding"] = coding
    digest = hashlib.sha256(body).digest()
    response.headers["Repr-Digest"] = repr_digest(digest)
    response.set_etag(etag_of(digest, coding))
    response.make_conditional(request)


def register(app: Flask, seconds: int = CACHE_SECONDS) -> None:
    """Let every answer of the application pass through these policies; caches may keep what is public for some seconds."""
    app.config[_CONTROL] = cache_control(seconds)
    app.after_request(_finish)
