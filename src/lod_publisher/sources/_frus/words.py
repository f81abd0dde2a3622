"""From the words of a head or dateline to the local id of the office or place they name."""

import re
from functools import lru_cache

from lod_publisher.model.iris import Kind, slug
from lod_publisher.model.records import EntityRef

_THE = re.compile(r"^(?:and |the )+", re.I)
_NOT_A_PLACE = re.compile(
    r"not declassified|^(?:undated|no date|n\.d\.|(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b.*)$",
    re.I,
)
_DELEGATION_CODE = re.compile(r"^(?:Sec[Dd]el |SET)?\w*/[\w/]+ (?=[A-Z])|^SecDel MC/\d+ ")
_EDGES = " \t,.;:?[]()"


@lru_cache(maxsize=4096)
def office_ref(words: str) -> EntityRef | None:
    """The organisation of an office's name: "the Department of State" is organisation department-of-state.

    None when no letter is left, or when the name is withheld in part: then nobody knows whether two such offices are one.
    """
    label = _THE.sub("", " ".join(words.split()).strip(_EDGES.replace("[", "").replace("]", "")))
    if "not declassified" in label:
        return None
    label = label.strip("[]").strip()
    key = slug(label)
    return EntityRef(Kind.ORGANISATION, key, label) if key else None


@lru_cache(maxsize=4096)
def place_ref(words: str) -> EntityRef | None:
    """The place a dateline names: brackets, question marks and punctuation at its edges are the editors', not the name's.

    None for a withheld place and for a month that a dateline tags as a place.
    """
    label = _DELEGATION_CODE.sub("", " ".join(words.split()).strip(_EDGES)).strip(_EDGES)
    if _NOT_A_PLACE.search(label):
        return None
    key = slug(label)
    return EntityRef(Kind.PLACE, key, label) if key else None
