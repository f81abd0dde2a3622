"""Who is certainly one person, who may be, and who is not, whatever the spelling."""

import random
import time

import pytest

from lod_publisher.linking.decisions import Decision, Decisions
from lod_publisher.linking.who import who_is_who
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Identifier, Name, Note, Origin, Person

IRAQ = "Prime Minister of Iraq from July 14, 1958"


def entry(key: str, label: str, role: str = "") -> Person:
    """An entry of a list of persons; `key` is volume/id."""
    passage = EntityRef(Kind.DOCUMENT, key.replace("/", "/persons/"))
    notes = (Note(role, passage),) if role else ()
    return Person(
        key,
        Origin(f"{key.partition('/')[0]}.xml", 1),
        label,
        (Name(label, "primary"),),
        notes=notes,
        entries=(passage,),
    )


def authority(code: str, label: str, *variants: str, **more) -> Person:
    """A record of an authority file."""
    names = (Name(label, "primary"), *(Name(text) for text in variants))
    return Person(f"hsg-{code}", Origin("people.jsonl", 1), label, names, (Identifier("hsg-people-id", code),), **more)


def decided(what: str, one: str, other: str) -> Decisions:
    """A decision by a librarian."""
    return Decisions(
        [Decision(what, Kind.PERSON, one, other, "M. Reader", "2026-03-01", "", Origin("decisions.csv", 2))]
    )


def joined(*records: Person, decisions: Decisions | None = None) -> set[tuple[str, str]]:
    """The pairs that are certain."""
    return {(pair.one, pair.other) for pair in who_is_who(records, decisions).same}


def possible(*records: Person, decisions: Decisions | None = None) -> set[tuple[str, str]]:
    """The pairs for people to decide."""
    return {(pair.one, pair.other) for pair in who_is_who(records, decisions).possible}


@pytest.mark.parametrize(
    ("one", "other", "role"),
    [
        ("Qassim, General Abdul Karim", "Qasim, ʿAbd al-Karim", IRAQ),
        ("Haig, Brigadier General Alexander M., Jr.", "Haig, Alexander M., Jr.", "Deputy Assistant to the President"),
        ("Chou En-lai (Zhou Enlai)", "Chou En–lai", "Premier of the People’s Republic of China"),
        ("Ky, Nguyen Cao", "Nguyen Cao Ky", "Vice President of the Republic of Vietnam"),
        ("Phouma, Souvanna", "Souvanna Phouma, Prince", "Prime Minister of Laos"),
        ("Bolshakov Georgi N.", "Bolshakov, Georgi N.", "Editor of USSR magazine"),
        ("Dirkson, Everett M.", "Dirksen, Everett M.", "Senator from Illinois"),
        ("Yun, Po Sun", "Yun Po-sun", "President of the Republic of Korea"),
    ],
)
def test_one_man_under_two_spellings_with_one_office_is_one(one, other, role):
    assert joined(entry("v1958/p_1", one, role), entry("v1960/p_2", other, role)) == {("v1958/p_1", "v1960/p_2")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Dulles, Allen W.", "Director of Central Intelligence"), ("Dulles, John Foster", "Secretary of State")),
        (("Tran Van Do", "Vietnamese Foreign Minister"), ("Tran Van Don", "Vietnamese Minister of Defense")),
        (("Ngo Dinh Nhu", "brother of President Diem"), ("Ngo Dinh Nhu, Madame", "sister-in-law of President Diem")),
        (("Smith, Robert A.", "Consul in Lagos"), ("Smith, Robert P.", "Ambassador to Malta")),
    ],
)
def test_two_people_of_like_names_are_never_joined(one, other):
    assert not joined(entry("v1958/p_1", *one), entry("v1960/p_2", *other))


def test_an_entry_that_points_at_another_is_the_other_and_says_so():
    verdict = who_is_who(
        [
            entry("v1964/p_D", "Dong", "see Pham Van Dong"),
            entry("v1964/p_P", "Pham Van Dong", "Premier of North Vietnam"),
        ]
    )
    (pair,) = verdict.same
    assert (pair.one, pair.other, pair.score) == ("v1964/p_D", "v1964/p_P", 0.999)
    assert pair.reasons == ("The entry “Dong” says “see Pham Van Dong”.",)


