"""The properties by which candidates are told apart and which data extension fetches: what each is called and where it is found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lod_publisher.model.authorities import REGISTERS
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.identities import Certainty
from lod_publisher.snapshot.namesakes import Facts
from lod_publisher.web.protocols.reconcile import values
from lod_publisher.web.protocols.reconcile.described import DESCRIBED, Path, described
from lod_publisher.web.protocols.reconcile.values import Comparison, Told
from lod_publisher.web.site import Site

AGENTS = frozenset({Kind.PERSON, Kind.ORGANISATION})
THINGS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT, Kind.DOCUMENT, Kind.VOLUME})
_QUALIFIERS = (("near", "Near enough: spellings, order and small slips are allowed for"), ("exact", "Exactly this"))

Known = Callable[[Site, Entity, Facts], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class Property:
    """One property: of which kinds of entity, what is `known`, how a value is compared, and how much that weighs.

    `support` is by how much a full agreement raises the logarithm of the odds, `doubt` by how much a contradiction lowers it: 3 is
    twenty times as likely. `is_strong` for what hardly two namesakes share; `is_code` for what identifies by itself. `type` is the kind of values that are entities.
    """

    id: str
    name: str
    description: str
    kinds: frozenset[Kind]
    known: Known
    compare: Comparison
    support: float = 0.8
    doubt: float = 0.0
    type: Kind | None = None
    is_strong: bool = False
    is_code: bool = False
    qualifiers: Sequence[tuple[str, str]] = field(default=_QUALIFIERS)


def _names(here: Site, entity: Entity, _facts: Facts) -> Iterable[Told]:
    return dict.fromkeys((entity.label, *here.snapshot.catalog.names(entity.kind, entity.local_id)))


def _date(_here: Site, entity: Entity, _facts: Facts) -> Iterable[Told]:
    return [text for text in (entity.edtf or entity.date,) if text]


def _years(_here: Site, _entity: Entity, facts: Facts) -> Iterable[Told]:
    return dict.fromkeys(year for year in (facts.first_year, facts.last_year) if year is not None)


def _volumes(here: Site, entity: Entity, facts: Facts) -> Iterable[Told]:
    own = (entity.local_id.partition("/")[0],) if entity.kind is Kind.DOCUMENT else ()
    for local_id in dict.fromkeys((*facts.volumes, *own)):
        if volume := here.snapshot.entity(Kind.VOLUME, local_id):
            yield volume
        elif local_id in facts.volumes:
            yield local_id


def _told(get: Callable[[Facts], Iterable[Told | None]]) -> Known:
    return lambda _here, _entity, facts: [value for value in get(facts) if value not in (None, "")]


def _codes(scheme: str) -> Known:
    def known(here: Site, entity: Entity, _facts: Facts) -> Iterable[Told]:
        listed = here.snapshot.identities.of_entity(entity.kind, entity.local_id)
        return [one.value for one in listed if one.authority == scheme and one.certainty is not Certainty.CLOSE]

    return known


def _told_of(path: Path) -> Known:
    return lambda here, entity, _facts: described(here, entity, path)


_PLAIN = (
    Property("birth", "Birth year", "The year in which a person was born", frozenset({Kind.PERSON}),
             _told(lambda facts: (facts.birth,)), values.as_year, 3, 5, is_strong=True),
    Property("death", "Death year", "The year in which a person died", frozenset({Kind.PERSON}),
             _told(lambda facts: (facts.death,)), values.as_year, 3, 5, is_strong=True),
    Property("active", "Active in", "A year, or two, in which somebody held an office or is spoken of; fetched: the first and the last",
             AGENTS, _years, values.as_span, 0.7, 2),
    Property("office", "Office or role", "What somebody was, in the words of the sources", AGENTS,
             _told(lambda facts: facts.offices), values.as_words, 1.2),
    Property("country", "Country", "A country that somebody served or was accredited to, or in which something lies, in English", AGENTS | {Kind.PLACE},
             _told(lambda facts: facts.countries), values.as_one_of, 0.8, 1),
    Property("volume", "Volume", "A volume that lists or contains it, by title or identifier", THINGS - {Kind.VOLUME},
             _volumes, values.as_one_of, 0.8, 0.3, Kind.VOLUME),
    Property("date", "Date", "When it was written or happened, as known (EDTF)", frozenset({Kind.DOCUMENT, Kind.EVENT, Kind.VOLUME}),
             _date, values.as_date, 2, 3),
    Property("name", "Name form", "Any of the names by which it is known", THINGS, _names, values.as_words),
    Property("description", "Description", "What it is, in a line", THINGS,
             _told(lambda facts: (facts.description,)), values.as_words, 0.5),
    Property("documents", "Documents", "In how many documents it is named", THINGS,
             _told(lambda facts: (facts.documents,)), values.as_words, 0),
    Property("iri", "IRI", "The address that identifies it", THINGS,
             lambda here, entity, _facts: (here.iri(entity),), values.codes_of(""), 6, 6, is_strong=True),
)  # fmt: skip


def _fetched(path: Path) -> Property:
    return Property(path.id, path.name, path.description, path.kinds, _told_of(path), values.as_words, type=path.type)


PLAIN = (*_PLAIN, *(_fetched(path) for path in DESCRIBED))
"""Those that every dataset has; the codes of authority files follow, each dataset its own."""

_REGISTER_NAMES = {register.scheme: register.name for register in REGISTERS}
_OWN_NAMES = {
    "hsg-people-id": "Office of the Historian, persons",
    "pocom-id": "Office of the Historian, principal officers and chiefs of mission",
}


def code_property(scheme: str, kinds: frozenset[Kind]) -> Property:
    """The property for the codes of one authority file or numbering."""
    name = _REGISTER_NAMES.get(scheme) or _OWN_NAMES.get(scheme) or scheme
    about = (
        f"The identifier in {name}, or its address there" if scheme in _REGISTER_NAMES else f"The identifier: {name}"
    )
    return Property(
        scheme, name, about, kinds, _codes(scheme), values.codes_of(scheme), 6, 3, is_strong=True, is_code=True
    )
