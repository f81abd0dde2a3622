"""The network: who wrote to whom and who met whom, the busiest people first, each at the place that the build gave them."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.views import Bond
from lod_publisher.web.languages import N_, gettext, number
from lod_publisher.web.site import Site
from lod_publisher.web.views.drawing import (
    DOCUMENTS,
    EVENTS,
    INK,
    PAPER,
    Figure,
    Leads,
    apart,
    drawing,
    link,
    shape,
    shortened,
    words,
)

WIDTH, HEIGHT = 1000, 720
MOST, LEAST_DRAWN, MOST_DRAWN = 5_000, 10, 300
KINDS = {"wrote": N_("wrote to"), "met": N_("met")}
_EDGE = 46
# More lines than so many for each person are a carpet.
_MOST_BONDS = 4
_MAX_LABELS = 60
_COLOURS = {"wrote": (DOCUMENTS, "v-documents"), "met": (EVENTS, "v-events")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: kinds of bonds, years (None for all), around whom (the catalogue's number), and how many people."""

    kinds: tuple[str, ...] = tuple(KINDS)
    years: tuple[int, int] | None = None
    around: int | None = None
    most: int = 60


def draw_network(here: Site, asked: Asked, leads: Leads) -> Figure:
    """Draw the people with most bonds and the bonds among them; the table holds these bonds, the strongest first."""
    people, bonds, weights = _chosen(here, asked)
    spots = _fitted(here.snapshot.views.places_in_drawing(people))
    heavy = max((bond.number for bond in bonds), default=1)
    body = []
    for bond in reversed(bonds[: _MOST_BONDS * len(people)]):  # strongest on top
        (x1, y1), (x2, y2) = spots[bond.one], spots[bond.other]
        share = sqrt(bond.number / heavy)
        colour, style = _COLOURS[bond.kind]
        body.append(
            shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=0.5 + 5 * share,
                  stroke_opacity=f"{0.16 + 0.5 * share:.2f}", class_=f"v-bond {style}")
        )  # fmt: skip
    body += _people(people, spots, weights, leads)
    hidden = max(0, len(bonds) - _MOST_BONDS * len(people))
    note = (
        gettext("The %s weakest bonds among them are in the table, not in the drawing.") % number(hidden)
        if hidden
        else ""
    )
    said = gettext("Network of %s people and organisations") % len(people)
    rows = tuple(
        (people[bond.one].label, gettext(KINDS[bond.kind]), people[bond.other].label, bond.number, _years(bond))
        for bond in bonds
    )
    columns = (N_("Who"), N_("What"), N_("Whom"), N_("Times"), N_("Years"))
    return Figure(drawing("".join(body), WIDTH, HEIGHT, said), columns, rows, note)


def network_data(here: Site, asked: Asked) -> dict[str, Any]:
    """The same as data: people with their places in the drawing, and bonds that name them by their position in the list."""
    people, bonds, weights = _chosen(here, asked)
    spots = here.snapshot.views.places_in_drawing(people)
    index = {number: position for position, number in enumerate(people)}
    return {
        "people": [
            {"id": here.iri(entity), "kind": str(entity.kind), "label": entity.label, "page": here.href(here.iri(entity)),
             "x": spots[number][0], "y": spots[number][1], "times": weights[number]}
            for number, entity in people.items()
        ],
        "bonds": [
            {"kind": bond.kind, "one": index[bond.one], "other": index[bond.other], "times": bond.number,
             "first": bond.first or None, "last": bond.last or None}
            for bond in bonds
        ],
    }  # fmt: skip


def _years(bond: Bond) -> str:
    return (
        ""
        if not bond.last
        else str(bond.last)
        if bond.first in (0, bond.last)
        else gettext("%(start)s to %(end)s") % {"start": bond.first, "end": bond.last}
    )


def _chosen(here: Site, asked: Asked) -> tuple[dict[int, Entity], list[Bond], Counter[int]]:
    """The busiest people, the bonds among them, and how busy each is."""
    bonds = here.snapshot.views.bonds(asked.kinds, asked.years, asked.around)
    weights: Counter[int] = Counter()
    own: Counter[int] = Counter()
    for bond in bonds:
        weights[bond.one] += bond.number
        weights[bond.other] += bond.number
        if asked.around in (bond.one, bond.other):
            own[bond.other if bond.one == asked.around else bond.one] += bond.number
    order = sorted(weights, key=lambda who: (who != asked.around, -own[who], -weights[who], who))[: asked.most]
    known = here.snapshot.catalog.numbered(order)
    spotted = here.snapshot.views.places_in_drawing(order)
    people = {who: known[who] for who in order if who in known and who in spotted}
    return people, [bond for bond in bonds if bond.one in people and bond.other in people], weights


def _fitted(spots: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """The places stretched to the sheet: halfway between where they stand and where they come in order, so that crowds have air."""
    across = _spread({who: x for who, (x, _) in spots.items()}, WIDTH)
    down = _spread({who: y for who, (_, y) in spots.items()}, HEIGHT)
    return {who: (across[who], down[who]) for who in spots}


def _spread(places: dict[int, float], length: int) -> dict[int, float]:
    order = sorted(places, key=lambda who: (places[who], who))
    if not order:
        return {}
    first, far = places[order[0]], places[order[-1]] - places[order[0]] or 1.0
    last = max(len(order) - 1, 1)
    return {
        who: _EDGE + (length - 2 * _EDGE) * (0.4 * (places[who] - first) / far + 0.6 * rank / last)
        for rank, who in enumerate(order)
    }


def _people(
    people: dict[int, Entity], spots: dict[int, tuple[float, float]], weights: Counter[int], leads: Leads
) -> list[str]:
    heavy = max((weights[who] for who in people), default=1)
    taken: list[tuple[float, float, float, float]] = []
    rounds = {who: 3 + 13 * sqrt(weights[who] / heavy) for who in people}
    for who, (x, y) in spots.items():
        r = rounds[who] * 0.8
        taken.append((x - r, y - r, x + r, y + r))
    out, labelled = [], 0
    for who, entity in sorted(people.items(), key=lambda item: -weights[item[0]]):
        (x, y), r = spots[who], rounds[who]
        if entity.kind is Kind.ORGANISATION:
            content = shape(
                "rect",
                x=x - r,
                y=y - r,
                width=2 * r,
                height=2 * r,
                rx=2,
                fill=PAPER,
                stroke=INK,
                stroke_width=1.5,
                class_="v-node",
            )
        else:
            content = shape("circle", cx=x, cy=y, r=r, fill=PAPER, stroke=INK, stroke_width=1.5, class_="v-node")
        label = shortened(entity.label, 30)
        wide = len(label) * 7.0
        for left, base in (
            (x - wide / 2, y + r + 13),
            (x - wide / 2, y - r - 4),
            (x + r + 4, y + 4),
            (x - r - 4 - wide, y + 4),
        ):
            if (
                labelled < _MAX_LABELS
                and 2 < left < WIDTH - wide - 2
                and apart(taken, (left, base - 11, left + wide, base + 3))
            ):
                labelled += 1
                content += words(
                    left,
                    base,
                    label,
                    class_="v-label v-halo",
                    stroke=PAPER,
                    stroke_width=3,
                    stroke_linejoin="round",
                    paint_order="stroke",
                )
                break
        weight = gettext("%s letters and meetings") % number(weights[who])
        out.append(link(leads(entity), content, f"{entity.label}: {weight}"))
    return out[::-1]
