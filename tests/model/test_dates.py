"""Dates say no more than their source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.errors import DateError
from lod_publisher.model.dates import bounds, date_from_words, partial_date


@pytest.mark.parametrize(
    ("words", "edtf", "first", "last"),
    [
        ("11 July 1958", "1958-07-11", date(1958, 7, 11), date(1958, 7, 11)),
        ("on 13 and 14 July 1958", "1958-07-13/1958-07-14", date(1958, 7, 13), date(1958, 7, 14)),
        ("in the second half of 1956", "1956-41", date(1956, 7, 1), date(1956, 12, 31)),
        ("in the fall of 1956", "1956-23", date(1956, 9, 1), date(1956, 11, 30)),
        ("At the beginning of 1957", "1957-01~", date(1957, 1, 1), date(1957, 3, 31)),
        ("at the end of 1956", "1956-12~", date(1956, 10, 1), date(1956, 12, 31)),
        ("July 10(?), 1955", "1955-07-10?", date(1955, 7, 10), date(1955, 7, 10)),
        ("September 9 [30?], 1955", "[1955-09-09,1955-09-30]", date(1955, 9, 9), date(1955, 9, 30)),
        ("June 1955", "1955-06", date(1955, 6, 1), date(1955, 6, 30)),
        ("some time in 1957", "1957", date(1957, 1, 1), date(1957, 12, 31)),
        ("December 4, 1958, 5:36 p.m.", "1958-12-04T17:36:00", date(1958, 12, 4), date(1958, 12, 4)),
        ("winter of 1956", "1956-24", date(1956, 12, 1), date(1957, 2, 28)),
    ],
)
def test_words_of_the_sources_become_edtf_with_the_bounds_of_our_table(words, edtf, first, last):
    found = date_from_words(words)
    assert found is not None
    assert (found.edtf, found.earliest, found.latest) == (edtf, first, last)


@pytest.mark.parametrize("words", ["undated", "", "Friday", "February 30, 1956"])
def test_words_without_a_day_of_the_calendar_give_no_date(words):
    assert date_from_words(words) is None


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("../1958-12-18", None, date(1958, 12, 18)),
        ("1958-07-14/..", date(1958, 7, 14), None),
        ("1956-10/1958-07-14", date(1956, 10, 1), date(1958, 7, 14)),
        ("195X", date(1950, 1, 1), date(1959, 12, 31)),
        ("1956-40", date(1956, 1, 1), date(1956, 6, 30)),
        ("1958-12-04T17:36:00", date(1958, 12, 4), date(1958, 12, 4)),
    ],
)
def test_edtf_gives_whole_days_and_open_sides_stay_open(edtf, first, last):
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("edtf", ["1958-02-30", "yesterday", "", "1958-07-14/1958-07-11", "1958-13", "[a,b]"])
def test_what_is_no_date_is_refused_with_the_text_in_the_message(edtf):
    with pytest.raises(DateError, match=r"date in EDTF|ends before"):
        bounds(edtf)


def test_a_date_open_on_both_sides_says_nothing():
    with pytest.raises(DateError, match="nothing about when"):
        partial_date("../..")


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_an_interval_never_begins_after_it_ends(one, other):
    first, last = sorted((one, other))
    assert bounds(f"{first.isoformat()}/{last.isoformat()}") == (first, last)
    if first != last:
        with pytest.raises(DateError):
            bounds(f"{last.isoformat()}/{first.isoformat()}")


@given(st.text(max_size=40))
def test_no_words_make_reading_a_date_fail(words):
    found = date_from_words(words)
    assert found is None or (found.earliest or date.min) <= (found.latest or date.max)
