"""What the rest of the dataset says of a thing: events and documents with roles, mentions with passages, all other links in.

Every list is cut to a page; `?list=KEY&page=N` shows one list on its own, so that a person mentioned 50,000 times has a page too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import CRM, Link
from lod_publisher.web.languages import N_, gettext
from lod_publisher.web.protocols.pages.pointers import Pointers
from lod_publisher.web.site import Site, natural
from lod_publisher.web.words import spoken_edtf

PAGE_SIZE = 50
_TEASER = 12
# Up to so many entries are sorted by date; longer lists keep the order of their keys, which is that of their volumes.
_MAX_DATED = 3_000

_ROLE_PROPERTIES = [
    f"{CRM}{name}"
    for name in (
        "P14_carried_out_by", "P11_had_participant", "P12_occurred_in_the_presence_of", "P7_took_place_at",
        "P22_transferred_title_to", "P28_custody_surrendered_by", "P29_custody_received_by", "P93_took_out_of_existence",
        "P92_brought_into_existence", "P95_has_formed", "P96_by_mother", "P98_brought_into_life", "P99_dissolved",
        "P100_was_death_of", "P143_joined", "P144_joined_with", "P145_separated", "P146_separated_from",
        "P151_was_formed_from", "P25_moved", "P26_moved_to", "P27_moved_from",
    )
]  # fmt: skip
_MENTIONED = f"{CRM}P67_refers_to"
_NOT_SHOWN = frozenset({f"{CRM}P01_has_domain", f"{CRM}P02_has_range", f"{CRM}P16_used_specific_object"})

# A volume's contents stand in the order of the volume, which is that of their numbers.
_IN_ORDER_OF_KEYS = frozenset({"P106i_forms_part_of"})

_ROLE_WORDS = {
    "carried out by": N_("acted"),
    "had participant": N_("took part"),
    "occurred in the presence of": N_("was present"),
    "took place at": N_("took place here"),
}
_PART_WORDS = {
    ("sending", "acted"): N_("sender"),
    ("sending", "had addressee"): N_("addressee"),
    ("sending", "took place here"): N_("sent from here"),
    ("creation", "took place here"): N_("written here"),
}
_TITLES = {
    "P106i_forms_part_of": N_("Contents"),
    "P89_falls_within": N_("Places within"),
    "P107_has_current_or_former_member": N_("Member of"),
    "P107i_is_current_or_former_member_of": N_("Members"),
    "P140_assigned_attribute_to": N_("What is claimed of this"),
    "P141_assigned": N_("Claims that name this"),
    "P9i_forms_part_of": N_("Parts"),
    "P17_was_motivated_by": N_("What this led to"),
    "P134_continued": N_("What continued this"),
    "P2_has_type": N_("Everything of this kind"),
    "P72_has_language": N_("In this language"),
    "P86_falls_within": N_("In this time"),
    "P129_is_about": N_("Texts about this"),
    "P73i_is_translation_of": N_("Translations"),
    "P70_documents": N_("Recorded in"),
    "P74_has_current_or_former_residence": N_("Seated here"),
    "P14.1_in_the_role_of": N_("Held by"),
    "member_of": N_("Documents and files in it"),
    "genre": N_("Documents of this genre"),
    "security_classification": N_("Documents so classified"),
    "handling": N_("Documents so handled"),
    "modality": N_("Events so spoken of"),
    "replies_to": N_("Replies to this"),
}


@dataclass(slots=True)
class Entry:
    """One line of a list: the entity, its date, in which roles, and the places in it."""

    entity: Entity | None
    link: Link
    date: str = ""
    roles: list[str] = field(default_factory=list)
    places: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """A page of a list. `total` counts all its entries; `capped` says that there are more than were counted."""

    key: str
    title: str
    entries: list[Entry]
    total: int
    page: int = 1
    pages: int = 1
    capped: bool = False
    whole: bool = False


@dataclass(slots=True)
class _Found:
    """An entity that points here, before it is named: which nodes of it do, and by which roles."""

    iri: str
    nodes: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


def listings(pointers: Pointers, wanted: str = "", page: int = 1) -> list[Listing]:
    """All lists of a thing's links in, each cut short; only the wanted one, at its page, when its key is given."""
    here, iri = pointers.here, pointers.iri
    predicates = pointers.predicates - _NOT_SHOWN
    roles = [name for name in here.vocabulary.narrower(_ROLE_PROPERTIES) if name in predicates]
    lists: list[tuple[str, str, list[_Found], bool]] = []
    if roles:
        lists += _by_role(pointers, roles, bool(wanted))
    told = predicates - set(roles)
    if _MENTIONED in told:
        subjects, capped = pointers.by(_MENTIONED, bool(wanted))
        lists.append(("mentions", N_("Mentioned in"), _mentions(here, iri, subjects), capped))
    own = set(here.vocabulary.broader)
    for predicate in sorted(told - {_MENTIONED}, key=lambda name: (name.rpartition("/")[2] not in _TITLES, name)):
        if (
            predicate in own
            and any(above in told for above in here.vocabulary.broader[predicate])
            and _evidence(predicate)
        ):
            continue
        lists += _plain(pointers, predicate, bool(wanted))
    return [
        _cut(here, *found, page=page if wanted else 1, whole=bool(wanted))
        for found in lists
        if found[2] and (not wanted or found[0] == wanted)
    ]


def _evidence(predicate: str) -> bool:
    """Our own kinds of "is referred to by" repeat the plain statement that stands beside them."""
    return predicate.rpartition("/")[2] in (
        "stated_in",
        "stated_by_editor_in",
        "stated_by_cataloguer_in",
        "inferred_from",
    )


