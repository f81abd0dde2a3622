"""SHACL: what a record must, should and may say of itself, what the whole must hold together, and the report of both.

`Shapes.check_batch` judges records while they are converted, `Shapes.check_whole` what needs them all, `integrity` asks the store;
the rest of the house sees only `Finding` values. Nothing outside this folder knows rdflib or pySHACL, so that the engine can change.
"""

from lod_publisher.validation.compiled import Remainder
from lod_publisher.validation.integrity import integrity
from lod_publisher.validation.links import open_links
from lod_publisher.validation.report import report_html, report_json, report_text, report_turtle
from lod_publisher.validation.shapes import Shapes
from lod_publisher.validation.subjects import Subject

__all__ = [
    "Remainder",
    "Shapes",
    "Subject",
    "integrity",
    "open_links",
    "report_html",
    "report_json",
    "report_text",
    "report_turtle",
]
