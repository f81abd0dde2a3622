"""Finding: words in names and texts, narrowed by facets and dates, sorted, and cut into pages."""

from lod_publisher.snapshot.finding.finder import SORTS, Finder, Found, Question
from lod_publisher.snapshot.finding.snippets import Piece

__all__ = ["SORTS", "Finder", "Found", "Piece", "Question"]
