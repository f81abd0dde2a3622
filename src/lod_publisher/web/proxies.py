"""Who asks and at which address, behind a reverse proxy: forwarding headers are believed from trusted proxies only."""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from wsgiref.types import StartResponse, WSGIEnvironment

from lod_publisher.errors import InputError
from lod_publisher.web.answer_cache import Application, Headers

_Network = IPv4Network | IPv6Network
_PAIR = re.compile(r'([A-Za-z]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;,\s]*)')
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


def networks(written: Iterable[str], whose: str) -> tuple[_Network, ...]:
    """Addresses and networks, as written in the settings; `whose` says for an error of whom, as in "a trusted proxy".

    Raises:
        InputError: one of them is neither.
    """
    try:
        return tuple(ip_network(each.strip(), strict=False) for each in written if each.strip())
    except ValueError as problem:
        raise InputError(
            f"{problem}: the settings name {whose} by something else than an IP address or network. Correct it."
        ) from None


class Proxies:
    """A WSGI layer that puts what a trusted proxy says of a request in the place of what the socket says.

    Reads Forwarded (RFC 7239), else X-Forwarded-For, -Proto, -Host and -Prefix. Of a chain, the nearest address that is no
    trusted proxy is the client: what stands before it could have been written by the client itself.
    """

    def __init__(self, application: Application, trusted: Sequence[str]) -> None:
        self._application = application
        self._trusted = networks(trusted, "a trusted proxy")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._trusted and self._trusts(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        return self._application(environ, start_response)

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when it is at hand."""
        if self._trusted and self._trusts(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        return self._application.kept(environ)

    def _trusts(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._trusted)

    def _believe(self, environ: WSGIEnvironment) -> None:
        standard = environ.get("HTTP_FORWARDED", "")
        if standard:
            said = [{name.lower(): _bare(value) for name, value in _PAIR.findall(hop)} for hop in standard.split(",")]
        else:
            last = {
                "proto": _last(environ.get("HTTP_X_FORWARDED_PROTO", "")),
                "host": _last(environ.get("HTTP_X_FORWARDED_HOST", "")),
            }
            hops = [each.strip() for each in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
            said = [{"for": hop} for hop in hops] or [{}]
            said[-1] |= last
        for hop in reversed(said):
            client = _address(hop.get("for", ""))
            if client:
                environ["REMOTE_ADDR"] = client
            if not client or not self._trusts(client):
                break
        if said[-1].get("proto", "").lower() in ("http", "https"):
            environ["wsgi.url_scheme"] = said[-1]["proto"].lower()
        if _HOST.fullmatch(said[-1].get("host", "")):
            environ["HTTP_HOST"] = said[-1]["host"]
        prefix = _last(environ.get("HTTP_X_FORWARDED_PREFIX", "")).rstrip("/")
        if _PATH.fullmatch(prefix):
            environ["SCRIPT_NAME"] = prefix


def _last(header: str) -> str:
    return header.rpartition(",")[2].strip()


def _bare(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _address(written: str) -> str:
    """An address without its port; "" when it is none (a proxy may say `unknown` or an obfuscated name)."""
    plain = written.partition("]")[0].lstrip("[") if written.startswith("[") else written
    if plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        return str(ip_address(plain))
    except ValueError:
        return ""
