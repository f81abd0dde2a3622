"""Who writes the dumps of a snapshot: the forms by name, for the build, which calls them in its workers.

They read what a finished store and catalogue say; a portion of the dataset is written without knowing the others.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse, serialize

from lod_publisher.model.iris import IriScheme
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.statements import LocalStatements
from lod_publisher.web.formats import FORMATS, Description, by_suffix, prefixes

Described = Sequence[tuple[Entity | None, bytes]]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPE = f"{_RDF}type"
_LINKED_ART = "json"
# A literal holds no line's beginning: its line ends are written as \\n.
_PREFIX_LINES = re.compile(rb"\A(?:@prefix [^\n]*\n)+")
_COLUMNS = ("iri", "kind", "local_id", "label", "edtf", "first_day", "names", "created", "modified", "source")
_NAMES_APART = " | "


def ntriples(_: Path, __: str, described: Described) -> bytes:
    """The lines as they are."""
    return b"".join([lines for _, lines in described])


def turtle(_: Path, base: str, described: Described) -> bytes:
    """Turtle without its prefixes: they stand once at the beginning of the file."""
    triples = (quad.triple for _, lines in described for quad in parse(lines, format=RdfFormat.N_TRIPLES, lenient=True))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes(base)) or b""
    return _PREFIX_LINES.sub(b"", written, count=1)


def turtle_header(base: str) -> bytes:
    """The prefixes with which a file of Turtle begins."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(base).items()).encode()


def linked_art(folder: Path, base: str, described: Described) -> bytes:
    """One JSON object a line, as the address of the description gives it, for the kinds that Linked Art has a form for."""
    form = by_suffix(FORMATS).get(_LINKED_ART)
    if form is None:
        return b""
    iris, names = IriScheme(base), _Names.of(folder)
    written = []
    for entity, lines in described:
        if entity is None or not form.fits(entity.kind):
            continue
        iri = entity.elsewhere or iris.entity(entity.kind, entity.local_id)
        own = sorted(lines.splitlines(keepends=True))
        page = f"{base}/data/{entity.kind}/{entity.local_id}"
        written.append(
            _one_line(form.write(Description(base, iri=iri, kind=entity.kind, page=page, lines=names.beside(own))))
        )
    return b"".join(written)


def _one_line(written: bytes) -> bytes:
    return b" ".join(part.strip() for part in written.splitlines()) + b"\n"


class _Names:
    """What things are called and what they are, for those that a description only mentions; asked once each."""

    def __init__(self, folder: Path) -> None:
        self._statements = LocalStatements(folder / "store")
        self._known: dict[bytes, bytes] = {}

    @staticmethod
    @lru_cache(maxsize=1)
    def of(folder: Path) -> "_Names":
        """Those of a snapshot, opened once a process."""
        return _Names(folder)

    def beside(self, own: Sequence[bytes]) -> bytes:
        """Some lines of N-Triples, and after them the labels and classes of what they name and do not describe."""
        # Subject and predicate hold no space; an object that is an IRI begins with "<", as no literal does.
        terms = [line.split(b" ", 2) for line in own]
        named = {target[: -len(b" .\n")] for _, _, target in terms if target.startswith(b"<")}
        named.difference_update([subject for subject, _, _ in terms])
        for term in named - self._known.keys():
            self._known[term] = self._ask(term[1:-1].decode())
        return b"".join((*own, *sorted([self._known[term] for term in named])))

    def _ask(self, iri: str) -> bytes:
        found = list(self._statements.about([iri], (_LABEL, _TYPE)))
        labels = [(triple.object.language != "en", triple) for triple in found if isinstance(triple.object, Literal)]
        best = min(labels, key=lambda label: label[0])[1:] if labels else ()
        told = (*(triple for triple in found if not isinstance(triple.object, Literal)), *best)
        return "".join(f"{triple} .\n" for triple in told).encode()


def catalogue(folder: Path, base: str, described: Described) -> bytes:
    """The catalogue as CSV (RFC 4180), without its heading: a row a thing, its names joined by bars."""
    iris, catalog = IriScheme(base), _catalog(folder)
    text = io.StringIO()
    rows = csv.writer(text)
    for entity, _ in described:
        if entity is not None:
            iri = entity.elsewhere or iris.entity(entity.kind, entity.local_id)
            names = _NAMES_APART.join(catalog.names(entity.kind, entity.local_id))
            row = (iri, entity.kind, entity.local_id, entity.label, entity.edtf, entity.date, names)
            rows.writerow((*row, entity.created, entity.modified, entity.source))
    return text.getvalue().encode()


@lru_cache(maxsize=1)
def _catalog(folder: Path) -> Catalog:
    return Catalog(folder / "catalog.sqlite")


WRITERS = {"nt": ntriples, "ttl": turtle, "jsonl": linked_art, "csv": catalogue}
"""The forms that a build can write, by their suffix."""


def headers(base: str) -> Mapping[str, bytes]:
    """What a file of a form begins with, where it begins with anything."""
    return {"ttl": turtle_header(base), "csv": (",".join(_COLUMNS) + "\r\n").encode()}
