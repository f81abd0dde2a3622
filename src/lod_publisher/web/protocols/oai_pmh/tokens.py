"""Resumption tokens: where a list goes on. They hold all that is needed, so that they live as long as the list has an end.

A token says what was asked and which entity was the last one sent, in the order of (last change, kind, local id). Nothing of it
belongs to one snapshot: when another is published while somebody harvests, what has changed moves behind all that was there, so
the list goes on and misses nothing; an entity that was sent already and has changed since is sent again, as it should be.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass

from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.web.protocols.oai_pmh.arguments import OaiError, is_moment

_SEPARATOR = "\n"
_KINDS = frozenset(str(kind) for kind in Kind)
_MAX_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Token:
    """A place in a list: what the list is of, the last entity that was sent, and how many were sent before the next."""

    metadata_prefix: str
    set: str
    first: str
    last: str
    after: str
    sent: int

    def write(self) -> str:
        """The token as it is sent."""
        plain = _SEPARATOR.join(str(value) for value in astuple(self))
        return urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @staticmethod
    def read(written: str) -> "Token":
        """Take a token apart that a harvester sent back.

        Raises:
            OaiError: badResumptionToken.
        """
        wrong = OaiError(
            "badResumptionToken", "This is no resumption token of this repository. Begin the list again, without one."
        )
        if len(written) > _MAX_LENGTH or not written.isascii():
            raise wrong
        try:
            plain = urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise wrong from None
        parts = plain.split(_SEPARATOR)
        if len(parts) != 6:
            raise wrong
        prefix, chosen, first, last, after, sent = parts
        moment, _, key = after.partition("|")
        kind, _, local_id = key.partition("|")
        if (
            not is_moment(moment)
            or kind not in _KINDS
            or not is_local_id(local_id)
            or any(bound and not is_moment(bound) for bound in (first, last))
            or not (sent.isascii() and sent.isdigit() and len(sent) < 16)
        ):
            raise wrong
        return Token(prefix, chosen, first, last, after, int(sent))
