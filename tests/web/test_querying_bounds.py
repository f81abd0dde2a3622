"""Bounds of a query before any parser sees it, and the places of an error in a text that was changed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.errors import BadQueryError
from lod_publisher.web.querying.bounds import MAX_CHAIN, MAX_DEPTH, MAX_QUERY_BYTES, bounded, check_length
from lod_publisher.web.querying.edits import Edit, applied, original_place
from lod_publisher.web.querying.tokens import scan


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 200 + "}" * 200,
        "ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }",
        "ASK { FILTER(" + "!" * 200 + "true) }",
        'ASK { FILTER("' + "(" * 5_000 + '" = "x") }',
        "ASK { FILTER(" + " + ".join(["1"] * 1_500) + ") }",
        "ASK { VALUES ?x { " + "1 " * 60_000 + "} }",
        "ASK { ?s ?p <http://a.example/" + "(" * 1_000 + "> # " + "{" * 1_000 + "\n}",
    ],
    ids=["groups", "parentheses", "negations", "string", "sum", "values", "iri and comment"],
)
def test_what_a_person_or_a_program_would_write_passes(query):
    check_length(query)
    assert bounded(scan(query))


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 2_200 + "}" * 2_200,
        "ASK { FILTER(" + "(" * 4_700 + "1" + ")" * 4_700 + ") }",
        "ASK { FILTER(" + "!" * 9_400 + "true) }",
        "ASK { FILTER(" + "!(" * 200 + "true" + ")" * 200 + " || " + "!" * 400 + "true) }",
        "ASK { FILTER(" + " + ".join(["1"] * 7_000) + ") }",
        "ASK { " + " UNION ".join(["{}"] * 6_600) + " }",
        "ASK { ?s " + "/".join(["a"] * 7_000) + " ?o }",
        "ASK { ?s ?p " + "[ ?p " * 400 + "1" + "]" * 400 + "}",
        "ASK { ?s ?p " + "(" * 400 + ")" * 400 + "}",
    ],
)
def test_what_would_end_the_parser_is_refused_with_its_place(query):
    with pytest.raises(BadQueryError) as refused:
        bounded(scan(query))
    assert refused.value.line == 1
    assert str(MAX_DEPTH) in str(refused.value) or f"{MAX_CHAIN:,}" in str(refused.value)


def test_length_is_counted_in_bytes():
    check_length("é" * (MAX_QUERY_BYTES // 2))
    with pytest.raises(BadQueryError, match=r"250,002 bytes.*dumps"):
        check_length("é" * (MAX_QUERY_BYTES // 2 + 1))


def test_a_hostile_text_of_ten_megabytes_is_refused_at_once():
    began = time.process_time()
    for text in ("{" * 10_000_000, "!" * 10_000_000, "1+" * 5_000_000):
        with pytest.raises(BadQueryError):
            check_length(text)
        with pytest.raises(BadQueryError):
            bounded(scan(text))
    assert time.process_time() - began < 1


@given(st.text("ab\n", max_size=40), st.data())
def test_a_place_outside_of_changes_is_found_again(text, data):
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    edits = [
        Edit(start, end, data.draw(st.text("xy", max_size=5)))
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    changed = applied(text, edits)
    for place, character in enumerate(changed):
        if character in "xy":
            continue
        line, column = changed.count("\n", 0, place) + 1, place - changed.rfind("\n", 0, place)
        line, column = original_place(text, edits, line, column)
        begin = [0, *(n + 1 for n, c in enumerate(text) if c == "\n")][line - 1]
        assert text[begin + column - 1] == character
