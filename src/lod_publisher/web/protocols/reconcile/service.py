"""What one dataset offers for reconciliation: its types, its properties, and the words for both."""

from dataclasses import dataclass

from flask import current_app

from lod_publisher.model.authorities import REGISTERS
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.reconcile.properties import PLAIN, Property, code_property
from lod_publisher.web.site import KIND_NAMES, Site, site

_LINKED = frozenset({Kind.PERSON, Kind.ORGANISATION})
_EXTENSION = "reconciliation"
# The classes of the CRM under which somebody may know our kinds.
_CLASSES = {
    "e21_person": Kind.PERSON, "e74_group": Kind.ORGANISATION, "e53_place": Kind.PLACE, "e5_event": Kind.EVENT,
    "e7_activity": Kind.EVENT, "e31_document": Kind.DOCUMENT,
}  # fmt: skip
_DESCRIBED_AS = {
    Kind.PERSON: "Somebody who wrote, received or is named in documents",
    Kind.ORGANISATION: "A government, office, party or other group",
    Kind.PLACE: "Somewhere",
    Kind.EVENT: "Something that happened, or that a source says happened",
    Kind.DOCUMENT: "A document as it was published",
    Kind.VOLUME: "A volume, or a chapter of one",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of entity that this dataset has, and how many of it."""

    kind: Kind
    name: str
    description: str
    count: int

    @property
    def id(self) -> str:
        """Its identifier."""
        return str(self.kind)

    def as_json(self) -> dict[str, str]:
        """As candidates and suggestions name it."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class Service:
    """The types and properties of a dataset, those first that a librarian reconciles most."""

    here: Site
    types: tuple[Type, ...]
    properties: tuple[Property, ...]

    @staticmethod
    def of(here: Site) -> "Service":
        """Look once what there is in a dataset."""
        order = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT, Kind.DOCUMENT, Kind.VOLUME)
        types = tuple(
            Type(kind, KIND_NAMES[kind][0], _DESCRIBED_AS[kind], here.counts[kind])
            for kind in order
            if here.counts.get(kind)
        )
        present = frozenset(one.kind for one in types)
        plain = tuple(one for one in PLAIN if one.kinds & present)
        return Service(here, types, plain + _codes(here, present))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that are searched when a query names none."""
        return tuple(one.kind for one in self.types)

    def type_of(self, name: str) -> Type | None:
        """The type of an identifier, a word for it, or a class of the CRM, as an IRI too."""
        plain = name.strip().rstrip("/").rpartition("/")[2].lower()
        kind = _CLASSES.get(plain)
        return next(
            (one for one in self.types if one.kind == kind or plain in (str(one.kind), *KIND_NAMES[one.kind])), None
        )

    def property_of(self, name: str) -> Property | None:
        """The property of an identifier or of a name, however it is capitalised."""
        wanted = name.strip().casefold()
        return next((one for one in self.properties if wanted in (one.id.casefold(), one.name.casefold())), None)

    def type_json(self, entity: Entity) -> list[dict[str, str]]:
        """The types of an entity, as the protocol writes them."""
        return [{"id": str(entity.kind), "name": KIND_NAMES[entity.kind][0]}]


def _codes(here: Site, present: frozenset[Kind]) -> tuple[Property, ...]:
    """A property for each authority file that anything here is linked with: those known to all libraries first."""
    linked = {tally.authority: frozenset(tally.linked) & present for tally in here.snapshot.identities.tallies()}
    wanted = {scheme: linked.get(scheme, frozenset()) or _LINKED & present for scheme in _WELL_KNOWN}
    wanted |= {register.scheme: linked[register.scheme] for register in REGISTERS if register.scheme in linked}
    wanted |= {scheme: kinds for scheme, kinds in sorted(linked.items()) if "." not in scheme}
    return tuple(code_property(scheme, kinds) for scheme, kinds in wanted.items() if kinds)


# Those by which a librarian's own records are linked: asked for even where this dataset has none yet.
_WELL_KNOWN = ("viaf", "gnd", "lcnaf", "isni", "wikidata")


def service() -> Service:
    """The service of the running application; each dataset that it serves is looked at once."""
    here, kept = site(), current_app.extensions.get(_EXTENSION)
    if not isinstance(kept, Service) or kept.here is not here:
        kept = current_app.extensions[_EXTENSION] = Service.of(here)
    return kept
