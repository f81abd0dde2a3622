"""What every answer carries, success or failure: caching, CORS and security headers, and one validator per variant."""

import hashlib

from flask import Flask, Response, current_app, request

# The lifetime that is used when nobody configures one. A snapshot is immutable but `current` may move: caches may keep an answer
# a while, then must ask again.
CACHE_SECONDS = 300
CACHE_NONE = "no-cache"
_STALE_SECONDS = 3_600
_CONTROL = "LOD_PUBLISHER_CACHE_CONTROL"

_CONTENT_SECURITY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_EXPOSED = (
    "Link, ETag, Allow, Location, Content-Location, Retry-After, Memento-Datetime, X-Cache, X-Truncated, X-Remark, Vary"
)
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


def etag_of(body: bytes) -> str:
    """The validator of one variant: a digest of its bytes, so that replicas of a snapshot agree on it."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def _finish(response: Response) -> Response:
    headers = response.headers
    for name, value in EVERYWHERE:
        headers.setdefault(name, value)
    response.vary.add("Accept")
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
        headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
        return response
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        headers.setdefault("Cache-Control", current_app.config[_CONTROL])
        if not response.is_streamed and (response.content_length or 0) <= _MAX_VALIDATED_BYTES:
            response.set_etag(etag_of(response.get_data()))
            response.make_conditional(request)
    else:
        headers.setdefault("Cache-Control", CACHE_NONE)
    return response


def register(app: Flask, seconds: int = CACHE_SECONDS) -> None:
    """Let every answer of the application pass through these policies; caches may keep what is public for some seconds."""
    app.config[_CONTROL] = cache_control(seconds)
    app.after_request(_finish)
