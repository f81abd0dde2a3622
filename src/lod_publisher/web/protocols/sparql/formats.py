"""Which formats an answer may have, and the choice among them: one for each kind, as the kind is known only to a worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import Problem, not_acceptable

HTML = "text/html"

# Media type -> the workers' name. The first is sent when anything will do; a client that asks for a general type, such as
# application/json, gets that very type back.
SOLUTIONS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/n-quads": "nq",
    "application/trig": "trig",
}
# What people write after format=, besides the names of the workers.
_WORDS = {"turtle": "ttl", "ntriples": "nt", "json-ld": "jsonld", "rdfxml": "rdf", "nquads": "nq", "html": "html"}
_KINDS = {"solutions": SOLUTIONS, "boolean": SOLUTIONS, "graph": GRAPHS}
# A page that shows an answer is made from this.
_SHOWN = {"solutions": "json", "boolean": "json", "graph": "ttl"}
_SENT_AS = {
    "text/csv": "text/csv; charset=utf-8; header=present",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
    "text/turtle": "text/turtle; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """For each kind of answer the media type to send ("" when none is acceptable) and the format to ask a worker for."""

    types: Mapping[str, str]
    formats: Mapping[str, str]
    key: str

    def media_type(self, kind: str) -> str:
        """The media type of an answer of this kind.

        Raises:
            Problem: 406, since the client takes none that such an answer has.
        """
        if chosen := self.types[kind]:
            return chosen
        raise not_acceptable(dict.fromkeys((*_KINDS[kind], HTML), "/sparql"))


def content_type(media_type: str) -> str:
    """A media type with the parameters that it is sent with."""
    return _SENT_AS.get(media_type, media_type)


@lru_cache(maxsize=512)
def choose(accept: str | None, wanted: str) -> Choice:
    """The formats of an answer: by the `format` that a person wrote, else by the Accept header.

    Raises:
        Problem: 400 for an unknown `format`; 406 when no kind of answer has a format that the client takes.
    """
    types = {kind: choose_format(accept, (*offered, HTML)) or "" for kind, offered in _KINDS.items()}
    if wanted:
        types = _by_name(wanted)
    if not any(types.values()):
        raise not_acceptable(dict.fromkeys((*SOLUTIONS, *GRAPHS, HTML), "/sparql"))
    formats = {kind: _KINDS[kind].get(chosen, _SHOWN[kind]) for kind, chosen in types.items()}
    return Choice(types, formats, " ".join(types.values()))


def _by_name(wanted: str) -> dict[str, str]:
    """The media types for a name or a media type; a kind that has no such format is sent in its first."""
    name = _WORDS.get(wanted, wanted)
    if name == "html" or wanted == HTML:
        return dict.fromkeys(_KINDS, HTML)
    found = {}
    for kind, offered in _KINDS.items():
        by_name = [media_type for media_type, short in offered.items() if name in (short, media_type)]
        found[kind] = by_name[0] if by_name else ""
    if not any(found.values()):
        names = [*dict.fromkeys(SOLUTIONS.values()), *GRAPHS.values(), "html"]
        raise Problem(HTTPStatus.BAD_REQUEST, f"format={wanted} is not known. There is {', '.join(names)}.")
    return {kind: chosen or next(iter(_KINDS[kind])) for kind, chosen in found.items()}
