"""The arguments of a request, checked as the specification demands; what is wrong with them is one of its error codes.

Source: OAI-PMH 2.0, 2.7 (selective harvesting), 3.6 (errors), 4 (requests and responses).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_RESUMPTION = "resumptionToken"
# Verb: the arguments it needs, those it may have, and whether a resumption token may stand instead of all of them.
_VERBS: dict[str, tuple[frozenset[str], frozenset[str], bool]] = {
    "Identify": (frozenset(), frozenset(), False),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"}), False),
    "ListSets": (frozenset(), frozenset(), True),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), True),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset(), False),
}


class OaiError(Exception):
    """A request that cannot be answered: the code of the specification, and words for whoever reads the harvester's log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Arguments:
    """A request that follows the rules; `first` and `last` are moments, both included, "" where the request sets no bound."""

    verb: str
    given: tuple[tuple[str, str], ...]
    metadata_prefix: str = ""
    identifier: str = ""
    set: str = ""
    first: str = ""
    last: str = ""
    resumption_token: str | None = None


def read_arguments(pairs: Iterable[tuple[str, str]]) -> Arguments:
    """Check the arguments of a request.

    Raises:
        OaiError: badVerb or badArgument.
    """
    given = list(pairs)
    verbs = [value for name, value in given if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        named = f"{verbs[0]!r} is not one" if len(verbs) == 1 else f"{len(verbs)} were given"
        raise OaiError("badVerb", f"A request has one verb of {', '.join(_VERBS)}; {named}.")
    verb = verbs[0]
    needed, allowed, can_resume = _VERBS[verb]
    found: dict[str, str] = {}
    for name, value in given:
        if name != "verb" and name in found:
            raise OaiError("badArgument", f"{name} is given more than once.")
        if name != "verb" and name not in needed | allowed | ({_RESUMPTION} if can_resume else set()):
            raise OaiError("badArgument", f"{verb} takes no argument {name!r}.")
        found[name] = value
    if _RESUMPTION in found:
        if len(found) > 2:
            raise OaiError("badArgument", f"A {_RESUMPTION} stands alone: it already says what the list is of.")
        return Arguments(verb, tuple(given), resumption_token=found[_RESUMPTION])
    if missing := sorted(name for name in needed if not found.get(name)):
        raise OaiError("badArgument", f"{verb} needs {' and '.join(missing)}.")
    first, last = _bounds(found.get("from"), found.get("until"))
    if "set" in found and not found["set"]:
        raise OaiError("badArgument", "set is empty; leave it out to ask for everything, or see ListSets.")
    return Arguments(
        verb,
        tuple(given),
        found.get("metadataPrefix", ""),
        found.get("identifier", ""),
        found.get("set", ""),
        first,
        last,
    )


def _bounds(first: str | None, last: str | None) -> tuple[str, str]:
    """The moments from and until which is asked; a day runs from its first second to its last."""
    for name, value in (("from", first), ("until", last)):
        if value is not None and not is_moment(value) and not _is_day(value):
            raise OaiError(
                "badArgument", f"{name} is {value!r}; write a day as 2026-11-21 or a moment as 2026-11-21T10:00:00Z."
            )
    if first is not None and last is not None and len(first) != len(last):
        raise OaiError("badArgument", "from and until must both be days or both be moments.")
    start = f"{first}T00:00:00Z" if first is not None and _is_day(first) else first or ""
    end = f"{last}T23:59:59Z" if last is not None and _is_day(last) else last or ""
    if start and end and start > end:
        raise OaiError("badArgument", f"from ({first}) lies after until ({last}).")
    return start, end


def is_moment(text: str) -> bool:
    """Tell whether a text is a moment to the second in UTC that the calendar has."""
    return _MOMENT.fullmatch(text) is not None and _exists(text, "%Y-%m-%dT%H:%M:%SZ")


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None and _exists(text, "%Y-%m-%d")


def _exists(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 only whether there is such a day
    except ValueError:
        return False
    return True
