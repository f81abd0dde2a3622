"""Accept -> media type, as RFC 9110 says it."""

from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.negotiation import MAX_RANGES, choose_format, parse_accept

TYPES = ("text/turtle", "application/ld+json", "text/html")


def test_without_an_accept_header_the_first_offer_is_sent():
    assert choose_format(None, TYPES) == "text/turtle"
    assert choose_format("", TYPES) == "text/turtle"


def test_a_browser_gets_html():
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    assert choose_format(accept, TYPES) == "text/html"


def test_the_most_specific_range_decides_the_weight_whatever_the_order():
    assert choose_format("text/turtle;q=0.1, */*;q=0.5, text/*;q=0.9", TYPES) == "text/html"
    assert choose_format("*/*, text/turtle;q=0.1, text/*;q=0.05", TYPES) == "application/ld+json"


def test_weight_zero_excludes():
    assert choose_format("*/*, text/turtle;q=0", TYPES) == "application/ld+json"
    assert choose_format("text/turtle;q=0", TYPES) is None


def test_nothing_that_fits_is_none_and_nothing_offered_is_none():
    assert choose_format("image/png", TYPES) is None
    assert choose_format(None, ()) is None
    assert choose_format("*/*", ("no type",)) is None


def test_parameters_that_do_not_matter_are_passed_over():
    assert choose_format('application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted, x"', TYPES) == TYPES[1]
    assert choose_format("TEXT/TURTLE; Charset=UTF-8", TYPES) == "text/turtle"


def test_an_offer_with_the_parameters_asked_for_is_the_more_specific():
    offered = ("application/ld+json", 'application/ld+json;profile="https://linked.art/ns/v1/linked-art.json"')
    accept = f"application/ld+json;q=0.2, {offered[1]}"
    assert choose_format(accept, offered) == offered[1]


def test_malformed_elements_are_passed_over():
    assert choose_format("text/turtle;q=2, text/html;q=0.1", TYPES) == "text/html"
    assert choose_format("*/turtle, ;;, text/html", TYPES) == "text/html"
    assert choose_format(",,,", TYPES) == "text/turtle"


def test_java_s_old_star_means_anything():
    assert choose_format("*; q=.2, text/html; q=.1", TYPES) == "text/turtle"


def test_no_more_ranges_are_read_than_a_polite_client_sends():
    assert len(parse_accept(",".join(["text/html"] * 5000))) == MAX_RANGES


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from([*TYPES, "*/*", "text/*", ";q=0", ";q=0.5", ",", '"', "\\", "="])).map("".join)
)
def test_no_accept_header_makes_negotiation_fail(accept):
    assert choose_format(accept, TYPES) in (*TYPES, None)


@given(st.sampled_from(TYPES), st.sampled_from(["0.001", "0.5", "1", "1.000"]))
def test_a_type_asked_for_alone_is_the_type_sent(media_type, weight):
    assert choose_format(f"{media_type};q={weight}", TYPES) == media_type


@given(st.permutations(["text/turtle;q=0.3", "application/ld+json;q=0.9", "text/*;q=0.8", "*/*;q=0.1"]))
def test_the_order_of_the_ranges_does_not_matter(ranges):
    assert choose_format(", ".join(ranges), TYPES) == "application/ld+json"
