"""How far a value that a client gives agrees with what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.protocols.reconcile import values
from lod_publisher.web.protocols.reconcile.values import Given

COMPARISONS = (
    values.as_year,
    values.as_date,
    values.as_span,
    values.as_words,
    values.as_one_of,
    values.codes_of("viaf"),
)
TEXTS = st.text(max_size=20) | st.from_regex(r"-?[0-9]{3,5}[~?]?(/[0-9]{4})?", fullmatch=True)


@pytest.mark.parametrize(
    ("given", "known", "agreement"),
    [
        ("1914", "1914", 1.0),
        ("1914-11-21T00:00:00Z", "1914", 1.0),
        ("born 1914", "1914-11-21", 1.0),
        ("1914", "1913/1915", 0.4),
        ("1915", "1914~", 0.4),
        ("1916", "1914", 0.0),
        ("1917", "1914", -0.5),
        ("1850", "1914", -1.0),
        ("unknown", "1914", None),
        ("1914", "", None),
    ],
)
def test_years_are_compared_as_far_as_both_are_known(given: str, known: str, agreement: float | None):
    assert values.as_year(Given(given), [known], "") == agreement


@pytest.mark.parametrize(
    ("given", "known", "agreement"),
    [
        ("1958-12-04", "1958-12-04T17:36:00", 1.0),
        ("1958-12-04T00:00:00Z", "1958-12-04", 1.0),
        ("4 December 1958", "1958-12-04", 1.0),
        ("1958", "1958-12-04", 1.0),
        ("1958-12", "1958-11-30/1958-12-04", 1.0),
        ("1958-12-03", "1958-12-04", 0.5),
        ("1958-11-20", "1958-12-04", -0.3),
        ("1957-01-01", "1958-12-04", -1.0),
        ("some day", "1958-12-04", None),
        ("1958-12-04", "", None),
    ],
)
def test_dates_are_compared_by_the_days_between_however_they_are_written(
    given: str, known: str, agreement: float | None
):
    assert values.as_date(Given(given), [known], "") == agreement


@pytest.mark.parametrize(
    ("year", "agreement"), [("1955", 1.0), ("1948", 0.3), ("1930", -0.3), ("1850", -1.0), ("2010", -1.0)]
)
def test_a_year_fits_between_the_first_and_the_last_and_some_years_around(year: str, agreement: float):
    assert values.as_span(Given(year), [1950, 1960], "") == agreement


@pytest.mark.parametrize(
    ("given", "agreement"),
    [
        ("Prime Minister", 1.0),
        ("prime minister of Iraq", 1.0),
        ("Minister of Defence", 0.5),
        ("Ambassador", 0.0),
        ("of the", None),
    ],
)
def test_offices_are_compared_word_by_word_without_the_little_words(given: str, agreement: float | None):
    assert values.as_words(Given(given), ["Prime Minister of Iraq from July 14, 1958"], "") == agreement


@pytest.mark.parametrize(
    "written",
    ["n79021164", "n 79021164", "n79-21164", "http://id.loc.gov/authorities/names/n79021164", "LCCN:n79021164"],
)
def test_a_code_is_one_code_however_its_address_is_written(written: str):
    assert values.codes_of("lcnaf")(Given(written), ["n79021164"], "") == 1.0
    assert values.codes_of("lcnaf")(Given("n79021165"), ["n79021164"], "") == -1.0


@given(TEXTS, st.lists(TEXTS | st.integers(0, 3000), max_size=3), st.sampled_from(["", "near", "exact"]))
def test_an_agreement_lies_between_contradiction_and_identity_or_is_unknown(text, known, qualifier):
    for compare in COMPARISONS:
        agreement = compare(Given(text), known, qualifier)
        assert agreement is None or -1 <= agreement <= 1
