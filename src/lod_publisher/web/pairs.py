"""Two records of ours that may be one, as the snapshot says, with the reasons."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.read import Snapshot

_MOST = 10_000
_PAIRS = f"""PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?statement ?one ?other ?score ?why {{
  ?statement crm:P177_assigned_property_of_type skos:closeMatch ; crm:P140_assigned_attribute_to ?one ; crm:P141_assigned ?other .
  FILTER(STRSTARTS(STR(?other), "BASE/id/"))
  OPTIONAL {{ ?statement <BASE/vocab/score> ?score }} OPTIONAL {{ ?statement crm:P3_has_note ?why }} }} LIMIT {_MOST}"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one; `score` is the chance as it is published, "" when nobody reckoned it."""

    one: Entity
    other: Entity
    score: str
    reasons: tuple[str, ...]
    statement: str


def pairs_of(snapshot: Snapshot) -> list[Pair]:
    """The pairs of a snapshot, the likeliest first; read once."""
    if snapshot not in _READ:
        _READ[snapshot] = _read(snapshot)
    return _READ[snapshot]


def _read(snapshot: Snapshot) -> list[Pair]:
    told: dict[tuple[str, str, str], tuple[str, list[str]]] = {}
    for row in snapshot.select(_PAIRS.replace("BASE", snapshot.base)):
        _, reasons = told.setdefault((row["statement"], row["one"], row["other"]), (row.get("score", ""), []))
        reasons += [row["why"]] if "why" in row else []
    found = []
    for (statement, *iris), (score, reasons) in told.items():
        keys = [snapshot.iris.split(iri) for iri in iris]
        one, other = (snapshot.entity(*key) if key else None for key in keys)
        if one is not None and other is not None:
            found.append(Pair(one, other, score, tuple(sorted(set(reasons))), statement))
    return sorted(found, key=lambda pair: (-float(pair.score or 0), pair.one.label, pair.other.label))


# Forgotten with their snapshots, which must not be kept when another one is served.
_READ: WeakKeyDictionary[Snapshot, list[Pair]] = WeakKeyDictionary()
