"""Why a link is there: what the statement beside it says of who or what made it, how sure it is, and for which reasons."""

from dataclasses import dataclass

from lod_publisher.model.vocab import CRM
from lod_publisher.web.site import Site

_STATEMENTS = f"""SELECT ?thing ?value ?scored ?statement ?score ?note {{
  ?statement <{CRM}P140_assigned_attribute_to> ?thing ; <{CRM}P141_assigned> ?value .
  OPTIONAL {{ ?statement ?scored ?score }}
  OPTIONAL {{ ?statement <{CRM}P3_has_note> ?note }}
}}"""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The IRI of the statement about a link, its score from 0 to 1 as it was written ("" for none), and its reasons in words."""

    statement: str = ""
    score: str = ""
    reasons: tuple[str, ...] = ()


NONE = Grounds()


def grounds_of(here: Site, thing: str, value: str) -> Grounds:
    """What is said of the link from a thing of ours to an address; NONE when only the source states it."""
    scored = f"{here.snapshot.base}/vocab/score"
    rows = here.snapshot.select(_STATEMENTS, {"thing": thing, "value": value, "scored": scored})
    if not rows:
        return NONE
    statement = min(row["statement"] for row in rows)
    told = [row for row in rows if row["statement"] == statement]
    score = next((row["score"] for row in told if "score" in row), "")
    return Grounds(statement, score, tuple(dict.fromkeys(row["note"] for row in told if "note" in row)))
