"""Candidates as the two versions of the protocol write them; the second also names what explains a score."""

from collections.abc import Mapping
from typing import Any

from lod_publisher.web.protocols.reconcile.candidates import Candidate
from lod_publisher.web.protocols.reconcile.keys import key_of
from lod_publisher.web.protocols.reconcile.service import Service

FEATURES: Mapping[str, tuple[str, str]] = {
    "identifier": ("Identifier", "1 when the query is an identifier of the candidate, here or in an authority file"),
    "typed": (
        "Words given that fit",
        "The share of the words in the query that the candidate's name holds, in any spelling",
    ),
    "known": ("Words of the name that were given", "The share of the candidate's name that was in the query"),
    "family": ("Family name", "How well the family name fits"),
    "agrees": ("No given name contradicts", "0 when given names or initials contradict each other"),
    "said": ("How much is said", "How much this collection says of the candidate"),
}
"""The parts of a score with their names and meanings, beside the properties: those run from -1 (contradicts) to 1 (agrees)."""


def feature_name(here: Service, feature: str) -> str:
    """What a part of a score is called."""
    known = here.property_of(feature)
    if known is not None:
        return known.name
    return FEATURES[feature][0] if feature in FEATURES else feature.replace("_", " ").capitalize()


def in_0_2(here: Service, candidate: Candidate) -> dict[str, Any]:
    """A candidate as version 0.2 has it."""
    return _common(here, candidate) | {
        "features": [{"id": name, "value": round(value, 3)} for name, value in candidate.features.items()]
    }


def in_1_0(here: Service, candidate: Candidate) -> dict[str, Any]:
    """A candidate as the draft of version 1.0 has it."""
    return _common(here, candidate) | {
        "features": [
            {"id": name, "name": feature_name(here, name), "value": round(value, 3)}
            for name, value in candidate.features.items()
        ]
    }


def _common(here: Service, candidate: Candidate) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": key_of(candidate.entity),
        "name": candidate.entity.label or candidate.entity.local_id,
        "score": round(min(max(candidate.score, 0.0), 100.0), 2),
        "match": candidate.match,
        "type": here.type_json(candidate.entity),
    }
    if candidate.description:
        found["description"] = candidate.description
    return found
