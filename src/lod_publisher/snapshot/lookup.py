"""A query of our own on an open store, answered as bytes unless it turns out long."""

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, Store

from lod_publisher.snapshot.csv_rows import CsvWriter

_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.TSV,
    "tsv": QueryResultsFormat.TSV,
}
# How a table without rows ends.
_EMPTY = {"json": b'"bindings":[]}}', "xml": b"<results></results></sparql>"}


class _TooLong(Exception):
    """Raised into the engine to end its writing."""


class _Bounded:
    """A file that takes no more than some bytes."""

    def __init__(self, max_bytes: int) -> None:
        self.parts: list[bytes] = []
        self._left = max_bytes

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLong
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def looked_up(store: Store, query: str, form: str, max_bytes: int) -> tuple[str, bytes] | None:
    """The kind and the bytes of the answer; None when it is empty, too long, or the query is not one after all."""
    bounded = _Bounded(max_bytes)
    try:
        given = store.query(query)
        if isinstance(given, QueryBoolean):
            return ("boolean", given.serialize(format=_FORMATS[form]) or b"") if given and form != "csv" else None
        if not isinstance(given, QuerySolutions):
            return None
        given.serialize(CsvWriter(bounded) if form == "csv" else bounded, format=_FORMATS[form])  # type: ignore[arg-type]
    except (_TooLong, SyntaxError, ValueError, RuntimeError, OSError):
        return None
    body = b"".join(bounded.parts)
    is_empty = body.count(b"\n") < 2 if form in ("csv", "tsv") else body.endswith(_EMPTY[form])
    return None if is_empty else ("solutions", body)
