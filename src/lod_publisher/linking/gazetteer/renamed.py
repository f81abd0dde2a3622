"""Towns whose names have changed, or are spelled otherwise in English papers of the last century: a table of our own.

Each row has the name in the papers, the name in GeoNames, the country, and the year until which it was the official name ("" where
it is a spelling, or a name that English keeps to itself).
"""

from dataclasses import dataclass
from functools import cache

from lod_publisher.linking.gazetteer.spelling import plain


@dataclass(frozen=True, slots=True)
class Renaming:
    """A former name or older spelling of a town. `until` is the year in which the name was given up."""

    name: str
    now: str
    country: str
    until: str = ""


_TABLE = """
Leopoldville, Kinshasa, CD, 1966
Elisabethville, Lubumbashi, CD, 1966
Stanleyville, Kisangani, CD, 1966
Coquilhatville, Mbandaka, CD, 1966
Jadotville, Likasi, CD, 1966
Luluabourg, Kananga, CD, 1966
Albertville, Kalemie, CD, 1966
Costermansville, Bukavu, CD, 1953
Usumbura, Bujumbura, BI, 1962
Salisbury, Harare, ZW, 1982
Lourenco Marques, Maputo, MZ, 1976
Nova Lisboa, Huambo, AO, 1975
Tananarive, Antananarivo, MG, 1976
Fort Lamy, N'Djamena, TD, 1973
Bathurst, Banjul, GM, 1973
Santa Isabel, Malabo, GQ, 1973
Abercorn, Mbala, ZM, 1967
Fort Jameson, Chipata, ZM, 1967
Port Lyautey, Kenitra, MA, 1956
Mazagan, El Jadida, MA, 1956
Mogador, Essaouira, MA, 1956
Fez, Fes, MA,
Marrakech, Marrakesh, MA,
Tangier, Tangier, MA,
Bone, Annaba, DZ, 1962
Philippeville, Skikda, DZ, 1962
Bougie, Bejaia, DZ, 1962
Colomb-Bechar, Bechar, DZ, 1962
Mogadiscio, Mogadishu, SO,
Asmara, Asmara, ER,
Mersa Matruh, Mersa Matruh, EG,
Peking, Beijing, CN, 1979
Peiping, Beijing, CN, 1949
Nanking, Nanjing, CN, 1979
Hangchow, Hangzhou, CN, 1979
Canton, Guangzhou, CN, 1979
Chungking, Chongqing, CN, 1979
Tientsin, Tianjin, CN, 1979
Tsingtao, Qingdao, CN, 1979
Mukden, Shenyang, CN, 1945
Dairen, Dalian, CN, 1945
Hankow, Wuhan, CN, 1927
Sian, Xi'an, CN, 1979
Amoy, Xiamen, CN, 1979
Foochow, Fuzhou, CN, 1979
Kweilin, Guilin, CN, 1979
Kunming, Kunming, CN,
Tihwa, Urumqi, CN, 1954
Urumchi, Urumqi, CN, 1979
Changchun, Changchun, CN,
Taipeh, Taipei, TW,
Djakarta, Jakarta, ID, 1972
Batavia, Jakarta, ID, 1942
Djokjakarta, Yogyakarta, ID, 1972
Jogjakarta, Yogyakarta, ID, 1972
Bandoeng, Bandung, ID, 1947
Soerabaja, Surabaya, ID, 1947
Surabaja, Surabaya, ID, 1972
Macassar, Makassar, ID,
Hollandia, Jayapura, ID, 1962
Jesselton, Kota Kinabalu, MY, 1967
Saigon, Ho Chi Minh City, VN, 1976
Tourane, Da Nang, VN, 1954
Danang, Da Nang, VN,
Pnom Penh, Phnom Penh, KH,
Rangoon, Yangon, MM, 1989
Pusan, Busan, KR, 2000
Taegu, Daegu, KR, 2000
Inchon, Incheon, KR, 2000
Keijo, Seoul, KR, 1945
Naha, Naha, JP,
Calcutta, Kolkata, IN, 2001
Bombay, Mumbai, IN, 1995
Madras, Chennai, IN, 1996
Bangalore, Bengaluru, IN, 2014
Poona, Pune, IN, 1978
Simla, Shimla, IN,
Benares, Varanasi, IN, 1956
Cawnpore, Kanpur, IN, 1948
Baroda, Vadodara, IN, 1974
Trivandrum, Thiruvananthapuram, IN, 1991
Dacca, Dhaka, BD, 1983
Lyallpur, Faisalabad, PK, 1979
Jidda, Jeddah, SA,
Jiddah, Jeddah, SA,
Mecca, Mecca, SA,
Dhahran, Dhahran, SA,
Taiz, Ta'izz, YE,
Taif, Ta'if, SA,
Teheran, Tehran, IR,
Meshed, Mashhad, IR,
Khorramshahr, Khorramshahr, IR,
Bushire, Bushehr, IR,
Kermanshah, Kermanshah, IR,
Basra, Basrah, IQ,
Mosul, Mosul, IQ,
Aleppo, Aleppo, SY,
Latakia, Latakia, SY,
Tel Aviv, Tel Aviv, IL,
Jaffa, Tel Aviv, IL, 1950
Angora, Ankara, TR, 1930
Constantinople, Istanbul, TR, 1930
Smyrna, Izmir, TR, 1930
Adana, Adana, TR,
Iskenderun, Iskenderun, TR,
Alexandretta, Iskenderun, TR, 1939
Salonika, Thessaloniki, GR, 1937
Piraeus, Piraeus, GR,
Ciudad Trujillo, Santo Domingo, DO, 1961
Port of Spain, Port of Spain, TT,
Georgetown, Georgetown, GY,
Leningrad, Saint Petersburg, RU, 1991
Petrograd, Saint Petersburg, RU, 1924
Stalingrad, Volgograd, RU, 1961
Gorky, Nizhniy Novgorod, RU, 1990
Gorki, Nizhniy Novgorod, RU, 1990
Kuibyshev, Samara, RU, 1991
Sverdlovsk, Yekaterinburg, RU, 1991
Kaliningrad, Kaliningrad, RU,
Konigsberg, Kaliningrad, RU, 1946
Novosibirsk, Novosibirsk, RU,
Kiev, Kyiv, UA,
Kharkov, Kharkiv, UA,
Odessa, Odesa, UA,
Lvov, Lviv, UA,
Lwow, Lviv, UA, 1945
Dnepropetrovsk, Dnipro, UA, 2016
Alma Ata, Almaty, KZ, 1993
Semipalatinsk, Semey, KZ, 2007
Frunze, Bishkek, KG, 1991
Stalinabad, Dushanbe, TJ, 1961
Tiflis, Tbilisi, GE, 1936
Erivan, Yerevan, AM, 1936
Yerevan, Yerevan, AM,
Danzig, Gdansk, PL, 1945
Breslau, Wroclaw, PL, 1945
Stettin, Szczecin, PL, 1945
Posen, Poznan, PL, 1919
Cracow, Krakow, PL,
Warsaw, Warsaw, PL,
Karl-Marx-Stadt, Chemnitz, DE, 1990
Frankfurt, Frankfurt am Main, DE,
Frankfort, Frankfurt am Main, DE,
Heidelberg, Heidelberg, DE,
Cologne, Koeln, DE,
Munich, Munich, DE,
Agram, Zagreb, HR, 1918
Fiume, Rijeka, HR, 1947
Titograd, Podgorica, ME, 1992
Pressburg, Bratislava, SK, 1919
Christiania, Oslo, NO, 1925
Helsingfors, Helsinki, FI,
Reykjavik, Reykjavik, IS,
Berne, Bern, CH,
Basle, Basel, CH,
Zurich, Zurich, CH,
Geneva, Geneva, CH,
Leghorn, Livorno, IT,
Trieste, Trieste, IT,
Oporto, Porto, PT,
Antwerp, Antwerpen, BE,
Torrejon, Torrejon de Ardoz, ES,
Seville, Sevilla, ES,
Cape Town, Cape Town, ZA,
Pretoria, Pretoria, ZA,
Godthaab, Nuuk, GL, 1979
New York, New York City, US,
Washington, Washington, US,
Boston, Boston, US,
Vienna, Vienna, AT,
Panama City, Panama, PA,
Santiago, Santiago, CL,
San Jose, San Jose, CR,
Tripoli, Tripoli, LY,
Nassau, Nassau, BS,
"""


@cache
def _read() -> dict[str, Renaming]:
    rows = ([cell.strip() for cell in line.split(",")] for line in _TABLE.strip().splitlines())
    found: dict[str, Renaming] = {}
    for name, now, country, until in rows:
        found[plain(name)] = Renaming(name, now, country, until)
    return found


RENAMED = _read()
"""By the name in the papers, in the spelling of `plain`."""


def former_names(now: str, country: str) -> tuple[Renaming, ...]:
    """The names that a town has given up, the youngest first."""
    key = plain(now)
    gone = [each for each in RENAMED.values() if each.until and each.country == country and plain(each.now) == key]
    return tuple(sorted(gone, key=lambda each: (-int(each.until), each.name)))
