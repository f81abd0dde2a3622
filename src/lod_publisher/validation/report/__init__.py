"""The findings of a build, for people on a terminal and in a browser, and for tools in Turtle and JSON."""

from lod_publisher.validation.report.baseline import Compared, compare, read_baseline, write_baseline
from lod_publisher.validation.report.fingerprint import fingerprint
from lod_publisher.validation.report.history import Build, counts_of, extended, read_history
from lod_publisher.validation.report.json import report_json, report_jsonl
from lod_publisher.validation.report.pages.frame import About
from lod_publisher.validation.report.pages.front import report_html
from lod_publisher.validation.report.text import Line, report_lines, report_text
from lod_publisher.validation.report.turtle import report_turtle
from lod_publisher.validation.report.writing import HISTORY, write_report

__all__ = [
    "HISTORY",
    "About",
    "Build",
    "Compared",
    "Line",
    "compare",
    "counts_of",
    "extended",
    "fingerprint",
    "read_baseline",
    "read_history",
    "report_html",
    "report_json",
    "report_jsonl",
    "report_lines",
    "report_text",
    "report_turtle",
    "write_baseline",
    "write_report",
]
