"""All that the tables add to what a dataset speaks of: places, posts, and which of their names are one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lod_publisher.linking.offices import office_of, place_named
from lod_publisher.linking.organisations import gather_organisations
from lod_publisher.linking.places import gather_places
from lod_publisher.linking.spots import Atlas
from lod_publisher.linking.who.verdict import Verdict
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Match, Organisation, Person, Place


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Records to merge with those of the sources, the verdict on names, the keys to publish where several are one, and links to elsewhere."""

    records: tuple[Place | Organisation, ...] = ()
    verdict: Verdict = field(default_factory=Verdict)
    chief: frozenset[tuple[Kind, str]] = frozenset()
    links: tuple[Match, ...] = ()


def surroundings(spoken: Mapping[EntityRef, int], records: Iterable[Person | Organisation | Place]) -> Surroundings:
    """Find out what is known of the places and organisations that the sources speak of (how often) or describe.

    Takes about a second, which is the reading of GeoNames; the rest grows with the number of different names.
    """
    listed = list(records)
    places = [record for record in listed if isinstance(record, Place)]
    bodies = [record for record in listed if isinstance(record, Organisation)]
    names = {key.local_id: key.label for key in spoken if key.kind is Kind.ORGANISATION and "/" not in key.local_id}
    names.update((body.local_id, body.label) for body in bodies)
    labels = [key.label for key in spoken if key.kind is Kind.PLACE] + [place.label for place in places]
    if not labels and not names:
        return Surroundings()
    atlas = Atlas((*labels, *filter(None, map(place_named, names.values()))))
    offices = {key: office for key, name in names.items() if (office := office_of(name, atlas)) is not None}
    seats = [office.spot for office in offices.values() if office.spot is not None and not office.several]
    found = gather_places(spoken, places, atlas, [seat for seat in seats if seat.identity])
    groups = gather_organisations(spoken, bodies, offices, found.at)
    return Surroundings(
        (*found.records, *groups.records),
        Verdict(
            (*found.verdict.same, *groups.verdict.same),
            (*found.verdict.possible, *groups.verdict.possible),
            found.verdict.findings,
        ),
        frozenset((*((Kind.PLACE, key) for key in found.chief), *((Kind.ORGANISATION, key) for key in groups.chief))),
        found.links,
    )
