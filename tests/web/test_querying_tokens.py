"""The tokens of a query: the whole text and nothing else, whatever was written; what each kind looks like; linear time."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.querying.tokens import Token, tokens, unescaped

PIECES = [
    "SELECT", "a", "?x", "$y", "<http://a/b>", "<", "<=", ">", ">>", "<<", "ex:a.b", ":", "ex:", ":x", "_:b.1", "_:", "1", "1.5", ".5", "1e3",
    "1.", "'", '"', '"""', "'''", "\\", '"a"', "'b\\''", '"""x"y"""', "@en", "@en--ltr", "^^", "{", "}", "(", ")", "[", "]", "{|", "|}", ".",
    "a.b.c", "-", "é", "\U0001f600", "# c\n", "#", "\n", "\r\n", " ", "\t", "\\u0053ERVICE", "\\u0022", "\\uD800", "\\U0001F600", "\\u", "%41",
    "ex:%41", "ex:a\\-b", "&&", "||", "!", "\x00", "~",
]  # fmt: skip
SKIPPED = re.compile(r"(?:[ \t\r\n]|#[^\n\r]*)*")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_tokens_and_what_lies_between_them_are_the_whole_text(text):
    place = 0
    for token in tokens(text):
        assert SKIPPED.fullmatch(text[place : token.start])
        assert token.start < token.end
        assert token.line == 1 + text.count("\n", 0, token.start)
        assert token.column == token.start - text.rfind("\n", 0, token.start)
        place = token.end
    assert SKIPPED.fullmatch(text[place:])


@given(st.lists(st.sampled_from([piece for piece in PIECES if "\\u" not in piece.lower()])).map("".join))
def test_a_token_without_codepoint_escapes_is_the_text_at_its_place(text):
    assert all(token.text == text[token.start : token.end] for token in tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT*{?s a ex:Thing}", "keyword punctuation punctuation variable keyword prefixed punctuation"),
        ('"a" \'b\' """c"c""" \'\'\'d\'d\'\'\'', "string string string string"),
        (r'"a\"b" "\\" "\u0022"', "string string string"),
        ('"a\nb"', "broken keyword broken"),
        ('"""a\nb', "broken"),
        ("?a<?b && ?c>?d", "variable punctuation variable punctuation variable punctuation variable"),
        ("?s<http://a/?b&c>?o", "variable iri variable"),
        ("?a<=3", "variable punctuation number"),
        ("ex:a.b. ex:c.", "prefixed punctuation prefixed punctuation"),
        ("a.b:c a.b c", "prefixed keyword punctuation keyword keyword"),
        (r"ex:a\,b%20c :x: :", "prefixed prefixed prefixed"),
        ("1 1.5 .5 1e3 1.e-3 1.", "number number number number number number punctuation"),
        ('"x"@en-GB "y"@ar--rtl "z"^^xsd:date', "string language string language string punctuation prefixed"),
        ("_:b1 _:b.2. []", "blank blank punctuation punctuation punctuation"),
        ("?x :p*/^:q?|:r+", "variable prefixed punctuation punctuation punctuation prefixed punctuation punctuation prefixed punctuation"),
        ("<< :s :p :o >> {| :q 1 |}", "punctuation prefixed prefixed prefixed punctuation punctuation prefixed number punctuation"),
        ("# a comment ?x\n?y #another", "variable"),
        ("?été ?x-1", "variable variable punctuation number"),
    ],
)  # fmt: skip
def test_each_kind_is_told_by_the_grammar(text, expected):
    assert " ".join(kind for kind, _ in kinds(text)) == expected


def test_a_codepoint_escape_in_a_word_is_resolved_and_keeps_its_place():
    token, iri, *_ = tokens("\\u0053ERVIC\\U00000045 <http://a\\u0062>\n?x")
    assert token == Token("keyword", "SERVICE", 0, 21, 1, 1)
    assert (iri.kind, iri.value, iri.start, iri.column) == ("iri", "http://ab", 22, 23)
    assert tokens("\\u0053ERVICE\n ?x")[1][2:] == (14, 16, 2, 2)


def test_an_escaped_quote_neither_ends_a_string_nor_begins_one():
    assert [token.value for token in tokens(r'"\u0022 SERVICE" ?x')] == ['" SERVICE', "x"]
    assert kinds(r"\u0022 SERVICE")[-1] == ("keyword", "SERVICE")


def test_values_are_what_the_query_means():
    assert [token.value for token in tokens(r"""?x $y '''a\tb''' "" <http://é> @en-GB a""")] == [
        "x", "y", "a\tb", "", "http://é", "en-GB", "a",
    ]  # fmt: skip
    assert unescaped(r"\uD800\U00110000\q") == "\ufffd\ufffdq"
    assert tokens("SeRvIcE")[0].is_word("SERVICE")
    assert not tokens("?SERVICE")[0].is_word("SERVICE")


HOSTILE = [
    "a.",
    "'''\\",
    '"""',
    "<a",
    "a.a",
    "{",
    "\\u0041",
    "\\u0022",
    "<\\u0041",
    "_:",
    ":.",
    "'\\'",
    "?x<",
    "1.1.",
    "1e",
    "#\n",
    "@a-",
    "''",
    "é",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_eight_times_the_text_takes_about_eight_times_the_time(piece):
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        for _ in tokens(text):
            pass
        return time.process_time() - began

    seconds(10_000)
    once, eightfold = min(seconds(20_000) for _ in range(3)), min(seconds(160_000) for _ in range(2))
    assert eightfold < 24 * once + 0.05  # 64 times, if it were the square
