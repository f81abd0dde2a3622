"""Which services may be asked, and at which network address: the list, and the host resolved once."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from lod_publisher.errors import BadQueryError, InputError, ServiceError, without_password


@dataclass(frozen=True, slots=True)
class AllowList:
    """The endpoints that may be asked, by their whole address; `local` ones may lie in this machine or its own network."""

    public: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()

    @staticmethod
    def of(public: Iterable[str], local: Iterable[str] = ()) -> "AllowList":
        """The list of a server's settings.

        Raises:
            InputError: an entry is no http or https address.
        """
        for entry in (*public, *local):
            parts = urlsplit(entry)
            if parts.scheme not in ("http", "https") or not _is_whole(parts):
                raise InputError(
                    f"{without_password(entry)}: not the address of a SPARQL service, or with a name and password in it. Give its whole "
                    "address, such as https://query.wikidata.org/sparql."
                )
        return AllowList(frozenset(public), frozenset(local))

    def __contains__(self, endpoint: object) -> bool:
        return endpoint in self.public or endpoint in self.local

    def check(self, endpoint: str) -> None:
        """Refuse an endpoint that is not on the list, and say what may be done instead.

        Raises:
            BadQueryError: it is not on the list.
        """
        if endpoint in self:
            return
        listed = sorted(self.public | self.local)
        if not listed:
            raise BadQueryError(
                f"SERVICE <{endpoint}>: this endpoint asks no other service. Ask that service yourself, or join both with a "
                "federating client such as Comunica."
            )
        raise BadQueryError(
            f"SERVICE <{endpoint}>: this endpoint asks only services of a fixed list: {', '.join(listed)}. Ask any other "
            "service yourself, or ask the publisher to add it."
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service was found: connections go to `address` and to no other, whatever the name says later."""

    host: str
    address: str
    port: int
    secure: bool
    target: str = field(default="/")


def find(endpoint: str, may_be_local: bool) -> Place:
    """Resolve the host of an endpoint once, and choose an address that may be asked.

    A name of which any address is this machine's or a private network's is refused: such a name is a trap or a mistake.

    Raises:
        ServiceError: the name is not known, or leads to an address that is not public.
    """
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as problem:
        raise ServiceError(endpoint, f"its host {host} was not found ({problem})") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not may_be_local and (closed := [address for address in addresses if not is_public(address)]):
        raise ServiceError(
            endpoint, f"its host {host} leads to {closed[0]}, which is not an address of the public network"
        )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(host, addresses[0], port, secure, target)


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public network, also when it hides an IPv4 address inside IPv6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in _NAT64):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _is_whole(parts: SplitResult) -> bool:
    """Whether an address names a host and a port that is a number, and neither a user nor a fragment."""
    try:
        return bool(parts.hostname) and (parts.port or 1) > 0 and not (parts.fragment or parts.username)
    except ValueError:
        return False
