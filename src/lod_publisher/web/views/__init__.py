"""Timeline, map and network as drawings (SVG) and as tables, made from what the build reckoned."""

from lod_publisher.web.views.drawing import Figure
from lod_publisher.web.views.map import AREAS, draw_map, spot_rows
from lod_publisher.web.views.network import KINDS, LEAST_DRAWN, MOST, MOST_DRAWN, Asked, draw_network, network_data
from lod_publisher.web.views.picture import SUFFIXES, png
from lod_publisher.web.views.timeline import draw_timeline, timeline_rows
from lod_publisher.web.views.window import Window

__all__ = [
    "AREAS",
    "KINDS",
    "LEAST_DRAWN",
    "MOST",
    "MOST_DRAWN",
    "SUFFIXES",
    "Asked",
    "Figure",
    "Window",
    "draw_map",
    "draw_network",
    "draw_timeline",
    "network_data",
    "png",
    "spot_rows",
    "timeline_rows",
]
