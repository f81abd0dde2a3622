"""Who may see what is for those who run the service alone."""

import hmac
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any

from lod_publisher.web.problems import Problem

# Whoever passes a request on says so in one of these; a browser or curl never sends them.
_PASSED_ON = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "HTTP_CF_CONNECTING_IP")
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="lod-publisher", charset="UTF-8"'}


def admit(environ: Mapping[str, Any], token: str) -> None:
    """Let only those who run the service pass: with the token where there is one, and from this very machine where there is none.

    A request that somebody passed on is not from this machine, whatever address it comes from: behind a proxy on loopback all the
    world does. A token, once there is one, is asked of everybody, so that nobody who passes requests on silently opens the door.

    Raises:
        Problem: 401 without the token, which lets a browser ask for it; 403 for others when there is no token.
    """
    if token:
        given = _given(environ.get("HTTP_AUTHORIZATION", ""))
        if not hmac.compare_digest(given, token.encode()):
            raise Problem(
                HTTPStatus.UNAUTHORIZED, "This page wants the token of --admin-token-file.", headers=_CHALLENGE
            )
    elif not _is_from_here(environ):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "This page is shown to this machine only, and not through a proxy; with --admin-token-file to whoever has the token.",
        )


def _given(header: str) -> bytes:
    """The token of a request: after Bearer, or as the password of whatever name."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            return b64decode(rest.strip(), validate=True).partition(b":")[2]
        except (Error, ValueError):
            return b""
    return b""


def _is_from_here(environ: Mapping[str, Any]) -> bool:
    """Whether a program of this machine asks, by an address of this machine, with nobody in between."""
    if any(name in environ for name in _PASSED_ON):
        return False
    if any(name.startswith("HTTP_X_FORWARDED") for name in environ):
        return False
    # The name too: a site elsewhere whose name was led to 127.0.0.1 would have the browser of this machine ask for it.
    host = str(environ.get("HTTP_HOST", "")).lower()
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    return _is_loopback(str(environ.get("REMOTE_ADDR", ""))) and (name == "localhost" or _is_loopback(name))


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback
