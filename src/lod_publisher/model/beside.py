"""What stands beside a name in a text: the title before it, and the role in brackets, in apposition, or around brackets."""

import re

from lod_publisher.model.naming import fold
from lod_publisher.model.naming.titles import BETWEEN, TITLES

_TITLE_REACH = 7  # words: Assistant Secretary of State for Near Eastern Affairs
_LONGEST_WORD = 60  # letters: what is looked for at the end of a text is not looked for from its beginning
_LINKS = frozenset(("of", "the", "and", "for", "in", "to", "at"))
_BRACKETED, _LONGEST_ROLE = 6, 14
_LONGEST_ABBREVIATION = 4  # Brig. General; more letters before a full stop end a sentence
_LAST_WORD = re.compile(r"([^\W\d_]+(?:[’'][^\W\d_]+)*)(\.?[ \u00a0]|-|)$")
_PARTY = re.compile(r"\b(?:From|Between|With|and) |\b[Tt]o (?:the |(?=[A-Z][a-z]+ (?:Secretary|Minister)))")
_OFFICER = "Ambassador|Minister|Secretary|Director|Chairman|President|Chief|Counselor|Deputy|Premier|King"
_APPOSITION = re.compile(
    rf", (?:the |then |former )?((?:[A-Z][\w’']+ )*(?:{_OFFICER})(?: (?:of|to|for|in|and|the|[A-Z][\w’']+))*)"
)


def titles_before(before: str) -> tuple[str, ...]:
    """The title with which a text ends, folded and without the words between: "the Secretary of State " ends in secretary, state."""
    found: list[str] = []
    while len(found) < _TITLE_REACH and (last := _LAST_WORD.search(before, max(0, len(before) - _LONGEST_WORD))):
        word = fold(last[1])
        ends_sentence = "." in last[2] and len(last[1]) > _LONGEST_ABBREVIATION
        if ends_sentence or not (word in TITLES or word in BETWEEN) or (word in TITLES and not last[1][0].isupper()):
            break
        found.append(word)
        before = before[: last.start()]
    if found[:1] and found[0] in _LINKS:  # the Ambassador at Manila
        return ()
    while found and found[-1] not in TITLES:
        found.pop()
    return tuple(word for word in reversed(found) if word in TITLES)


def role_beside(before: str, after: str) -> tuple[str, ...]:
    """The folded words of the role beside a name: Mr. Dulles (CIA); the President's Special Assistant (Rostow); Jones, the
    Ambassador to Iraq."""
    if after.startswith(" ("):
        words = tuple(fold(after[2:].partition(")")[0]).split())
        return words if len(words) <= _BRACKETED else ()
    if before.endswith("(") and after.startswith(")"):
        return tuple(fold(_PARTY.split(before[:-1])[-1]).split())[-_LONGEST_ROLE:]
    apposition = _APPOSITION.match(after)
    return tuple(fold(apposition[1]).split()) if apposition else ()
