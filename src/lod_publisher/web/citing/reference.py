"""What there is to cite of a thing, read from its description: the paper, the edition that prints it, and who made both."""

import re
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.citing.names import Name
from lod_publisher.web.facts import RDFS_LABEL, Facts
from lod_publisher.web.site import Site

_DCTERMS = "http://purl.org/dc/terms/"
_MEMBER = "https://linked.art/ns/terms/member_of"
# Whose way of citing is known, by the beginning of the addresses of their editions.
_EDITIONS = (
    ("https://history.state.gov/historicaldocuments/", "frus"),
    ("https://digitalarchive.wilsoncenter.org/document/", "wilson-center"),
)
# A telegram is cited by its day, not by its minute.
_CLOCK = re.compile(r"T[0-9:]+(?:Z|[+-][0-9:]+)?")
_ARCHIVES = {"wilson-center": "Wilson Center Digital Archive"}
_PUBLICATION = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?volume ?what ?text ?role WHERE {
  { ?volume crm:P94i_was_created_by ?making . ?making crm:P01i_is_domain_of ?part .
    ?part <http://www.cidoc-crm.org/cidoc-crm/P14.1_in_the_role_of> ?role ; crm:P02_has_range ?who .
    ?who rdfs:label ?text . BIND("editor" AS ?what) }
  UNION
  { ?volume crm:P16i_was_used_for ?issuing . ?issuing crm:P14_carried_out_by ?who . ?who rdfs:label ?text .
    BIND("publisher" AS ?what) }
  UNION
  { ?volume crm:P16i_was_used_for ?issuing . ?issuing crm:P7_took_place_at ?where . ?where rdfs:label ?text .
    BIND("place" AS ?what) }
  UNION
  { ?volume crm:P16i_was_used_for ?issuing . ?issuing crm:P4_has_time-span ?span .
    ?span crm:P82_at_some_time_within ?text . BIND("issued" AS ?what) }
}
"""

_Publication = tuple[tuple[Name, ...], str, str, str]
# By snapshot and volume: there are some hundred volumes, and a document of one is cited with the same as every other.
_PUBLICATIONS: WeakKeyDictionary[Snapshot, dict[str, _Publication]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing as it is cited. `type` is CSL's; `written` and `issued` are dates in EDTF, of the paper and of its edition;
    `url` is the edition's address where there is one, else the IRI; `style` the way in which its archive wants to be cited."""

    iri: str
    key: str
    type: str
    title: str
    url: str
    style: str = "archive"
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    container: str = ""
    publisher: str = ""
    place: str = ""
    number: str = ""
    page: str = ""
    version: str = ""
    genre: str = ""
    language: str = ""
    archive: str = ""
    shelfmark: str = ""
    isbn: str = ""
    issued: str = ""
    written: str = ""


def facts_of(here: Site, entity: Entity) -> Facts:
    """What the dataset says of an entity itself: from the dumps, which takes a tenth of the time that the store does."""
    if lines := here.snapshot.lines(entity):
        return Facts.of_lines(lines)
    return Facts.of(here.snapshot.description(here.iri(entity)))  # a passage, of which the catalogue knows nothing


def reference_of(here: Site, entity: Entity, facts: Facts) -> Reference:
    """The reference to an entity, whose description is turned over in `facts`."""
    iri = here.iri(entity)
    editions = facts.all(iri, f"{_DCTERMS}source")
    url, style = next(
        ((url, style) for url in editions for start, style in _EDITIONS if url.startswith(start)), ("", "archive")
    )
    base = Reference(iri, entity.local_id.replace("/", ":"), "entry", entity.label, url or iri, style)
    if entity.kind is Kind.DOCUMENT:
        return _document(here, entity, facts, base)
    if entity.kind is Kind.VOLUME:
        return _volume(here, entity, facts, base)
    return _entry(here, entity, base)


def reference_of_all(here: Site) -> Reference:
    """The reference to the whole dataset, in the version that is served."""
    moment = str(here.snapshot.manifest.get("moment", ""))
    home = f"{here.snapshot.base}/"
    return Reference(
        home, here.snapshot.id, "dataset", here.title, home, publisher=_publisher(here), version=here.snapshot.id,
        issued=moment[:10],
    )  # fmt: skip


def _publisher(here: Site) -> str:
    return ", ".join(dict.fromkeys(entry.publisher for entry in here.collections if entry.publisher))


def _entry(here: Site, entity: Entity, base: Reference) -> Reference:
    """A person, a place, an event: cited as an entry of this dataset, in the state that it has since its last change."""
    return replace(
        base, url=base.iri, style="archive", container=here.title, publisher=_publisher(here), issued=entity.modified[:10]
    )  # fmt: skip


