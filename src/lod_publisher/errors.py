"""The whole error tree: what can go wrong, and the exit code each kind ends the command with.

A *finding* (a record that breaks a rule) is a value in a report, not an error. An error says in one
sentence where it happened, what is wrong, what follows from it, and the way out.
"""

from base64 import b64encode
from urllib.parse import parse_qsl, unquote, urlsplit


class PublisherError(Exception):
    """The root of every error that the program raises on purpose; ends a command with code 3."""

    exit_code = 3


class InputError(PublisherError):
    """What the user gave cannot be used: a path, an option, a file. Ends a command with code 2."""

    exit_code = 2


class CollectionError(InputError):
    """A collection.toml or the command line's list of sources is wrong."""


class SourceError(InputError):
    """A source file cannot be read at all; `file:line: what; consequence. Way out.`"""


class VocabularyError(InputError):
    """A shapes or ontology file does not parse or uses a term that does not exist."""


class IriError(PublisherError):
    """A local id or base would make an IRI that cannot be published."""


class DateError(PublisherError):
    """A date cannot be read, or ends before it begins."""


class MappingError(PublisherError):
    """A record says something that has no form in the published model."""


class SnapshotError(PublisherError):
    """A snapshot is missing, damaged or of another version."""


class DiskFullError(SnapshotError):
    """The disk is full; nothing was published."""


class PlaceError(PublisherError):
    """A place that was given by its address, such as s3://bucket/folder, cannot be read or written."""


class ClusterError(PublisherError):
    """The cluster that was to convert cannot be reached, lost all its workers, or failed."""


class ViolationError(PublisherError):
    """The data break the shapes and the build is strict; ends a command with code 1."""

    exit_code = 1


class QueryError(PublisherError):
    """A query could not be answered."""


class BadQueryError(QueryError):
    """The query is not SPARQL that can be answered here; the message says where and why.

    `line` and `column` (from 1) and `problem` (the parser's own words) are there when the parser told them.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None, problem: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.problem = problem


class QueryTimeoutError(QueryError):
    """The query took longer than allowed and was stopped."""


class QueryMemoryError(QueryError):
    """The query needed more memory than allowed, or its answer was too large, and was stopped."""


class BusyError(QueryError):
    """All workers are busy; the same query may be answered later."""


class ServiceError(QueryError):
    """A service that the query asks with SERVICE gave no answer that can be used; `service` is its address."""

    def __init__(self, service: str, why: str) -> None:
        super().__init__(
            f"The service <{service}> did not help: {why}. Ask again later, write SERVICE SILENT to go on without it, "
            "or leave it out."
        )
        self.service = service


class ServiceTimeoutError(ServiceError):
    """A service that the query asks did not answer in time."""


class StoreError(QueryError):
    """The remote store that holds our statements cannot be reached, or fails."""


class BrokenAnswer(QueryError):
    """An answer failed after its first part was given: the transfer must be broken, never ended politely."""


def without_password(address: str) -> str:
    """An address as it may be shown: without the name and password that may stand before the host, and without a query."""
    begun, found, rest = address.partition("://")
    # Up to the last @, wherever it stands: a password with a slash in it that nobody encoded must not be shown either.
    return f"{begun}{found}{rest.partition('?')[0].rpartition('@')[2]}" if found else address


def without_secrets(text: str, address: str, *passwords: str) -> str:
    """A text that somebody else wrote, as it may be shown: without passwords, those in an address and its query among them.

    Servers repeat what they were sent: a header, an address with a key.
    """
    known = urlsplit(address)
    user, given = unquote(known.username or ""), unquote(known.password or "")
    secrets = {given, known.password or "", known.query, *(value for _, value in parse_qsl(known.query)), *passwords}
    secrets |= {b64encode(f"{user}:{given}".encode()).decode()} if given else set()
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "…")
    return text
