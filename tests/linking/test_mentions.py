"""Mentions in plain text: whom a name means, by what stands beside it and what the document said before."""

from typing import Any

import pytest
from benchmarks.mentions import documents, gold_rows, lexicon, score_gold, source

from lod_publisher.linking.mentions import Known, Proposal, Proposer, lexicon_of
from lod_publisher.linking.mentions.dates import dates_in
from lod_publisher.model.beside import role_beside, titles_before
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Passage, Person
from lod_publisher.sources import frus_tei

VOLUME = frozenset({"frus-test"})


def person(key: str, name: str, about: str = "", *more: str, listed: bool = True, **rest: Any) -> Known:
    return Known(Kind.PERSON, key, name, more, about, volumes=VOLUME if listed else frozenset(), **rest)


KNOWN = (
    person("jfd", "Dulles, John Foster", "Secretary of State until April 1959"),
    person("awd", "Dulles, Allen W.", "Director of Central Intelligence"),
    person("wsm", "Wright, Sir Michael", "British Ambassador to Iraq"),
    person("wtk", "Wright, Thomas K.", "Counselor of the Embassy in Jordan"),
    person("qasim", "Qassim, General Abdul Karim", "Prime Minister of Iraq from July 14, 1958"),
    person("nuri", "al-Said, Nuri", "Prime Minister of Iraq until July 14, 1958"),
    person("black", "Black, Eugene R.", "President of the International Bank"),
    person("johnson", "Johnson, Lyndon B.", "Senator from Texas"),
    person("mcclellan", "McClellan, Harold C.", "Assistant Secretary of Commerce", listed=False),
    person("kuwatly", "al-Quwatli (Kuwatly), Shukri", "President of Syria", listed=False),
    Known(Kind.PLACE, "iraq", "Iraq"),
    Known(Kind.PLACE, "jordan", "Jordan"),
    Known(Kind.PLACE, "taiwan", "Taiwan"),
    Known(Kind.PLACE, "united-states", "United States"),
    Known(Kind.ORGANISATION, "department-of-state", "Department of State"),
    Known(Kind.ORGANISATION, "embassy-in-iraq", "Embassy in Iraq"),
    Known(Kind.ORGANISATION, "secretary-of-state", "Secretary of State"),
)


@pytest.fixture(scope="module")
def names():
    return lexicon_of(KNOWN)


def proposals(
    names, *texts: str, title: str = "", volume: str = "frus-test", year: int | None = 1958
) -> list[Proposal]:
    passages = [
        Passage(f"frus-test/d1/{'s' if text.startswith('SIGNED ') else 'p'}{n}", "paragraph", text)
        for n, text in enumerate(texts, 1)
    ]
    return list(Proposer(names, volume, year).propose(passages, title))


def meant(names, *texts: str, **more) -> list[tuple[str, str]]:
    return [(p.words, p.key) for p in proposals(names, *texts, **more) if p.kind is not Kind.PERIOD]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He told Secretary Dulles so.", [("Dulles", "jfd")]),
        ("He told Mr. Dulles (CIA) so.", [("Dulles", "awd")]),
        ("Allen Dulles said no.", [("Allen Dulles", "awd")]),
        ("It came from Mr. Dulles.", []),  # which of the two nobody can tell
        ("He saw Denis Dulles there.", []),  # of whom no list knows
        ("Then Nuri As-Said's cabinet fell.", [("Nuri As-Said", "nuri")]),
        ("Prime Minister Kassem replied.", [("Kassem", "qasim")]),
        ("Prime Minister Qāsim replied.", [("Qāsim", "qasim")]),
        ("A black day for Mr. Black.", [("Black", "black")]),
        ("The Johnson Library has it.", []),
        ("The turmoil in the Taiwan Strait.", []),
        ("Iraqi oil and us; the US and Iraq.", [("US", "united-states"), ("Iraq", "iraq")]),
        ("The Secretary of State agreed.", []),  # an office that many held is no name
        ("In Jordan, DEPARTMENT OF STATE.", [("Jordan", "jordan"), ("DEPARTMENT OF STATE", "department-of-state")]),
        ("General McClellan's shop.", []),  # nothing known of him makes him a general
    ],
)
def test_a_name_means_whom_its_given_names_its_title_or_the_role_beside_it_say(names, text, expected):
    assert meant(names, text) == expected


