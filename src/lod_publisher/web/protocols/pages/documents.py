"""What the page of a document shows beside what every page does: its text, its source taken apart, its place, what is near it."""

from collections.abc import Iterable
from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts, Link
from lod_publisher.web.languages import N_, gettext
from lod_publisher.web.protocols.pages.languages import languages, own_language
from lod_publisher.web.protocols.pages.printed import printed_of
from lod_publisher.web.protocols.pages.related import related_to
from lod_publisher.web.protocols.pages.summary import Fact
from lod_publisher.web.protocols.pages.volume import place_of
from lod_publisher.web.site import KIND_NAMES, Site, natural
from lod_publisher.web.words import sentence, spoken_edtf

# What a reader wants to know of a document before its first word.
_LEADING = frozenset({"From", "To", "Date", "Place", "Classification"})
# What is no part of the note on where the paper lies and who made it; the path to the volume stands above the page.
_ABOUT = frozenset(
    {"Genre", "Language", "Translation of", "Translated as", "Replies to", "Records", "Subject", "Note"}
    | {"Edition on the web", "Licence", "Rights", "Elsewhere"}
)
_SAID_BY_THE_PATH = "Part of"
_ARCHIVE = "Archival source"
_ORDER = (_ARCHIVE, "Identifiers", "Handling", "Drafting", "Preparing", "Dictating", "Transcribing", "Translating", "Clearing",
          "Concurring", "Approving", "Initialing", "Signing")  # fmt: skip
# An act is told as the notes tell it.
_ACTS = {
    "Drafting": N_("Drafted by"),
    "Clearing": N_("Cleared by"),
    "Concurring": N_("Concurred in by"),
    "Approving": N_("Approved by"),
    "Initialing": N_("Initialed by"),
    "Signing": N_("Signed by"),
    "Translating": N_("Translated by"),
    "Preparing": N_("Prepared by"),
    "Dictating": N_("Dictated by"),
    "Transcribing": N_("Transcribed by"),
}
_DAYS = {
    "Drafting": N_("Drafted on"),
    "Clearing": N_("Cleared on"),
    "Concurring": N_("Concurred in on"),
    "Approving": N_("Approved on"),
    "Initialing": N_("Initialed on"),
    "Signing": N_("Signed on"),
    "Translating": N_("Translated on"),
    "Preparing": N_("Prepared on"),
    "Dictating": N_("Dictated on"),
    "Transcribing": N_("Transcribed on"),
}


def document_of(here: Site, entity: Entity, facts: Facts, names: dict[str, str], rows: list[Fact]) -> dict[str, Any]:
    """Gather what `document.html` shows; `rows` are the facts of the summary, which are put where each belongs."""
    iri = here.iri(entity)
    leading = [_dated(here, entity, fact) for fact in rows if fact.name in _LEADING]
    others = [fact for fact in rows if fact.name not in _LEADING and fact.name != _SAID_BY_THE_PATH]
    source = sorted((fact for fact in others if fact.name not in _ABOUT), key=_in_a_note)
    printed = printed_of(here, entity, facts)
    number, _, title = entity.label.partition(". ")
    return {
        "leading": leading,
        "source": [
            Fact(_told(fact.name), _archive(here, iri, facts) or fact.values)
            if fact.name == _ARCHIVE
            else Fact(_told(fact.name), fact.values)
            for fact in source
        ],
        "facts": [fact for fact in others if fact.name in _ABOUT],
        "printed": printed,
        "number": f"{number}." if printed.title and title and printed.title.striptags().startswith(title[:1]) else "",
        "place": place_of(here, entity, facts),
        "related": related_to(here, entity, facts),
        "named": _named(here, iri, facts, names),
        "languages": languages(here, iri, facts),
        "text_language": own_language(here, iri, facts),
    }


def _in_a_note(fact: Fact) -> int:
    """Where an editor's note would say it: the archive and the file, the marks, then who drafted, cleared and approved."""
    act = fact.name.partition(", date")[0]
    return _ORDER.index(act) if act in _ORDER else len(_ORDER)


def _archive(here: Site, iri: str, facts: Facts) -> list[Link]:
    """The archive from the repository down to the file; the collection of the edition itself is none of it."""
    found: list[Link] = []
    for unit in facts.all(iri, "https://linked.art/ns/terms/member_of"):
        key = here.snapshot.iris.split(unit)
        if key is None or "/" not in key[1]:
            continue
        steps = key[1].split("/")
        for depth in range(1, len(steps) + 1):
            level = here.snapshot.entity(Kind.COLLECTION, "/".join(steps[:depth]))
            if level is not None:
                found.append(Link(level.label, here.href(here.iri(level))))
    return list(dict.fromkeys(found))


def _dated(here: Site, entity: Entity, fact: Fact) -> Fact:
    """A date in the words of the source, leading to what else that day knows."""
    if fact.name != "Date" or not entity.date:
        return fact
    words = fact.values[0].label.removesuffix(")").rpartition(" (")
    day = f"{here.href(f'{here.snapshot.base}/timeline')}?day={entity.date}"
    return Fact(fact.name, [Link(words[0] or spoken_edtf(entity.edtf), day)])


def _told(act: str) -> str:
    name, comma, _ = act.partition(", date")
    if not comma:
        return _ACTS.get(name, name)
    return _DAYS.get(name) or gettext("%s, date") % gettext(name)


def _named(here: Site, iri: str, facts: Facts, names: dict[str, str]) -> list[tuple[str, list[Link]]]:
    """Who and what a document names, by kind; texts stand among what is related to it."""
    found: dict[Kind, set[str]] = {}
    for subject in facts.by_subject:
        for target in facts.all(subject, "P67_refers_to"):
            key = here.snapshot.iris.split(target)
            if key is not None and key[0] is not Kind.DOCUMENT and "#" not in target:
                found.setdefault(key[0], set()).add(target)
    return [
        (
            sentence(gettext(KIND_NAMES[kind][1])),
            [Link(names[target], here.href(target)) for target in _in_order(found[kind], names)],
        )
        for kind in KIND_NAMES
        if kind in found
    ]


def _in_order(iris: Iterable[str], names: dict[str, str]) -> list[str]:
    return sorted(iris, key=lambda iri: natural(names[iri].lower()))
