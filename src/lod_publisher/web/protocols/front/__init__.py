"""The front page for people, and at the same address the description of the dataset for machines."""

from time import gmtime, strftime

from flask import Blueprint, Response, current_app, render_template, request

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.dataset import services_among, statements
from lod_publisher.web.formats import BY_MEDIA_TYPE, GRAPH_FORMATS, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.protocols.front.ways import MAP_BOX, Ways, day_of_year, foremost, on_this_day
from lod_publisher.web.signposts import link_header, of_dataset
from lod_publisher.web.site import KIND_NAMES, Site, site

blueprint = Blueprint("front", __name__)

_HTML = "text/html"
_SHOWN = 8


@blueprint.get("/")
@surface.declare(surface.HTML, *surface.GRAPHS, query="day", also=(303, 406))
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
    ways = _ways(here)
    today = strftime("%m-%d", gmtime())
    wanted = day_of_year(request.args.get("day", ""), today)
    day, anniversary = _on_this_day(here, wanted)
    body = render_template(
        "front.html",
        ways=ways,
        map_box=MAP_BOX,
        named_places=foremost(ways.places),
        wanted=wanted,
        day=day,
        anniversary=anniversary,
        is_today=wanted == today,
        signposts=signposts,
        counts=counts,
        documents=here.snapshot.browse(Kind.DOCUMENT, limit=_SHOWN, by="date") if Kind.DOCUMENT in kinds else [],
        persons=here.snapshot.browse(Kind.PERSON, limit=3 * _SHOWN) if Kind.PERSON in kinds else [],
        formats=GRAPH_FORMATS,
        triples=here.snapshot.manifest.get("triples", 0),
        moment=here.snapshot.manifest.get("moment", ""),
    )
    response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Link"] = link_header(signposts)
    return response


def _ways(here: Site) -> Ways:
    """The ways into the snapshot, read when somebody first asks."""
    kept: dict[str, Ways] = current_app.extensions.setdefault("ways", {})
    if here.snapshot.id not in kept:
        kept[here.snapshot.id] = Ways.of(here.snapshot)
    return kept[here.snapshot.id]


def _on_this_day(here: Site, wanted: str) -> tuple[str, list[Entity]]:
    """What was written on this day of other years; there are 366 of them, and the next reader mostly asks for the same."""
    kept: dict[str, tuple[str, list[Entity]]] = current_app.extensions.setdefault("anniversaries", {})
    if wanted not in kept:
        kept[wanted] = on_this_day(here.snapshot, wanted)
    return kept[wanted]
