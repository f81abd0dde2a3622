"""Shapes as documentation: what a record must, should and may have, in plain words made from the Turtle."""

from lod_publisher.web.shapes_guide.graph import ShapesGraph
from lod_publisher.web.shapes_guide.guide import Section, guide
from lod_publisher.web.shapes_guide.phrases import Names

__all__ = ["Names", "Section", "ShapesGraph", "guide"]
