"""The name index finds who is meant however a name is spelt, and is certain only when somebody stands alone."""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.cataloguing import CatalogRow, Entry, write_catalog
from lod_publisher.snapshot.namesakes import Facts, NameIndex
from lod_publisher.snapshot.namesakes.kept import Kept
from lod_publisher.snapshot.namesakes.likeness import alike, fit
from lod_publisher.snapshot.namesakes.own_words import own_words
from lod_publisher.snapshot.namesakes.scoring import Limit
from lod_publisher.snapshot.namesakes.writing import FILE, Named, write_names

PEOPLE = {
    "qasim": (("Qāsim, ʿAbd al-Karīm", "Kassem", "Qassim, Brigadier Abdul Karim"), ("the General",), 34),
    "arif": (("Arif, Abd al-Salam", "Aref"), (), 12),
    "dulles-j": (("Dulles, John Foster",), ("Dulles", "Foster"), 800),
    "dulles-a": (("Dulles, Allen W.",), ("Dulles",), 300),
    "dulles-e": (("Dulles, Eleanor Lansing",), (), 3),
    "nasser": (("Nasser (Nasr, Nassir), Gamal Abdel",), ("Nasser",), 245),
    "jackson": (("Jackson, Henry M. (“Scoop”)",), (), 5),
    "jiang": (("Jiang Jingguo (Chiang Ching-kuo)",), (), 7),
    "wainhouse": (("Wainhouse, David W.",), (), 7),
    "khrushchev": (("Khrushchev, Nikita Sergeyevich",), ("Khrushchev",), 500),
    "sukarno": (("Sukarno",), (), 90),
    "king": (("King, J. C.",), (), 9),
    "okazaki": (("Okazaki, Katsuo",), (), 20),
    "kissinger": (("Kissinger, Henry A.",), (), 60),
}
PLACES = {"baghdad": (("Baghdad",), (), 28), "pact": (("Baghdad Pact",), (), 4)}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    every = [(Kind.PERSON, key, *told) for key, told in PEOPLE.items()]
    every += [(Kind.PLACE, key, *told) for key, told in PLACES.items()]
    entries = [
        Entry(str(kind), key, CatalogRow(str(kind), key, formal[0], "", "", "f", 1, formal, b""), "", ())
        for kind, key, formal, _, _ in every
    ]
    write_catalog(folder / "catalog.sqlite", [entries], "2026-01-01T00:00:00Z")
    named = [
        Named(number, kind, formal, surface, Facts(f"about {key}", documents=documents))
        for number, (kind, key, formal, surface, documents) in enumerate(every, start=1)
    ]
    assert write_names(folder / FILE, named) == len(every)
    return NameIndex(folder, Catalog(folder / "catalog.sqlite"))


def first(index, text, *kinds):
    found = index.find(text, kinds)
    return found[0].entity.local_id if found else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kassem", "qasim"),
        ("Qasim", "qasim"),
        ("Qāsim, ʿAbd al-Karīm", "qasim"),
        ("General Kassim", "qasim"),
        ("abdul karim qassem", "qasim"),
        ("Dulles", "dulles-j"),
        ("Dulles, Allen", "dulles-a"),
        ("Mr. A. W. Dulles", "dulles-a"),
        ("Eleanor Dulles", "dulles-e"),
        ("Allan Dules", "dulles-a"),
        ("Nassir", "nasser"),
        ("President Gamal Nasr", "nasser"),
        ("Scoop Jackson", "jackson"),
        ("Chiang Ching-kuo", "jiang"),
        ("Chiang Chingkuo", "jiang"),
        ("Wain House, David", "wainhouse"),
        ("Chruschtschow", "khrushchev"),
        ("Хрущёв", "khrushchev"),
        ("Baghdad", "baghdad"),
    ],
)
def test_a_name_is_found_as_people_type_it(index, typed, meant):
    assert first(index, typed) == meant


def test_names_of_other_people_are_not_offered(index):
    assert index.find("Zzyzx") == []
    assert index.find("Margaret Thatcher", [Kind.PERSON]) == []


