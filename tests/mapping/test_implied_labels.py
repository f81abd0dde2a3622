"""Somebody of whom only a list's key is known is called by that list."""

import pytest

from lod_publisher.mapping import Context, implied
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.series import called


def test_a_person_known_by_a_key_alone_is_called_by_the_list_that_gave_it():
    keys = [
        ((Kind.PERSON, "hsg-104121"), ""),
        ((Kind.PERSON, "frus1958-60v12/p_SS6"), ""),
        ((Kind.PERSON, "x"), ""),
        ((Kind.VOLUME, "frus1958-60v12"), ""),
    ]
    labels = {d.local_id: d.label for d in implied(keys, Context(IriScheme("http://a.example"), Concordance()))}
    assert labels == {
        "hsg-104121": "Person 104121 of the people database of history.state.gov",
        "frus1958-60v12/p_SS6": "Entry p_SS6 of the list of persons of frus1958-60v12",
        "x": "x",
        "frus1958-60v12": "Foreign Relations of the United States, 1958–1960, Volume XII",
    }


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("frus1952-54v14p1", "Foreign Relations of the United States, 1952–1954, Volume XIV, Part 1"),
        ("frus1969-76ve06", "Foreign Relations of the United States, 1969–1976, Volume E–6"),
        ("frus1943CairoTehran", "Foreign Relations of the United States, 1943 (CairoTehran)"),
        ("frus1948v08", "Foreign Relations of the United States, 1948, Volume VIII"),
        ("frus1958-60v12/d145", "Document 145 in Foreign Relations of the United States, 1958–1960, Volume XII"),
        (
            "frus1958-60v12/d1/fn2",
            "Footnote 2 to document 1 in Foreign Relations of the United States, 1958–1960, Volume XII",
        ),
        ("frus1961-63v07-09mSupp", "Foreign Relations of the United States, 1961–1963, Volume VII (09mSupp)"),
        ("wilson-122512", ""),
    ],
)
def test_the_key_of_a_volume_that_is_only_referred_to_names_it(key, name):
    assert called(key) == name
    kind = Kind.DOCUMENT if "/" in key else Kind.VOLUME
    context = Context(IriScheme("http://a.example"), Concordance())
    (found,) = implied([((kind, key), "ibid")], context)
    assert found.label == (name or "ibid")
