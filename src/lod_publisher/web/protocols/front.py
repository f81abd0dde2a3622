"""The front page for people, and at the same address the description of the dataset for machines."""

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.model.iris import Kind
from lod_publisher.web.formats import BY_MEDIA_TYPE, GRAPH_FORMATS, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.site import KIND_NAMES, Site, site

blueprint = Blueprint("front", __name__)

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCTERMS = "http://purl.org/dc/terms/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_HTML = "text/html"
_SHOWN = 8
_DAYS_SHOWN = 6
_MAX_EVENTS = 2_000

_DATE = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
SELECT ?event ?edtf WHERE { ?event crm:P4_has_time-span ?span . ?span crm:P82_at_some_time_within ?edtf }
"""


@blueprint.get("/")
def front() -> Response:
    """What is published here, and the ways in."""
    here = site()
    chosen = choose_format(request.headers.get("Accept"), (_HTML, *BY_MEDIA_TYPE))
    if chosen is None:
        raise not_acceptable(dict.fromkeys((_HTML, *BY_MEDIA_TYPE), f"{request.script_root}/"))
    if chosen != _HTML:
        form = BY_MEDIA_TYPE[chosen]
        return Response(form.write(Description(here.snapshot.base, dataset(here))), content_type=form.content_type)
    counts = [(kind, KIND_NAMES[kind], here.counts[kind]) for kind in KIND_NAMES if here.counts.get(kind)]
    kinds = [kind for kind, _, _ in counts]
    body = render_template(
        "front.html",
        counts=counts,
        days=_busiest_days(here),
        documents=here.snapshot.browse(Kind.DOCUMENT, limit=_SHOWN) if Kind.DOCUMENT in kinds else [],
        persons=here.snapshot.browse(Kind.PERSON, limit=3 * _SHOWN) if Kind.PERSON in kinds else [],
        formats=GRAPH_FORMATS,
        triples=here.snapshot.manifest.get("triples", 0),
        moment=here.snapshot.manifest.get("moment", ""),
    )
    return Response(body, content_type="text/html; charset=utf-8")


def _busiest_days(here: Site) -> list[tuple[str, int]]:
    """The days on which most events fall, the busiest first; an event only known to a season or month belongs to no day."""
    days: dict[str, list[str]] = {}
    for event in here.snapshot.catalog.dated(Kind.EVENT, "0000", "9999", _MAX_EVENTS):
        days.setdefault(event.date, []).append(here.iri(event))
    candidates = sorted(days, key=lambda day: (-len(days[day]), day))[: 4 * _DAYS_SHOWN]
    counted = [(day, sum(_on_that_day(here, event, day) for event in days[day])) for day in candidates]
    return [(day, count) for day, count in sorted(counted, key=lambda item: -item[1]) if count > 1][:_DAYS_SHOWN]


def _on_that_day(here: Site, event: str, day: str) -> bool:
    rows = here.snapshot.select(_DATE, {"event": event})
    return any(row["edtf"].partition("T")[0].rstrip("?~") == day for row in rows)


def dataset(here: Site) -> list[Triple]:
    """The dataset in VoID and DCAT: what it is, how much, on what terms, where to ask."""
    base = here.snapshot.base
    subject = NamedNode(f"{base}/")
    said: list[tuple[str, NamedNode | Literal]] = [
        (f"{_DCTERMS}title", Literal(here.title)),
        (f"{_VOID}triples", Literal(int(here.snapshot.manifest.get("triples", 0)))),
        (f"{_VOID}entities", Literal(sum(here.counts.values()))),
        (f"{_VOID}uriSpace", Literal(f"{base}/id/")),
        (f"{_VOID}sparqlEndpoint", NamedNode(f"{base}/sparql")),
        (f"{_VOID}vocabulary", NamedNode("http://www.cidoc-crm.org/cidoc-crm/")),
        (f"{_VOID}vocabulary", NamedNode(f"{base}/vocab/")),
        (f"{_DCTERMS}identifier", Literal(here.snapshot.id)),
    ]
    said += [(f"{_DCTERMS}description", Literal(c.description)) for c in here.collections if c.description]
    said += [(f"{_DCTERMS}publisher", Literal(c.publisher)) for c in here.collections if c.publisher]
    if here.licence.startswith(("http://", "https://")):
        said.append((f"{_DCTERMS}license", NamedNode(here.licence)))
    triples = [Triple(subject, _TYPE, NamedNode(name)) for name in (f"{_VOID}Dataset", f"{_DCAT}Dataset")]
    triples += [Triple(subject, NamedNode(predicate), value) for predicate, value in said]
    return sorted(set(triples), key=str)
