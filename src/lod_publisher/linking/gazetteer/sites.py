"""Houses, bases and small towns from which papers are dated: where each lies, by a table of our own.

Coordinates are of the site, to a hundredth of a degree (about a kilometre).
"""

from dataclasses import dataclass
from functools import cache

from lod_publisher.linking.gazetteer.spelling import plain


@dataclass(frozen=True, slots=True)
class Site:
    """A place that is no city of GeoNames' list: what it is, in which city or (with a division) state it lies, and where."""

    name: str
    what: str
    within: str
    country: str
    coordinates: tuple[float, float]


_TABLE = """
White House | the President's house and office | Washington | US | 38.90 -77.04
The Pentagon | the building of the Department of Defense | Arlington, VA | US | 38.87 -77.06
Department of State | the building of the Department of State | Washington | US | 38.89 -77.05
Camp David | the President's retreat | MD | US | 39.65 -77.46
LBJ Ranch | President Johnson's ranch near Stonewall | TX | US | 30.24 -98.62
Hyannis Port | a village with the Kennedy family's houses | MA | US | 41.63 -70.30
Gettysburg | a town with President Eisenhower's farm | PA | US | 39.83 -77.23
Camp Smith | headquarters of the Commander in Chief, Pacific, at Aiea | HI | US | 21.39 -157.91
Pearl Harbor | a harbor and naval base on Oahu | HI | US | 21.36 -157.97
Oahu | an island | HI | US | 21.47 -157.98
Key West | a city with a naval station | FL | US | 24.56 -81.78
San Clemente | a city with President Nixon's house | CA | US | 33.43 -117.61
Key Biscayne | an island with President Nixon's house | FL | US | 25.69 -80.16
Palm Beach | a town | FL | US | 26.71 -80.04
Quai d'Orsay | the French Ministry of Foreign Affairs | Paris | FR | 48.86 2.32
Elysee Palace | the French President's house | Paris | FR | 48.87 2.32
Chequers | the British Prime Minister's country house | | GB | 51.74 -0.78
Birch Grove | Prime Minister Macmillan's house in Sussex | | GB | 51.04 0.02
Laranjeiras Palace | a palace of the Brazilian government | Rio de Janeiro | BR | -22.93 -43.19
Los Pinos | the Mexican President's house | Mexico City | MX | 19.42 -99.19
Olivos | a suburb of Buenos Aires with the Argentine President's house | | AR | -34.51 -58.48
Brioni | islands with President Tito's residence | | HR | 44.92 13.76
Pitsunda | a cape on the Black Sea with a dacha of the Soviet government | | GE | 43.16 40.34
Bad Godesberg | a town, since 1969 a part of Bonn | | DE | 50.68 7.15
The Hague | the seat of the Dutch government | | NL | 52.08 4.31
Punta del Este | a resort, seat of inter-American meetings | | UY | -34.96 -54.95
San Carlos de Bariloche | a town in the Andes | | AR | -41.13 -71.31
Hakone | a resort | | JP | 35.23 139.11
Okinawa | an island and its prefecture | | JP | 26.34 127.80
Sussex | a county | | GB | 50.95 -0.10
England | the country | | GB | 52.16 -0.70
The Azores | islands | | PT | 38.50 -28.00
Angra | a town on Terceira in the Azores, Angra do Heroismo | | PT | 38.66 -27.22
Mons | a town, seat of Supreme Headquarters Allied Powers Europe since 1967 | | BE | 50.45 3.95
Grafenau | a town in Bavaria | | DE | 48.86 13.40
Karuizawa | a resort | | JP | 36.35 138.60
"""


@cache
def _read() -> dict[str, Site]:
    found: dict[str, Site] = {}
    for line in _TABLE.strip().splitlines():
        name, what, within, country, point = (cell.strip() for cell in line.split("|"))
        latitude, longitude = map(float, point.split())
        found[plain(name)] = Site(name, what, within, country, (latitude, longitude))
    return found


SITES = _read()
"""By name, in the spelling of `plain`."""