def test_a_pointer_that_fits_two_entries_joins_neither():
    found = joined(
        entry("v1964/p_D", "Dong", "see Pham Van Dong"),
        entry("v1964/p_1", "Pham Van Dong", "Premier of North Vietnam"),
        entry("v1964/p_2", "Pham Van Dong", "General, Commander of the Capital District"),
    )
    assert not found


def test_a_pseudonym_brings_its_name_to_the_person():
    found = joined(
        entry("v1952/p_1", "Barnes, Tracy", "Chief of the Political and Psychological Staff"),
        entry("v1952/p_2", "Playdon, William D.", "pseudonym for Tracy Barnes"),
        entry("v1954/p_3", "Playdon, William D.", "Chief of the Political and Psychological Staff"),
    )
    assert {("v1952/p_1", "v1952/p_2"), ("v1952/p_1", "v1954/p_3")} <= found


def test_two_entries_of_one_list_are_two_people_not_even_through_a_third():
    role = "Minister of the British Embassy in Washington"
    records = (
        entry("v1964/p_1", "Stewart, Michael", role),
        entry("v1964/p_2", "Stewart, Michael N.", role),
        entry("v1966/p_3", "Stewart, Michael", role),
    )
    assert not {("v1964/p_1", "v1964/p_2")} & joined(*records)
    assert ("v1964/p_1", "v1964/p_2") in possible(*records) or ("v1964/p_2", "v1966/p_3") in possible(*records)


def test_who_fits_two_records_of_an_authority_equally_is_left_to_people():
    records = (
        authority("1", "Wisner, Frank G."),
        authority("2", "Wisner, Frank G."),
        entry("v1958/p_1", "Wisner, Frank G."),
    )
    assert not joined(*records)
    assert possible(*records) & {("hsg-1", "v1958/p_1"), ("hsg-2", "v1958/p_1")}


def test_what_people_decide_wins_over_names_and_lists():
    one, other = (
        entry("v1958/p_1", "Rusk, Dean", "Secretary of State"),
        entry("v1960/p_2", "Rusk, Dean", "Secretary of State"),
    )
    third = entry("v1962/p_3", "Rusk, Dean", "Secretary of State")
    apart = decided("different", "v1958/p_1", "v1960/p_2")
    assert joined(one, other)
    assert not joined(one, other, decisions=apart)
    assert not possible(one, other, decisions=apart)
    assert not joined(one, other, third, decisions=apart), "the third fits both, who are two"


def test_what_is_said_already_is_not_said_again():
    said = Person(
        "curated",
        Origin("x.yaml", 1),
        "Dean Rusk",
        (Name("Dean Rusk"),),
        same_as=(EntityRef(Kind.PERSON, "v1958/p_1"),),
    )
    verdict = who_is_who([said, entry("v1958/p_1", "Rusk, Dean", "Secretary of State")])
    assert verdict.same == verdict.possible == ()


def test_one_code_in_two_files_joins_and_for_two_names_is_reported():
    viaf = (Identifier("viaf", "100"),)
    kassem = Person("a-1", Origin("a.mrc", 1), "Kassem, Abdul Karim", (Name("Kassem, Abdul Karim"),), viaf)
    qasim = Person("b-1", Origin("b.mrc", 1), "Qāsim, ʿAbd al-Karīm", (Name("Qāsim, ʿAbd al-Karīm"),), viaf)
    stranger = Person("c-1", Origin("c.mrc", 7), "Wright, Robert", (Name("Wright, Robert"),), viaf)
    assert joined(kassem, qasim) == {("a-1", "b-1")}
    (finding,) = who_is_who([qasim, stranger]).findings
    assert (finding.rule, str(finding.origin), finding.record) == ("identifier-of-two-persons", "c.mrc:7", "c-1")


