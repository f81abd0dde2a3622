"""How often a volume speaks of which places and offices: read off its tags without parsing it, for linking before all is read."""

import re
from collections import Counter
from html import unescape

from lod_publisher.model.records import EntityRef
from lod_publisher.settings import Source
from lod_publisher.sources._frus import office_ref, place_ref

_TAGS = re.compile(rb"<(/?)(placeName|gloss)\b([^>]*)>")
_SIDE = re.compile(rb"""\btype\s*=\s*["'](?:from|to)["']""")
_NOTES = re.compile(r"<note\b.*?</note>", re.S)
_ANY_TAG = re.compile(r"<[^>]*>")


def spoken(source: Source) -> Counter[EntityRef]:
    """Count the places that datelines name and the offices that heads name, by the keys under which `read` points at them.

    A file that is no volume, or cannot be opened, speaks of nothing: `read` says what is wrong with it.
    """
    try:
        data = source.path.read_bytes()
    except OSError:
        return Counter()
    found: Counter[EntityRef] = Counter()
    open_: list[tuple[bytes, bool, int]] = []
    for match in _TAGS.finditer(data):
        closes, tag, attributes = match.groups()
        if not closes:
            if not attributes.endswith(b"/"):
                open_.append((tag, tag == b"placeName" or _SIDE.search(attributes) is not None, match.end()))
        elif open_ and open_[-1][0] == tag:
            _, counts, begin = open_.pop()
            if counts and (said := _said(tag, data[begin : match.start()])):
                found[said] += 1
    return found


def _said(tag: bytes, content: bytes) -> EntityRef | None:
    words = unescape(_ANY_TAG.sub("", _NOTES.sub("", content.decode("utf-8", "replace"))))
    return place_ref(words) if tag == b"placeName" else office_ref(words)
