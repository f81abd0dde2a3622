"""The findings of a build, for people on a terminal and in a browser, and for tools in Turtle and JSON."""

from lod_publisher.validation.report.html import report_html
from lod_publisher.validation.report.json import report_json
from lod_publisher.validation.report.text import report_text
from lod_publisher.validation.report.turtle import report_turtle

__all__ = ["report_html", "report_json", "report_text", "report_turtle"]
