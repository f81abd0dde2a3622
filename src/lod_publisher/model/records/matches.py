"""That two keys stand for one thing, perhaps: who says so, how sure, and why."""

from dataclasses import dataclass

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.records.parts import EntityRef, Evidence, Origin


@dataclass(frozen=True, slots=True)
class Match:
    """A link between two keys or to an address elsewhere, or the reason why a key was joined.

    `relation`: closeMatch (perhaps the same, never joined), exactMatch, differentFrom; joined (`object` is a key that is published
    as the subject). `type`: inferred (by the program, with a `score` from 0 to 1) or cataloguing (by `who`, at `when`).
    """

    origin: Origin
    subject: EntityRef
    relation: str
    object: EntityRef | str
    type: str
    score: float | None = None
    reasons: tuple[str, ...] = ()
    who: str = ""
    when: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def local_id(self) -> str:
        """What findings call it."""
        return self.subject.local_id
