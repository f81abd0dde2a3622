"""The FORMATS table: every way to write a description, in the order in which we offer them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lod_publisher.model.iris import Kind
from lod_publisher.web.formats import (
    authority,
    jsonld,
    linked_art,
    nquads,
    ntriples,
    rdfxml,
    schema_org,
    tei,
    text,
    trig,
    turtle,
)
from lod_publisher.web.formats.description import Description, Source, prefixes

__all__ = [
    "BY_MEDIA_TYPE", "BY_SUFFIX", "FORMATS", "GRAPH_FORMATS", "Description", "Format", "Source", "by_media_type",
    "by_suffix", "formats_of", "prefixes", "split_suffix",
]  # fmt: skip

Writer = Callable[[Description], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a description: its suffix in addresses, its name for people, its media type with any profile.

    `also` are other media types by which clients ask for the same bytes; `kinds` are the kinds of thing that it can say
    something about (None: any graph at all); `source` is the media type of the source fragment that it needs.
    """

    suffix: str
    name: str
    media_type: str
    write: Writer
    also: tuple[str, ...] = ()
    profile: str = ""
    kinds: frozenset[Kind] | None = None
    source: str = ""

    @property
    def content_type(self) -> str:
        """The media type with its character set, where the type does not fix that itself."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    @property
    def wants_source(self) -> bool:
        """Whether the writer looks at what was kept of the source."""
        return bool(self.source) or self.write is text.write

    def fits(self, kind: Kind | None, source: str = "") -> bool:
        """Tell whether a thing of a kind, read from a source of a media type ("" when none is kept), can be written so."""
        return (self.kinds is None or kind in self.kinds) and self.source in ("", source)


_EVERY_KIND = frozenset(Kind)
_DOCUMENTS = frozenset({Kind.DOCUMENT})


def _with_profile(profile: str, media_type: str = "application/ld+json") -> str:
    return f'{media_type};profile="{profile}"'


FORMATS = (
    Format("ttl", "Turtle", "text/turtle", turtle.write, ("application/x-turtle",)),
    Format("jsonld", "JSON-LD", "application/ld+json", jsonld.write),
    Format("nt", "N-Triples", "application/n-triples", ntriples.write),
    Format("rdf", "RDF/XML", "application/rdf+xml", rdfxml.write, ("application/xml", "text/xml")),
    Format("nq", "N-Quads", "application/n-quads", nquads.write),
    Format("trig", "TriG", "application/trig", trig.write),
    Format(
        "json",
        "Linked Art",
        _with_profile(linked_art.CONTEXT),
        linked_art.write,
        ("application/json",),
        linked_art.CONTEXT,
        _EVERY_KIND,
    ),
    Format(
        "schema", "schema.org", _with_profile(schema_org.CONTEXT), schema_org.write, (), schema_org.CONTEXT, _EVERY_KIND
    ),
    Format("txt", "Plain text", "text/plain", text.write, (), "", _DOCUMENTS),
    Format("tei", "TEI", tei.MEDIA_TYPE, tei.write, (), "", _DOCUMENTS, tei.MEDIA_TYPE),
    Format(
        "marcxml",
        "MARCXML",
        authority.marcxml.MEDIA_TYPE,
        authority.marcxml.write,
        (),
        authority.marcxml.NAMESPACE,
        authority.KINDS,
    ),
    Format(
        "mads",
        "MADS/RDF",
        _with_profile(authority.mads_rdf.PROFILE, "application/rdf+xml"),
        authority.mads_rdf.write,
        (),
        authority.mads_rdf.PROFILE,
        authority.KINDS,
    ),
    Format(
        "eac",
        "EAC-CPF",
        authority.eac_cpf.MEDIA_TYPE,
        authority.eac_cpf.write,
        (),
        authority.eac_cpf.NAMESPACE,
        authority.KINDS,
    ),
    Format(
        "skos",
        "SKOS",
        _with_profile(authority.skos.PROFILE, "text/turtle"),
        authority.skos.write,
        (),
        authority.skos.PROFILE,
        authority.KINDS,
    ),
)


@lru_cache(maxsize=100)
def formats_of(kind: Kind | None, source: str = "") -> tuple[Format, ...]:
    """The formats in which a thing of a kind can be had, our favourite first; `source` is the media type of what was kept of its source."""
    return tuple(form for form in FORMATS if form.fits(kind, source))


def by_media_type(formats: Sequence[Format]) -> dict[str, Format]:
    """Every media type by which one of the formats is asked for; a format's own types come before others' second names."""
    found = {form.media_type: form for form in formats}
    for form in formats:
        for media_type in form.also:
            found.setdefault(media_type, form)
    return found


def by_suffix(formats: Sequence[Format]) -> dict[str, Format]:
    """The formats by the suffix of an address."""
    return {form.suffix: form for form in formats}


GRAPH_FORMATS = formats_of(None)
"""The formats that write any graph, of one thing or not: those for the vocabulary, the shapes and the dataset."""
BY_SUFFIX = by_suffix(GRAPH_FORMATS)
BY_MEDIA_TYPE = by_media_type(GRAPH_FORMATS)
_SUFFIXES = frozenset(form.suffix for form in FORMATS)


def split_suffix(local_id: str) -> tuple[str, str]:
    """A local id and the suffix of a format at its end, "" when there is none: a local id may hold dots of its own."""
    stem, _, suffix = local_id.rpartition(".")
    return (stem, suffix) if stem and suffix in _SUFFIXES else (local_id, "")
