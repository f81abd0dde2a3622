"""Accept and Accept-Profile -> media type and profile, as RFC 9110 says it; pure, and never raises whatever a client sends.

A media type's weight is that of the most specific range that fits it (`text/turtle` before `text/*` before `*/*`), however
the ranges are ordered; weight 0 excludes it. Between types of equal weight the server's order decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A client may send any number of ranges; a person's browser sends ten, a federator fifty.
MAX_RANGES = 500
_MAX_PROFILE_CHARACTERS = 8_000

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETER = re.compile(r';\s*([^\s;=]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^\s;"]*)')
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+|\*")
_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_EXACT = 4
# Parameters that say nothing about whether a type fits: everything we send is UTF-8.
_IGNORED = frozenset({"charset", "version"})
_PROFILE = re.compile(r"\s*<([^<>\"\s]+)>\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?:,|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: `type` and `subtype` may be `*`, `weight` lies between 0 and 1."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float

    def specificity(self, media_type: "MediaRange") -> int:
        """How exactly this range names a media type: 0 not at all, 1 `*/*`, 2 `type/*`, 3 the type, 4 and its parameters."""
        if self.type == "*":
            return 1
        if self.type != media_type.type:
            return 0
        if self.subtype == "*":
            return 2
        if self.subtype != media_type.subtype:
            return 0
        return _EXACT if self.parameters and self.parameters <= media_type.parameters else 3


def _parse(element: str) -> MediaRange | None:
    """One element; None when it is not a media range."""
    name = element.partition(";")[0].strip().lower()
    if not _TOKEN.fullmatch(name):
        return None
    kind, _, subtype = name.partition("/")
    if kind == "*" and subtype not in ("*", ""):
        return None
    weight = 1.0
    parameters = set()
    for key, value in _PARAMETER.findall(element):
        plain = value.strip('"').lower()
        if key.lower() == "q":
            if not _WEIGHT.fullmatch(plain):
                return None
            weight = float(plain)
        elif key.lower() not in _IGNORED:
            parameters.add((key.lower(), plain))
    return MediaRange(kind, subtype or "*", frozenset(parameters), weight)


def parse_accept(header: str) -> list[MediaRange]:
    """The media ranges of an Accept header; what is not one is passed over."""
    elements = _ELEMENT.findall(header)[:MAX_RANGES]
    return [found for element in elements if (found := _parse(element)) is not None]


def choose_format(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type to answer with, of those offered (the server's favourite first); None when none is acceptable.

    No header, or one without a single media range in it, means that anything will do.
    """
    ranges = parse_accept(accept or "")
    if not ranges:
        return offered[0] if offered else None
    types = [(name, media_type) for name in offered if (media_type := _parse(name)) is not None]
    # A profile that one of our types has is meant; one that none has is a wish that the plain type may answer.
    meant = [r for r in ranges if any(r.specificity(media_type) == _EXACT for _, media_type in types)]
    best, best_weight = None, 0.0
    for name, media_type in types:
        fitting = [
            (specificity, r.weight)
            for r in ranges
            if (specificity := r.specificity(media_type))
            and (specificity == _EXACT or not r.parameters or r not in meant)
        ]
        weight = max(fitting, default=(0, 0.0))[1]
        if weight > best_weight:
            best, best_weight = name, weight
    return best


def choose_profile(wanted: str | None, offered: Sequence[str]) -> str | None:
    """The profile to answer in, of those offered (IRIs), for an `Accept-Profile` header; None when it names none of them.

    Then the client's wish cannot be met, and the answer is what `Accept` alone chooses. What is malformed is passed over.
    Source: Content Negotiation by Profile, W3C Working Draft of 2019-11-26, section 7.1.
    """
    best, best_weight = None, 0.0
    for profile, written in _PROFILE.findall((wanted or "")[:_MAX_PROFILE_CHARACTERS]):
        weight = float(written) if _WEIGHT.fullmatch(written) else 0.0 if written else 1.0
        if profile in offered and weight > best_weight:
            best, best_weight = profile, weight
    return best
