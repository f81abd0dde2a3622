"""What only the whole description of an entity tells: found by a path of one or two steps, when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import CRM
from lod_publisher.web.protocols.reconcile.values import Told
from lod_publisher.web.site import Site

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWN = "vocab:"
_MAX_VALUES = 200
_LINKED = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT})


@dataclass(frozen=True, slots=True)
class Path:
    """A property that is found at a node of an entity (`part` is the end of its IRI) under some predicate.

    The predicate is a name of the CRM, an IRI, or, after `vocab:`, one of our own terms.
    """

    id: str
    name: str
    description: str
    kinds: frozenset[Kind]
    part: str
    predicate: str
    type: Kind | None = None


DESCRIBED = (
    Path("from", "From", "Who sent a document", frozenset({Kind.DOCUMENT}), "#sending", "P14_carried_out_by", Kind.PERSON),
    Path("to", "To", "Who received it", frozenset({Kind.DOCUMENT}), "#sending", "vocab:had_addressee", Kind.PERSON),
    Path("written_at", "Written at", "Where a document was written", frozenset({Kind.DOCUMENT}), "#creation", "P7_took_place_at",
         Kind.PLACE),
    Path("genre", "Genre", "What kind of document it is", frozenset({Kind.DOCUMENT}), "", "vocab:genre", Kind.CONCEPT),
    Path("place", "Place", "Where an event took place", frozenset({Kind.EVENT}), "", "P7_took_place_at", Kind.PLACE),
    Path("participant", "Participant", "Who took part in an event", frozenset({Kind.EVENT}), "", "P11_had_participant", Kind.PERSON),
    Path("within", "Within", "The larger place", frozenset({Kind.PLACE}), "", "P89_falls_within", Kind.PLACE),
    Path("coordinates", "Coordinates", "A point in WKT: longitude before latitude", frozenset({Kind.PLACE}), "",
         "P168_place_is_defined_by"),
    Path("exact_match", "Same thing elsewhere", "Addresses of records of the same thing (skos:exactMatch)", _LINKED, "",
         f"{_SKOS}exactMatch"),
    Path("close_match", "Possibly the same elsewhere", "Addresses of records of what may be the same thing (skos:closeMatch)", _LINKED,
         "", f"{_SKOS}closeMatch"),
)  # fmt: skip


def described(here: Site, entity: Entity, path: Path) -> Iterator[Told]:
    """The values of such a property: our own things as entities, everything else as text."""
    predicate = path.predicate if ":" in path.predicate else CRM + path.predicate
    if path.predicate.startswith(_OWN):
        predicate = f"{here.snapshot.base}/vocab/{path.predicate.removeprefix(_OWN)}"
    node = NamedNode(here.iri(entity) + path.part)
    for triple in here.snapshot.matching((node, NamedNode(predicate), None), _MAX_VALUES):
        if isinstance(triple.object, NamedNode | Literal):
            text = triple.object.value
            key = here.snapshot.iris.split(text)
            yield (here.snapshot.entity(*key) if key else None) or text
