"""Dates and snippets in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.protocols.pages.text import Piece, pieces
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


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=5), max_size=5))
def test_pieces_joined_are_the_text(text, forms):
    assert "".join(piece.text for piece in pieces(text, [Piece(form, "/x") for form in forms])) == text


def test_the_longest_form_of_a_name_is_linked_and_parts_of_words_are_not():
    marks = [Piece("Qasim", "/a"), Piece("General Qasim", "/b")]
    assert [piece.href for piece in pieces("General Qasim met Qasim's Qasimites", marks)] == ["/b", "", "/a", ""]


def test_terms_of_others_are_said_in_plain_words():
    assert readable("http://www.cidoc-crm.org/cidoc-crm/P14_carried_out_by") == "carried out by"
    assert readable("http://www.cidoc-crm.org/cidoc-crm/E21_Person") == "Person"
    assert readable("http://www.cidoc-crm.org/cidoc-crm/P14.1_in_the_role_of") == "in the role of"
