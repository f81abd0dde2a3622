"""The map and the network as pages, and the three views (with the timeline) as drawing, picture, table and data."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, json, render_template, request

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.languages import speak_english
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.site import KIND_NAMES, Site, site
from lod_publisher.web.views import (
    AREAS,
    KINDS,
    LEAST_DRAWN,
    MOST,
    MOST_DRAWN,
    SUFFIXES,
    Asked,
    Window,
    draw_map,
    draw_network,
    draw_timeline,
    network_data,
    png,
    spot_rows,
    timeline_rows,
)

blueprint = Blueprint("views", __name__)

_HTML, _JSON = "text/html", "application/json"
_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "csv": "text/csv; charset=utf-8", "json": _JSON}
_WIDTH = 1000
_ROWS_SHOWN = 100
_PEOPLE_SHOWN = 60
_PEOPLE_IN_DATA = 1_000
# Sheets take a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/timeline.<suffix>")
@surface.declare(surface.SVG, surface.PNG, surface.CSV, surface.JSON, query="from to day", also=(400,))
def timeline(suffix: str) -> Response:
    """A stretch of time as a drawing, or all that lies in it as data."""
    here = site()
    speak_english()
    window = Window.of(*_days(), here.snapshot.views.years)
    if window is None or suffix not in SUFFIXES:
        raise not_found(_no_such(suffix))
    if suffix in ("svg", "png"):
        return _drawn(draw_timeline(here, window, here.iri, f"{here.snapshot.base}/timeline").svg, suffix, "timeline")
    names = ("id", "kind", "label", "date", "first", "last")
    rows = [
        (here.iri(each), str(each.kind), each.label, each.edtf, moment.first, moment.last)
        for each, moment in timeline_rows(here, window)
    ]
    if suffix == "csv":
        return _table(names, rows, "timeline")
    when = {"from": window.first.isoformat(), "to": window.last.isoformat()}
    return _data(when | {"entries": [dict(zip(names, row, strict=True)) for row in rows]})


def _days() -> tuple[str, str]:
    day = request.args.get("day", "")[:10]
    return request.args.get("from", day)[:10], request.args.get("to", day)[:10]


@blueprint.get("/map")
@surface.declare(surface.HTML, surface.JSON, query="area box from to format", also=(400, 406))
def map_page() -> Response:
    """Where documents were written and events took place, and the letters between places."""
    if _wants_data():
        return _map_file("json")
    here, years, area = site(), _years(), _area()
    figure = draw_map(here, years, area, lambda each: here.href(here.iri(each)))
    return _page(
        "map.html",
        figure=figure,
        rows=figure.rows[:_ROWS_SHOWN],
        spots=spot_rows(here, years)[:_ROWS_SHOWN],
        areas=AREAS,
        area=area,
        years=years,
        whole=here.snapshot.views.years,
        downloads=_downloads("map"),
    )


@blueprint.get("/map.<suffix>")
@surface.declare(surface.SVG, surface.PNG, surface.CSV, surface.JSON, query="area box from to", also=(400,))
def map_file(suffix: str) -> Response:
    """The map as a drawing or as data."""
    return _map_file(suffix)


def _map_file(suffix: str) -> Response:
    speak_english()
    here, years = site(), _years()
    if suffix not in SUFFIXES:
        raise not_found(_no_such(suffix))
    if suffix in ("svg", "png"):
        return _drawn(draw_map(here, years, _area(), here.iri).svg, suffix, "map")
    letters = here.snapshot.views.letters(years)
    places = here.snapshot.catalog.numbered({end for arc in letters for end in (arc.origin, arc.target)})
    points = here.snapshot.views.points(places)
    known = [arc for arc in letters if arc.origin in points and arc.target in points]
    if suffix == "csv":
        names = ("from", "from_latitude", "from_longitude", "to", "to_latitude", "to_longitude", "letters", "inferred")
        rows = [
            (places[arc.origin].label, *points[arc.origin], places[arc.target].label, *points[arc.target], arc.number, arc.inferred)
            for arc in known
        ]  # fmt: skip
        return _table(names, rows, "map")
    return _data(
        {
            "years": years,
            "places": [
                {"id": here.iri(each), "label": each.label, "latitude": spot.latitude, "longitude": spot.longitude,
                 "documents": spot.documents, "events": spot.events}
                for each, spot in spot_rows(here, years)
            ],
            "letters": [
                {"from": here.iri(places[arc.origin]), "to": here.iri(places[arc.target]), "number": arc.number, "inferred": arc.inferred}
                for arc in known
            ],
        }
    )  # fmt: skip


@blueprint.get("/network")
@surface.declare(surface.HTML, surface.JSON, query="kind from to most around format", also=(400, 404, 406))
def network_page() -> Response:
    """Who wrote to whom and who met whom."""
    if _wants_data():
        return _network_file("json")
    here = site()
    asked, around = _asked(here, _PEOPLE_SHOWN, MOST_DRAWN)
    figure = draw_network(here, asked, lambda each: here.href(here.iri(each)))
    return _page(
        "network.html",
        figure=figure,
        rows=figure.rows[:_ROWS_SHOWN],
        asked=asked,
        around=around,
        kinds=KINDS,
        years=asked.years,
        whole=here.snapshot.views.years,
        downloads=_downloads("network"),
        data=f"{request.script_root}/network.json?{urlencode(_kept() | {'most': str(MOST)})}",
        most_drawn=MOST_DRAWN,
    )


@blueprint.get("/network.<suffix>")
@surface.declare(
    surface.SVG,
    surface.PNG,
    surface.CSV,
    surface.JSON,
    query="kind from to most around",
    also=(400, 404),
)
def network_file(suffix: str) -> Response:
    """The network as a drawing or as data."""
    return _network_file(suffix)


def _network_file(suffix: str) -> Response:
    speak_english()
    here = site()
    if suffix not in SUFFIXES:
        raise not_found(_no_such(suffix))
    if suffix in ("svg", "png"):
        return _drawn(draw_network(here, _asked(here, _PEOPLE_SHOWN, MOST_DRAWN)[0], here.iri).svg, suffix, "network")
    found = network_data(here, _asked(here, _PEOPLE_IN_DATA, MOST)[0])
    if suffix == "json":
        return _data(found)
    people = found["people"]
    names = ("who", "who_id", "kind", "whom", "whom_id", "times", "first", "last")
    ends = [(people[bond["one"]], bond, people[bond["other"]]) for bond in found["bonds"]]
    rows = [
        (one["label"], one["id"], bond["kind"], other["label"], other["id"], bond["times"], bond["first"], bond["last"])
        for one, bond, other in ends
    ]
    return _table(names, rows, "network")


def _asked(here: Site, usual: int, most: int) -> tuple[Asked, Entity | None]:
    """What the address asks for; a number that is none is the usual one, one that is too large the largest.

    Raises:
        Problem: 404 when there is nobody of the name that is asked for.
    """
    kind, years = request.args.get("kind", ""), _years()
    kinds = (kind,) if kind in KINDS else tuple(KINDS)
    count = _number(request.args.get("most", ""), usual)
    name = request.args.get("around", "")
    if not name:
        return Asked(kinds, years, None, min(max(count, LEAST_DRAWN), most)), None
    kind_name, _, local_id = name.partition("/")
    entity = here.snapshot.entity(Kind(kind_name), local_id) if kind_name in KIND_NAMES else None
    number = here.snapshot.catalog.number(entity.kind, entity.local_id) if entity is not None else None
    if entity is None or number is None:
        raise not_found(f"There is nobody called {name[:200]} in this collection.")
    return Asked(kinds, years, number, min(max(count, LEAST_DRAWN), most)), entity


def _number(said: str, usual: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else usual


def _years() -> tuple[int, int] | None:
    """The years that the address asks for; None for all. A year that is none is not asked for."""
    first, last = (_number(request.args.get(name, "")[:4], 0) for name in ("from", "to"))
    if not (first or last):
        return None
    first, last = first or 1, last or 9999
    return min(first, last), max(first, last)


def _area() -> str:
    """The part of the world that is asked for, by name or (when somebody has moved the map) as a box."""
    return request.args.get("box", "")[:100] or request.args.get("area", "")[:100]


def _kept() -> dict[str, str]:
    """What was asked for, to ask for it again in another form."""
    return {
        name: said[:200]
        for name in ("from", "to", "area", "box", "kind", "most", "around")
        if (said := request.args.get(name))
    }


def _downloads(name: str) -> list[tuple[str, str]]:
    asked = f"?{urlencode(_kept())}" if _kept() else ""
    return [(suffix.upper(), f"{request.script_root}/{name}.{suffix}{asked}") for suffix in SUFFIXES]


def _wants_data() -> bool:
    """Whether `Accept` or `format=json` asks for data and not for a page.

    Raises:
        Problem: 406 when it asks for neither.
    """
    accept = _JSON if request.args.get("format") == "json" else request.headers.get("Accept")
    chosen = choose_format(accept, (_HTML, _JSON))
    if chosen is None:
        raise not_acceptable(dict.fromkeys((_HTML, _JSON), request.full_path.rstrip("?")))
    return chosen == _JSON


def _no_such(suffix: str) -> str:
    return f"This view is not made as {suffix[:20]}; it is made as {', '.join(SUFFIXES)}, when anything in the collection is dated."


def _page(template: str, **values: Any) -> Response:
    return Response(render_template(template, **values), content_type="text/html; charset=utf-8")


def _drawn(svg: str, suffix: str, name: str) -> Response:
    body: str | bytes = svg if suffix == "svg" else png(svg, _WIDTH)
    return _file(Response(body, content_type=_TYPES[suffix]), f"{name}.{suffix}")


def _data(found: dict[str, Any]) -> Response:
    return Response(json.dumps(found, ensure_ascii=False), content_type=_JSON)


def _table(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]], name: str) -> Response:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(names)
    sheet.writerows([[_harmless(cell) for cell in row] for row in rows])
    return _file(Response(out.getvalue(), content_type=_TYPES["csv"]), f"{name}.csv")


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
