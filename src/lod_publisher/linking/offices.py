"""What the names of posts abroad say: "Consulate General at Dakar", "British Embassy in Washington", "Embassy in Iran"."""

import re
from dataclasses import dataclass

from lod_publisher.linking.gazetteer import City, State, plain, state_of, state_of_adjective
from lod_publisher.linking.spots import Atlas, Spot

_POST = re.compile(
    r"^(?:the )?(?:(?P<whose>[A-Z][\w. ]*?) )?"
    r"(?P<kind>Embass(?:y|ies)|Legations?|Consulates?[- ]General|Consulates?|Interests Section|[Mm]ission)"
    r"(?:,? (?P<at>in|at|to) (?:the )?(?P<where>.+))?$"
)
_KINDS = {
    "embassies": "embassy",
    "legations": "legation",
    "consulates-general": "consulate-general",
    "consulates": "consulate",
}
_AT_A_GOVERNMENT = frozenset({"embassy", "legation", "mission"})
# Towns where governments sat, or embassies to them stood, that are no capitals today.
_SEATS = {
    "bonn": "DE", "karachi": "PK", "riodejaneiro": "BR", "rio": "BR", "saigon": "VS", "jidda": "SA", "jeddah": "SA", "lagos": "NG",
    "rangoon": "MM", "daressalaam": "TZ", "telaviv": "IL", "moscow": "SU", "belgrade": "YU", "prague": "CS", "hochiminhcity": "VS",
}  # fmt: skip
_UNCLEAR = frozenset({"congo", "republicofthecongo"})  # which of the two, only the years tell


@dataclass(frozen=True, slots=True)
class Office:
    """A post: its `kind` (embassy, legation, consulate-general, consulate, interests-section, mission), whose it is ("" unsaid, or the
    code of a state), to which state it is sent, or in which town it sits. `several` when the name speaks of more than one."""

    kind: str
    whose: str = ""
    state: State | None = None
    spot: Spot | None = None
    several: bool = False

    @property
    def identity(self) -> tuple[str, str, str] | None:
        """The same for the same post; None when it is not said where it is."""
        if self.state is not None:
            return self.kind, self.whose, self.state.code
        if self.spot is not None and self.spot.identity is not None:
            return self.kind, self.whose, " ".join(self.spot.identity)
        return None


def place_named(name: str) -> str:
    """The words of a post's name that say where it is; "" when it is no post, or several places are named."""
    match = _POST.match(name)
    where = match["where"] if match else None
    return where if where and not re.search(r" and |,.*,", where) else ""


def office_of(name: str, atlas: Atlas) -> Office | None:
    """Take the name of a post apart; None when it is none, or when it speaks of several places or of a state that is not known."""
    match = _POST.match(" ".join(name.split()))
    if match is None:
        return None
    kind = match["kind"].lower().replace(" ", "-")
    several, kind = kind in _KINDS, _KINDS.get(kind, kind)
    whose = ""
    if match["whose"]:
        state = state_of_adjective(match["whose"]) or state_of(match["whose"])
        if state is None:
            return None
        whose = state.code
    if not match["where"]:
        return Office(kind, whose) if whose else None
    where = place_named(name)
    if not where or plain(where) in _UNCLEAR:
        return None
    if state := state_of(where):
        return Office(kind, whose, state, atlas.state(state, ""), several)
    spot = atlas.find(where)
    if not isinstance(spot, Spot) or spot.identity is None:
        return None
    if kind in _AT_A_GOVERNMENT and isinstance(spot.ground, City):
        code = _SEATS.get(plain(where)) or (spot.ground.country if spot.ground.is_capital else "")
        if state := state_of(code) if code else None:
            return Office(kind, whose, state, spot, several)
        return None if kind != "mission" else Office(kind, whose, None, spot, several)
    return Office(kind, whose, None, spot, several)
