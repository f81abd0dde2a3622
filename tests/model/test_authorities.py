"""Codes and addresses of the world's authority files, in all the spellings in which they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.model.authorities import (
    REGISTERS,
    identifier_of,
    iri_of,
    is_anothers_key,
    one_iri,
    own_key,
    register_of,
)
from lod_publisher.model.iris import is_local_id
from lod_publisher.model.records import Identifier


@pytest.mark.parametrize(
    ("written", "scheme", "code", "iri"),
    [
        ("https://viaf.org/viaf/95151565/", "viaf", "95151565", "http://viaf.org/viaf/95151565"),
        ("VIAF: 95151565", "viaf", "95151565", "http://viaf.org/viaf/95151565"),
        ("(DE-588)118540238", "gnd", "118540238", "https://d-nb.info/gnd/118540238"),
        ("http://d-nb.info/gnd/2022139-3", "gnd", "2022139-3", "https://d-nb.info/gnd/2022139-3"),
        ("(DLC)n 79-21164", "lcnaf", "n79021164", "http://id.loc.gov/authorities/names/n79021164"),
        ("http://id.loc.gov/rwo/agents/n79021164", "lcnaf", "n79021164", "http://id.loc.gov/authorities/names/n79021164"),
        ("isni:0000 0001 2103 2683", "isni", "0000000121032683", "https://isni.org/isni/0000000121032683"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("https://www.wikidata.org/wiki/Q42", "wikidata", "Q42", "http://www.wikidata.org/entity/Q42"),
        ("https://www.geonames.org/98182/baghdad.html", "geonames", "98182", "https://sws.geonames.org/98182/"),
        ("https://www.idref.fr/026927608", "idref", "026927608", "https://www.idref.fr/026927608/id"),
    ],
)  # fmt: skip
def test_every_spelling_of_a_code_gives_one_identifier_and_one_address(written, scheme, code, iri):
    assert identifier_of(written) == Identifier(scheme, code)
    assert iri_of(Identifier(scheme, code)) == one_iri(written) == iri


@pytest.mark.parametrize(
    "written",
    [
        "http://d-nb.info/gnd/118540239",
        "isni:0000000121032684",
        "viaf:0",
        "118540238",
        "http://example.org/n1",
        "",
        "x:",
    ],
)
def test_a_wrong_check_digit_or_an_unknown_file_gives_no_identifier(written):
    assert identifier_of(written) is None
    assert one_iri(written) == written


def test_an_address_in_the_one_spelling_is_read_as_itself():
    for register in REGISTERS:
        assert register_of(register.scheme.upper()) is register
        assert all(register_of(name) is register for name in register.also)
    for text in ("http://viaf.org/viaf/1", "https://sws.geonames.org/98182/", "http://n2t.net/ark:/99166/w6028pn9"):
        assert one_iri(text) == text


@given(st.text(max_size=40) | st.text("0123456789X-١;\r n", max_size=19))
def test_no_text_makes_the_reading_of_identifiers_fail(text):
    for written in (
        text,
        f"VIAF:{text}",
        f"(DE-588){text}",
        f"http://id.loc.gov/authorities/names/{text}",
        f"isni:{text}",
    ):
        found = identifier_of(written)
        assert found is None or (is_local_id(own_key(found)) and identifier_of(iri_of(found)) == found)


def test_another_files_key_gives_way_and_a_collections_own_key_does_not():
    assert is_anothers_key("gnd-118540238")
    assert is_anothers_key("lcnaf-n79021164")
    assert not is_anothers_key("gnd-office")
    assert not is_anothers_key("qasim-abd-al-karim")
