"""What records are made of: where they were read, whom they point at, who says so, names and identifiers."""

from dataclasses import dataclass, field

from lod_publisher.model.iris import Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read: the file as the user knows it, and the line (counted from 1; None: the whole file)."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class EntityRef:
    """A pointer at an entity; `label` are the words used, published when nobody else describes the entity."""

    kind: Kind
    local_id: str
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that says so, and whose words they are.

    `asserted_by` is "source", "editor" (heads, notes, persons lists), "cataloguer" or "program".
    """

    passage: EntityRef
    asserted_by: str = "source"


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name. `type`: primary, variant, transliteration, pseudonym, title, office, abbreviation.

    `files` are those that have it, given when the records of several files were merged.
    """

    text: str
    type: str = "variant"
    language: str | None = None
    passages: tuple[EntityRef, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code somebody else gave: `scheme` is a concept such as "viaf", "hsg-people-id", "pocom-id", "isbn", "telegram-number"."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a source says of an entity in words ("Prime Minister of Iraq from July 14, 1958"), and the passage that does."""

    text: str
    passage: EntityRef | None = None
