"""The description of a thing as lines of N-Triples: its own statements, the names of all that they point at, and what this page is.

Own statements are read from the dump as they were mapped; neither store nor parser is asked. A long description is cut into
pages of whole lines, the thing's own node first; what other things say of it has pages of its own (`incoming`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, RdfFormat, parse

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.site import Site

# 2,500 statements take 20 ms to write as Turtle. Nearly all documents are shorter, so that a page is the rule.
PAGE_LINES = 2_500
# Statements that point at a thing from elsewhere, a page of them.
PAGE_LINKS = 200
MAX_PAGES = 1_000_000

_END = len(b" .\n")
_QUADS = ".nq.gz"

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_TREE = "https://w3id.org/tree#"
_PROV = "http://www.w3.org/ns/prov#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_XSD_DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of what is said of a thing: its lines, its number from 1, and whether there is another after it."""

    lines: bytes
    number: int = 1
    has_next: bool = False


def topic_of(here: Site, entity: Entity) -> str:
    """The IRI of what an entity of the catalogue is: its own, when it is not one of ours."""
    return entity.elsewhere or here.iri(entity)


def page_iri(here: Site, kind: Kind, local_id: str) -> str:
    """The IRI of the description of a thing."""
    return f"{here.snapshot.base}/data/{kind}/{local_id}"


def described(here: Site, entity: Entity, number: int = 1) -> Part | None:
    """A page of a thing's own description; None when there are fewer pages."""
    topic, page = topic_of(here, entity), page_iri(here, entity.kind, entity.local_id)
    own = _own_lines(here, entity, topic)
    about = [*_about_page(here, entity, topic, page), _link(page, f"{_RDFS}seeAlso", f"{page}?incoming=1")]
    has_next = len(own) > number * PAGE_LINES
    if len(own) > PAGE_LINES:
        first = f"<{topic}> ".encode()
        own.sort(key=lambda line: (not line.startswith(first), line))
        own = own[(number - 1) * PAGE_LINES : number * PAGE_LINES]
        if not own:
            return None
        about += _controls(page, f"{page}?page=", number, has_next)
    elif number > 1:
        return None
    return Part(_joined(here, own, about), number, has_next)


def incoming(here: Site, entity: Entity, number: int) -> Part | None:
    """A page of the statements that other things make about this one, in the store's stable order; None when there are fewer pages."""
    topic, page = topic_of(here, entity), page_iri(here, entity.kind, entity.local_id)
    found = here.snapshot.incoming(topic, PAGE_LINKS + 1, (number - 1) * PAGE_LINKS)
    if not found and number > 1:
        return None
    has_next = len(found) > PAGE_LINKS
    own = [f"<{one.subject}> <{one.predicate}> <{topic}> .\n".encode() for one in found[:PAGE_LINKS]]
    about = _about_page(here, entity, topic, page)
    about += _controls(f"{page}?incoming", f"{page}?incoming=", number, has_next)
    subjects = sorted({one.subject for one in found[:PAGE_LINKS]})
    return Part(_joined(here, own, about, subjects), number, has_next)


def tombstone(here: Site, entity: Entity, replaced_by: Iterable[tuple[Kind, str]], reason: str) -> bytes:
    """What is still said of a thing that was taken out: what it was, when it went, why, and what took its place."""
    topic, page = topic_of(here, entity), page_iri(here, entity.kind, entity.local_id)
    lines = _about_page(here, entity, topic, page)
    lines.append(_text(topic, f"{_RDFS}label", entity.label))
    lines.append(_typed(topic, f"{_PROV}generatedAtTime", entity.created))
    lines.append(_typed(topic, f"{_PROV}invalidatedAtTime", entity.deleted or entity.modified))
    if reason:
        lines.append(_text(page, f"{_DCTERMS}description", reason))
    replacements = [here.snapshot.iris.entity(*key) for key in replaced_by]
    lines += [_link(topic, f"{_DCTERMS}isReplacedBy", iri) for iri in replacements]
    return _joined(here, [], lines, replacements)


def _own_lines(here: Site, entity: Entity, topic: str) -> list[bytes]:
    """The thing's own statements; those of named graphs as triples, as a description is one graph."""
    snapshot = here.snapshot
    slices = snapshot.catalog.slices(entity.kind, entity.local_id)
    if not slices:  # a node of a volume that the catalogue does not list
        return list({f"{triple} .\n".encode() for triple in snapshot.description(topic)})
    lines = snapshot.lines(entity)
    if any(one.file.endswith(_QUADS) for one in slices):
        lines = b"".join(f"{quad.triple} .\n".encode() for quad in parse(lines, format=RdfFormat.N_QUADS))
    return list(set(lines.splitlines(keepends=True)))


def _joined(here: Site, own: list[bytes], about: list[bytes], more: Iterable[str] = ()) -> bytes:
    """Own lines, sorted; the names of what they point at and do not describe; what is said of this page."""
    # Subject and predicate hold no space; an object that is an IRI begins with "<", as no literal does.
    terms = [line.split(b" ", 2) for line in own]
    named = {target[:-_END] for _, _, target in terms if target.startswith(b"<")}
    named -= {subject for subject, _, _ in terms}
    labels = here.names.lines([*(f"<{iri}>".encode() for iri in more), *named])
    return b"".join((*sorted(own), *sorted(set(labels)), *sorted(about)))


def _about_page(here: Site, entity: Entity, topic: str, page: str) -> list[bytes]:
    lines = [
        _link(page, _RDF_TYPE, f"{_FOAF}Document"),
        _link(page, f"{_FOAF}primaryTopic", topic),
        _typed(page, f"{_DCTERMS}modified", entity.modified),
        _link(page, f"{_DCTERMS}isPartOf", f"{here.snapshot.base}/"),
    ]
    if here.licence.startswith(("http://", "https://")):
        lines.append(_link(page, f"{_DCTERMS}license", here.licence))
    return lines


def _controls(whole: str, prefix: str, number: int, has_next: bool) -> list[bytes]:
    """The way through the pages, in the words of hydra and of TREE; `whole` is what the pages are parts of."""

    def turns() -> Iterator[tuple[str, int]]:
        yield "first", 1
        if number > 1:
            yield "previous", number - 1
        if has_next:
            yield "next", number + 1

    view = f"{prefix}{number}"
    lines = [
        _link(whole, f"{_HYDRA}view", view),
        _link(whole, f"{_TREE}view", view),
        _link(view, _RDF_TYPE, f"{_HYDRA}PartialCollectionView"),
        _link(view, _RDF_TYPE, f"{_TREE}Node"),
    ]
    lines += [_link(view, f"{_HYDRA}{rel}", f"{prefix}{target}") for rel, target in turns()]
    if has_next:
        relation = f"{view}#next"
        lines += [
            _link(view, f"{_TREE}relation", relation),
            _link(relation, _RDF_TYPE, f"{_TREE}Relation"),
            _link(relation, f"{_TREE}node", f"{prefix}{number + 1}"),
        ]
    return lines


def _link(subject: str, predicate: str, target: str) -> bytes:
    return f"<{subject}> <{predicate}> <{target}> .\n".encode()


def _typed(subject: str, predicate: str, moment: str) -> bytes:
    return f'<{subject}> <{predicate}> "{moment}"^^<{_XSD_DATE_TIME}> .\n'.encode()


def _text(subject: str, predicate: str, text: str) -> bytes:
    return f"<{subject}> <{predicate}> {Literal(text)} .\n".encode()
