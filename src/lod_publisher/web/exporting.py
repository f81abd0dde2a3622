"""Persons, bodies and their links as files that library and archive systems load: the same records as at their addresses."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.beacon import dump_of, has_addresses
from lod_publisher.web.formats import Description, authority
from lod_publisher.web.names import Names
from lod_publisher.web.vocabulary import Vocabulary

_PAGE = 1_000
_KINDS = tuple(sorted(authority.KINDS))
_MODIFIED = "<http://purl.org/dc/terms/modified>"
_DATE_TIME = "<http://www.w3.org/2001/XMLSchema#dateTime>"
# A day within the range that the format of archives has; the files have no time of their own, so that they stay the same.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_OF_XML = re.compile(rb"(?P<begin>.*?<rdf:RDF[^>]*>)(?P<inside>.*)(?P<end></rdf:RDF>\s*)", re.DOTALL)
_OF_TURTLE = re.compile(rb"(?P<begin>(?:@prefix [^\n]*\n)*)(?P<inside>.*)(?P<end>)", re.DOTALL)
_LINKS = ("id", "kind", "label", "authority", "value", "address", "certainty", "doubt")

Progress = Callable[[Path, int], None]
"""Is told of each file when it is done, with the number of records in it."""


def export(folder: Path, target: Path, form: str, done: Progress) -> None:
    """Write the files of a form from a snapshot; `target` is there."""
    snapshot = Snapshot(folder)
    FORMS[form](snapshot, target, done)


class _Records:
    """The descriptions of the living persons and bodies of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names = Names(snapshot, Vocabulary.read(snapshot.folder / "ontology", snapshot.base))
        licences = {str(each.get("licence", "")) for each in snapshot.manifest.get("collections", [])}
        self._licence = licences.pop() if len(licences) == 1 else ""
        self.count = 0

    def of(self, kind: Kind) -> Iterator[tuple[Entity, Description]]:
        """Those of a kind, in the order of their names."""
        after, self.count = "", 0
        while page := self._snapshot.browse(kind, after, _PAGE):
            for entity in page:
                if not entity.elsewhere:  # what has an address of another publisher is that one's to describe
                    self.count += 1
                    yield entity, self._description(entity)
            after = page[-1].local_id

    def _description(self, entity: Entity) -> Description:
        base = self._snapshot.base
        key = f"{entity.kind}/{entity.local_id}"
        own = self._snapshot.lines(entity).splitlines(keepends=True)
        terms = [line.split(b" ", 2) for line in own]
        named = {value[: -len(b" .\n")] for _, _, value in terms if value.startswith(b"<")}
        labels = self._names.lines(sorted(named - {subject for subject, _, _ in terms}))
        modified = f'<{base}/data/{key}> {_MODIFIED} "{entity.modified}"^^{_DATE_TIME} .\n'.encode()
        return Description(
            base,
            iri=f"{base}/id/{key}",
            kind=entity.kind,
            page=f"{base}/data/{key}",
            lines=b"".join((*sorted(set(own)), *sorted(set(labels)), modified)),
            licence=self._licence,
        )


def _marcxml(snapshot: Snapshot, target: Path, done: Progress) -> None:
    records = _Records(snapshot)
    for kind in _KINDS:
        path = target / f"{kind}.marcxml"
        with path.open("wb") as file:
            file.write(authority.marcxml.opening())
            for _, description in records.of(kind):
                file.write(f"{authority.marcxml.record(description)}\n".encode())
            file.write(authority.marcxml.closing())
        done(path, records.count)


def _eac(snapshot: Snapshot, target: Path, done: Progress) -> None:
    records = _Records(snapshot)
    for kind in _KINDS:
        path = target / f"{kind}.eac.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entity, description in records.of(kind):
                place = zipfile.ZipInfo(f"{kind}/{entity.local_id}.xml", _ZIP_DAY)
                archive.writestr(place, authority.eac_cpf.write(description), zipfile.ZIP_DEFLATED)
        done(path, records.count)


def _rdf(
    write: Callable[[Iterable[Triple]], bytes],
    of: Callable[[Description], Iterable[Triple]],
    suffix: str,
    frame: re.Pattern[bytes],
) -> Callable[[Snapshot, Path, Progress], None]:
    """RDF in portions, each written as a file of its own whose beginning and end, which `frame` finds, are left out but once.

    Into memory the engine writes ten times as fast as into a file of ours, and the whole need not be in memory.
    """

    def export_as(snapshot: Snapshot, target: Path, done: Progress) -> None:
        records = _Records(snapshot)
        for kind in _KINDS:
            path, end = target / f"{kind}.{suffix}", b""
            descriptions = (description for _, description in records.of(kind))
            with path.open("wb") as file:
                while portion := list(islice(descriptions, _PAGE)):
                    written = frame.fullmatch(write(triple for description in portion for triple in of(description)))
                    if written is not None:
                        file.write(written["inside"] if end else written["begin"] + written["inside"])
                        end = written["end"] or b"\n"
                file.write(end)
            done(path, records.count)

    return export_as


def _rdf_xml(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.RDF_XML, prefixes=authority.mads_rdf.PREFIXES) or b""


def _turtle(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=authority.skos.PREFIXES) or b""


def _beacon(snapshot: Snapshot, target: Path, done: Progress) -> None:
    collections = snapshot.manifest.get("collections") or [{}]
    title = " · ".join(str(each.get("title", "")) for each in collections)
    first = collections[0]
    for tally in snapshot.identities.tallies():
        if has_addresses(tally.authority) and any(tally.linked.values()):
            path = target / f"{tally.authority}.beacon.txt"
            lines = dump_of(snapshot, tally, title, first.get("publisher", ""), first.get("contact", ""))
            written = 0
            with path.open("w", encoding="utf-8") as file:
                for line in lines:
                    written += bool(line) and not line.startswith("#")
                    file.write(f"{line}\n")
            done(path, written)


def _links(snapshot: Snapshot, target: Path, done: Progress) -> None:
    """Every link, certain and doubtful, one a row."""
    path, written = target / "links.csv", 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_LINKS)
        for tally in snapshot.identities.tallies():
            after = 0
            while page := snapshot.identities.all(tally.authority, after, _PAGE):
                for one in page:
                    iri = snapshot.iris.entity(one.kind, one.local_id)
                    entity = snapshot.entity(one.kind, one.local_id)
                    label = entity.label if entity else ""
                    rows.writerow(
                        (iri, one.kind, label, one.authority, one.value, one.iri, one.certainty, one.doubt or "")
                    )
                written += len(page)
                after = page[-1].place
    done(path, written)


FORMS: Mapping[str, Callable[[Snapshot, Path, Progress], None]] = {
    "marcxml": _marcxml,
    "mads": _rdf(_rdf_xml, authority.mads_rdf.triples, "mads.rdf", _OF_XML),
    "eac": _eac,
    "skos": _rdf(_turtle, authority.skos.triples, "skos.ttl", _OF_TURTLE),
    "beacon": _beacon,
    "links": _links,
}
"""The forms by name: MARCXML, MADS/RDF, EAC-CPF, SKOS, BEACON, and a table of all links."""