def _document(here: Site, entity: Entity, facts: Facts, base: Reference) -> Reference:
    iri = base.iri
    vocabulary = f"{here.snapshot.base}/vocab/"
    senders = facts.all(f"{iri}#sending", "P14_carried_out_by") or facts.all(f"{iri}#drafting", "P14_carried_out_by")
    translators = facts.all(f"{iri}#translating", "P14_carried_out_by")
    genres, languages = facts.all(iri, f"{vocabulary}genre"), facts.all(iri, "P72_has_language")
    names = here.labels({*senders, *translators, *genres})
    number = _identifier(facts, iri, f"{vocabulary}document-number")
    found = replace(
        base,
        type="manuscript",
        title=entity.label.removeprefix(f"{number}. ") if number else entity.label,
        authors=tuple(_name(here, who, names[who]) for who in senders),
        translators=tuple(_name(here, who, names[who]) for who in translators),
        number=number,
        page=facts.one(f"{iri}/h1", f"{vocabulary}page") or facts.one(f"{iri}/p1", f"{vocabulary}page"),
        genre=", ".join(names[genre] for genre in genres),
        language=_language(here, languages),
        written=_CLOCK.sub("", entity.edtf or entity.date),
        archive=_ARCHIVES.get(base.style, ""),
        shelfmark=_shelfmark(here, facts, iri),
    )
    if volume := _whole_volume(here, entity, facts):
        return _published(here, volume, replace(found, type="chapter", container=volume.label))
    return found if base.style != "archive" else replace(found, container=here.title)


def _volume(here: Site, entity: Entity, facts: Facts, base: Reference) -> Reference:
    """A volume is a book; its chapters and compilations are parts of one."""
    if volume := _whole_volume(here, entity, facts):
        return _published(here, volume, replace(base, type="chapter", container=volume.label))
    isbn = _identifier(facts, base.iri, f"{here.snapshot.base}/vocab/isbn-13")
    return _published(here, entity, replace(base, type="book", isbn=isbn))


def _whole_volume(here: Site, entity: Entity, facts: Facts) -> Entity | None:
    """The volume of which something is a part; None when it is none, or not one that is described here."""
    whole = entity.local_id.partition("/")[0]
    volume = here.snapshot.iris.entity(Kind.VOLUME, whole)
    if volume == here.iri(entity) or volume not in facts.all(here.iri(entity), "P106i_forms_part_of"):
        return None
    return here.snapshot.entity(Kind.VOLUME, whole)


def _published(here: Site, volume: Entity, found: Reference) -> Reference:
    """Add who edited and printed the volume, where and when; a general editor is not named where the volume has its own."""
    known = _PUBLICATIONS.setdefault(here.snapshot, {})
    iri = here.iri(volume)
    if iri not in known:
        known[iri] = _publication(here.snapshot, iri)
    editors, publisher, place, issued = known[iri]
    return replace(found, editors=editors, publisher=publisher, place=place, issued=issued)


def _publication(snapshot: Snapshot, volume: str) -> _Publication:
    """Editors, publisher, place and date of a volume: every document of it is cited with the same."""
    rows = snapshot.select(_PUBLICATION, {"volume": volume})
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row["what"], []).append(row["text"])
    general = f"{snapshot.base}/vocab/general-editor"
    editors = {row["text"] for row in rows if row["what"] == "editor" and row["role"] != general} or {
        row["text"] for row in rows if row["what"] == "editor"
    }
    one = {what: min(values) for what, values in texts.items()}
    return (
        tuple(sorted(map(Name.of_person, editors), key=lambda name: (name.family, name.given))),
        one.get("publisher", "").replace("United States Government Printing", "Government Printing"),
        one.get("place", ""),
        one.get("issued", ""),
    )


def _shelfmark(here: Site, facts: Facts, iri: str) -> str:
    """Where the paper lies: the words of its own description, or of the original that it translates."""
    if noted := facts.one(iri, "P3_has_note"):
        return noted
    for original in facts.all(iri, "P73i_is_translation_of"):
        key = here.snapshot.iris.split(original)
        entity = here.snapshot.entity(*key) if key else None
        if entity is not None and (noted := facts_of(here, entity).one(original, "P3_has_note")):
            return noted
    keepers = [keeper for keeper in facts.all(iri, _MEMBER) if here.snapshot.iris.split(keeper)]
    numbers = _identifier(facts, iri, f"{here.snapshot.base}/vocab/central-file-number")
    deepest = max(keepers, key=lambda keeper: keeper.count("/"), default="")
    if not deepest.count("/") > f"{here.snapshot.base}/id/collection/x".count("/"):
        return numbers
    return ", ".join(part for part in (here.labels([deepest])[deepest], numbers) if part)


def _identifier(facts: Facts, iri: str, kind: str) -> str:
    for node in facts.all(iri, "P1_is_identified_by"):
        if kind in facts.all(node, "P2_has_type"):
            return facts.one(node, "P190_has_symbolic_content") or facts.one(node, RDFS_LABEL)
    return ""


def _name(here: Site, iri: str, label: str) -> Name:
    key = here.snapshot.iris.split(iri)
    return Name.of_person(label) if key and key[0] is Kind.PERSON else Name(label)


def _language(here: Site, languages: list[str]) -> str:
    """The language's tag, "" when there are several."""
    if len(languages) != 1:
        return ""
    own = f"{here.snapshot.base}/vocab/language-"
    if languages[0].startswith(own):
        return languages[0].removeprefix(own)
    return "en" if languages[0] == "http://vocab.getty.edu/aat/300388277" else ""
