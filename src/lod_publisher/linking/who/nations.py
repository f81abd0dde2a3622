"""Whose official somebody is, as far as a role says it: "Iraqi Prime Minister", "President of Pakistan", "Senator from Illinois"."""

import re
from functools import lru_cache

# A country and the words for what belongs to it, as our table; the first word is the key.
_TABLE = """
afghanistan afghan
albania albanian
algeria algerian
argentina argentine argentinian
australia australian
austria austrian
belgium belgian
bolivia bolivian
brazil brazilian
britain british united-kingdom
bulgaria bulgarian
burma burmese
cambodia cambodian khmer
canada canadian
ceylon ceylonese sri-lanka
chile chilean
china chinese people's-republic-of-china republic-of-china roc prc
colombia colombian
congo congolese zaire zairian
cuba cuban
cyprus cypriot
czechoslovakia czech czechoslovak
denmark danish
dominican
ecuador ecuadorian
egypt egyptian uar united-arab-republic
ethiopia ethiopian
finland finnish
france french
germany german
ghana ghanaian
greece greek
guatemala guatemalan
honduras honduran
hungary hungarian
iceland icelandic
india indian
indonesia indonesian
iran iranian persian
iraq iraqi
ireland irish
israel israeli
italy italian
japan japanese
jordan jordanian
kenya kenyan
korea korean
kuwait kuwaiti
laos lao laotian
lebanon lebanese
libya libyan
malaysia malaysian malaya malayan
mexico mexican
morocco moroccan
nepal nepalese
netherlands dutch
nicaragua nicaraguan
nigeria nigerian
norway norwegian
oman omani
pakistan pakistani
panama panamanian
paraguay paraguayan
peru peruvian
philippines philippine filipino
poland polish
portugal portuguese
rhodesia rhodesian
romania romanian rumanian
salvador salvadoran
saudi
singapore singaporean
somalia somali
soviet ussr russia russian
spain spanish
sudan sudanese
sweden swedish
switzerland swiss
syria syrian
thailand thai
tunisia tunisian
turkey turkish
uruguay uruguayan
venezuela venezuelan
vietnam vietnamese vietnamese-communist
yemen yemeni
yugoslavia yugoslav
"""
_WORDS = {word.replace("-", " "): line.split()[0] for line in _TABLE.strip().splitlines() for word in line.split()}
_ADJECTIVE_FIRST = re.compile(
    r"^\W*(?:former |deputy |acting |the |head of the |member of the |first |north |south |east |west |federal |republic of |democratic )*"
    rf"({'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b(?! (?:desk|affairs|embassy|division|service))",
    re.I,
)
_OF = re.compile(
    r"\b(?:president|premier|minister|ministers|king|queen|prime minister|chancellor|shah|emperor|chief|head of state|ruler|parliament|army|"
    r"government|forces|party|assembly|senate|council|secretary(?: general)?|marshal|leader|chairman|prince|amir|sultan|foreign affairs|"
    r"defen[cs]e|state|finance|interior)\s*,?\s+(?:of|for|in|from)?\s*(?:the )?(?:kingdom of |republic of |democratic republic of |"
    r"federal republic of |provisional government of |state of |union of )*"
    rf"({'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b",
    re.I,
)
_AMERICAN = re.compile(
    r"\b(?:department of (?:state|defense|the (?:treasury|army|navy|air force|interior)|commerce|agriculture|justice|labor)|"
    r"u\.? ?s\.?(?: |$)|united states|consul(?:ate)? (?:general )?(?:in|at)|embassy (?:in|at)|ambassador (?:to|in) (?!the united states|the united nations)|"
    r"(?:republican|democratic|\(?[rd][-–—]).{0,40}|"
    r"senator from|congress(?:man|woman)|house of representatives|white house|central intelligence|national security council|"
    r"assistant secretary of state|under ?secretary of state|foreign service|bureau of|office of|director of central|"
    r"joint chiefs|cincpac|secretary of (?:state|defense|the))",
    re.I,
)


@lru_cache(maxsize=65536)
def nations_of(role: str) -> frozenset[str]:
    """The countries that somebody of this role serves; none when the role does not tell.

    "British Ambassador to Iraq" serves Britain; "Ambassador to Iraq" of an American list tells little and is "american".
    """
    text = role.replace("’", "'")
    found = {_WORDS[match[1].lower()] for match in _OF.finditer(text)}
    if first := _ADJECTIVE_FIRST.match(text):
        found = {_WORDS[first[1].lower()]} | found
    if not found and _AMERICAN.search(text):
        return frozenset(("american",))
    return frozenset(found)
