"""Lines of text with names and gaps in them."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.protocols.pages.printed.runs import Mark, Run, folded, joined, set_runs

_TEXT = st.text(max_size=40)
_RUNS = st.lists(
    st.builds(Run, _TEXT, st.lists(st.sampled_from(["italic", "smallcaps", "odd"]), max_size=2).map(tuple),
              st.sampled_from(["", "/page/a", "https://example.org/?a=1&b=2"])), max_size=6)  # fmt: skip


@given(_RUNS, st.lists(st.text(min_size=1, max_size=4), max_size=4))
def test_a_line_escapes_every_letter_and_loses_none_whatever_is_marked_in_it(runs, forms):
    shown = set_runs(runs, {form: Mark(href="/x") for form in forms})
    assert "<script" not in shown
    assert _without_tags(shown) == joined(runs)


def _without_tags(shown: str) -> str:
    out, inside = [], False
    for letter in shown:
        if letter == "<":
            inside = True
        elif letter == ">" and inside:
            inside = False
        elif not inside:
            out.append(letter)
    return unescape("".join(out))


def test_the_longest_form_of_a_name_is_linked_and_parts_of_words_are_not():
    line = set_runs([Run("General Qasim met Qasim's Qasimites")], {"Qasim": Mark("/a"), "General Qasim": Mark("/b")})
    assert line == (
        '<a class="mention" href="/b">General Qasim</a> met <a class="mention" href="/a">Qasim</a>&#39;s Qasimites'
    )


def test_a_gap_across_a_change_of_type_is_one_gap_that_says_how_much_is_missing():
    gap = {"[1 line not declassified]": Mark(gap="line", title="1 line")}
    line = set_runs([Run("a ["), Run("1 line not declassified", ("italic",)), Run("] b")], gap)
    assert line == 'a <span class="gap of-line" title="1 line">[<i>1 line not declassified</i>]</span> b'


def test_the_sign_of_a_note_inside_a_name_is_no_link_in_a_link():
    line = set_runs([Run("John"), Run("", html='<a href="#fn1">1</a>'), Run(" Smith")], {"John Smith": Mark("/x")})
    assert line == ('<a class="mention" href="/x">John</a><a href="#fn1">1</a><a class="mention" href="/x"> Smith</a>')


def test_white_space_is_one_space_across_pieces_and_none_at_the_ends():
    runs = folded([Run("  The \n"), Run(" state", ("italic",)), Run(" ", html="<br>"), Run(" of\u2002Iraq  ")])
    assert joined(runs) == "The state of Iraq"
