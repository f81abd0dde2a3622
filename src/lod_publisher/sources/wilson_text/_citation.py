"""The archive's citation read: where it lies on the web, which paper it copies, and who translated it."""

import re

from lod_publisher.model.iris import slug
from lod_publisher.model.records import ArchivalSource

ADDRESS = re.compile(r"https?://[^\s<>]+/document/([0-9]+)")
CITED = re.compile(r'"(?P<title>.+?),?",? (?P<date>[A-Z][a-z]+ \d{1,2}, \d{4}), (?P<rest>.+)', re.S)
_TRANSLATOR = re.compile(r"Translated (?:for [\w ]+ )?by ([^.;<]+?)\.?\s*(?:<|$)")
# repository, section, fonds, series and year, then the storage unit: "MOL M-KS 288.f.32/1958 7.ó.e."
_SHELFMARK = re.compile(
    r"(?P<repository>\w+) (?P<section>[\w-]+) (?P<fonds>\d+\.\s?f\.)\s?(?P<series>\d+/\d{4}) (?P<unit>.+)"
)
_KEEPERS = {"MOL": "MOL (Magyar Országos Levéltár, National Archives of Hungary)"}


def translator_name(citation: str) -> str:
    """The name after "Translated by", "" when nobody is named."""
    match = _TRANSLATOR.search(citation)
    return match[1] if match else ""


def shelfmark(citation: str) -> ArchivalSource | None:
    """Where the paper lies: level by level when the shelfmark is Hungarian, else the repository and the rest."""
    cited = CITED.search(citation)
    if cited is None:
        return None
    place = re.sub(r"^.*?(?:Digital Archive|Document Archive), ", "", cited["rest"])
    place = _TRANSLATOR.split(place)[0].partition("<")[0].strip()
    if not place:
        return None
    if match := _SHELFMARK.fullmatch(place):
        parts = match.group("repository", "section", "fonds", "series")
        return ArchivalSource(tuple((slug(part), _KEEPERS.get(part, part)) for part in parts), match["unit"], place)
    repository, _, unit = place.partition(" ")
    return ArchivalSource(((slug(repository) or "archive", repository),), unit, place)
