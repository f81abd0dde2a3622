"""What linking has found: pairs that are certainly one, pairs that may be, and what is wrong with what was said."""

from dataclasses import dataclass

from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """Two local ids of one kind, the smaller first; the chance that they are one entity, and why, for a librarian."""

    kind: Kind
    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`same` is certain and joins; `possible` is for a person to decide. Pairs that were said before are in neither."""

    same: tuple[Pair, ...] = ()
    possible: tuple[Pair, ...] = ()
    findings: tuple[Finding, ...] = ()
