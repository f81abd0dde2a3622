"""Ways in for people, each also as JSON: lists by kind, and the timeline."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, json, render_template, request, url_for

from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.languages import N_
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.site import KIND_NAMES, Site, site
from lod_publisher.web.views import SUFFIXES, Window, draw_timeline

blueprint = Blueprint("browsing", __name__)

PAGE_SIZE = 50
_HTML = "text/html"
_JSON = "application/json"

_MAX_DATED = 200
_DAY_LENGTH = len("1958-07-14")

_IN_MONTH = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
SELECT ?month ?event ?begin ?end WHERE {
  ?span crm:P86_falls_within ?month ; crm:P82a_begin_of_the_begin ?begin ; crm:P82b_end_of_the_end ?end .
  ?event crm:P4_has_time-span ?span
}
"""
# The time-span of an event that is only claimed is described, but nothing says that the event was then: so it is asked by name.
_WHEN_WHERE = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?event ?span ?modality ?when ?edtf ?place ?kind WHERE {
  { ?span rdfs:label ?when . OPTIONAL { ?span crm:P82_at_some_time_within ?edtf } }
  UNION { ?event crm:P7_took_place_at ?place }
  UNION { ?event ?modality ?kind }
}
"""


def _answer(template: str, machine: Callable[[], Any], **values: Any) -> Response:
    """The same view as a page or as JSON, as `Accept` or `format=json` chooses."""
    accept = _JSON if request.args.get("format") == "json" else request.headers.get("Accept")
    chosen = choose_format(accept, (_HTML, _JSON))
    if chosen is None:
        raise not_acceptable({name: request.full_path.rstrip("?") for name in (_HTML, _JSON)})
    if chosen == _HTML:
        return Response(render_template(template, **values), content_type="text/html; charset=utf-8")
    return Response(json.dumps(machine(), ensure_ascii=False), content_type=_JSON)


def _kept() -> dict[str, Any]:
    """What a link to the next page takes along: the format, when it was chosen in the address and not by `Accept`."""
    return {"format": "json"} if request.args.get("format") == "json" else {}


def _as_json(here: Site, entity: Entity) -> dict[str, Any]:
    return {
        "id": here.iri(entity),
        "kind": str(entity.kind),
        "label": entity.label,
        "date": entity.date or None,
        "page": here.href(here.iri(entity)),
    }


@blueprint.get("/browse/<kind>")
@surface.declare(surface.HTML, surface.JSON, query="by after format", also=(400, 406))
def browse(kind: str) -> Response:
    """All entities of a kind, a page at a time; the next page begins after the last one shown."""
    here = site()
    if kind not in KIND_NAMES:
        raise not_found(f"There is no kind of thing called {kind}. There are {', '.join(KIND_NAMES)}.")
    by = "date" if request.args.get("by") == "date" else "label"
    found = here.snapshot.browse(Kind(kind), request.args.get("after", ""), PAGE_SIZE + 1, by)
    shown = found[:PAGE_SIZE]
    following = None
    if len(found) > PAGE_SIZE:
        more = _kept() | ({"by": by} if by == "date" else {})
        following = url_for("browsing.browse", kind=kind, after=shown[-1].local_id, **more)
    return _answer(
        "browse.html",
        lambda: {"kind": kind, "entities": [_as_json(here, entity) for entity in shown], "next": following},
        kind=Kind(kind),
        names=KIND_NAMES[Kind(kind)],
        count=here.counts.get(kind, 0),
        entities=shown,
        following=following,
        by=by,
        first="after" not in request.args,
    )


@blueprint.get("/timeline")
@surface.declare(surface.HTML, surface.JSON, query="from to day format", also=(400, 406))
def timeline() -> Response:
    """What happened and what was written between two days, in order of time; one `day` is a short way to say both."""
    here = site()
    day = request.args.get("day", "")[:10]
    first, last = request.args.get("from", day)[:10], request.args.get("to", day)[:10]
    window = Window.of(first, last, here.snapshot.views.years)
    bounded = bool(first or last)
    shown, more = _dated(here, first, last, (Kind.EVENT, Kind.DOCUMENT) if bounded else (Kind.EVENT,))
    if len(day) == _DAY_LENGTH:
        shown += [entity for entity in _going_on(here, day) if entity not in shown]
    circumstances = {entity: _circumstances(here, entity) for entity in shown if entity.kind is Kind.EVENT}
    days: dict[str, list[Entity]] = {}
    for entity in sorted(
        shown, key=lambda e: (bool(day) and e.date < day, e.date, _when(e, circumstances), e.kind, e.local_id)
    ):
        days.setdefault(_when(entity, circumstances), []).append(entity)
    return _answer(
        "timeline.html",
        lambda: {
            "from": first or None,
            "to": last or None,
            "complete": not more,
            "entries": [_as_json(here, e) | circumstances.get(e, {}) for group in days.values() for e in group],
        },
        days=days,
        circumstances=circumstances,
        more=more,
        day=day,
        first=first,
        last=last,
        bounded=bounded,
        figure=window
        and draw_timeline(here, window, lambda each: here.href(here.iri(each)), url_for("browsing.timeline")),
        steps=_steps(window) if window and bounded else [],
        downloads=[
            (
                suffix.upper(),
                url_for("views.timeline", suffix=suffix)
                + (f"?{urlencode({'from': first, 'to': last})}" if bounded else ""),
            )
            for suffix in SUFFIXES
        ],
    )


def _steps(window: Window) -> list[tuple[str, str]]:
    """Ways to the neighbouring stretches of time, and to a longer one."""
    ways = ((N_("Earlier"), window.moved(-1)), (N_("Later"), window.moved(1)), (N_("A longer time"), window.widened(3)))
    return [
        (
            said,
            f"{url_for('browsing.timeline')}?{urlencode({'from': way.first.isoformat(), 'to': way.last.isoformat()})}",
        )
        for said, way in ways
    ]


def _dated(here: Site, first: str, last: str, kinds: tuple[Kind, ...]) -> tuple[list[Entity], bool]:
    """The entities of some kinds that begin between two days, months or years; True when there are more than are given."""
    start, end = first or "0000", (last or "9999") + ("" if len(last) == _DAY_LENGTH else "-99")
    found: list[Entity] = []
    more = False
    for kind in kinds:
        entities = here.snapshot.catalog.dated(kind, start, end, _MAX_DATED + 1)
        more = more or len(entities) > _MAX_DATED
        found += entities[:_MAX_DATED]
    return found, more


def _when(entity: Entity, circumstances: dict[Entity, dict[str, Any]]) -> str:
    """The heading under which an entity stands: its date in EDTF without the clock time, or its first day."""
    edtf = str(circumstances.get(entity, {}).get("edtf") or entity.date)
    return edtf if "/" in edtf else edtf.partition("T")[0]


def _going_on(here: Site, day: str) -> list[Entity]:
    """The events that began before a day of the same month and were still going on."""
    if not is_local_id(day[:7]):
        return []
    rows = here.snapshot.select(_IN_MONTH, {"month": here.snapshot.iris.entity(Kind.PERIOD, day[:7])})
    found = {row["event"] for row in rows if row["begin"][:10] < day <= row["end"][:10]}
    owners = [here.owner(iri) for iri in sorted(found)]
    return [owner for owner in owners if owner is not None and owner.kind is Kind.EVENT]


def _circumstances(here: Site, event: Entity) -> dict[str, Any]:
    """When in the source's words, where, and whether it is known to have happened (`claimed` names how it is spoken of)."""
    iri = here.iri(event)
    modality = f"{here.snapshot.base}/vocab/modality"
    rows = here.snapshot.select(_WHEN_WHERE, {"event": iri, "span": f"{iri}#time", "modality": modality})
    places = sorted({row["place"] for row in rows if "place" in row})
    claimed = sorted({row["kind"] for row in rows if "kind" in row})
    labels = here.labels([*places, *claimed])
    return {
        "when": next((row["when"] for row in rows if "when" in row), ""),
        "edtf": next((row["edtf"] for row in rows if "edtf" in row), ""),
        "places": [{"id": place, "label": labels[place]} for place in places],
        "claimed": [labels[kind] for kind in claimed],
    }
