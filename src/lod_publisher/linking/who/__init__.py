"""Who is who: which records of different sources are one person, one body or one place, how surely, and why."""

from collections.abc import Sequence

from lod_publisher.linking.concordance import Authority
from lod_publisher.linking.decisions import Decisions
from lod_publisher.linking.who.persons import Progress, same_persons
from lod_publisher.linking.who.verdict import Pair, Verdict
from lod_publisher.model.records import Person

__all__ = ["Pair", "Verdict", "who_is_who"]


def who_is_who(
    records: Sequence[Authority], decisions: Decisions | None = None, progress: Progress | None = None
) -> Verdict:
    """Say which records are certainly the same and which may be, with the chance and the reasons.

    What decisions and the records' own `same_as` say is taken as given: no pair repeats it, and no group joins records that
    are decided to be different. The same records in any order give the same verdict.
    """
    return same_persons([record for record in records if isinstance(record, Person)], decisions, progress)
