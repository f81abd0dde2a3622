"""Sources that contradict each other, side by side: claims about one property of one thing, and what the collection itself says."""

from collections.abc import Sequence
from dataclasses import dataclass

from lod_publisher.web.facts import Link
from lod_publisher.web.protocols.pages.evidence import Claim
from lod_publisher.web.protocols.pages.summary import Fact

_DENIAL = "denial"
# Under which heading of the facts the collection says what a claim's property says.
_HEADINGS = {
    "carried out by": "Who acted",
    "took place at": "Where",
    "has time-span": "When",
    "had participant": "Who took part",
    "was motivated by": "Because of",
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What is disputed, what the collection says of it (nothing when it leaves it open), and the claims."""

    about: str
    established: list[Link]
    claims: list[Claim]


def disagreement(claims: Sequence[Claim], rows: Sequence[Fact]) -> tuple[list[Disagreement], list[Claim]]:
    """Sort claims into those that contradict each other or the collection, by property, and those that nobody opposes."""
    by_property: dict[str, list[Claim]] = {}
    for claim in claims:
        by_property.setdefault(claim.property, []).append(claim)
    values = {row.name: row.values for row in rows}
    disputed, unopposed = [], []
    for name, told in by_property.items():
        known = values.get(_HEADINGS.get(name, ""), [])
        if _is_disputed(told, known):
            disputed.append(Disagreement(name, known, told))
        else:
            unopposed += told
    return disputed, unopposed


def _is_disputed(claims: Sequence[Claim], established: Sequence[Link]) -> bool:
    """Somebody denies it, two people say different things, or somebody says what the collection does not."""
    if any(_DENIAL in claim.kinds for claim in claims):
        return True
    spoken = [claim for claim in claims if claim.claimants]
    known = {_key(value) for value in established}
    if established and any(_key(claim.value) not in known for claim in spoken):
        return True
    said = {(claim.value, tuple(claim.claimants)) for claim in spoken}
    return len({value for value, _ in said}) > 1 and len({who for _, who in said}) > 1


def _key(value: Link) -> str:
    """What tells a value from others: where it leads, since its label is the reader's; of a text, the text."""
    return value.href or value.label
