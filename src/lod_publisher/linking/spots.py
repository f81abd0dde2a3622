"""Which place on earth the words of a dateline mean: a state, a state of the Union, a city of GeoNames, or a site; or none for certain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lod_publisher.linking.gazetteer import (
    RENAMED,
    SITES,
    City,
    Site,
    State,
    Subdivision,
    cities_called,
    plain,
    state_of,
    subdivision_of,
)

# A bare name means the town that has at least so many inhabitants and so many times those of the next of the name; measured by
# reading what all 228 names of 51 volumes lead to.
_TOWN, _TIMES = 50_000, 10
# A name that is only an alternative one in GeoNames must belong to a big city: small ones have names from everywhere.
_BIG, _LONG_ENOUGH = 200_000, 5
# Names of a land that our table knows and a dateline may use more widely.
_UNCLEAR = frozenset({"korea", "georgia", "congo"})

Ground: TypeAlias = State | Subdivision | City | Site


@dataclass(frozen=True, slots=True)
class Spot:
    """What a name leads to. `ground` is None for a house or club of which only the town is known.

    `within` is the larger place; `reasons` say in words how it was found.
    """

    ground: Ground | None
    within: "Spot | None" = None
    reasons: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str] | None:
        """The same for the same place, whatever name led to it."""
        match self.ground:
            case State(code=code):
                return "state", code
            case Subdivision(code=code):
                return "division", code
            case City(geonames=number):
                return "city", str(number)
            case Site(name=name, country=country):
                return "site", f"{name} {country}"
            case None:
                return None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that several towns bear, and none of them for certain in our papers."""

    towns: tuple[City, ...]


