"""Long lists of records cut into portions for the workers, so that one record more changes one portion and not all after it."""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

# About so many items go into a portion, and never more than four times as many: the ends lie where a key's digest says so.
_PORTION = 1_500


def cut(items: Sequence[Item], key: Callable[[Item], object]) -> list[tuple[Item, ...]]:
    """Cut a list after each item whose key's digest divides by the usual size; the order stays."""
    portions: list[tuple[Item, ...]] = []
    first = 0
    for number, item in enumerate(items, start=1):
        digest = hashlib.blake2b(str(key(item)).encode(), digest_size=4).digest()
        if int.from_bytes(digest) % _PORTION == 0 or number - first >= 4 * _PORTION:
            portions.append(tuple(items[first:number]))
            first = number
    if first < len(items):
        portions.append(tuple(items[first:]))
    return portions
