"""One entry of an authority file, in the file's own keys and words, before anything is checked."""

from dataclasses import dataclass, field

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Name, Origin


@dataclass(slots=True)
class Entry:
    """What an authority file says of one entity.

    `key` is the file's own: an address, a code with its agency "(DE-588)118540238", or a bare number. `codes` are pairs of the
    name of an authority file ("" when the code says it itself) and a code; `same` are other keys of the same entity; `exact` and
    `close` are addresses elsewhere. `whole` is the key and the name of the larger body or place. An entry of `links_only` says
    that things are the same and does not describe them, so it needs no name.
    """

    kind: Kind
    key: str
    origin: Origin
    names: list[Name] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)
    birth: str = ""
    death: str = ""
    notes: list[str] = field(default_factory=list)
    type: str = ""
    whole: tuple[str, str] | None = None
    coordinates: tuple[str, str] | None = None
    links_only: bool = False

    def name(self, text: str, kind: str = "variant", language: str | None = None) -> None:
        """Add a form of the name, white space folded; nothing when none is left."""
        folded = " ".join(text.split())
        if folded:
            self.names.append(Name(folded, kind, language.lower() if language else None))

    def note(self, text: str, about: str = "") -> None:
        """Add what is said in words, once; `about` stands before it."""
        folded = " ".join(text.split())
        whole = f"{about}: {folded}" if about and folded else folded
        if whole and whole not in self.notes:
            self.notes.append(whole)


def unusable(origin: Origin, record: str, message: str, remedy: str, value: str = "") -> Finding:
    """The finding for a record that cannot be used at all."""
    return Finding(
        "authority-record", Severity.VIOLATION, origin, record, message, value, "The record is left out.", remedy
    )


def skipped(origin: Origin, record: str, message: str, remedy: str = "") -> Finding:
    """The finding for a record that is sound and not about a person, a body or a place in use."""
    return Finding("authority-record-skipped", Severity.INFO, origin, record, message, "", "It is left out.", remedy)