class Atlas:
    """Answers for the names that it was made for: one reading of GeoNames serves them all."""

    def __init__(self, labels: Iterable[str]) -> None:
        wanted: set[str] = set()
        for label in labels:
            for name in (label, *label.split(",")):
                key = plain(name)
                wanted.add(key)
                if key in RENAMED:
                    wanted.add(plain(RENAMED[key].now))
        wanted.discard("")
        if wanted:
            wanted |= {plain(site.within) for site in SITES.values() if site.within and "," not in site.within}
        self._cities: Mapping[str, Sequence[City]] = cities_called(wanted)

    def find(self, label: str) -> Spot | Doubt | None:
        """The place of a name as datelines have it: "Paris", "Athens, Georgia", "Quai d'Orsay, Paris"."""
        head, comma, tail = label.rpartition(",")
        if comma and head.strip():
            return self._qualified(head.strip(), tail.strip())
        return self._bare(label.strip())

    def _bare(self, name: str) -> Spot | Doubt | None:
        key = plain(name)
        if not key or key in _UNCLEAR:
            return None
        if site := SITES.get(key):
            return self._site(site)
        if (state := state_of(name)) and len(name) > 2:
            return self.state(state, f"{name!r} is a name of {state.label}.")
        division = subdivision_of(name)
        if division and division.is_clear and len(key) > 2:
            return self._division(division, f"{name!r} is a state of the Union.")
        return self._city(key, name)

    def _city(self, key: str, name: str) -> Spot | Doubt | None:
        if (renamed := RENAMED.get(key)) and (town := self._in(renamed.now, renamed.country)):
            said = f"until {renamed.until}" if renamed.until else "in English papers"
            return self._town(town, f"{name!r} is the name of {town.label} ({town.country}) {said}.")
        called = [city for city in self._cities.get(key, ()) if city.is_called]
        capitals = [city for city in called if city.is_capital]
        if len(capitals) == 1:
            return self._town(capitals[0], f"{name!r} is the capital of {_country(capitals[0])}.")
        others = called or [city for city in self._cities.get(key, ()) if len(key) >= _LONG_ENOUGH]
        if not others:
            return None
        first, least = others[0], _TOWN if called else _BIG
        second = others[1].population if len(others) > 1 else 0
        if first.population >= max(least, _TIMES * second):
            return self._town(
                first,
                f"GeoNames has one town {name!r} of this size: {first.label} ({first.country}), {first.population:,}.",
            )
        return Doubt(tuple(others[:5])) if called else None

    def _qualified(self, head: str, tail: str) -> Spot | Doubt | None:
        """A name and where it lies: a state of the Union before a country, for "Augusta, Georgia" is never near Tbilisi."""
        division, state = subdivision_of(tail), state_of(tail)
        if division and division.code == "DC" and plain(head) == "washington":
            return self._bare(head)
        if division and (found := self._in_division(head, division)):
            return found
        if division and division.is_clear:
            return Spot(None, self._division(division, f"It lies in {division.label}."))
        if state:
            return self._in_state(head, state) if division is None else None
        around = self._bare(tail)
        return self._around(head, tail, around) if isinstance(around, Spot) and around.ground is not None else None

    def _in_division(self, head: str, division: Subdivision) -> Spot | None:
        for city in self._named(head):
            if (city.country, city.division) == ("US", division.code):
                return self._town(city, f"{head!r} is a town in {division.label}.")
        site = SITES.get(plain(head))
        return self._site(site) if site and site.country == "US" else None

    def _in_state(self, head: str, state: State) -> Spot:
        here = {state.code, *state.today}
        if town := next((city for city in self._named(head) if city.country in here), None):
            return self._town(town, f"{head!r} is a town in {state.label}.")
        if (site := SITES.get(plain(head))) and site.country in here:
            return self._site(site)
        return Spot(None, self.state(state, f"It lies in {state.label}."))

    def _around(self, head: str, tail: str, around: Spot) -> Spot:
        """A house in a town, or a town on an island."""
        country = _code(around)
        if (site := SITES.get(plain(head))) and site.country == country:
            return self._site(site)
        if isinstance(around.ground, Site) and (town := self._in(head, country)):
            return self._town(town, f"{head!r} is a town in {tail}.")
        return Spot(None, around, (f"It lies in {tail}.",))

    def _named(self, name: str) -> list[City]:
        key = plain(name)
        found = list(self._cities.get(key, ()))
        if key in RENAMED:
            found += [
                city for city in self._cities.get(plain(RENAMED[key].now), ()) if city.country == RENAMED[key].country
            ]
        return sorted(found, key=lambda city: (not city.is_called, -city.population))

    def _in(self, name: str, country: str) -> City | None:
        """The biggest town of a name in a country; those that are called so go before those that are also called so."""
        return next((city for city in self._named(name) if city.country == country), None)

    def _site(self, site: Site) -> Spot:
        reason = f"{site.name}: {site.what}."
        town, comma, division = site.within.rpartition(",")
        if comma and (state := subdivision_of(division)):
            return Spot(site, self._division(state, f"{town} is in {state.label}."), (reason,))
        if not comma and (state := subdivision_of(site.within)) and len(site.within) == 2:
            return Spot(site, self._division(state, f"It lies in {state.label}."), (reason,))
        if site.within and (city := self._in(site.within, site.country)):
            return Spot(site, self._town(city, f"It lies in {site.within}."), (reason,))
        country = state_of(site.country)
        return Spot(site, self.state(country, "") if country else None, (reason,))

    def state(self, state: State, reason: str) -> Spot:
        """A state; one that ended on the ground of a single one of today lies within that."""
        now = state_of(state.today[0]) if len(state.today) == 1 else None
        return Spot(state, Spot(now) if now else None, (reason,) if reason else ())

    def _division(self, division: Subdivision, reason: str) -> Spot:
        return Spot(division, Spot(state_of("US")), (reason,))

    def _town(self, town: City, reason: str) -> Spot:
        if town.country == "US" and town.division != "DC" and (division := subdivision_of(town.division)):
            return Spot(town, self._division(division, ""), (reason,))
        country = state_of(town.country)
        return Spot(town, Spot(country) if country else None, (reason,))


def _country(city: City) -> str:
    state = state_of(city.country)
    return state.label if state else city.country


def _code(spot: Spot) -> str:
    match spot.ground:
        case State(code=code):
            return code
        case Subdivision():
            return "US"
        case City(country=country) | Site(country=country):
            return country
        case None:
            return ""
