"""From a service's table of solutions to a VALUES block, and from local solutions to the block that is sent to a service."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Variable

from lod_publisher.errors import ServiceError
from lod_publisher.web.federation.fetching import Fetched

_MEDIA_TYPES = frozenset({"application/sparql-results+json", "application/json"})
Row = tuple[str | None, ...]


def table(endpoint: str, fetched: Fetched, max_rows: int) -> tuple[tuple[str, ...], list[Row]]:
    """The variables and rows of a service's answer, each term as SPARQL writes it, None where a variable is not bound.

    A blank node means nothing outside its answer and cannot stand in VALUES, so it becomes an IRI that nobody else uses, the
    same for all its places in one answer. Source: RDF 1.1 Concepts, 3.5 (replacing blank nodes with IRIs). Read by Python's
    parser: the engine's overflows the stack of a process with statements nested in statements.

    Raises:
        ServiceError: no table, not as its format says, a statement as a term, or more than `max_rows` rows.
    """
    if fetched.media_type not in _MEDIA_TYPES:
        raise ServiceError(endpoint, f"it answered with {fetched.media_type or 'no media type'} instead of solutions")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(endpoint))
    genid = f"{origin}/.well-known/genid/{hashlib.sha256(endpoint.encode() + fetched.body).hexdigest()[:16]}"
    try:
        content = json.loads(fetched.body)
        if "boolean" in content:
            raise ServiceError(endpoint, "it answered with yes or no instead of solutions")
        names = tuple(Variable(name).value for name in content["head"]["vars"])
        found = content["results"]["bindings"]
        if len(found) > max_rows:
            raise ServiceError(
                endpoint, f"its answer has more than {max_rows:,} rows; ask it for less inside the SERVICE"
            )
        return names, [tuple(_written(row.get(name), genid) for name in names) for row in found]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise ServiceError(endpoint, f"its answer cannot be read ({type(problem).__name__}: {problem})") from None


def _written(term: dict[str, str] | None, genid: str) -> str | None:
    """A term of the JSON results as SPARQL writes it. Source: SPARQL 1.1 Query Results JSON Format, 3.2.2."""
    if term is None:
        return None
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return str(NamedNode(value))
    if kind == "bnode":
        return f"<{genid}{hashlib.sha256(value.encode()).hexdigest()[:16]}>"
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"a term of type {kind} cannot be joined here")
    value.encode()  # half a surrogate pair is no text
    if language := term.get("xml:lang"):
        return str(Literal(value, language=language))
    return str(Literal(value, datatype=NamedNode(term["datatype"])) if term.get("datatype") else Literal(value))


def values(names: Sequence[str], rows: Iterable[Row]) -> str:
    """A VALUES block, in one line, so that the lines of a query stay where they were."""
    head = " ".join(f"?{name}" for name in names)
    body = " ".join(f"({' '.join('UNDEF' if term is None else term for term in row)})" for row in rows)
    return f"VALUES ({head}) {{ {body} }}"
