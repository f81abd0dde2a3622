"""What kind of document it is, known only by the first words of its head, and the number a telegram begins with."""

import re
from functools import lru_cache

_NUMBER = re.compile(r"^(?:No\. ?)?\[?\d+(?:[A-Za-z](?![A-Za-z]))?\]?\.?\s*")
_DRAFT = re.compile(
    r"^(?:draft|proposed|revised|unsent|(?:informal )?translation of|copy of|extracts? (?:from|of)|excerpts? from)\s+"
)

# In order: the first that matches the beginning of the head (lower case, without its number) decides.
_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("editorial-note", r"(?:\[?editorial note|compilers?['’]?s?['’]? note)"),
    ("circular-telegram", r"circular telegram|circular tel\b"),
    ("circular-airgram", r"circular airgram"),
    ("airgram", r"airgram"),
    ("telegram", r"(?:backchannel |joint )?telegram|(?:[\w ]+ )?cable\b|[a-z]+(?:[ -][a-z]+)? [\d-]+ (?:from|to)\b"),
    ("message", r"(?:backchannel |personal |oral |special )?messages?\b|situation message"),
    (
        "memorandum-of-telephone-conversation",
        r"(?:memoranda|memorandum|transcript|notes?|record|minutes|summary|report|editorial transcript)s?"
        r"(?: of| on| for)?(?: an?| the)?(?: \w+)? ?(?:of )?tele(?:phone|con)|telephone conversation",
    ),
    (
        "memorandum-of-conversation",
        r"(?:\w+ )?(?:memoranda|memorandum|memo|record|notes?|minutes|transcript|summary|report)s? (?:of|on|for)"
        r"(?: an?| the)?(?: \w+)? ?conversations?|memcon|\[?conversation",
    ),
    ("memorandum-of-discussion", r"memorandum of (?:an? |the )?discussion"),
    (
        "memorandum-of-meeting",
        r"memorandum of (?:an? |the )?(?:\w+ )?(?:conference|meeting)|memorandum (?:for|on) (?:an?|the) meeting",
    ),
    ("memorandum-for-the-record", r"memorand(?:um|a) (?:for|of) (?:the )?(?:record|files?)"),
    (
        "intelligence-estimate",
        r"(?:special )?(?:\w+ )?(?:national )?(?:intelligence )?estimate|(?:special )?national intelligence|snie|nie\b",
    ),
    (
        "decision-memorandum",
        r"(?:national security|presidential)(?: \w+)? (?:action|decision|study|review) memorand|nsam|nsdm|nssm",
    ),
    (
        "directive",
        r"(?:presidential |national security )?(?:\w+ )?directive|presidential determination|executive order",
    ),
    ("minutes", r"(?:\w+ )?minutes\b|summary record|record of|(?:\w+ )*?delegation (?:record|minutes)|summary minutes"),
    ("summary-of-conclusions", r"summary of conclusions"),
    (
        "memorandum",
        r"(?:\w+ ){0,2}memorand(?:um|a)\b|briefing memorandum|aide-m[eé]moire|note for the record",
    ),
    ("diary-entry", r"(?:personal )?diary|entry (?:in|from) .*diary|extract from .*diary"),
    ("notes", r"(?:summary |personal |rough |handwritten |informal )?notes (?:of|on|by|taken|from|prepared)|notes$"),
    ("transcript", r"(?:\w+ )?transcript"),
    ("address", r"address\b|remarks|speech|news conference|press conference|interview|radio|broadcast|toast|inaugural"),
    ("letter", r"letters?\b"),
    ("note", r"(?:\w+ )?note\b"),
    ("despatch", r"despatch|dispatch"),
    ("instruction", r"(?:\w+ )?instructions?\b"),
    ("report", r"(?:\w+ ){0,3}?report\b|current intelligence|(?:weekly|situation|intelligence) summary"),
    ("statement", r"(?:\w+ ){0,3}?(?:statement|communiqu[eé]|declaration)\b|press release|white house statement"),
    ("agreement", r"agreement|treaty|protocol\b"),
    ("resolution", r"(?:\w+ ){0,3}?resolution\b"),
    ("paper", r"(?:\w+ ){0,6}?papers?\b|outline|agenda|talking points|checklist|checklists"),
    ("summary", r"summary\b"),
    ("study", r"study\b|analysis|assessment"),
)
_GENRES = tuple((genre, re.compile(beginning)) for genre, beginning in _BEGINNINGS)
_BY_NOTE = re.compile(r":\s*(Circular telegram|Circular airgram|Telegram|Airgram|Despatch|Instruction|Letter)\b", re.I)
_FROM_TO = re.compile(r"^.{3,140}? to (?:the |certain |all |president|acting|[a-z]+ )")


@lru_cache(maxsize=16384)
def genre_of(head: str, source_note: str = "") -> str:
    """The kind of document that a head announces; "document" when the head does not say.

    The heads of 1948-1952 name only sender and addressee ("The Secretary of State to the Embassy in India"): there the source
    note says what it was ("501.BB/4–1348: Telegram"), and without it the document is "correspondence".
    """
    plain = _NUMBER.sub("", " ".join(head.split())).lower().lstrip("[“\"' ")
    plain = _DRAFT.sub("", plain)
    for genre, beginning in _GENRES:
        if beginning.match(plain):
            return genre
    if match := _BY_NOTE.search(source_note[:200]):
        return match[1].lower().replace(" ", "-")
    if re.search(r"memorand(?:um|a) of (?:telephone )?conversation", plain):
        return "memorandum-of-conversation"
    if _FROM_TO.match(plain):
        return "correspondence"
    if match := re.search(
        r"\b(memorandum|report|statement|minutes|letter|paper|telegram|resolution|estimate)\b", plain
    ):
        return {"estimate": "intelligence-estimate"}.get(match[1], match[1])
    return "document"


_TELEGRAM_NUMBER = re.compile(
    r"^(?!(?:In|On|At|By|For|From|Of|To|The|See|Re|Ref|Page|Part|Section|Article|Chapter|Nos?|Document|Paragraph|Para|Telegram|Total"
    r"|About|Since|After|Before|Until|During|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|\w+tels?)\b)"
    r"((?:[A-Z][A-Za-z]{1,9}(?:[-–/ ][A-Z]{1,4})?[-–/ ]?)?\d[\d,]{0,7}(?:/\d+)?|[A-Z]{1,4}[-–]\d+)\.(?=\s+[A-Z“\"'\[(\d]|$)"
)
_ORDER_IN_A_LIST = re.compile(r"^(\d)\.")


def telegram_number(paragraph: str, following: str = "") -> str | None:
    """The number that opens a telegram's text ("1505. Embtels 1753 ..."), or None.

    `following` is the next paragraph: when it is numbered one higher, the number counts paragraphs and is not the telegram's.
    """
    match = _TELEGRAM_NUMBER.match(paragraph)
    if match is None:
        return None
    here, there = _ORDER_IN_A_LIST.match(paragraph), _ORDER_IN_A_LIST.match(following)
    if here and there and int(there[1]) == int(here[1]) + 1:
        return None
    return match[1]
