"""Somebody of whom only a list's key is known is called by that list."""

from lod_publisher.mapping import Context, implied
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme, Kind


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
        "frus1958-60v12": "frus1958-60v12",
    }
