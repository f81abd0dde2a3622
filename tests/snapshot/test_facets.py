"""The table of facets, asked: its values are read some hundred at a time, which no answer shows."""

import random
from collections import Counter
from pathlib import Path

import pytest

from lod_publisher.snapshot.facets import Facets
from lod_publisher.snapshot.facets.table import as_set
from lod_publisher.snapshot.facets.writing import FILE, Held, write_table

ENTITIES = 2_000
# So many values has each facet, more and fewer than are read at a time.
SIZES = {"person": 700, "place": 1, "sender": 256, "volume": 90}


@pytest.fixture(scope="module")
def held() -> list[Held]:
    """Values with those who have them, from two thousand entities; each value of a volume after the first lies in the first."""
    chance = random.Random(7)  # noqa: S311 the same each time
    return [
        Held(
            facet,
            f"{facet}{number}",
            "",
            "",
            frozenset(chance.sample(range(ENTITIES), chance.randint(1, 60))),
            "volume0" if facet == "volume" and number else "",
        )
        for facet, size in SIZES.items()
        for number in range(size)
    ]


@pytest.fixture(scope="module")
def facets(held, tmp_path_factory) -> Facets:
    """The table of them."""
    folder: Path = tmp_path_factory.mktemp("facets")
    assert write_table(folder / FILE, held, ()) == sum(SIZES.values())
    return Facets(folder)


@pytest.mark.parametrize("among", [range(ENTITIES), range(0, ENTITIES, 3), range(100)])
def test_the_values_that_are_counted_are_the_most_frequent_ones_whatever_block_they_stand_in(facets, held, among):
    chosen = frozenset(among)
    for facet in SIZES:
        offered = [each for each in held if each.facet == facet and not each.parent]
        numbers = Counter({each.key: len(each.holders & chosen) for each in offered if each.holders & chosen})
        for limit in (1, 12, 1_000):
            found = facets.counts(facet, as_set(sorted(chosen)), limit)
            assert [count.number for count in found] == sorted(numbers.values(), reverse=True)[:limit]
            assert all(numbers[count.value.key] == count.number for count in found)
            assert len({count.value.key for count in found}) == len(found)


def test_values_that_lie_in_another_are_offered_when_it_is_opened(facets, held):
    first = facets.value("volume", "volume0")
    assert [count.value.key for count in facets.counts("volume", as_set(range(ENTITIES)), 100)] == ["volume0"]
    opened = facets.counts("volume", as_set(range(ENTITIES)), 100, [first.number])
    assert {count.value.key for count in opened} == {f"volume{number}" for number in range(SIZES["volume"])}
    assert {count.value.parent for count in opened} == {0, first.number}


def test_a_value_is_found_by_its_key_and_none_by_a_key_that_nothing_has(facets, held):
    for each in held:
        value = facets.value(each.facet, each.key)
        assert (value.facet, value.key, value.total) == (each.facet, each.key, len(each.holders))
        assert facets.holders(value.number) == as_set(sorted(each.holders))
    assert facets.value("person", "place0") is None
    assert facets.counts("genre", as_set(range(ENTITIES)), 10) == []