def test_of_namesakes_comes_first_of_whom_the_dataset_says_most(index):
    found = index.find("Dulles", [Kind.PERSON])
    assert [each.entity.local_id for each in found] == ["dulles-j", "dulles-a", "dulles-e"]
    assert not any(each.certain for each in found)
    assert found[0].score <= 100


def test_only_who_stands_clearly_alone_is_certain(index):
    assert index.find("Dulles, Allen")[0].certain
    assert index.find("Sukarno")[0].certain
    assert index.find("Baghdad")[0].certain
    assert not index.find("Kassem")[0].certain
    assert not index.find("Dulles, Arthur", [Kind.PERSON])[0].certain


def test_given_names_that_contradict_cost_more_than_given_names_that_are_missing(index):
    agrees = index.find("Dulles, Allen W.", [Kind.PERSON])
    assert agrees[0].features["agrees"] == 1
    assert all(each.features["agrees"] == 0 and each.score < agrees[0].score - 20 for each in agrees[1:])
    assert index.find("Dulles, J.", [Kind.PERSON])[0].entity.local_id == "dulles-j"


def test_while_typing_each_letter_finds_those_whose_names_go_on_so(index):
    for letters in range(1, len("Khrushchev") + 1):
        assert first_begun(index, "Khrushchev"[:letters]) == "khrushchev"
    assert first_begun(index, "abd al-k") == "qasim"
    assert first_begun(index, "allen du") == "dulles-a"
    assert first_begun(index, "kruschev") == "khrushchev"
    assert index.begin("") == []


def test_what_only_sounds_a_little_alike_is_not_suggested_beside_names_that_begin_so(index):
    for typed in ("kass", "qass", "kasi"):
        suggested = [each.entity.local_id for each in index.begin(typed, [Kind.PERSON])]
        assert suggested[0] == "qasim"
        assert {"okazaki", "kissinger"}.isdisjoint(suggested)


def first_begun(index, prefix):
    return index.begin(prefix, [Kind.PERSON])[0].entity.local_id


def test_suggestions_go_on_after_a_cursor_without_repeating_any(index):
    whole = [each.entity.local_id for each in index.begin("d", limit=10)]
    parts = [each.entity.local_id for cursor in range(3) for each in index.begin("d", limit=1, cursor=cursor)]
    assert parts == whole[:3]


def test_a_known_label_is_found_whatever_its_case_and_marks(index):
    assert [each.local_id for each in index.exactly("qasim, abd al-karim")] == ["qasim"]
    assert [each.local_id for each in index.exactly("DULLES")] == ["dulles-j", "dulles-a"]
    assert index.exactly("Dulles", [Kind.PLACE]) == []
    assert index.exactly("nobody") == []


def test_facts_of_an_entity_come_back_as_they_were_written(index):
    entity = index.find("Sukarno")[0].entity
    assert index.facts(entity) == Facts("about sukarno", documents=90)
    told = Facts("d", "1914", "1963-02-09", 1958, 1963, ("Prime Minister",), ("Iraq",), ("v",), {"viaf": ("1",)}, 3)
    assert Facts.from_json(told.to_json()) == told
    assert json.loads(Facts().to_json()) == {}


def test_a_snapshot_without_an_index_finds_nothing_and_breaks_nothing(tmp_path):
    write_catalog(tmp_path / "catalog.sqlite", [], "2026-01-01T00:00:00Z")
    catalog = Catalog(tmp_path / "catalog.sqlite")
    index = NameIndex(tmp_path, catalog)
    assert (index.find("Qasim"), index.begin("Q"), index.exactly("Qasim")) == ([], [], [])
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("PRAGMA user_version = 99")
    assert NameIndex(tmp_path, catalog).find("Qasim") == []


@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_breaks_a_search(index, text):
    for found in (index.find(text), index.begin(text)):
        assert all(0 <= each.score <= 100 for each in found)
    index.exactly(text)


@given(
    st.text("abcdefghikmnopqrstuvz", min_size=1, max_size=12), st.text("abcdefghikmnopqrstuvz", min_size=1, max_size=12)
)
def test_likeness_is_between_0_and_1_and_whole_only_for_the_same_word(one, other):
    assert 0 <= alike(one, other) <= 1
    assert (alike(one, other) == 1) == (one == other)