def test_an_authority_that_has_two_persons_is_not_overruled_by_an_entry_that_points():
    dulles, ascham = authority("1", "Dulles, Allen W."), authority("2", "Ascham, Robert A.")
    known = {"hsg-1": "v1952/p_1", "hsg-2": "v1952/p_2"}
    records = [
        Person(
            each.local_id,
            each.origin,
            each.label,
            each.names,
            each.identifiers,
            same_as=(EntityRef(Kind.PERSON, known[each.local_id]),),
        )
        for each in (dulles, ascham)
    ]
    records += [
        entry("v1952/p_1", "Dulles, Allen"),
        entry("v1952/p_2", "Ascham, Robert A.", "pseudonym for Allen Dulles"),
    ]
    verdict = who_is_who(records)
    assert verdict.same == ()
    assert [finding.rule for finding in verdict.findings] == ["pointer-between-two-persons"]


def test_life_dates_tell_father_from_son():
    father = authority("1", "Berle, Adolf", birth=partial_date("1865"), death=partial_date("1960"))
    son = Person("x-1", Origin("x.csv", 2), "Berle, Adolf", (Name("Berle, Adolf"),), birth=partial_date("1895"))
    assert not joined(father, son)


def test_a_life_that_was_over_before_the_office_is_not_even_possible():
    dead = authority("1", "Irwin, John Nichol", birth=partial_date("1845"), death=partial_date("1905"))
    living = entry("v1958/p_1", "Irwin, John N.", "Assistant Secretary of Defense from September 1958")
    assert not joined(dead, living)
    assert not possible(dead, living)


def test_what_an_authority_file_says_of_everybody_is_no_likeness():
    career = (Note("Career appointee."),)
    names = [f"{family}, Charles {letter}." for family in ("Scott", "Baquet", "Brayshaw") for letter in "ABCDEFGHI"]
    officers = [
        Person(f"pocom-{n}", Origin("p.xml", n), name, (Name(name),), notes=career) for n, name in enumerate(names)
    ]
    assert not who_is_who(officers).same


def test_an_entry_printed_twice_in_one_list_is_one_person():
    role = "Deputy Assistant Secretary of State for African Affairs"
    twice = (
        entry("v1969/p_1", "Ross, Claude G.", role),
        entry("v1969/p_2", "Ross, Claude G.", f"{role} from August 1972"),
    )
    assert joined(*twice) == {("v1969/p_1", "v1969/p_2")}


def test_a_record_written_by_hand_that_does_not_say_whom_it_means_is_left_to_people():
    written = Person("shanshal-siddiq", Origin("x.yaml", 1), "Siddiq Shanshal", (Name("Siddiq Shanshal"),))
    listed = entry("v1958/p_S", "Shanshal, Siddiz", "Iraqi Minister of News and Guidance")
    assert not joined(written, listed)
    assert possible(written, listed)


def test_reasons_are_sentences_for_and_against():
    (pair,) = who_is_who(
        [entry("v1958/p_1", "Rusk, Dean", "Secretary of State"), entry("v1960/p_2", "Rusk, D.", "Secretary of State")]
    ).same
    assert pair.reasons[0] == "One is called “Rusk, Dean”, the other “Rusk, D.”."
    assert "One given name is the initial of the other." in pair.reasons
    assert all(reason.endswith(".") for reason in pair.reasons)


def test_the_order_of_records_changes_nothing():
    names = [
        "Rusk, Dean",
        "Rusk, D.",
        "Dulles, Allen W.",
        "Dulles, Allen",
        "Kassem, Abdul Karim",
        "Qasim, Abd al-Karim",
    ]
    records = [
        entry(f"v19{50 + n}/p_{n}", name, IRAQ if n > 3 else "Secretary of State") for n, name in enumerate(names)
    ]
    verdict = who_is_who(records)
    random.Random(1).shuffle(records)  # noqa: S311 no secret
    assert who_is_who(records) == verdict
    assert all(pair.one < pair.other for pair in verdict.same)


@pytest.mark.parametrize("label", ["", " ", "X", "—", "()", ", Jr.", "Prince"])
def test_names_that_say_nothing_join_nobody_and_stop_nothing(label):
    assert not joined(entry("v1/p_1", label, "see"), entry("v2/p_2", label), entry("v3/p_3", "Rusk, Dean"))


