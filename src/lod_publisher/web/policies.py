"""What every answer carries, success or failure: caching, CORS and security headers, and one validator per variant."""

import hashlib

from flask import Flask, Response, request

# A snapshot is immutable but `current` may move: caches may keep an answer a while, then must ask again.
CACHE_PUBLIC = "public, max-age=300, stale-while-revalidate=3600"
CACHE_NONE = "no-cache"

_CONTENT_SECURITY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_EXPOSED = "Link, ETag, Allow, Location, Content-Location, Retry-After, Memento-Datetime"
# The validator takes time linear in the body; answers to queries may be large and are not revalidated.
_MAX_VALIDATED_BYTES = 4_000_000


def etag_of(body: bytes) -> str:
    """The validator of one variant: a digest of its bytes, so that replicas of a snapshot agree on it."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY)
    response.vary.add("Accept")
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
        headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
        return response
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        headers.setdefault("Cache-Control", CACHE_PUBLIC)
        if not response.is_streamed and (response.content_length or 0) <= _MAX_VALIDATED_BYTES:
            response.set_etag(etag_of(response.get_data()))
            response.make_conditional(request)
    else:
        headers.setdefault("Cache-Control", CACHE_NONE)
    return response


def register(app: Flask) -> None:
    """Let every answer of the application pass through these policies."""
    app.after_request(_finish)
