"""The front page for people, and at the same address the description of the dataset for machines."""

from flask import Blueprint, Response, current_app, render_template, request

from lod_publisher.model.iris import Kind
from lod_publisher.web.dataset import services_among, statements
from lod_publisher.web.formats import BY_MEDIA_TYPE, GRAPH_FORMATS, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.signposts import link_header, of_dataset
from lod_publisher.web.site import KIND_NAMES, Site, site

blueprint = Blueprint("front", __name__)

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
        services = services_among(rule.rule for rule in current_app.url_map.iter_rules())
        return Response(
            form.write(
                Description(here.snapshot.base, statements(here, services), page=f"{here.snapshot.base}/dataset")
            ),
            content_type=form.content_type,
        )
    counts = [(kind, KIND_NAMES[kind], here.counts[kind]) for kind in KIND_NAMES if here.counts.get(kind)]
    kinds = [kind for kind, _, _ in counts]
    signposts = of_dataset(here, request.script_root)
    body = render_template(
        "front.html",
        signposts=signposts,
        counts=counts,
        days=_busiest_days(here),
        documents=here.snapshot.browse(Kind.DOCUMENT, limit=_SHOWN) if Kind.DOCUMENT in kinds else [],
        persons=here.snapshot.browse(Kind.PERSON, limit=3 * _SHOWN) if Kind.PERSON in kinds else [],
        formats=GRAPH_FORMATS,
        triples=here.snapshot.manifest.get("triples", 0),
        moment=here.snapshot.manifest.get("moment", ""),
    )
    response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Link"] = link_header(signposts)
    return response


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