def test_a_description_gives_its_names_codes_notes_and_life():
    crm, base = "http://www.cidoc-crm.org/cidoc-crm/", "https://data.example.org/id/person/q"
    lines = f"""<{base}> <{crm}P3_has_note> "Prime \\"Minister\\" of Iraq\\u00A0until 1963"@en .
<{base}#name-a> <{crm}P190_has_symbolic_content> "Qāsim" .
<{base}#name-a> <{crm}P2_has_type> <https://data.example.org/vocab/variant-name> .
<{base}#name-b> <{crm}P190_has_symbolic_content> "he" .
<{base}#viaf-1> <{crm}P190_has_symbolic_content> "95151565" .
<{base}#viaf-1> <{crm}P2_has_type> <https://data.example.org/id/concept/identifier-viaf> .
<{base}> <http://www.w3.org/2004/02/skos/core#exactMatch> <http://www.wikidata.org/entity/Q42> .
<{base}#birth-time> <{crm}P82_at_some_time_within> "1914"^^<http://id.loc.gov/datatypes/edtf/EDTF> .
"""
    told = own_words(lines.encode())
    assert told.formal == {"Qāsim"}
    assert told.notes == ['Prime "Minister" of Iraq\u00a0until 1963']
    assert dict(told.codes) == {"viaf": {"95151565"}, "wikidata": {"Q42"}}
    assert told.life == {"birth": "1914"}


@pytest.mark.parametrize("limit", [1, 5])
def test_whoever_is_not_compared_could_not_have_been_among_those_shown(index, monkeypatch, limit):
    families = ("Dulles", "Kassem", "Nasser", "King", "Qasim", "Baghdad", "Kissinger", "Arif", "Hanover")
    given_names = ("", "John", "Allen W.", "A.", "Gamal", "J. C.", "Henry", "Foster", "Pact", "Abd al-Karim")
    asked = [f"{family}, {first}" if first else family for family in families for first in given_names]
    quick = [index.find(text, (), limit) for text in asked]
    monkeypatch.setattr(Limit, "of", lambda *_: 100.0)
    assert quick == [index.find(text, (), limit) for text in asked]


def test_namesakes_with_other_given_names_are_not_compared_once_the_best_are_found(crowd, monkeypatch):
    compared = []

    def counted(typed, known):
        compared.append(known.every)
        return fit(typed, known)

    monkeypatch.setattr("lod_publisher.snapshot.namesakes.scoring.fit", counted)
    assert crowd.find("Johnson, Quentin", [Kind.PERSON], 5)[0].name == "Johnson, Quentin"
    assert ("johnson", "quentin") in compared
    assert len(compared) < 20


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowd")
    given_names = [
        "Quentin",
        *(f"{one}{other}us Maria" for one in "BDFGKL" for other in ("al", "er", "on", "ib", "ut")),
    ]
    every = [f"Johnson, {each}" for each in given_names]
    entries = [
        Entry("person", str(n), CatalogRow("person", str(n), name, "", "", "f", 1, (name,), b""), "", ())
        for n, name in enumerate(every)
    ]
    write_catalog(folder / "catalog.sqlite", [entries], "2026-01-01T00:00:00Z")
    write_names(folder / FILE, (Named(n, Kind.PERSON, (name,)) for n, name in enumerate(every, start=1)))
    return NameIndex(folder, Catalog(folder / "catalog.sqlite"))


def test_as_many_are_kept_at_hand_as_fit_and_the_first_make_room():
    kept: Kept[str, str] = Kept(2)
    for key in "abc":
        kept.keep(key, key.upper())
    assert [kept.get(key) for key in "abc"] == [None, "B", "C"]


def test_a_pet_name_and_an_initial_speak_for_a_given_name_that_the_index_does_not_lead_to(index):
    assert index.find("Dulles, Jack", [Kind.PERSON], 1)[0].entity.local_id == "dulles-j"
    assert index.find("Dulles, Alan", [Kind.PERSON], 1)[0].entity.local_id == "dulles-a"