def test_a_name_of_one_word_is_one_person_only_with_one_office():
    king, other = (
        entry("v1955/p_1", "Hussein", "King of the Hashemite Kingdom of Jordan"),
        entry("v1957/p_1", "Hussein", "Egyptian officer"),
    )
    again = entry("v1960/p_1", "Hussein", "King of the Hashemite Kingdom of Jordan from 1953")
    assert joined(king, other, again) == {("v1955/p_1", "v1960/p_1")}


def test_a_rare_name_of_one_word_is_that_of_the_authority_file():
    queen = entry("v1958/p_J", "Juliana", "Queen of the Netherlands")
    assert joined(queen, authority("1", "Juliana"), authority("2", "Rusk, Dean")) == {("hsg-1", "v1958/p_J")}


def test_a_name_in_its_own_script_is_compared_there():
    premier = "Premier of the People’s Republic of China"
    assert joined(
        entry("v1/p_1", "周恩来", premier), entry("v2/p_2", "周恩来", premier), entry("v3/p_3", "周佛海", premier)
    ) == {("v1/p_1", "v2/p_2")}


def test_endless_names_and_descriptions_do_not_hold_the_work_up():
    started = time.process_time()
    names = ["a " * 50_000, "((((" * 20_000, "“" * 50_000, "Dr. " * 30_000, "Kim, " * 20_000, "x" * 200_000]
    roles = [
        "former " * 20_000,
        "see " * 20_000,
        "minister of the " * 10_000,
        "Republican " * 9_000,
        "Jr " * 9_000,
        ";" * 90_000,
    ]
    who_is_who([entry(f"v{n}/p_{n}", name, role) for n, (name, role) in enumerate(zip(names, roles, strict=True))])
    forms = [authority(str(n), "Kim, Il", *(f"Kim, Il {chr(97 + m % 26)}{m}" for m in range(2_000))) for n in range(2)]
    who_is_who(forms)
    assert time.process_time() - started < 10


def test_a_common_name_does_not_make_the_work_grow_with_its_square():
    crowd = [
        entry(f"v{n}/p_{n}", f"Kim, {chr(97 + n % 26).upper()}{chr(97 + n % 7)}", f"role{n}") for n in range(1_500)
    ]
    steps: list[int] = []
    who_is_who(crowd, progress=lambda _stage, done, _of: steps.append(done))
    assert max(steps) < 800 * 150


def test_entries_that_many_lists_repeat_are_one_person_and_are_compared_once():
    people = [
        ("Qasim, Abd al-Karim", IRAQ),
        ("Wright, Sir Michael", "British Ambassador in Iraq"),
        ("Wright, Thomas K.", "Officer in Charge of Iraq-Jordan Affairs"),
    ]
    lists = [entry(f"v{number}/p_{at}", *who) for number in range(300) for at, who in enumerate(people)]
    compared: list[int] = []
    verdict = who_is_who(lists, None, lambda _stage, done, _of: compared.append(done))
    groups: dict[str, set[str]] = {}
    for pair in verdict.same:
        assert pair.one.rpartition("_")[2] == pair.other.rpartition("_")[2]
        groups.setdefault(pair.one.rpartition("_")[2], set()).update((pair.one, pair.other))
    assert len(groups["0"]) == len(groups["1"]) == 300
    assert len(compared) <= 1  # 300 times as many lists would be 130,000 comparisons otherwise, told in steps of 20,000


def test_a_repeated_entry_that_is_decided_to_be_somebody_else_stays_apart():
    lists = [entry(f"v{number}/p_1", "Qasim, Abd al-Karim", IRAQ) for number in range(4)]
    apart = decided("different", "v0/p_1", "v2/p_1")
    pairs = joined(*lists, decisions=apart)
    groups = {"v0/p_1": {"v0/p_1"}, "v2/p_1": {"v2/p_1"}}
    for _ in lists:
        for group in groups.values():
            group |= {name for pair in pairs if group & set(pair) for name in pair}
    assert groups["v0/p_1"].isdisjoint(groups["v2/p_1"])
