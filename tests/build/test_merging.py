"""Merging keeps every key that was joined, also one that only a head or a dateline used."""

from lod_publisher.build.identities import Identities
from lod_publisher.build.merging import Merged
from lod_publisher.linking.concordance import link
from lod_publisher.linking.surroundings import surroundings
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Organisation


def test_a_key_that_no_record_introduces_is_an_identifier_of_what_it_was_joined_to() -> None:
    names = {
        EntityRef(Kind.ORGANISATION, "department-of-state", "Department of State"): 90,
        EntityRef(Kind.ORGANISATION, "deparment-of-state", "Deparment of State"): 1,
    }
    around = surroundings(names, [])
    linked = link(around.records, same=around.verdict.same, chief=around.chief)
    merged = Merged(around.records, Identities(linked, verdict=around.verdict, added=around.records))
    [department] = [record for record, _ in merged.records() if isinstance(record, Organisation)]
    assert department.local_id == "department-of-state"
    assert department.same_as == (EntityRef(Kind.ORGANISATION, "deparment-of-state"),)
