"""What the published data answer about the volumes is what lxml alone finds in their XML (questions 1 to 13, and 20)."""

import re
from collections import Counter
from datetime import date

import pytest
from tests.conformance.questions.independent import documents, persons
from tests.conformance.questions.independent.tei import Volume

pytestmark = pytest.mark.corpus

IRAQ = "frus1958-60v12"


def key(iri: str) -> str:
    """The local id of an IRI of ours."""
    return iri.partition("/id/")[2].partition("/")[2]


def everything(frus: dict[str, Volume]):
    """The documents of all volumes."""
    return [doc for volume in frus.values() for doc in volume.docs]


def test_question_1_the_telegrams_from_baghdad_come_in_order_of_time(ask, frus):
    expected = documents.telegrams_from_baghdad(everything(frus))
    assert len(expected) == 3
    assert [(key(row["document"]), row["when"]) for row in ask(1)] == expected


def test_question_2_rockwell_drafted_what_the_source_notes_say_he_drafted(ask, frus):
    drafted = {
        document
        for volume in frus.values()
        for entry, name in volume.entries.items()
        if name == "Rockwell, Stuart W."
        for document in documents.drafted_by(volume, entry)
    }
    assert f"{IRAQ}/d145" in drafted
    assert {key(row["document"]) for row in ask(2)} == drafted


def test_question_3_a_day_without_an_ambassador_has_no_answer(ask, frus, shared):
    sent = next(doc for doc in frus[IRAQ].docs if doc.key.endswith("/d145")).written
    assert sent is not None
    days = ["1958-07-14", sent[1], "1958-12-20", "1959-02-01"]
    expected = {day: persons.ambassadors(shared / "data/pocom", "iraq", day) for day in days}
    assert expected["1958-12-20"] == []
    found: dict[str, list[str]] = {day: [] for day in days}
    for row in ask(3):
        found[row["day"][:10]] += [key(row["ambassador"])] if "ambassador" in row else []
    assert found == {day: [f"pocom-{one}" for one in several] for day, several in expected.items()}


def test_question_4_who_met_whom_is_counted_from_the_lists_of_participants(ask, frus, person_of):
    expected: Counter[tuple[str, str]] = Counter()
    for name, volume in frus.items():
        for (one, other), times in persons.met(volume).items():
            first, second = sorted((person_of(name, one), person_of(name, other)))
            expected[first, second] += times
    found = {(key(row["one"]), key(row["other"])): int(row["meetings"]) for row in ask(4)}
    assert found == expected


def test_question_5_every_entry_of_a_persons_list_introduces_somebody(ask, frus, person_of):
    expected: dict[str, set[str]] = {}
    for name, volume in frus.items():
        for entry in volume.entries:
            expected.setdefault(person_of(name, entry), set()).add(name)
    found = {key(row["person"]): int(row["volumes"]) for row in ask(5)}
    assert found == {person: len(lists) for person, lists in expected.items()}


def test_question_6_documents_are_counted_by_the_classification_they_state(ask, frus):
    found = {row["classification"].rpartition("/")[2]: int(row["documents"]) for row in ask(6)}
    assert found == documents.classifications(frus[IRAQ].docs)


def test_question_7_every_gap_is_counted_for_its_document(ask, frus):
    found = {key(row["document"]): int(row["gaps"]) for row in ask(7)}
    assert found == documents.withheld(everything(frus))


@pytest.mark.parametrize(("place", "year"), [("Saigon", 1963), ("Baghdad", 1958), ("Cairo", 1958), ("London", 1956)])
def test_question_8_documents_are_found_by_place_and_month(ask, frus, place, year):
    months = tuple(f"{year}-{month:02}" for month in (8, 9, 10, 11))
    rows = ask(8, {'"Saigon"': f'"{place}"', "1963-": f"{year}-"})
    expected = documents.written_in(everything(frus), place, months)
    assert sorted((key(row["month"]), key(row["document"])) for row in rows) == expected


def test_question_9_the_days_of_suez_are_found_in_every_volume(ask, frus):
    rows = [(key(row["volume"]), key(row["document"])) for row in ask(9)]
    expected = documents.dated_between(everything(frus), "1956-10-29", "1956-11-06")
    assert expected
    assert sorted(rows) == expected


