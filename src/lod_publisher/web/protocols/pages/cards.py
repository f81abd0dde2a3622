"""The small card of somebody or something named in a text: enough to go on reading, as a piece of HTML for the page's script."""

from dataclasses import dataclass

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.languages import N_, gettext
from lod_publisher.web.languages import number as number_
from lod_publisher.web.site import Site
from lod_publisher.web.words import spoken_edtf

_MAX_OFFICES = 3
_MAX_FORMS = 4
_ROLES = {
    "sender": N_("sent %s"),
    "addressee": N_("received %s"),
    "drafter": N_("drafted %s"),
    "participant": N_("took part in %s"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A line of description, and facts by name."""

    description: str
    rows: list[tuple[str, str]]


def card_of(here: Site, entity: Entity) -> Card:
    """Gather a card from what was counted and indexed at build; the store is not asked."""
    snapshot = here.snapshot
    facts = snapshot.name_index.facts(entity)
    # of an organisation, "informed us" is a name too; those of persons and places say more
    names = snapshot.catalog.names(entity.kind, entity.local_id) if entity.kind in (Kind.PERSON, Kind.PLACE) else []
    forms = [name for name in names if name != entity.label]
    rows = [
        (N_("Date"), spoken_edtf(entity.edtf)),
        (N_("Life"), " – ".join(filter(None, (spoken_edtf(facts.birth), spoken_edtf(facts.death))))),
        (N_("Offices"), "; ".join(facts.offices[:_MAX_OFFICES])),
        (N_("Also"), " · ".join(forms[:_MAX_FORMS])),
        (
            N_("Here"),
            _involved(here, entity)
            or (gettext("%(number)s documents") % {"number": number_(facts.documents)} if facts.documents > 1 else ""),
        ),
    ]
    return Card(facts.description, [(name, text) for name, text in rows if text])


def _involved(here: Site, entity: Entity) -> str:
    """In how many documents, by role."""
    number = here.snapshot.catalog.number(entity.kind, entity.local_id)
    parts = here.snapshot.involvement.parts(number) if number is not None else []
    told = [gettext(_ROLES[part.role]) % number_(part.total) for part in parts if part.role in _ROLES]
    told += [gettext("mentioned in %s") % number_(part.total) for part in parts if part.role == "mentioned"]
    return ", ".join(told)
