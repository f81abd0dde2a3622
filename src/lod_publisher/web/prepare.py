"""What a stranger's query goes through before a worker parses it: bounds, full text, and the services it asks.

It stands above `querying` and `federation`, which both read tokens and do not know each other.
"""

from dataclasses import dataclass

from lod_publisher.web.site import Site


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that a worker may parse, and what its writer should know of the answer."""

    text: str
    remarks: tuple[str, ...] = ()


def prepare(text: str, here: Site) -> Prepared:
    """Make a stranger's query ready for a worker.

    Raises:
        BadQueryError: it is longer or deeper than a person would write it.
    """
    return Prepared(text)
