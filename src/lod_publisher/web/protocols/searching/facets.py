"""The facets beside a search, as a page and a program want them: titles, values with their counts, and where each leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.facets import NAMES, Count
from lod_publisher.snapshot.finding import Found
from lod_publisher.web.languages import N_, gettext
from lod_publisher.web.protocols.searching.asked import Asked
from lod_publisher.web.site import KIND_NAMES, Site
from lod_publisher.web.words import sentence

_TITLES = {
    "kind": N_("Kind of thing"),
    "year": N_("Year"),
    "genre": N_("Kind of text"),
    "sender": N_("Sent by"),
    "addressee": N_("Sent to"),
    "person": N_("Person"),
    "place": N_("Place"),
    "archive": N_("Archive and file"),
    "classification": N_("Classification"),
    "volume": N_("Volume"),
    "language": N_("Language"),
}
_SHOWN = 8
_ALL = 300
_YEARS = 150
# One value that everything has narrows nothing.
_LEAST_USEFUL = 2


@dataclass(frozen=True, slots=True)
class Option:
    """A value to narrow by: how many would be left, and where that is asked; for one that is chosen, where it is dropped."""

    key: str
    label: str
    number: int
    href: str
    is_chosen: bool = False
    share: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values; `more` leads to the page that shows all of them, "" when these are all."""

    name: str
    title: str
    options: Sequence[Option]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that the search is narrowed by, and where it is not."""

    title: str
    label: str
    href: str


def facets_of(here: Site, this: Asked, found: Found) -> list[Facet]:
    """The facets that can narrow a search further, or that narrow it."""
    offered = []
    for name in NAMES:
        wanted = _ALL if this.whole == name else _YEARS if name == "year" else _SHOWN
        counts = found.counts(name, wanted + 1)
        chosen = this.chosen.get(name, ())
        if len(counts) < _LEAST_USEFUL and not chosen:
            continue
        is_cut = len(counts) > wanted
        counts = counts[:wanted]
        if name == "year":
            counts = sorted(counts, key=lambda count: count.value.key)
        more = replace(this, whole=name, offset=0).address() if is_cut and not this.whole else ""
        offered.append(Facet(name, _TITLES[name], _options(here, this, counts), more))
    return offered


def chips_of(here: Site, this: Asked) -> list[Chip]:
    """What narrows a search, each with the way back."""
    chips = []
    for name, keys in this.chosen.items():
        for key in keys:
            value = here.snapshot.finder.facets.value(name, key)
            label = _labels(here, [Count(value, 0)])[0] if value else key
            chips.append(Chip(_TITLES[name], label, this.without(name, key).address()))
    if this.since or this.until:
        if this.since and this.until:
            told = {"start": this.since, "end": this.until}
            label = this.since if this.since == this.until else gettext("%(start)s to %(end)s") % told
        else:
            label = gettext("from %s") % this.since if this.since else gettext("until %s") % this.until
        chips.append(Chip(N_("Time"), label, replace(this, since="", until="", surely=False, offset=0).address()))
    return chips


def as_json(facets: Iterable[Facet], base: str) -> dict[str, list[dict[str, Any]]]:
    """The same for programs."""
    return {
        facet.name: [
            {"key": o.key, "label": o.label, "count": o.number, "chosen": o.is_chosen, "search": f"{base}{o.href}"}
            for o in facet.options
        ]
        for facet in facets
    }


def _options(here: Site, this: Asked, counts: Sequence[Count]) -> list[Option]:
    most = max((count.number for count in counts), default=1)
    options = []
    for count, label in zip(counts, _labels(here, counts), strict=True):
        facet, key = count.value.facet, count.value.key
        is_chosen = key in this.chosen.get(facet, ())
        turned = this.without(facet, key) if is_chosen else this.narrowed(facet, key)
        share = max(1, round(100 * count.number / most))
        options.append(Option(key, label, count.number, turned.address(), is_chosen, share))
    return options


def _labels(here: Site, counts: Sequence[Count]) -> list[str]:
    terms = here.labels([count.value.iri for count in counts if not count.value.label])
    return [_label(count, terms) for count in counts]


def _label(count: Count, terms: dict[str, str]) -> str:
    value = count.value
    if value.facet == "kind":
        return sentence(KIND_NAMES[Kind(value.key)][1])
    return value.label or sentence(terms[value.iri])
