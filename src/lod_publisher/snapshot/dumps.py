"""The dumps of a snapshot: files that hold the whole dataset, or the things of one kind, in one form and one coding.

`dataset.nt.gz` is always there, since descriptions are read out of it; a build may add others. Their names say what they are:
`{dataset or kind}.{form}.{coding}`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lod_publisher.errors import SnapshotError

FOLDER = "dumps"
INDEX = "dumps.json"
CHECKSUMS = "SHA256SUMS"
CRATE = "ro-crate-metadata.json"
WHOLE = "dataset"


@dataclass(frozen=True, slots=True)
class Form:
    """What the lines of a dump are written in: the middle of the file's name, a name for people, the media type."""

    suffix: str
    name: str
    media_type: str


FORMS = {
    form.suffix: form
    for form in (
        Form("nt", "N-Triples", "application/n-triples"),
        Form("nq", "N-Quads", "application/n-quads"),
        Form("ttl", "Turtle", "text/turtle"),
        Form("jsonl", "Linked Art, one JSON object a line", "application/jsonl"),
        Form("csv", "Catalogue as CSV", "text/csv"),
    )
}
CODINGS = {"gz": "application/gzip", "zst": "application/zstd"}


@dataclass(frozen=True, slots=True)
class Dump:
    """One file: its name, its length in bytes, its SHA-256 (hexadecimal), and how many things it describes."""

    name: str
    size: int
    sha256: str
    entities: int | None = None

    @property
    def subject(self) -> str:
        """What is in it: the name of a kind, `dataset` for the whole, `named-graphs` for the statements about statements."""
        return self.name.split(".")[0]

    @property
    def form(self) -> Form:
        """What it is written in."""
        return FORMS[self.name.split(".")[1]]

    @property
    def coding(self) -> str:
        """The media type of how it is compressed."""
        return CODINGS[self.name.rpartition(".")[2]]


def write_index(folder: Path, dumps: Sequence[Dump]) -> None:
    """Put the list of dumps beside their folder, and their checksums into it."""
    ordered = sorted(dumps, key=lambda dump: dump.name)
    (folder / INDEX).write_text(json.dumps([asdict(dump) for dump in ordered], indent=1) + "\n", encoding="utf-8")
    write_checksums(folder / FOLDER, ordered)


def write_checksums(folder: Path, dumps: Sequence[Dump]) -> None:
    """Write the checksums as `sha256sum --check` reads them."""
    (folder / CHECKSUMS).write_text("".join(f"{dump.sha256}  {dump.name}\n" for dump in dumps), encoding="ascii")


def read_index(folder: Path) -> tuple[Dump, ...]:
    """The dumps of a snapshot, the whole dataset first; those of an older one are known by their checksums alone."""
    try:
        if (folder / INDEX).is_file():
            told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
            found = [Dump(**entry) for entry in told]
        else:
            lines = (folder / FOLDER / CHECKSUMS).read_text(encoding="ascii").splitlines()
            named = [line.split("  ", 1) for line in lines]
            found = [Dump(name, (folder / FOLDER / name).stat().st_size, digest) for digest, name in named]
    except (OSError, ValueError, TypeError) as problem:
        raise SnapshotError(f"{folder}: the list of dumps cannot be read ({problem}). Build again.") from None
    order = list(FORMS)
    return tuple(
        sorted(found, key=lambda d: (d.subject != WHOLE, d.subject, order.index(d.form.suffix), d.coding, d.name))
    )
