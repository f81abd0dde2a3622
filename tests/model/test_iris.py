"""IRIs are minted and parsed in one place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.errors import IriError
from lod_publisher.model.iris import IriScheme, Kind, is_local_id, keyed, slug
from lod_publisher.model.terms import boolean, integer, iri, lines, literal, typed

IRIS = IriScheme("https://data.example.org")
LOCAL_IDS = st.from_regex(re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}(/[a-z0-9]{1,8}){0,3}"), fullmatch=True)


@given(st.sampled_from(Kind), LOCAL_IDS)
def test_splitting_a_minted_iri_gives_back_its_parts(kind, local_id):
    assert IRIS.split(IRIS.entity(kind, local_id)) == (kind, local_id)
    assert IRIS.split(IRIS.part(kind, local_id, "time")[1:-1]) == (kind, local_id)


@pytest.mark.parametrize(
    "local_id", ["", "p_al-Quwatli (Quwaitli)", "a//b", "/a", "a/", "é", "a b", "../x", "a/../b", "a#b"]
)
def test_a_local_id_that_would_make_an_invalid_iri_is_refused(local_id):
    assert not is_local_id(local_id)
    with pytest.raises(IriError):
        IRIS.entity(Kind.PERSON, local_id)


@pytest.mark.parametrize(
    "base", ["https://data.example.org/", "data.example.org", "ftp://x.org", "https://x.org/a b", "https://x.org/?q"]
)
def test_a_base_that_would_make_ugly_or_invalid_iris_is_refused(base):
    with pytest.raises(IriError, match="cannot be the base"):
        IriScheme(base)


@pytest.mark.parametrize(
    "foreign",
    [
        "https://elsewhere.org/id/person/x",
        "https://data.example.org/id/thing/x",
        "https://data.example.org/vocab/x",
        "",
    ],
)
def test_an_iri_that_is_not_ours_is_not_split(foreign):
    assert IRIS.split(foreign) is None


@given(st.text(max_size=60))
def test_every_text_has_a_key_that_can_stand_in_an_iri(text):
    assert is_local_id(keyed(text))
    assert slug(text) == "" or is_local_id(slug(text))


def test_a_slug_folds_accents_and_drops_apostrophes():
    assert slug("Embassy in Côte d’Ivoire") == "embassy-in-cote-divoire"
    assert slug("Правда") == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_different_texts_have_different_keys(one, other):
    assert (keyed(one) == keyed(other)) == (one == other)


def test_parts_and_own_terms_refuse_what_no_iri_may_hold():
    assert IRIS.own("had_addressee") == "<https://data.example.org/vocab/had_addressee>"
    for call in (lambda: IRIS.own("a b"), lambda: IRIS.part(Kind.PERSON, "x", "a b")):
        with pytest.raises(IriError):
            call()


def test_terms_are_spelled_as_canonical_n_triples():
    assert literal('a "b"\n\\') == '"a \\"b\\"\\n\\\\"'
    assert literal("Bagdad", "hu") == '"Bagdad"@hu'
    assert integer(7) == '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert boolean(True).startswith('"true"')
    assert typed("1958", "http://x.org/t") == '"1958"^^<http://x.org/t>'
    assert iri("http://x.org/a") == "<http://x.org/a>"
    assert lines([("<a:b>", "<a:c>", '"d"')]) == '<a:b> <a:c> "d" .\n'


@pytest.mark.parametrize("text", ["http://x.org/a b", "relative", "http://x.org/<a>"])
def test_a_text_that_is_no_absolute_iri_is_refused(text):
    with pytest.raises(IriError):
        iri(text)


def test_a_language_tag_is_lower_case_as_the_store_keeps_it():
    with pytest.raises(IriError):
        literal("x", "en-GB")
