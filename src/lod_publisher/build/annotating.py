"""Proposing annotations: a text as its reader sees it, the names that a snapshot knows, and what of the one means what of the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lod_publisher.build.inputs import gather, recognise
from lod_publisher.errors import InputError
from lod_publisher.linking.mentions import Known, Proposer, lexicon_of
from lod_publisher.model.iris import Kind, is_local_id, slug
from lod_publisher.model.records import Document, Passage
from lod_publisher.settings import COLLECTION_FILE, Source
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.sources import READERS
from lod_publisher.sources._text import text_of
from lod_publisher.sources.annotations.writing import Draft

_KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Text:
    """A document to annotate: its key, its passages, its year when it is dated, and the edition that it stands in."""

    key: str
    passages: tuple[Passage, ...]
    title: str = ""
    year: int | None = None

    @property
    def volume(self) -> str:
        """The edition whose list of persons is the document's own: what stands before the last part of its key."""
        return self.key.rpartition("/")[0]


def text_to_annotate(path: Path, key: str = "", year: int | None = None) -> Text:
    """Read a text: through its entry in the collection.toml beside it, through the reader that recognises it, or as paragraphs.

    `key` chooses one document of a file with several, and names that of a plain text, whose paragraphs are p1, p2 ...

    Raises:
        InputError: it holds no such document, or several and none was chosen. SourceError: it cannot be read.
    """
    source = _source(path)
    if source is None:
        return _plain(path, key, year)
    documents = {
        item.local_id: item
        for item in READERS[source.reader].read(source)
        if isinstance(item, Document) and item.passages
    }
    if key not in documents and len(documents) != 1:
        some = ", ".join(list(documents)[:3])
        what = f"{len(documents):,} documents ({some} ...)" if documents else "no document with a text"
        raise InputError(
            f"{path}: it holds {what}, and {key or 'none'} was chosen. Give the key of one with --document."
        )
    document = documents.get(key) or next(iter(documents.values()))
    written = document.date.earliest if document.date else None
    return Text(
        key or document.local_id, document.passages, document.title, year or (written.year if written else None)
    )


def _source(path: Path) -> Source | None:
    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Give a text, or a volume and --document.")
    if (path.parent / COLLECTION_FILE).is_file():
        described = gather([path.parent], None).sources
        if source := next((source for source in described if source.path.resolve() == path.resolve()), None):
            return source
    reader = recognise(path)
    return Source(path, path.name, reader, "", {}) if reader else None


def _plain(path: Path, key: str, year: int | None) -> Text:
    key = key or slug(path.stem)
    if not is_local_id(key):
        raise InputError(f"{path}: {key!r} cannot be the key of a document. Give one with --document.")
    text = text_of(Source(path, path.name, "", "", {}))
    pieces = [" ".join(piece.split()) for piece in _BLANK.split(text)]
    passages = [Passage(f"{key}/p{n}", "paragraph", piece) for n, piece in enumerate(filter(None, pieces), 1)]
    return Text(key, tuple(passages), year=year)


def known_names(snapshot: Snapshot) -> Iterator[Known]:
    """The persons, organisations and places of a snapshot with their names and what is said of them in short."""
    for entity in snapshot.catalog.all():
        if entity.kind in _KINDS and entity.deleted is None:
            yield _known(snapshot, entity)


def _known(snapshot: Snapshot, entity: Entity) -> Known:
    facts = snapshot.name_index.facts(entity)
    entries = facts.identifiers.get("volume-entry", ())
    listed = {entry.partition("#")[0] for entry in entries} | set(facts.volumes) | {entity.local_id.rpartition("/")[0]}
    return Known(
        entity.kind,
        entity.local_id,
        entity.label,
        tuple(snapshot.catalog.names(entity.kind, entity.local_id)),
        " ".join((facts.description, *facts.offices)),
        facts.documents,
        frozenset(listed - {""}),
        (facts.first_year, facts.last_year),
    )


def propose(text: Text, known: Iterator[Known] | Sequence[Known], least: float) -> list[Draft]:
    """What the names and dates of a text probably mean, in its order; nothing that is less sure than `least`."""
    proposer = Proposer(lexicon_of(known), text.volume, text.year)
    drafts = []
    for proposal in proposer.propose(text.passages, text.title):
        if proposal.confidence < least:
            continue
        segment = proposal.passage.removeprefix(f"{text.key}/")
        is_date = proposal.kind is Kind.PERIOD
        key = proposal.key if is_date else f"{proposal.kind}/{proposal.key}"
        drafts.append(
            Draft(
                "dates" if is_date else "mentions",
                key,
                proposal.label,
                proposal.words,
                segment,
                proposal.confidence,
                proposal.reason,
            )
        )
    return drafts
