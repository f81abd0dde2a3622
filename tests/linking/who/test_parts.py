"""The parts of linking, each alone: whose official somebody is, who is pointed at, which pairs are compared, who joins."""

import pytest

from lod_publisher.linking.who.blocking import candidates
from lod_publisher.linking.who.coefficients import COEFFICIENTS
from lod_publisher.linking.who.grouping import Clusters
from lod_publisher.linking.who.nations import nations_of
from lod_publisher.linking.who.profiles import profile_of, readings_of
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Name, Note, Origin, Person


def person(local_id, label, role=""):
    """An entry of a list."""
    passage = EntityRef(Kind.DOCUMENT, f"{local_id}/persons/p")
    return Person(
        local_id, Origin("x.xml", 1), label, (Name(label),), notes=(Note(role),) if role else (), entries=(passage,)
    )


@pytest.mark.parametrize(
    ("role", "nations"),
    [
        ("British Ambassador to Iraq", {"britain"}),
        ("Iraqi Prime Minister", {"iraq"}),
        ("President of Pakistan", {"pakistan"}),
        ("Ambassador to Iraq until 1958", {"american"}),
        ("Senator from Illinois", {"american"}),
        ("chess player", set()),
    ],
)
def test_a_role_tells_whose_official_somebody_is(role, nations):
    assert nations_of(role) == nations


def test_the_given_names_that_stand_outside_the_tag_are_found_in_the_role():
    (reading, *_) = profile_of(person("v/1", "Green", "Marshall, Deputy Assistant Secretary of State"), 0).readings
    assert (reading.family, reading.given) == (("green",), ("marshall",))
    (reading,) = profile_of(person("v/1", "Thieu", "President, Republic of Vietnam"), 0).readings
    assert reading.given == ()


def test_a_name_without_comma_is_read_both_ways_but_a_vietnamese_one_as_its_people_do():
    assert {reading.family for reading in readings_of("Souvanna Phouma")} == {("phouma",), ("souvanna",)}
    assert {reading.family for reading in readings_of("Pham Van Dong")} == {("pham",)}


def test_pairs_are_proposed_once_and_for_names_spelled_apart():
    labels = [
        "Kassem, Abdul",
        "Qasim, Abdul",
        "Teng Hsiao-ping",
        "Deng Xiaoping",
        "Nehru",
        "Nehru, Jawaharlal",
        "Rusk, Dean",
    ]
    profiles = [profile_of(person(f"v{n}/p", label), n) for n, label in enumerate(labels)]
    pairs = list(candidates(profiles))
    assert len(pairs) == len(set(pairs))
    assert {(0, 1), (4, 5)} <= set(pairs)
    assert not any(6 in pair for pair in pairs)


def test_groups_join_by_their_best_pairs_unless_a_member_speaks_against_it():
    clusters = Clusters([{}] * 4)
    scores = {(0, 1): 5.0, (1, 2): 4.0, (0, 2): -6.0, (2, 3): 3.0}
    assert list(clusters.grow(scores)) == [(0, 1), (2, 3)]


def test_marks_of_one_class_keep_groups_from_growing_together():
    clusters = Clusters([{"viaf": frozenset(["1"])}, {"viaf": frozenset(["2"])}, {}])
    assert len(list(clusters.grow({(0, 1): 6.0, (0, 2): 6.0, (1, 2): 2.0}))) == 1
    assert clusters.group[0] == clusters.group[2] != clusters.group[1]


def test_every_coefficient_is_finite_and_what_speaks_against_counts_against():
    assert all(abs(value) < 20 for value in COEFFICIENTS.values())
    assert all(
        COEFFICIENTS[name] < 0 for name in ("given_differs", "middle_differs", "family_far", "same_list", "woman_one")
    )
