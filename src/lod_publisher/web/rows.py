"""What is said of a thing as the rows of a query, written ahead: no query is asked more often, and this one then needs no engine.

The engine fetches predicate and value of each row from its dictionary of texts, 5 µs a row; what it answered when the snapshot was
built is read in 50 µs, and the snapshot never changes.
"""

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.lookup import Lookup, Pattern
from lod_publisher.snapshot.prerendered import Answer, Prerendered
from lod_publisher.web.site import Site

ROWS = "srj"
"""The name of these answers among those that are written ahead, which is the suffix of files of SPARQL results in JSON."""
# Longer rows are not written ahead: what is read and renamed at once should take less than a millisecond.
_MAX_BYTES = 200_000
_PREDICATE, _OBJECT = "p", "o"


def rows_about(here: Site, kind: str, local_id: str) -> Answer | None:
    """All rows of predicate and object of a thing, as the engine writes them; None when nothing is said of it, or too much."""
    pattern = (f"<{here.snapshot.iris.entity(Kind(kind), local_id)}>", f"?{_PREDICATE}", f"?{_OBJECT}")
    found = here.snapshot.lookup(Lookup(_query(pattern), (pattern,)), "json", _MAX_BYTES)
    return None if found is None else Answer.of((), found[1])


class WrittenRows:
    """Reads them for lookups that ask for just these rows, whatever the columns are called."""

    def __init__(self, ahead: Prerendered, base: str) -> None:
        """`ahead` are the answers written ahead for the things below `base`."""
        self._ahead = ahead
        self._things = f"<{base}/id/"

    def read(self, lookup: Lookup) -> bytes | None:
        """The answer as JSON; None when the lookup asks for something else, or its answer was not written."""
        subject, predicate, value = pattern = lookup.patterns[0]
        if not subject.startswith(self._things) or predicate == value or lookup.text != _query(pattern):
            return None
        kind, _, local_id = subject[len(self._things) : -1].partition("/")
        answer = self._ahead.read(ROWS, kind, local_id)
        return None if answer is None else _named(answer.body, predicate[1:], value[1:])


def _query(pattern: Pattern) -> str:
    """The lookup of the two ends of a pattern, as `Lookups` writes it; none that it writes when one of them is no variable."""
    return f"SELECT {pattern[1]} {pattern[2]} WHERE {{ {' '.join(pattern)} }}"


def _named(rows: bytes, predicate: str, value: str) -> bytes:
    """Rows with other names of columns.

    Within a text of JSON a quotation mark stands only behind a backslash, so that what is replaced is never part of one.
    """
    if (predicate, value) == (_PREDICATE, _OBJECT):
        return rows
    return (
        rows.replace(b'["p","o"]', f'["{predicate}","{value}"]'.encode(), 1)
        .replace(b'{"p":{', f'{{"{predicate}":{{'.encode())
        .replace(b'},"o":{', f'}},"{value}":{{'.encode())
    )
