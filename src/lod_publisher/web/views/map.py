"""The map: where documents were written and events took place, and the letters between places as arcs."""

from dataclasses import dataclass
from math import hypot, sqrt

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.views import Arc, Spot
from lod_publisher.web.languages import N_, gettext, ngettext, number, pgettext
from lod_publisher.web.site import Site
from lod_publisher.web.views.drawing import (
    DOCUMENTS,
    EVENTS,
    INK,
    LAND,
    LINE,
    PAPER,
    QUIET,
    Figure,
    Leads,
    apart,
    drawing,
    link,
    shape,
    shortened,
    words,
)
from lod_publisher.web.views.world import Box, land_within, project

WIDTH = 1000
_TALLEST = 700
# Parts of the world by name: west, south, east and north in degrees.
AREAS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "world": (N_("The world"), (-168, -56, 180, 76)),
    "americas": (N_("The Americas"), (-130, -40, -35, 56)),
    "europe": (N_("Europe"), (-13, 34, 42, 64)),
    "middle-east": (N_("Near and Middle East"), (20, 10, 66, 44)),
    "africa": (N_("Africa"), (-22, -36, 56, 38)),
    "asia": (N_("South and East Asia"), (62, -12, 150, 52)),
}
_MAX_ARCS, _MAX_LABELS = 150, 40
_ROUND = 26.0
# The plane is 5.5 wide; nobody needs to look farther than this beyond it, or nearer than a town and its surroundings.
_REACH, _NARROWEST = 8.0, 0.02


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The part of the plane that is drawn."""

    box: Box

    @property
    def height(self) -> int:
        left, top, right, bottom = self.box
        return round((bottom - top) * WIDTH / (right - left))

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = project(latitude, longitude)
        scale = WIDTH / (self.box[2] - self.box[0])
        return (x - self.box[0]) * scale, (y - self.box[1]) * scale

    def holds(self, point: tuple[float, float]) -> bool:
        return 0 <= point[0] <= WIDTH and 0 <= point[1] <= self.height


def draw_map(here: Site, years: tuple[int, int] | None, area: str, leads: Leads) -> Figure:
    """Draw the places and letters of some years (None for all); an area that is not known is that of the places themselves.

    An area is the name of a part of the world, or a box (see `box_of`).
    """
    views = here.snapshot.views
    spots, letters = views.spots(years), views.letters(years)
    places = {spot.place for spot in spots} | {end for arc in letters for end in (arc.origin, arc.target)}
    entities = here.snapshot.catalog.numbered(places)
    points = {place: at for place, at in views.points(places).items() if place in entities}
    sheet = _Sheet(_box(area, [points[spot.place] for spot in spots if spot.place in points]))
    at = {place: sheet.at(*point) for place, point in points.items()}
    shown = [arc for arc in letters if arc.origin in at and arc.target in at]
    body = [shape("path", d=land, fill=LAND, stroke=LINE, class_="v-land")] if (land := land_within(sheet.box)) else []
    body += _arcs([arc for arc in shown if arc.origin != arc.target and _touches(sheet, at, arc)], at, entities)
    body += _circles([spot for spot in spots if spot.place in at and sheet.holds(at[spot.place])], at, entities, leads)
    rows = tuple((entities[arc.origin].label, entities[arc.target].label, arc.number, arc.inferred) for arc in shown)
    data = ",".join(f"{side:.4f}" for side in sheet.box)
    columns = (
        pgettext("places", "From"),
        pgettext("places", "To"),
        N_("Letters"),
        N_("Of these to where the addressee wrote from"),
    )
    return Figure(
        drawing("".join(body), WIDTH, sheet.height, _name(years), data_box=data),
        columns,
        rows,
        _note(here, shown, at, sheet),
    )


def spot_rows(here: Site, years: tuple[int, int] | None) -> list[tuple[Entity, Spot]]:
    """The places of some years with what is known of each, the busiest first."""
    spots = here.snapshot.views.spots(years)
    entities = here.snapshot.catalog.numbered(spot.place for spot in spots)
    return [(entities[spot.place], spot) for spot in spots if spot.place in entities]


def _name(years: tuple[int, int] | None) -> str:
    if years is None:
        return gettext("Map of letters and events")
    when = str(years[0])
    if years[0] != years[1]:
        when = gettext("%(start)s to %(end)s") % {"start": years[0], "end": years[1]}
    return gettext("Map of letters and events, %s") % when


def _note(here: Site, arcs: list[Arc], at: dict[int, tuple[float, float]], sheet: _Sheet) -> str:
    within = sum(arc.number for arc in arcs if arc.origin == arc.target)
    outside = sum(1 for point in at.values() if not sheet.holds(point))
    said = []
    if within:
        said.append(gettext("%s letters stayed in one place and have no arc.") % number(within))
    if outside:
        said.append(gettext("%s places lie outside of this part of the world.") % number(outside))
    if total := here.snapshot.views.figures.get("letters"):
        said.append(
            gettext("Of %(total)s letters in all, %(number)s have both ends on the map.")
            % {"total": number(total), "number": number(here.snapshot.views.figures.get("letters_on_map", 0))}
        )
    return " ".join(said)


def box_of(said: str) -> Box | None:
    """A part of the plane (left, top, right, bottom, as a drawing's own `data-box` says it); None for what is no such part."""
    try:
        left, top, right, bottom = (float(side) for side in said.split(","))
    except ValueError:
        return None
    within = all(-_REACH <= side <= _REACH for side in (left, top, right, bottom))
    if not within or right - left < _NARROWEST or not 0.2 < (bottom - top) / (right - left) < 2:
        return None
    return left, top, right, bottom


def _box(area: str, points: list[tuple[float, float]]) -> Box:
    """The part of the plane for an area, or around some points."""
    if asked := box_of(area):
        return asked
    if area in AREAS:
        west, south, east, north = AREAS[area][1]
    elif points:
        south, north = min(lat for lat, _ in points) - 7, max(lat for lat, _ in points) + 7
        west, east = min(lon for _, lon in points) - 10, max(lon for _, lon in points) + 10
    else:
        west, south, east, north = AREAS["world"][1]
    corners = [
        project(lat, lon)
        for lat in (south, north, (south + north) / 2, 0 if south < 0 < north else south)
        for lon in (west, east)
    ]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    low = (right - left) * 0.42 - (bottom - top)  # no lower than a strip, no taller than a screen
    if low > 0:
        top, bottom = top - low / 2, bottom + low / 2
    narrow = (bottom - top) * WIDTH / _TALLEST - (right - left)
    if narrow > 0:
        left, right = left - narrow / 2, right + narrow / 2
    return left, top, right, bottom


def _touches(sheet: _Sheet, at: dict[int, tuple[float, float]], arc: Arc) -> bool:
    return sheet.holds(at[arc.origin]) or sheet.holds(at[arc.target])


def _arcs(arcs: list[Arc], at: dict[int, tuple[float, float]], entities: dict[int, Entity]) -> list[str]:
    """Every arc leaves bending to the left of whoever sends, so that letters and answers lie side by side; the thick end is the sender's."""
    most = max((arc.number for arc in arcs), default=1)
    out = []
    for arc in arcs[:_MAX_ARCS]:
        (x1, y1), (x2, y2) = at[arc.origin], at[arc.target]
        far = hypot(x2 - x1, y2 - y1) or 1.0
        bend = min(0.17 * far, 70.0)
        across, along = (y2 - y1) / far, (x1 - x2) / far  # to the left of the way, y being downwards
        x, y = (x1 + x2) / 2 + across * bend * 2, (y1 + y2) / 2 + along * bend * 2
        half = 0.4 + 4.2 * sqrt(arc.number / most)
        drawn = f"M{x1 - across * half:.1f},{y1 - along * half:.1f}Q{x:.1f},{y:.1f} {x2:.1f},{y2:.1f}Q{x:.1f},{y:.1f} {x1 + across * half:.1f},{y1 + along * half:.1f}Z"
        ends = {"start": entities[arc.origin].label, "end": entities[arc.target].label}
        letters = ngettext("%(number)s letter", "%(number)s letters", arc.number) % {"number": number(arc.number)}
        said = pgettext("places", "%(start)s to %(end)s") % ends + f": {letters}"
        content = f"<title>{_escaped(said)}</title>"
        out.append(
            shape(
                "path",
                content,
                d=drawn,
                fill=DOCUMENTS,
                fill_opacity="0.45",
                stroke=DOCUMENTS,
                stroke_width="0.6",
                class_="v-arc v-documents",
            )
        )
    return out


def _escaped(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _circles(
    spots: list[Spot], at: dict[int, tuple[float, float]], entities: dict[int, Entity], leads: Leads
) -> list[str]:
    most = max((spot.documents + spot.events for spot in spots), default=1)
    out: list[str] = []
    labelled, taken = 0, list[tuple[float, float, float, float]]()
    rounds = {spot.place: 2.5 + _ROUND * sqrt((spot.documents + spot.events) / most) for spot in spots}
    for spot in spots:
        x, y = at[spot.place]
        taken.append((x - 3, y - 3, x + 3, y + 3))
    for spot in spots:
        (x, y), r = at[spot.place], rounds[spot.place]
        entity = entities[spot.place]
        said = gettext("%(place)s: %(documents)s documents written, %(events)s events") % {
            "place": entity.label,
            "documents": number(spot.documents),
            "events": number(spot.events),
        }
        colour, style = (DOCUMENTS, "v-documents") if spot.documents >= spot.events else (EVENTS, "v-events")
        content = shape(
            "circle", cx=x, cy=y, r=r, fill=colour, fill_opacity="0.28", stroke=colour, class_=f"v-spot {style}"
        )
        content += shape("circle", cx=x, cy=y, r=1.6, fill=colour, class_=style)
        label = shortened(entity.label, 26)
        wide = len(label) * 7.0
        for left, base in (
            (x + r + 4, y + 4),
            (x - r - 4 - wide, y + 4),
            (x - wide / 2, y - r - 5),
            (x - wide / 2, y + r + 14),
        ):
            if (
                labelled < _MAX_LABELS
                and 0 < left < WIDTH - wide
                and apart(taken, (left, base - 11, left + wide, base + 4))
            ):
                labelled += 1
                halo = {"stroke": PAPER, "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
                content += words(
                    left, base, label, fill=INK if spot is spots[0] else QUIET, class_="v-label v-halo", **halo
                )
                break
        out.append(link(leads(entity), content, said))
    return out
