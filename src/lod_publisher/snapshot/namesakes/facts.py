"""What the dataset says of an entity in short: enough to tell namesakes apart, and to test a claim about one of them."""

import json
from dataclasses import asdict, dataclass, field
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
        return json.dumps({key: value for key, value in asdict(self).items() if value}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Facts":
        """As they were written by `to_json`."""
        told: dict[str, Any] = json.loads(text)
        for name in ("offices", "countries", "volumes"):
            told[name] = tuple(told.get(name, ()))
        told["identifiers"] = {key: tuple(values) for key, values in told.get("identifiers", {}).items()}
        return Facts(**told)
