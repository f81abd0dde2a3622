"""Answers of several graphs: the statements of a document itself, and beside them graphs with names of their own.

N-Triples lines that are at hand are copied, neither parsed nor sorted again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Response, request
from pyoxigraph import RdfFormat, Triple, parse, serialize

from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable

Graphs = Sequence[tuple[str, bytes]]
"""The IRI of each named graph, and its statements as N-Triples."""

_PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "void": "http://rdfs.org/ns/void#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "ldes": "https://w3id.org/ldes#",
    "tree": "https://w3id.org/tree#",
}


def lines_of(triples: Sequence[Triple]) -> bytes:
    """Statements as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _trig(own: Sequence[Triple], graphs: Graphs) -> bytes:
    parts = [serialize(own, format=RdfFormat.TURTLE, prefixes=dict(_PREFIXES)) or b""]
    parts += [b"<%s> {\n%s}\n" % (name.encode(), lines) for name, lines in graphs if lines]
    return b"".join(parts)


def _nquads(own: Sequence[Triple], graphs: Graphs) -> bytes:
    parts = [lines_of(own)]
    for name, lines in graphs:
        end = b" <%s> .\n" % name.encode()
        parts += [line.rstrip(b"\n").removesuffix(b".").rstrip(b" ") + end for line in lines.splitlines()]
    return b"".join(parts)


def _jsonld(own: Sequence[Triple], graphs: Graphs) -> bytes:
    quads = parse(_nquads(own, graphs), format=RdfFormat.N_QUADS)
    return serialize(quads, format=RdfFormat.JSON_LD, prefixes=dict(_PREFIXES)) or b""


@dataclass(frozen=True, slots=True)
class QuadFormat:
    """One way to write an answer of several graphs."""

    media_type: str
    write: Callable[[Sequence[Triple], Graphs], bytes]


QUAD_FORMATS = (
    QuadFormat("application/trig", _trig),
    QuadFormat("application/n-quads", _nquads),
    QuadFormat("application/ld+json", _jsonld),
)
BY_MEDIA_TYPE = {form.media_type: form for form in QUAD_FORMATS}


def chosen_form() -> QuadFormat:
    """The format that the client of this request prefers.

    Raises:
        Problem: 406, none of them.
    """
    chosen = choose_format(request.headers.get("Accept"), tuple(BY_MEDIA_TYPE))
    if chosen is None:
        raise not_acceptable(dict.fromkeys(BY_MEDIA_TYPE, request.script_root + request.path))
    return BY_MEDIA_TYPE[chosen]


def answer(form: QuadFormat, own: Sequence[Triple], graphs: Graphs) -> Response:
    """The answer in a format."""
    return Response(form.write(own, graphs), content_type=form.media_type)
