"""Documents, the passages they consist of, and what their editions say about them."""

from dataclasses import dataclass, field

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.records.happenings import Event
from lod_publisher.model.records.parts import EntityRef, Identifier, Origin


@dataclass(frozen=True, slots=True)
class ArchivalSource:
    """Where the paper lies: from the repository down, each level (key, label), the deepest last.

    `file_number` is the unit within the deepest level ("787.00/12–358"), `text` the words of the note.
    """

    levels: tuple[tuple[str, str], ...]
    file_number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """That the program, and nobody else, says what is meant: how sure it is (0 to 1), and why."""

    confidence: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage. `entity` is None when nobody knows who is meant; `role` is a word such as "signer"."""

    text: str
    entity: EntityRef | None = None
    role: str | None = None
    derived: Derivation | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a passage: its words are those of the date."""

    date: PartialDate
    derived: Derivation | None = None


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words withheld from a passage: the bracketed text, what kind of thing and how much of it.

    `kind`: text, name, place, amount, number, other; `extent` as (low, high, unit), unit line, word, page, paragraph ...
    """

    text: str
    kind: str = "text"
    extent: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A reference from a passage to another document, note, page or volume. `relation`: refers_to, replies_to."""

    target: EntityRef
    text: str
    relation: str = "refers_to"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document's text: paragraph, heading, list-item, footnote, source-note, summary, table, signature, dateline,
    persons-list-entry ... Its id is that of its document and a last segment: `frus1958-60v12/d145/p7`.

    `number` is the mark printed; `page` the page on which it begins. `editorial` passages (notes) belong to the edition, not the document.
    """

    local_id: str
    kind: str
    text: str
    line: int | None = None
    number: str = ""
    page: str = ""
    editorial: bool = False
    mentions: tuple[Mention, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    links: tuple[DocumentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """What somebody read in a passage of another file: the mentions that the passage's own reader could not see.

    `passage` is the passage's entity (a document kind); its text and place in the document are described by the document's reader.
    """

    passage: EntityRef
    mentions: tuple[Mention, ...]
    origin: Origin
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a document's making, of a `type` that the source note states: drafting, clearing, concurring, approving,
    initialing, signing, translating. `statement` are the words that say so."""

    type: str
    actors: tuple[EntityRef, ...] = ()
    date: PartialDate | None = None
    statement: str = ""
    evidence: EntityRef | None = None
    editorial: bool = True


@dataclass(frozen=True, slots=True)
class Fragment:
    """The piece of a source file that a record was read from, as the file has it, and what it is written in."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the archive with all that its edition says about it."""

    local_id: str
    origin: Origin
    title: str
    genre: str  # a concept: telegram, memorandum-of-conversation, editorial-note, report ...
    number: str = ""
    part_of: EntityRef | None = None  # chapter or volume
    language: str = "en"
    date: PartialDate | None = None
    places: tuple[EntityRef, ...] = ()
    senders: tuple[EntityRef, ...] = ()
    addressees: tuple[EntityRef, ...] = ()
    signers: tuple[EntityRef, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    classification: tuple[str, ...] = ()  # concepts: secret, top-secret ...
    handling: tuple[str, ...] = ()
    archival_source: tuple[ArchivalSource, ...] = ()
    steps: tuple[Step, ...] = ()
    subjects: tuple[str, ...] = ()
    meeting: Event | None = None  # what a memorandum of conversation records
    passages: tuple[Passage, ...] = ()
    links: tuple[DocumentLink, ...] = ()
    summary: str = ""
    rights: str = ""
    source_page: str | None = None  # the edition's own page on the web
    original: EntityRef | None = None  # the text this is a translation of
    collection: EntityRef | None = None
    witnesses: tuple[str, ...] = ()  # other files that hold the same document
    supplementary: bool = False  # gives way when another reader reads the same document more fully
    unparsed_source_note: bool = False
    fragment: Fragment | None = field(default=None, repr=False)
