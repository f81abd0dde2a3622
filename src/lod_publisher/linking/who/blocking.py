"""Which records are worth comparing: those that share a key made of their names."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from lod_publisher.linking.who.profiles import Profile, Reading
from lod_publisher.model.naming import sound

# A key that more records share says too little; it is made longer, and what is still too common is left out.
_COMMON = 150


def candidates(profiles: Sequence[Profile], silent: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing, each once and in order; who is `silent` is compared with nobody.

    Cost grows with records times the size of a block.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    heard = [profile for profile in profiles if profile.number not in silent]
    for profile in heard:
        for key in {key for reading in profile.readings for key in _keys(reading)}:
            blocks[key].append(profile.number)
    _introduce_to_families(heard, blocks)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks):
        for block in _bearable(key, blocks[key], profiles):
            for position, one in enumerate(block):
                for other in block[position + 1 :]:
                    if (one, other) not in seen:
                        seen.add((one, other))
                        yield one, other


def _introduce_to_families(profiles: Sequence[Profile], blocks: dict[str, list[int]]) -> None:
    """Put each name of one word ("Nehru") into a block with all whose family or first name it is; they are not many."""
    singles: dict[str, list[int]] = defaultdict(list)
    for profile in profiles:
        for reading in profile.readings:
            if not reading.given:
                singles[reading.key].append(profile.number)
    for profile in profiles:
        for word in {
            word for reading in profile.readings if reading.given for word in (reading.key, reading.given[-1])
        }:
            for single in singles.get(word, ()):
                blocks[f"7 {word} {single:09} {profile.number:09}"] = sorted((single, profile.number))


def _keys(reading: Reading) -> Iterator[str]:
    family, given = reading.sounds[0], reading.given
    if not given:
        yield f"1 {reading.key}"
        return
    for initial in {word[0] for word in given}:
        yield f"2 {family} {initial}"
    if reading.whole != reading.key:
        yield f"2 {sound(reading.whole)} {given[0][0]}"
    if len(given[0]) > 1:
        pair = sorted((family, reading.sounds[1]))
        yield f"3 {pair[0]} {pair[1]}"
        yield f"4 {reading.key[0]} {reading.sounds[1]}"
    if len(given) > 1:
        yield "5 " + " ".join(sorted(reading.words))
        if len(given[1]) > 1:
            yield f"3 {min(family, reading.sounds[2])} {max(family, reading.sounds[2])}"
    for part in reading.family if len(reading.family) > 1 else ():
        yield f"6 {part} {given[0]}"


def _bearable(key: str, block: list[int], profiles: Sequence[Profile]) -> Iterator[list[int]]:
    """The block, or the smaller ones into which a common key falls when the name is looked at more closely."""
    if len(block) < 2:
        return
    if len(block) <= _COMMON:
        yield block
        return
    closer: dict[str, list[int]] = defaultdict(list)
    for number in block:
        for name in {_closer(key, reading) for reading in profiles[number].readings}:
            closer[name].append(number)
    for name in sorted(closer):
        if name and 1 < len(closer[name]) <= _COMMON * 4:
            yield closer[name]


def _closer(key: str, reading: Reading) -> str:
    """A longer key of the same name; "" when it has nothing more to say."""
    if key.startswith("4"):
        return f"{reading.sounds[0][:2]} {reading.key[:2]} {reading.given[0]}" if reading.given else ""
    return f"{reading.key} {' '.join(reading.given)[:4]}" if reading.given else reading.key
