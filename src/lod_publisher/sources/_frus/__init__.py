"""What both FRUS readers know of the series: its offices and places, kinds of document, redactions and source notes."""

from lod_publisher.sources._frus.genres import genre_of, telegram_number
from lod_publisher.sources._frus.redactions import find_redactions
from lod_publisher.sources._frus.source_note import SourceNote, parse_source_note
from lod_publisher.sources._frus.words import office_ref, place_ref

__all__ = [
    "SourceNote",
    "find_redactions",
    "genre_of",
    "office_ref",
    "parse_source_note",
    "place_ref",
    "telegram_number",
]
