"""What the dataset says of an entity in short: enough to tell namesakes apart, and to test a claim about one of them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one entity; what is not known is "" or None or empty.

    `description` is one line ("Prime Minister of Iraq from July 14, 1958; 1914-1963; in 41 documents"). `birth` and `death` are
    in EDTF. The years are those of offices held and of documents that speak of the entity. `offices` are in the sources' words,
    `countries` in English; `volumes` are local ids. `identifiers` are by authority ("viaf", "wikidata", "volume-entry").
    `documents` counts those that speak of the entity, each once.
    """

    description: str = ""
    birth: str = ""
    death: str = ""
    first_year: int | None = None
    last_year: int | None = None
    offices: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    identifiers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    documents: int = 0

    def to_json(self) -> str:
        """As the index keeps them: what is not known is left out."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Facts":
        """As they were written by `to_json`."""
        told: dict[str, Any] = json.loads(text)
        for name in ("offices", "countries", "volumes"):
            told[name] = tuple(told.get(name, ()))
        told["identifiers"] = {key: tuple(values) for key, values in told.get("identifiers", {}).items()}
        return Facts(**told)


_MOST_SAID = 110
_LONGEST = 160
_GROWN_UP = 15
_YEAR = re.compile(r"(?<![\d-])\d{4}(?![\dX])")


def shortened(role: str) -> str:
    """What somebody is said to be, cut after a word when it is long."""
    role = " ".join(role.split())
    return role if len(role) <= _LONGEST else role[:_LONGEST].rpartition(" ")[0] + " …"


def years_of(edtf: str) -> list[int]:
    """The first and last year of a date, as far as they are known."""
    return [int(year) for year in _YEAR.findall(edtf)][:2]


def is_alive(year: int, life: Mapping[str, str]) -> bool:
    """Whether somebody may have done something in a year: grown up, and not dead, as far as that is known."""
    born, died = years_of(life.get("birth", "")), years_of(life.get("death", ""))
    return not (born and year < born[0] + _GROWN_UP) and not (died and year > died[-1])


def in_one_line(facts: Facts, said: Sequence[str], date: str) -> str:
    """A line that tells an entity from its namesakes: what is said of it, its life or date, and how much speaks of it."""
    parts = [next((each for each in sorted(said, key=len, reverse=True) if len(each) <= _MOST_SAID), "")]
    if not parts[0] and said:
        parts = [said[0][: _MOST_SAID - 2].rpartition(" ")[0] + " …"]
    if facts.birth or facts.death:
        parts.append(f"{facts.birth}–{facts.death}")
    elif date:
        parts.append(date)
    elif facts.first_year:
        last = f"–{facts.last_year}" if facts.last_year != facts.first_year else ""
        parts.append(f"active {facts.first_year}{last}")
    if facts.documents:
        parts.append(f"in {facts.documents:,} document{'s' if facts.documents > 1 else ''}")
    elif facts.volumes:
        parts.append(f"in {', '.join(facts.volumes[:3])}" + (" and others" if len(facts.volumes) > 3 else ""))
    return "; ".join(part for part in parts if part)
