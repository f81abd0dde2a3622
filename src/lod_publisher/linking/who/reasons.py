"""Why two records are, or may be, one person: sentences for the librarian who decides."""

from collections.abc import Iterator

from lod_publisher.linking.who.comparing import Features
from lod_publisher.linking.who.profiles import Profile

_SENTENCES = {
    "family_same": "The family names are the same.",
    "family_joined": "The family names differ in a space or a particle only.",
    "family_sound": "The family names are spellings of one sound.",
    "family_sound_other_letter": "The family names are spellings of one sound, with other first letters.",
    "family_one_letter": "The family names differ in one letter.",
    "family_near": "The family names are spelled alike.",
    "family_part": "One has only a part of the other's family name.",
    "words_same": "The names consist of the same words in another order.",
    "given_same": "The given names are the same.",
    "given_alike": "The given names are forms of one name.",
    "given_shortened": "One given name is short for the other.",
    "given_typo": "The given names differ by a slip of spelling.",
    "given_sound": "The given names are spellings of one sound.",
    "given_reordered": "The given names are the same in another order.",
    "given_is_middle": "One is called by the other's middle name.",
    "given_initial": "One given name is the initial of the other.",
    "given_initials_only": "The initials are the same; neither given name is written out.",
    "given_missing": "One has no given name.",
    "given_differs": "But the given names differ.",
    "middle_same": "The middle names are the same.",
    "middle_initial": "The middle initials are the same.",
    "middle_differs": "But the middle names differ.",
    "suffix_same": "Both have the same suffix (Jr., Sr., II).",
    "suffix_differs": "But one is the younger and the other the elder.",
    "birth_same": "Both were born in the same year.",
    "birth_differs": "But the years of birth differ.",
    "death_same": "Both died in the same year.",
    "death_differs": "But the years of death differ.",
    "nations_same": "Both serve the same country.",
    "nations_differ": "But they serve different countries.",
    "by_hand": "But one stands in no list and has no code, and whoever wrote it did not say that it is the other.",
    "same_list": "But one list introduces both.",
    "woman_one": "But only one is a woman by her title.",
    "active_before_birth": "But one was active before the other was of age.",
}  # fmt: skip
_RIVALS = 1.0  # log2 of the others
_FAR = 2.0  # tens of years


def reasons_for(one: Profile, other: Profile, found: Features) -> tuple[str, ...]:
    """What speaks for and against, the strongest for a reader first; every sentence can stand alone."""
    return tuple(_reasons(one, other, found))


def _reasons(one: Profile, other: Profile, found: Features) -> Iterator[str]:
    if "printed_same" in found:
        common = [text for form, text in sorted(one.forms.items()) if form in other.forms]
        yield f"Both are called “{one.label if one.label == other.label else common[0]}”."
    else:
        yield f"One is called “{one.label}”, the other “{other.label}”."
    shown = ("family_same", "given_same") if "printed_same" in found else ()
    for name, sentence in _SENTENCES.items():
        if name in found and name not in shown:
            yield sentence
    if "swapped" in found:
        yield "So it is if one of the names is set in another order."
    common_words = sorted(one.role_words & other.role_words)
    if common_words and found.get("roles", 0) > 0:
        yield f"{round(found['roles'] * 100)} % of what the shorter description says stands in the other too."
    elif "roles_nothing" in found:
        yield "The descriptions have no word in common."
    if found.get("years_apart", 0) >= _FAR:
        yield f"They are {round(found['years_apart'] * 10)} years apart."
    if (
        found.get("initial_rivals", 0) >= _RIVALS
        or found.get("middle_rivals", 0) >= _RIVALS
        or found.get("bare_rivals", 0) >= _RIVALS
    ):
        yield "Others here bear the same name and initial."
