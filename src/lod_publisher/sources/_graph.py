"""RDF files as statements: Turtle, N-Triples, N-Quads, TriG, JSON-LD and RDF/XML, also compressed (.gz)."""

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from lod_publisher.errors import SourceError
from lod_publisher.settings import Source

MOST_BYTES = 1 << 30  # after decompressing, so that a small file cannot become a large one

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?\S+\s+(SYSTEM|PUBLIC|\"[^\"]*\"|'[^']*')")
_LONGEST_ENTITY = 256  # an entity that abbreviates a namespace is shorter; a bomb needs entities in entities


def format_of(path: Path) -> ox.RdfFormat | None:
    """The syntax that a file's name promises; None when it promises none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    return _FORMATS.get(suffixes[-1]) if suffixes else None


def _bytes(source: Source) -> bytes:
    try:
        with gzip.open(source.path) if source.path.suffix.lower() == ".gz" else source.path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise SourceError(
            f"{source.shown}: cannot be read ({why}); nothing of it can be published. Check the path and the file."
        ) from problem
    if len(data) > MOST_BYTES:
        raise SourceError(f"{source.shown}: is larger than 1 GB; nothing of it is published. Split it by subject.")
    return data


def _guard(source: Source, data: bytes) -> None:
    """Refuse XML whose entities could grow without end; short ones that abbreviate namespaces are common and harmless."""
    for entity in _ENTITY.finditer(data):
        value = entity[2]
        if entity[1] or value in (b"SYSTEM", b"PUBLIC") or b"&" in value or len(value) > _LONGEST_ENTITY:
            line = data.count(b"\n", 0, entity.start()) + 1
            raise SourceError(
                f"{source.shown}:{line}: declares an entity that is long, external or made of others; the file is not read. "
                "Write the text out and leave only entities that abbreviate namespaces."
            )


def quads_of(source: Source) -> Iterator[ox.Quad]:
    """Yield the statements of a file; relative addresses are below the option `base_iri` or our own root.

    Raises:
        SourceError: the file is missing, too large, or not in its syntax.
    """
    data = _bytes(source)
    chosen = format_of(source.path)
    if chosen is None:
        chosen = ox.RdfFormat.JSON_LD if data.lstrip()[:1] in (b"{", b"[") else ox.RdfFormat.RDF_XML
    if chosen == ox.RdfFormat.RDF_XML:
        _guard(source, data)
    base_iri = source.options.get("base_iri") or f"{base_of(source)}/"
    try:
        yield from ox.parse(data, chosen, base_iri=base_iri)
    except (SyntaxError, ValueError) as problem:
        line = getattr(problem, "lineno", None)
        place = source.shown if line is None else f"{source.shown}:{line}"
        why = re.sub(r"^Parser error at .*?: ", "", str(getattr(problem, "msg", None) or problem)).rstrip(".")
        if "LoadDocumentCallback" in why:
            why = "its JSON-LD context lies elsewhere on the web, and nothing is fetched while reading; copy it into the file"
        raise SourceError(
            f"{place}: is not {chosen.name}: {why}; nothing of the file can be published. Mend it there."
        ) from problem


def base_of(source: Source) -> str:
    """The root of our own IRIs."""
    return source.options.get("base", "http://127.0.0.1:8000").rstrip("/")
