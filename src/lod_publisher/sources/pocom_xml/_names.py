"""What the ids in the files of one POCOM folder are called: offices, persons, territories."""

import re
from pathlib import Path

from lxml import etree

from lod_publisher.errors import SourceError
from lod_publisher.sources import _person_xml, _xml

_OFFICES = ("roles-country-chiefs", "positions-principals", "missions-orgs")
_SMALL = {"of", "and", "the"}
# Names that their ids do not spell, and those that English gives an article.
_TERRITORIES = {
    "antigua-barbuda": "Antigua and Barbuda",
    "bosnia-herzegovina": "Bosnia and Herzegovina",
    "congo-brazzaville": "Congo (Brazzaville)",
    "congo-democratic-republic": "the Democratic Republic of the Congo",
    "congo-kinshasa": "Congo (Kinshasa)",
    "congo-republic": "the Republic of the Congo",
    "cote-divoire": "Côte d’Ivoire",
    "guinea-bissau": "Guinea-Bissau",
    "micronesia-federated-states-of": "the Federated States of Micronesia",
    "saint-kitts-nevis": "Saint Kitts and Nevis",
    "saint-vincent-grenadines": "Saint Vincent and the Grenadines",
    "saint-vincent-and-grenadines": "Saint Vincent and the Grenadines",
    "sao-tome-and-principe": "São Tomé and Príncipe",
    "timor-leste": "Timor-Leste",
    "vietnam-south": "South Vietnam",
}
_WITH_ARTICLE = re.compile(
    r"united-|.*-(republic|islands|see|sicilies|empire|dynasty|union|kingdom|emirates)$|kingdom-of|state-of|republic-of|socialist-federal"
    r"|(bahamas|gambia|netherlands|philippines|maldives|seychelles|comoros)$"
)
_ENDED = re.compile(r"-\d{4}$")


def words_of(key: str) -> str:
    """A readable form of an id that nothing explains: "acting-chief" becomes "Acting Chief"."""
    return " ".join(word if word in _SMALL else word.capitalize() for word in key.split("-"))


def territory(key: str) -> str:
    """The English name of a territory, with its article where it has one; the year in which it ended is dropped."""
    key = _ENDED.sub("", key)
    if key in _TERRITORIES:
        return _TERRITORIES[key]
    return f"the {words_of(key)}" if _WITH_ARTICLE.match(key) else words_of(key)


class Names:
    """Looks into the other files of the folder, each at most once; an id without a file of its own gets its own words."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._offices: dict[str, str] = {}
        self._persons: dict[str, tuple[str, str]] = {}

    def _root(self, *parts: str) -> etree._Element | None:
        if self._folder is None or not (path := self._folder.joinpath(*parts)).is_file():
            return None
        try:
            root: etree._Element = _xml.parse(path, str(path)).getroot()
        except SourceError:  # said when that file itself is read; here its id must do
            return None
        return root

    def office(self, key: str) -> str:
        """The title of an office, such as "Ambassador Extraordinary and Plenipotentiary"."""
        if key not in self._offices:
            roots = (self._root(folder, f"{key}.xml") for folder in _OFFICES)
            titles = (_person_xml.text_of(root, "names/singular") for root in roots if root is not None)
            self._offices[key] = next((title for title in titles if title), words_of(key))
        return self._offices[key]

    def person(self, key: str) -> tuple[str, str]:
        """The name of a person, as lists sort it and as it is spoken."""
        if key not in self._persons:
            root = self._root("people", key[:1], f"{key}.xml")
            inverted = _person_xml.inverted_name(root) if root is not None else ""
            natural = _person_xml.natural_name(root) if root is not None else ""
            self._persons[key] = (inverted or words_of(key), natural or words_of(key))
        return self._persons[key]
