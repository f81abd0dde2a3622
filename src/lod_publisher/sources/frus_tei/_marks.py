"""Classification and handling as printed on the document itself, where no source note states them (1948 to 1952)."""

import re

from lod_publisher.model.iris import slug
from lod_publisher.sources._frus import SourceNote
from lod_publisher.sources.frus_tei._passages import Piece

_LEVEL = r"top secret|secret|confidential|restricted|unclassified|limited official use|official use only|strictly confidential"
_MARK = re.compile(rf"^\W*(?:\w+ ){{0,2}}?(?P<level>{_LEVEL})\b(?P<more>.*)$", re.I)
_HANDLING = re.compile(
    r"\b(niact|us urgent|urgent|priority|immediate|eyes only|limit(?:ed)? distribution|personal|no distribution|security information|flash)\b",
    re.I,
)
_KEYS = {"limited-distribution": "limit-distribution"}
LONGEST_MARK = 90  # characters: a longer line is text
_FIRST_LINES = 4

# "... weapons. Top Secret. 5 pp. Department of State, Central Files, 711.5611/2–2161." in the microfiche supplements;
# a description of the contents may stand before the number of pages.
CITATION = re.compile(
    r"[.”\"] (?P<level>Top Secret|Secret|Confidential|Limited Official Use|Official Use Only|Unclassified|No classification marking)"
    r"\b[^.]*\. (?:(?:.*? )?\[?[\d½-]+ pp?\.\]?,? |\d+ pages?\. )?(?P<archive>[A-Z].+?)\.?$"
)


def marks_of(own: list[Piece], found: SourceNote) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The classification and handling of a document: of its source note, else of a mark above its text."""
    if found.classification:
        return found.classification, found.handling
    lines = [piece for piece in own if piece.passage.kind in ("opener", "paragraph")][:_FIRST_LINES]
    for piece in lines:
        text = piece.flat.text
        if len(text) <= LONGEST_MARK and (match := _MARK.match(text)) and not match["more"].rstrip().endswith("."):
            handling = [slug(word) for word in _HANDLING.findall(text)]
            return (slug(match["level"]),), tuple(dict.fromkeys(_KEYS.get(key, key) for key in handling))
    return (), found.handling