def _by_role(pointers: Pointers, roles: Iterable[str], in_full: bool) -> list[tuple[str, str, list[_Found], bool]]:
    """Events, documents, appointments and claims in which the thing has a role, each entity once."""
    here = pointers.here
    spoken: dict[str, list[str]] = {}
    capped = False
    for role in roles:
        subjects, more = pointers.by(role, in_full)
        capped = capped or more
        for subject in subjects:
            spoken.setdefault(subject, []).append(role)
    owners: dict[str, dict[str, _Found]] = {
        "events": {},
        "documents": {},
        "appointments": {},
        "claims": {},
        "others": {},
    }
    titles = {
        "events": N_("Events"),
        "documents": N_("Documents by role"),
        "appointments": N_("Appointments"),
        "claims": N_("Claims made"),
        "others": N_("Other roles"),
    }
    lists = {
        Kind.EVENT: "events",
        Kind.DOCUMENT: "documents",
        Kind.APPOINTMENT: "appointments",
        Kind.STATEMENT: "claims",
    }
    for subject, said in spoken.items():
        key = here.snapshot.iris.split(subject)
        whole, _, part = subject.partition("#")
        found = owners[lists.get(key[0], "others") if key else "others"].setdefault(whole, _Found(whole))
        found.nodes.append(subject)
        for role in _narrowest(here, said):
            words = _role_words(here, role, part)
            if words not in found.roles:
                found.roles.append(words)
    return [(name, titles[name], list(found.values()), capped) for name, found in owners.items()]


def _narrowest(here: Site, said: list[str]) -> list[str]:
    """The roles without those that one of the others only makes more precise."""
    above = {wider for role in said for wider in here.vocabulary.broader.get(role, ())}
    return [role for role in said if role not in above]


def _role_words(here: Site, role: str, part: str) -> str:
    name = here.labels([role])[role]
    words = _ROLE_WORDS.get(name, name.removeprefix("had "))
    if not part:
        return words
    act = part.rstrip("-0123456789")
    return _PART_WORDS.get((act, _ROLE_WORDS.get(name, name))) or act.replace("-", " ")


def _mentions(here: Site, iri: str, subjects: list[str]) -> list[_Found]:
    """The entities that name this one, with the passages that do."""
    known = set(subjects)
    found: dict[str, _Found] = {}
    for subject in subjects:
        whole = subject.partition("#")[0]
        parent = whole.rpartition("/")[0]
        if parent in known:
            whole = parent
        elif whole not in found and (owner := here.owner(whole)) is not None:
            whole = here.iri(owner)
        entry = found.setdefault(whole, _Found(whole))
        if subject != whole and "#" not in subject:
            entry.nodes.append(subject)
    found.pop(iri, None)
    return list(found.values())


def _plain(pointers: Pointers, predicate: str, in_full: bool) -> list[tuple[str, str, list[_Found], bool]]:
    """The list for any other property: its subjects, joined to the entities they belong to."""
    here, iri = pointers.here, pointers.iri
    name = predicate.rpartition("/")[2].rpartition("#")[2]
    title = _TITLES.get(name) or gettext("Where this is “%s”") % here.labels([predicate])[predicate]
    subjects, capped = pointers.by(predicate, in_full or name in _IN_ORDER_OF_KEYS)
    found: dict[str, _Found] = {}
    entries: dict[str, _Found] = {}
    for subject in subjects:
        if "/persons/" in subject or "/terms/" in subject:
            entries[subject] = _Found(subject)
            continue
        owner = here.owner(subject)
        whole = here.iri(owner) if owner is not None else subject
        if name == "P106i_forms_part_of" and owner is not None and whole != subject:
            continue  # the edition's notes belong to the volume, but are read beside their documents
        found.setdefault(whole, _Found(whole))
    found.pop(iri, None)
    lists = [(name, title, list(found.values()), capped)]
    if entries:
        lists.append((f"{name}-entries", N_("Entries of its lists"), list(entries.values()), capped))
    return lists


def _cut(here: Site, key: str, title: str, found: list[_Found], capped: bool, page: int, whole: bool) -> Listing:
    """Sort a list, and name and date the entries of one page of it."""
    size = PAGE_SIZE if whole else _TEASER
    entities: dict[str, Entity | None] = {}
    if len(found) <= _MAX_DATED and key not in _IN_ORDER_OF_KEYS:
        entities = {entry.iri: here.owner(entry.iri) for entry in found}
        found.sort(key=lambda e: (_first_day(entities[e.iri]) or "9999", len(e.iri), e.iri))
    else:
        found.sort(key=lambda e: natural(e.iri))
    pages = max(1, -(-len(found) // PAGE_SIZE)) if whole else 1
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * size : page * size]
    nameless = [
        e.iri for e in shown if (owner := entities.get(e.iri) or here.owner(e.iri)) is None or here.iri(owner) != e.iri
    ]
    names = here.labels(nameless)
    entries = []
    for entry in shown:
        entity = entities.get(entry.iri) or here.owner(entry.iri)
        label = names.get(entry.iri, entity.label if entity else entry.iri)
        places = [
            Link(node.rpartition("/")[2], here.href(node))
            for node in sorted(entry.nodes, key=natural)[:8]
            if "#" not in node
        ]
        entries.append(
            Entry(
                entity,
                Link(label, here.href(entry.iri)),
                _date(entity),
                entry.roles,
                places if key == "mentions" else [],
            )
        )
    return Listing(key, title, entries, len(found), page, pages, capped, whole)


def _first_day(entity: Entity | None) -> str:
    return entity.date if entity else ""


def _date(entity: Entity | None) -> str:
    return spoken_edtf(entity.edtf) if entity else ""
