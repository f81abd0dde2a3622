"""Dates and snippets in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.vocabulary import readable
from lod_publisher.web.words import marked, spoken_day, spoken_edtf


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1958-07-14", "14 July 1958"),
        ("1958-12-04T17:36:00", "4 December 1958"),
        ("1956-41", "Second half of 1956"),
        ("1956-10/1958-07-14", "October 1956 to 14 July 1958"),
        ("../1958-12-03", "until 3 December 1958"),
        ("1954-11-03/..", "from 3 November 1954"),
        ("1957-01~", "about January 1957"),
        ("[1955-09-09,1955-09-30]", "9 September 1955 or 30 September 1955"),
        ("1958", "1958"),
        ("", ""),
    ],
)
def test_a_vague_date_is_said_as_vaguely_in_words(edtf, words):
    assert spoken_edtf(edtf) == words


@given(st.text(max_size=30))
def test_no_text_makes_a_date_in_words_fail(text):
    spoken_day(text)
    spoken_edtf(text)


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_escapes_markup_and_loses_no_letter(text, words):
    shown = marked(text, words)
    assert "<script" not in shown
    assert shown.replace("<mark>", "").replace("</mark>", "").unescape() == text


def test_terms_of_others_are_said_in_plain_words():
    assert readable("http://www.cidoc-crm.org/cidoc-crm/P14_carried_out_by") == "carried out by"
    assert readable("http://www.cidoc-crm.org/cidoc-crm/E21_Person") == "Person"
    assert readable("http://www.cidoc-crm.org/cidoc-crm/P14.1_in_the_role_of") == "in the role of"
