"""Decisions are read row by row; what contradicts another is found, and two are kept apart where it is in doubt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.errors import CollectionError
from lod_publisher.linking.decisions import Decision, Decisions
from lod_publisher.linking.groups import Groups
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin

HEAD = "what,kind,one,other,who,when,why\n"


def write(folder: Path, text: str) -> Decisions:
    """Decisions as they stand in a file."""
    path = folder / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    return Decisions.read(path)


def test_each_kind_of_decision_is_read_with_who_when_and_why(tmp_path):
    found = write(
        tmp_path,
        HEAD + "same,person,person/b,person/a,M. Reader,2026-03-01,one office\n"
        "different,person,c,d,M. Reader,2026-03-01,\n"
        'name,person,a,"Qāsim, ʿAbd al-Karīm",M. Reader,2026-03-01,\n'
        "exact,person,a,http://viaf.org/viaf/49264990,M. Reader,2026-03-01,\n",
    )
    assert found.findings == []
    assert list(found.same) == [(Kind.PERSON, "a", "b")]
    assert list(found.different) == [(Kind.PERSON, "c", "d")]
    assert found.preferred == {(Kind.PERSON, "a"): "Qāsim, ʿAbd al-Karīm"}
    assert [(link.what, link.other) for link in found.links] == [("exact", "http://viaf.org/viaf/49264990")]
    row = found.same[Kind.PERSON, "a", "b"]
    assert (row.who, row.when, row.why, row.origin.line) == ("M. Reader", "2026-03-01", "one office", 2)


@pytest.mark.parametrize(
    "row",
    [
        "maybe,person,a,b,M,2026-03-01,",
        "same,ship,a,b,M,2026-03-01,",
        "same,person,a,a,M,2026-03-01,",
        "same,person,a,,M,2026-03-01,",
        "same,person,a b,c,M,2026-03-01,",
        "same,person,a,b,,2026-03-01,",
        "same,person,a,b,M,1 March,",
        "name,person,a,,M,2026-03-01,",
        "exact,person,a,VIAF 49264990,M,2026-03-01,",
        "same,person",
    ],
)
def test_a_row_that_cannot_be_followed_is_a_finding_that_names_its_line_and_the_rest_goes_on(tmp_path, row):
    found = write(tmp_path, f"{HEAD}{row}\nsame,person,x,y,M,2026-03-01,\n")
    assert [(each.rule, each.origin.line) for each in found.findings] == [("decision-cannot-be-read", 2)]
    assert len(found.same) == 1


def test_a_list_of_candidates_is_a_list_of_decisions_once_its_first_column_is_filled_in(tmp_path):
    head = HEAD.strip() + ",score,reasons\n"
    found = write(tmp_path, head + "same,person,a,b,M,2026-03-01,,0.8,alike\n,person,c,d,,,,0.7,alike\n")
    assert (len(found.same), found.findings) == (1, [])


def test_a_list_that_a_spreadsheet_saved_with_semicolons_is_read(tmp_path):
    assert len(write(tmp_path, "\ufeff" + (HEAD + "same,person,a,b,M,2026-03-01,\n").replace(",", ";")).same) == 1


@pytest.mark.parametrize("text", ["", "what,kind,one\n", "\n"])
def test_a_list_without_its_columns_stops_the_build_with_a_sentence(tmp_path, text):
    with pytest.raises(CollectionError, match="column"):
        write(tmp_path, text)


def test_of_two_opposite_decisions_the_later_holds_and_the_earlier_is_found(tmp_path):
    found = write(tmp_path, HEAD + "same,person,a,b,M,2026-03-01,\ndifferent,person,b,a,N,2026-04-01,\n")
    assert (list(found.same), list(found.different)) == ([], [(Kind.PERSON, "a", "b")])
    assert [(each.rule, each.origin.line) for each in found.findings] == [("decision-contradicted", 2)]


def test_of_two_opposite_decisions_of_one_day_the_two_stay_apart(tmp_path):
    found = write(tmp_path, HEAD + "different,person,a,b,M,2026-03-01,\nsame,person,a,b,N,2026-03-01,\n")
    assert (len(found.same), len(found.different), len(found.findings)) == (0, 1, 1)


def test_a_chain_of_sameness_between_two_who_are_different_is_found_and_its_oldest_link_is_not_followed(tmp_path):
    rows = "same,person,a,b,M,2026-01-01,\nsame,person,b,c,M,2026-02-01,\ndifferent,person,a,c,N,2025-01-01,\n"
    found = write(tmp_path, HEAD + rows)
    assert list(found.same) == [(Kind.PERSON, "b", "c")]
    assert [(each.rule, each.origin.line) for each in found.findings] == [("decision-contradicted", 2)]


def test_the_same_decision_twice_is_no_contradiction(tmp_path):
    found = write(tmp_path, HEAD + "same,person,a,b,M,2026-01-01,\nsame,person,b,a,N,2026-02-01,\n")
    assert (len(found.same), found.findings) == (1, [])


_KEYS = st.sampled_from("abcdefg")
_ROWS = st.lists(st.tuples(st.sampled_from(["same", "different"]), _KEYS, _KEYS, st.sampled_from(["01", "02", "03"])))


@given(_ROWS)
def test_whatever_is_decided_nobody_ends_up_joined_with_whom_she_is_decided_to_differ_from(rows):
    given_rows = [
        Decision(what, Kind.PERSON, min(one, other), max(one, other), "M", f"2026-01-{day}", "", Origin("d", line))
        for line, (what, one, other, day) in enumerate(rows)
        if one != other
    ]
    found = Decisions(given_rows)
    groups = Groups(found.different)
    assert all(groups.join((kind, one), (kind, other)) for kind, one, other in found.same)
    assert all(groups.root((kind, one)) != groups.root((kind, other)) for kind, one, other in found.different)


def test_an_address_elsewhere_is_kept_in_the_spelling_in_which_sources_have_it(tmp_path):
    path = tmp_path / "decisions.csv"
    row = "exact,person,a,https://www.viaf.org/viaf/49264990/,M. Reader,2026-03-01,seen\n"
    path.write_text("what,kind,one,other,who,when,why\n" + row, encoding="utf-8")
    [link] = Decisions.read(path).links
    assert link.other == "http://viaf.org/viaf/49264990"
