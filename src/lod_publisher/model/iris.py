"""IRIs are minted and parsed here alone.

`{base}/id/{kind}/{local id}` for things, `{base}/vocab/{name}` for our own terms. A local id comes from the
source's own keys: path segments of ASCII letters, digits, `-`, `_` and `.`. A node that belongs to one
entity (a name, a time-span, a creation) is a fragment of the entity's IRI.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from lod_publisher.errors import IriError
from lod_publisher.model.terms import Term


class Kind(StrEnum):
    """The kinds of entity that have IRIs of their own."""

    DOCUMENT = "document"
    VOLUME = "volume"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"
    APPOINTMENT = "appointment"
    PERIOD = "period"
    CONCEPT = "concept"
    STATEMENT = "statement"
    COLLECTION = "collection"


_KINDS = frozenset(str(kind) for kind in Kind)
_SEGMENT = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?"
_LOCAL_ID = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_FRAGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+[^\s<>\"{}|\\^`?#/]")


def is_local_id(text: str) -> bool:
    """Tell whether a text can be the local id of an entity."""
    return _LOCAL_ID.fullmatch(text) is not None


def slug(text: str) -> str:
    """Fold a name to a readable key: lower case ASCII letters and digits joined by hyphens.

    Returns "" when no letter or digit is left (a name wholly in another script).
    """
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ı", "i"))
    folded = re.sub(r"['’ʿʾ`\u0300-\u036f]", "", folded)
    return re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")


def keyed(text: str) -> str:
    """A readable key that is different for different texts: the slug and eight digits of a digest."""
    digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    short = slug(text)[:40].strip("-")
    return f"{short}-{digest}" if short else f"x-{digest}"


@dataclass(frozen=True, slots=True)
class IriScheme:
    """Mints the IRIs of one publisher.

    `base` is an absolute http(s) IRI without a trailing slash, query or fragment.
    """

    base: str

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise IriError(
                f"{self.base!r} cannot be the base of IRIs. Give an address such as "
                "'https://data.example.org' without a slash, query or fragment at its end."
            )

    def entity(self, kind: Kind, local_id: str) -> str:
        """The bare IRI of an entity.

        Raises:
            IriError: the local id holds anything but segments of letters, digits, `-`, `_`, `.`.
        """
        if not _LOCAL_ID.fullmatch(local_id):
            raise IriError(
                f"{local_id!r} cannot name a {kind}: its IRI would not be valid. "
                "Use ASCII letters, digits, '-', '_' and '.', joined by single slashes."
            )
        return f"{self.base}/id/{kind}/{local_id}"

    def term(self, kind: Kind, local_id: str) -> Term:
        """The IRI of an entity as an N-Triples term."""
        return f"<{self.entity(kind, local_id)}>"

    def part(self, kind: Kind, local_id: str, fragment: str) -> Term:
        """The term for a node that belongs to an entity, such as its time-span."""
        if not _FRAGMENT.fullmatch(fragment):
            raise IriError(f"{fragment!r} cannot be the fragment of an IRI.")
        return f"<{self.entity(kind, local_id)}#{fragment}>"

    def own(self, name: str) -> Term:
        """The term for a word of our own vocabulary: `{base}/vocab/{name}`."""
        if not _FRAGMENT.fullmatch(name):
            raise IriError(f"{name!r} cannot be a term of the vocabulary.")
        return f"<{self.base}/vocab/{name}>"

    def split(self, entity_iri: str) -> tuple[Kind, str] | None:
        """Take an entity's IRI (or that of one of its parts) apart; None when it is not one of ours."""
        prefix = f"{self.base}/id/"
        if not entity_iri.startswith(prefix):
            return None
        kind, _, local_id = entity_iri[len(prefix) :].partition("#")[0].partition("/")
        if kind not in _KINDS or not _LOCAL_ID.fullmatch(local_id):
            return None
        return Kind(kind), local_id