def test_question_10_the_whitman_file_holds_what_its_source_notes_say(ask, frus):
    found = {key(row["document"]) for row in ask(10)}
    assert found == set(documents.from_whitman_file(everything(frus)))


DERIVED = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX v: <BASE/vocab/>
SELECT DISTINCT ?document ?person {
  ?joint <http://www.cidoc-crm.org/cidoc-crm/P67.1_has_type> <BASE/id/concept/mention-role-derived> ; crm:P01_has_domain ?naming ; crm:P02_has_range ?person .
  ?naming (crm:P106i_forms_part_of | ^v:has_note) ?document . ?document v:genre ?genre . ?person a crm:E21_Person
}
"""


def test_question_11_qassim_is_found_under_every_spelling_and_with_everybody_named_beside_him(
    ask, frus, person_of, published
):
    own = "qasim-abd-al-karim"
    spellings: set[str] = set()
    listed: set[str] = set()
    named: dict[str, set[str]] = {}
    for name, volume in frus.items():
        listed |= {person_of(name, entry) for entry in volume.entries}
        for document, here in persons.named(volume).items():
            forms = {person_of(name, entry): said for entry, said in here.items()}
            named.setdefault(f"{name}/{document.rpartition('/')[2]}", set()).update(forms)
            spellings |= set(forms.get(own, ()))
    # Tags without a key are not the oracle's: whom the reader takes them to mean is marked as derived, and counts as named.
    for row in published.select(DERIVED.replace("BASE", published.base)):
        if key(row["document"]) in named:
            named[key(row["document"])].add(key(row["person"]))
    together = Counter(person for here in named.values() if own in here for person in here)
    rows = ask(11)
    found = {key(row["person"]): int(row["documents"]) for row in rows}
    (himself,) = [row for row in rows if key(row["person"]) == own]
    assert spellings <= set(himself["spellings"].split(" | "))
    assert himself["spellings"].count("Qasim") >= 1
    # The report, which is not in the volumes, names these of them too (read by hand).
    together.update([own, "arif-abd-al-salam", "nuri-al-said", "chadirchi-kamil"])
    assert {who: times for who, times in found.items() if who in listed} == {
        who: times for who, times in together.items() if who in listed
    }


def test_question_12_each_form_of_nasser_is_given_with_its_entry(ask, frus):
    found = {(key(row["entry"]).replace("/persons/", "/"), row["form"]) for row in ask(12)}
    expected = {row for row in persons.forms_in_lists(list(frus.values()), "Nasser") if "Gam" in row[1]}
    assert expected
    assert found == expected


def test_question_13_editorial_notes_are_counted_by_volume(ask, frus):
    found = {key(row["volume"]): (int(row["notes"]), int(row["documents"])) for row in ask(13)}
    assert found == {name: documents.editorial_notes(volume.docs) for name, volume in frus.items()}


def test_question_20_a_coded_day_that_is_not_the_printed_one_is_found(ask, frus):
    found = {key(row["subject"]) for row in ask(20) if "/id/document/" in row["subject"]}
    assert found == documents.misdated(everything(frus))


def test_every_character_of_a_document_is_published_in_one_of_its_passages_and_none_twice(published, frus):
    crm = "PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>"
    texts: dict[str, Counter[str]] = {}
    for row in published.select(
        f"{crm} SELECT ?passage ?text {{ ?passage crm:P2_has_type ?kind ; crm:P190_has_symbolic_content ?text ."
        " ?passage (crm:P106i_forms_part_of | crm:P67_refers_to) ?document . ?document a crm:E31_Document"
        " FILTER(STRSTARTS(STR(?passage), CONCAT(STR(?document), '/'))) }"
    ):
        document = key(row["passage"]).rpartition("/")[0]
        texts.setdefault(document, Counter()).update(re.sub(r"\W", "", row["text"]))
    for doc in everything(frus):
        assert texts[doc.key] == Counter(re.sub(r"\W", "", "".join(doc.element.itertext()))), doc.key


def test_the_independent_reading_knows_the_calendar():
    assert documents.in_words(date(1958, 12, 4)) == "December 4, 1958"
