"""Signposts: typed links that lead a program from a page to the thing's name, its data, its text, its makers and its past.

The FAIR Signposting Profile at level 2: the same links stand in the `Link` header, in the head of the page and in a link set
(RFC 9264). Source: https://signposting.org/FAIR/; RFC 8288; RFC 7089 for the links to earlier versions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.citing import CITATION_FORMATS
from lod_publisher.web.facts import Facts
from lod_publisher.web.formats import GRAPH_FORMATS, Format
from lod_publisher.web.site import Site

LINKSET_JSON = "application/linkset+json"
LINKSET = "application/linkset"
_SCHEMA = "https://schema.org/"
SCHEMA_TYPES = {
    Kind.DOCUMENT: "DigitalDocument",
    Kind.VOLUME: "Book",
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organization",
    Kind.PLACE: "Place",
    Kind.EVENT: "Event",
    Kind.COLLECTION: "Collection",
    Kind.CONCEPT: "DefinedTerm",
}
"""What schema.org calls each kind of thing; anything else is a Thing."""
_LICENCE = "http://purl.org/dc/terms/license"
# A circular of a dozen senders is led to by all of them; a header must stay short.
_MAX_AUTHORS = 12


@dataclass(frozen=True, slots=True)
class Signpost:
    """A typed link: its target (a path of this site as `root` mounts it, or an IRI), its relation, and what is found there."""

    target: str
    rel: str
    type: str = ""
    profile: str = ""

    def in_header(self) -> str:
        """The link as RFC 8288 writes it."""
        kind = f'; type="{_quoted(self.type)}"' if self.type else ""
        profile = f'; profile="{self.profile}"' if self.profile else ""
        return f'<{self.target}>; rel="{self.rel}"{kind}{profile}'


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def link_header(signposts: Iterable[Signpost]) -> str:
    """The value of a `Link` header."""
    return ", ".join(signpost.in_header() for signpost in signposts)


def is_content(form: Format) -> bool:
    """Tell whether a format gives the text itself rather than statements about it."""
    return form.suffix in ("txt", "tei")


def of_page(here: Site, entity: Entity, facts: Facts, root: str, formats: Sequence[Format]) -> list[Signpost]:
    """The signposts of a page about a thing; `formats` are those in which the thing can be had."""
    iri, place = here.iri(entity), f"{entity.kind}/{entity.local_id}"
    data = [(f"{root}/data/{place}.{form.suffix}", form) for form in formats]
    found = [
        Signpost(iri, "cite-as"),
        Signpost(f"{_SCHEMA}AboutPage", "type"),
        Signpost(f"{_SCHEMA}{SCHEMA_TYPES.get(entity.kind, 'Thing')}", "type"),
    ]
    found += [
        Signpost(target, "describedby", _plain(form), form.profile) for target, form in data if not is_content(form)
    ]
    found += [
        Signpost(f"{root}/cite/{place}.{form.suffix}", "describedby", form.media_type) for form in CITATION_FORMATS
    ]
    found += [Signpost(target, "item", form.media_type) for target, form in data if is_content(form)]
    found += [Signpost(author, "author") for author in facts.all(f"{iri}#sending", "P14_carried_out_by")[:_MAX_AUTHORS]]
    if volume := _volume(here, entity):
        found.append(Signpost(f"{root}/page/{Kind.VOLUME}/{volume}", "collection", "text/html"))
    found += [Signpost(licence, "license") for licence in _licences(here, facts, iri)]
    return [*found, *_linksets(f"{root}/linkset/{place}"), *past(here, f"data/{place}")]


def of_dataset(here: Site, root: str) -> list[Signpost]:
    """The signposts of the front page, which stands for the whole dataset."""
    found = [
        Signpost(f"{here.snapshot.base}/", "cite-as"),
        Signpost(f"{_SCHEMA}AboutPage", "type"),
        Signpost(f"{_SCHEMA}Dataset", "type"),
        *(Signpost(f"{root}/dataset.{form.suffix}", "describedby", form.media_type) for form in GRAPH_FORMATS),
        *(Signpost(f"{root}/cite.{form.suffix}", "describedby", form.media_type) for form in CITATION_FORMATS),
    ]
    if here.licence.startswith(("http://", "https://")):
        found.append(Signpost(here.licence, "license"))
    return [*found, *_linksets(f"{root}/linkset"), *past(here, "dataset")]


def of_metadata(here: Site, entity: Entity, root: str) -> list[Signpost]:
    """What a description, or a citation, leads back to: the page of what it describes, and the link set of both."""
    place = f"{entity.kind}/{entity.local_id}"
    return [
        Signpost(f"{root}/page/{place}", "describes", "text/html"),
        *_linksets(f"{root}/linkset/{place}"),
        *past(here, f"data/{place}"),
    ]


def of_content(here: Site, entity: Entity, root: str) -> list[Signpost]:
    """What a text leads back to: its name, the page to which it belongs, and the link set of both."""
    place = f"{entity.kind}/{entity.local_id}"
    return [
        Signpost(here.iri(entity), "cite-as"),
        Signpost(f"{root}/page/{place}", "collection", "text/html"),
        *_linksets(f"{root}/linkset/{place}"),
        *past(here, f"data/{place}"),
    ]


def past(here: Site, original: str) -> list[Signpost]:
    """The way to the earlier versions of what stands at a path of this site, such as "data/person/x".

    In full, though RFC 8288 allows paths: clients of Memento take the target as it stands.
    """
    base = here.snapshot.base
    return [
        Signpost(f"{base}/timegate/{original}", "timegate"),
        Signpost(f"{base}/timemap/link/{original}", "timemap", "application/link-format"),
    ]


def _linksets(address: str) -> list[Signpost]:
    return [
        Signpost(f"{address}.json", "linkset", LINKSET_JSON),
        Signpost(f"{address}.links", "linkset", LINKSET),
    ]


def _plain(form: Format) -> str:
    """The media type without its profile, which has an attribute of its own."""
    return form.media_type.partition(";")[0]


def _volume(here: Site, entity: Entity) -> str:
    """The local id of the volume in which something is printed, "" for what is in none."""
    whole, _, part = entity.local_id.partition("/")
    if not part or entity.kind not in (Kind.DOCUMENT, Kind.VOLUME):
        return ""
    return whole if here.snapshot.entity(Kind.VOLUME, whole) else ""


def _licences(here: Site, facts: Facts, iri: str) -> list[str]:
    """The licence of the thing itself, else that of the data."""
    own = facts.all(iri, _LICENCE)
    return own or ([here.licence] if here.licence.startswith(("http://", "https://")) else [])
