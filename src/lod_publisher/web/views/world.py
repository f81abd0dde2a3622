"""The outlines of the lands (Natural Earth, in TopoJSON as the package's build brings it) and the projection that all maps share."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import radians
from pathlib import Path
from typing import Any

from lod_publisher.web.views.drawing import path

# Coarse for the whole world, fine for a part of it.
COARSE, FINE = "land-110m.json", "land-50m.json"
_FOLDERS = (Path(__file__).parents[1] / "static" / "dist",)
# Nobody wrote from Antarctica, and no map of ours reaches so far.
_SOUTHERNMOST = -60.0
# Of a drawing that is 1,000 wide: what lies nearer to the point before is not seen; so far beyond the edge a hand may drag it.
_SEEN, _BEYOND = 0.7, 300.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Land:
    """One piece of land in the plane: its rings, and the box (left, top, right, bottom) around it."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    box: Box


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The plane's x (to the right) and y (downwards) of a point; the world is about 5.5 wide and 2.9 high.

    Source: Savric, Jenny, Patterson, Petrovic and Hurni, "A polynomial equation for the Natural Earth projection" (2011).
    """
    phi = radians(latitude)
    square = phi * phi
    fourth = square * square
    across = 0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    down = phi * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return radians(longitude) * across, -down


def land_within(box: Box) -> str:
    """The lands of a part of the plane, scaled so that the part is 1,000 wide, as the data of one path; "" when there is no file of them."""
    left, top, right, bottom = box
    scale = 1000 / (right - left)
    edges = (-_BEYOND, -_BEYOND, 1000 + _BEYOND, (bottom - top) * scale + _BEYOND)
    name = COARSE if right - left > 2.2 else FINE
    pieces = []
    for land in _lands(name):
        l, t, r, b = land.box  # noqa: E741 a side
        if l < right and r > left and t < bottom and b > top:
            rings = ([((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in land.rings)
            pieces += [path(thinned(ring, edges)) for ring in rings]
    return "".join(piece for piece in pieces if piece.count("L") > 1)


def thinned(ring: list[tuple[float, float]], edges: Box) -> Iterator[tuple[float, float]]:
    """A ring that fills the part within the edges (left, top, right, bottom) as it did before, of fewer points.

    Within, what is too near to be seen is left out. Beyond, of points that follow each other past the same edge the first and the last
    are enough: the line between these two stays past that edge, too.
    """
    left, top, right, bottom = edges
    shared, last = 0, (float("inf"), float("inf"))
    waiting: tuple[float, float] | None = None
    for point in ring:
        x, y = point
        past = (x < left) | (x > right) << 1 | (y < top) << 2 | (y > bottom) << 3
        if past & shared:
            shared &= past
            waiting = point
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        shared = past
        if past or abs(x - last[0]) + abs(y - last[1]) >= _SEEN:
            yield point
            last = point
    if waiting is not None:
        yield waiting


@lru_cache(maxsize=2)
def _lands(name: str) -> tuple[Land, ...]:
    file = next((folder / name for folder in _FOLDERS if (folder / name).is_file()), None)
    return tuple(read_topology(json.loads(file.read_text(encoding="utf-8")))) if file else ()


def read_topology(topology: dict[str, Any]) -> list[Land]:
    """The pieces of land of a TopoJSON document, projected.

    Source: The TopoJSON Format Specification, 2.1.3 to 2.1.4: an arc's positions are steps from one to the next, in whole numbers that
    `transform` scales; a negative number of an arc means the arc backwards.
    """
    (across, down), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((y * down + south, x * across + west))
        arcs.append(points)
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            whole = [_unbroken(_ring(ring, arcs)) for ring in polygon]
            if max(latitude for latitude, _ in whole[0]) < _SOUTHERNMOST:
                continue
            rings = tuple(tuple(project(*point) for point in ring) for ring in whole)
            xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
            found.append(Land(rings, (min(xs), min(ys), max(xs), max(ys))))
    return found


def _unbroken(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that goes on beyond the 180th meridian, where longitudes jump to the other side of the world."""
    out, turn, before = [], 0.0, ring[0][1]
    for latitude, longitude in ring:
        turn -= 360.0 * round((longitude - before) / 360.0)
        before = longitude
        out.append((latitude, longitude + turn))
    longitudes = [longitude for _, longitude in out]
    home = 360.0 * round((min(longitudes) + max(longitudes)) / 720.0)
    return [(latitude, longitude - home) for latitude, longitude in out]


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    ring: list[tuple[float, float]] = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += points[1:] if ring else points
    return ring