def test_a_bare_surname_means_whoever_the_document_named_last(names):
    told = meant(names, "Michael Wright saw Qassim.", "Wright said this was impossible.")
    assert told == [("Michael Wright", "wsm"), ("Qassim", "qasim"), ("Wright", "wsm")]
    assert meant(names, "Wright spoke first; later came Thomas Wright.")[0] == ("Wright", "wtk")


def test_a_text_of_another_archive_needs_more_than_a_surname(names):
    assert meant(names, "Dulles and Black met.", volume="") == []
    assert meant(names, "Then President Kuwatly came, and Kuwatly spoke.", volume="") == [("Kuwatly", "kuwatly")] * 2
    assert meant(names, "In Iraq, Qassim ruled.", volume="") == [("Iraq", "iraq"), ("Qassim", "qasim")]


def test_nobody_acts_long_before_or_after_the_years_in_which_she_was_active():
    names = lexicon_of([person("old", "Webster, Daniel", "Senator", listed=False, years=(1830, 1852))])
    assert meant(names, "Daniel Webster spoke.", volume="", year=1845) == [("Daniel Webster", "old")]
    assert meant(names, "Daniel Webster spoke.", volume="", year=1958) == []


def test_the_embassy_and_the_department_are_those_of_the_head(names):
    head = "145. Telegram From the Department of State to the Embassy in Iraq"
    told = meant(names, "Embassy should ask the Department.", "The British Embassy knows.", title=head)
    assert told == [("Embassy", "embassy-in-iraq"), ("Department", "department-of-state")]
    assert meant(names, "Embassy should ask the Department.") == []


def test_every_proposal_says_how_sure_it_is_and_why(names):
    for proposal in proposals(names, "On July 14 Michael Wright told Secretary Dulles of Iraq."):
        assert 0.5 < proposal.confidence <= 1
        assert proposal.reason


def test_names_in_other_scripts_empty_texts_and_empty_names_do_no_harm():
    names = lexicon_of([person("p", "Касем, Абд"), person("q", ""), person("r", "“X”"), Known(Kind.PLACE, "t", "東京")])
    assert meant(names, "", "  ", "Касем сказал.") == [("Касем", "p")]
    assert list(Proposer(lexicon_of([])).propose([Passage("d/p1", "paragraph", "Qasim came.")])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on July 14, 1958, and", [("July 14, 1958", "1958-07-14")]),
        ("on 14 July and on 9 JUNE 1954", [("14 July", "1958-07-14"), ("9 JUNE 1954", "1954-06-09")]),
        ("March 16-17; November 24 and 27", [("March 16-17", "1958-03-16/1958-03-17"), ("November 24 and 27", "{1958-11-24,1958-11-27}")]),
        ("in the second half of 1956, in May 1957", [("second half of 1956", "1956-41"), ("May 1957", "1957-05")]),
        ("Central Files 1970–73; the 1956 revolt", [("1970–73", "1970/1973"), ("1956", "1956")]),
        ("Embtels 1753, 1754; telegram 1505; 1800 troops; he may 5 times march 3", []),
        ("1505. Embassy", []),
        ("February 30", []),
    ],
)  # fmt: skip
def test_dates_are_proposed_with_edtf_and_the_year_of_their_document(text, expected):
    assert [(dated.words, dated.edtf) for dated in dates_in(text, 1958)] == expected


def test_a_date_without_a_year_in_a_text_without_one_is_left_open():
    assert [dated.words for dated in dates_in("on July 14; then on July 15, 1958", None)] == ["July 15, 1958"]


def test_titles_and_roles_are_read_from_what_stands_beside_a_name():
    assert titles_before("said to the Secretary of State ") == ("secretary",)
    assert titles_before("the visit of the Prime Minister. ") == ()
    assert titles_before("the American Ambassador at ") == ()
    assert titles_before("he told Brig. Gen. ") == ("brig", "gen")
    assert "special" in role_beside("Memorandum From the President's Special Assistant (", ") to the President")
    assert role_beside("", ", British Ambassador to Iraq, spoke") == ("british", "ambassador", "to", "iraq")


@pytest.mark.corpus
def test_on_ten_documents_annotated_by_hand_proposals_are_right_and_nearly_complete(shared):
    volumes = sorted({key.partition("/")[0] for key in gold_rows()})
    chosen, spoken = documents(gold_rows())
    entries = [found for volume in volumes for found in frus_tei.survey(source(volume)) if isinstance(found, Person)]
    names, known = lexicon(entries, {}, spoken)
    score = score_gold(names, known, chosen, {})
    assert score.precision >= 0.95, score.wrong
    assert score.recall >= 0.85, score.missed
