"""What a route says of itself for the description of the service (`/openapi.json`): one line beside it.

The address and its parts, the methods and the first sentence are the route's own; here stands what cannot be seen from outside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from lod_publisher.web.formats import FORMATS, GRAPH_FORMATS

HTML = "text/html"
JSON = "application/json"
JSONLD = "application/ld+json"
CSV = "text/csv"
XML = "application/xml"
TEXT = "text/plain"
ATOM = "application/atom+xml"
SVG, PNG = "image/svg+xml", "image/png"
JAVASCRIPT = "text/javascript"
FORM = "application/x-www-form-urlencoded"
# A graph in every syntax; a description of a thing in every format; named graphs.
GRAPHS = tuple(form.media_type for form in GRAPH_FORMATS)
DESCRIPTIONS = tuple(form.media_type for form in FORMATS)
QUADS = ("application/trig", "application/n-quads", JSONLD)
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    CSV,
    "text/tab-separated-values",
)
CITATIONS = (
    "application/x-bibtex",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
    "text/x-bibliography",
    TEXT,
)
DUMPS = ("application/gzip", "application/zstd", TEXT, JSONLD)

# What a parameter means wherever it is taken: a sentence, and its type.
PARAMETERS: dict[str, tuple[str, str]] = {
    "after": ("Where the page begins: after this one.", "string"),
    "all": ("The facet that is shown whole.", "string"),
    "area": ("A part of the world.", "string"),
    "around": ("A thing in the middle: kind and local id.", "string"),
    "authority": ("An authority file, by any of its names.", "string"),
    "box": ("West, south, east, north.", "string"),
    "by": ("The order: `label` or `date`.", "string"),
    "callback": ("A function for JSONP.", "string"),
    "cursor": ("How many of the first are left out.", "string"),
    "day": ("A day.", "string"),
    "default-graph-uri": ("A graph of the dataset of the query; may be given again.", "string"),
    "doubt": ("Why a link is doubtful.", "string"),
    "explain": ("`true`: advice instead of the answer.", "string"),
    "extend": ("A data extension query, as JSON.", "string"),
    "file": ("A source file.", "string"),
    "format": ("The form of the answer, before `Accept`.", "string"),
    "from": ("The first day or year, or where a harvest begins.", "string"),
    "id": ("A code of an authority file, or a local id.", "string"),
    "identifier": ("An OAI identifier.", "string"),
    "incoming": ("The page of what other things say of this.", "string"),
    "kind": ("The kind of thing.", "string"),
    "limit": ("How many at most.", "string"),
    "list": ("Which list.", "string"),
    "metadataPrefix": ("A metadata format of OAI-PMH.", "string"),
    "most": ("How many are drawn at most.", "string"),
    "named-graph-uri": ("A named graph of the dataset of the query; may be given again.", "string"),
    "object": ("The object of a pattern, as N-Triples writes it, or a variable.", "string"),
    "offset": ("How many of the first are left out.", "string"),
    "page": ("The page, from 1.", "string"),
    "predicate": ("The predicate of a pattern.", "string"),
    "prefix": ("What was typed so far.", "string"),
    "q": ("Words, \"phrases\", -words that must not occur.", "string"),
    "queries": ("A batch of queries, as JSON.", "string"),
    "query": ("A SPARQL query.", "string"),
    "resumptionToken": ("Where an OAI-PMH list goes on.", "string"),
    "rule": ("A rule of the validation.", "string"),
    "sameAs": ("An address of a record elsewhere or here.", "string"),
    "set": ("A set of OAI-PMH.", "string"),
    "severity": ("How bad.", "string"),
    "sort": ("The order of the hits.", "string"),
    "style": ("A style of citation.", "string"),
    "subject": ("The subject of a pattern.", "string"),
    "surely": ("`1`: only what was certainly then.", "string"),
    "timeout": ("Seconds that the query may take.", "string"),
    "to": ("The last day or year.", "string"),
    "type": ("A type of thing.", "string"),
    "until": ("Where a harvest ends.", "string"),
    "v": ("The version of a file.", "string"),
    "values": ("Rows that restrict the variables of a pattern.", "string"),
    "verb": ("A verb of OAI-PMH.", "string"),
    "version": ("Which SPARQL.", "string"),
    "words": ("Words to find.", "string"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surface:
    """What a route takes and gives: media types of a good answer, parameters, media types of a body, statuses besides 200.

    A route without media types has no answer 200. That things may not be there (404, where the address has parts) and have not
    changed (304) is true of all and need not be said.
    """

    media: tuple[str, ...]
    query: tuple[str, ...]
    body: tuple[str, ...]
    also: tuple[int, ...]


_View = TypeVar("_View", bound=Callable[..., Any])
_NAME = "__surface__"


def declare(
    *media: str, query: str = "", body: tuple[str, ...] = (), also: tuple[int, ...] = ()
) -> Callable[[_View], _View]:
    """Declare a route's surface; `query` are the names of its parameters, with spaces between."""
    unknown = [name for name in query.split() if name not in PARAMETERS]
    if unknown:
        raise KeyError(f"{unknown[0]} is no parameter that surface.py explains")

    def declared(view: _View) -> _View:
        setattr(view, _NAME, Surface(media, tuple(query.split()), body, also))
        return view

    return declared


def surface_of(view: Callable[..., Any]) -> Surface | None:
    """What a route declared."""
    found: Surface | None = getattr(view, _NAME, None)
    return found
