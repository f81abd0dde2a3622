"""`/authority` and `/authority/{authority}`: what is linked with each authority file, what is doubtful, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request, url_for

from lod_publisher.model.authorities import REGISTERS, register_of
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.identities import Identity, Tally
from lod_publisher.web import surface
from lod_publisher.web.beacon import has_addresses
from lod_publisher.web.problems import Problem, not_found
from lod_publisher.web.protocols.authorities._answering import (
    CSV,
    answer,
    entity_of,
    form_of,
    name_of,
    record_of,
    thing_of,
)
from lod_publisher.web.protocols.authorities.grounds import NONE, Grounds, grounds_of
from lod_publisher.web.site import KIND_NAMES, Site, site

_LISTS = ("linked", "doubtful", "missing")
_PAGE = 100
_WHOLE = 5_000
_OF_PLACES = frozenset({"geonames", "tgn"})
_COLUMNS = (
    "id",
    "kind",
    "label",
    "authority",
    "value",
    "address",
    "certainty",
    "doubt",
    "score",
    "reasons",
    "statement",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: a thing, and the record elsewhere, None in the list of what is missing; `about` tells namesakes apart, `grounds` why it is linked."""

    entity: Entity
    identity: Identity | None
    about: str = ""
    grounds: Grounds = NONE


def register(blueprint: Blueprint) -> None:
    """Put the addresses on the protocol's blueprint."""
    blueprint.add_url_rule("/authority", "all", all_)
    blueprint.add_url_rule("/authority/<name>", "one", one)


@surface.declare(surface.HTML, surface.JSON, surface.CSV, query="format", also=(406,))
def all_() -> Response:
    """Every authority file that anything is linked with, and those that could be."""
    here = site()
    tallies = here.snapshot.identities.tallies()
    known = {tally.authority for tally in tallies}
    rest = [one.scheme for one in REGISTERS if one.scheme not in known]
    return answer(
        form_of(),
        "authorities.html",
        {"tallies": tallies, "rest": rest, "name_of": partial(name_of, here)},
        lambda: {"authorities": [_tally(here, tally) for tally in tallies], "unused": rest},
        lambda: [
            ("authority", "kind", "linked", "doubtful"),
            *((t.authority, str(k), str(n), str(t.doubtful)) for t in tallies for k, n in t.linked.items()),
        ],
    )


@surface.declare(surface.HTML, surface.JSON, surface.CSV, query="format list kind after", also=(400, 406))
def one(name: str) -> Response:
    """One authority file: three lists; CSV gives a list as a whole."""
    here = site()
    stem, _, suffix = name.rpartition(".")
    suffix = suffix if stem and suffix in ("csv", "json") else ""
    tally = _wanted(here, stem if suffix else name)
    kind, shown = _kind(tally), request.args.get("list", "linked")
    if shown not in _LISTS:
        raise Problem(HTTPStatus.BAD_REQUEST, f"There is no list {shown[:80]!r}. There are {', '.join(_LISTS)}.")
    form = form_of(suffix)
    entries = [] if form == CSV else _page(here, tally.authority, shown, kind, request.args.get("after", ""), _PAGE + 1)
    following = _following(tally.authority, shown, kind, entries, suffix)
    if shown != "linked":  # where somebody has to judge
        index = here.snapshot.name_index
        entries = [
            replace(entry, about=index.facts(entry.entity).description, grounds=_grounds(here, entry))
            for entry in entries
        ]
    missing = kind or _favourite(tally)
    return answer(
        form,
        "authority.html",
        {
            "tally": tally,
            "name": name_of(here, tally.authority),
            "shown": shown,
            "lists": _LISTS,
            "kind": kind,
            "missing_kind": missing,
            "missing": _missing(here, tally, missing),
            "kinds": [(each, KIND_NAMES[each]) for each in sorted({*tally.named, missing})],
            "entries": entries[:_PAGE],
            "following": following,
            "has_addresses": has_addresses(tally.authority),
        },
        lambda: (
            _tally(here, tally)
            | {"list": shown, "entries": [_entry(here, entry) for entry in entries[:_PAGE]], "next": following}
        ),
        lambda: [_COLUMNS, *_rows(here, tally.authority, shown, kind)],
    )


def _wanted(here: Site, name: str) -> Tally:
    """The authority file of a name, of which nothing may be linked yet.

    Raises:
        Problem: 404 when neither we nor the data know it.
    """
    register = register_of(name)
    authority = register.scheme if register else name
    tallies = here.snapshot.identities.tallies()
    for tally in tallies:
        if tally.authority == authority:
            return tally
    if register is None:
        known = ", ".join(sorted({tally.authority for tally in tallies} | {each.scheme for each in REGISTERS}))
        raise not_found(f"There is no authority file {name[:80]!r} here. There are {known}.")
    return Tally(authority, {}, {}, 0)


def _kind(tally: Tally) -> Kind | None:
    """The kind that the list is asked for; None for all."""
    asked = request.args.get("kind", "")
    if asked and asked not in KIND_NAMES:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"There is no kind of thing called {asked[:80]}. There are {', '.join(KIND_NAMES)}."
        )
    return Kind(asked) if asked else None


def _favourite(tally: Tally) -> Kind:
    """The kind of which it is most interesting what is missing: that with the most links."""
    if tally.named:
        return max(tally.named, key=lambda kind: tally.named[kind])
    return Kind.PLACE if tally.authority in _OF_PLACES else Kind.PERSON


def _missing(here: Site, tally: Tally, kind: Kind) -> int:
    return max(0, here.counts.get(str(kind), 0) - tally.named.get(kind, 0))


def _page(
    here: Site, authority: str, shown: str, kind: Kind | None, after: str, limit: int, by: str = "weight"
) -> list[Entry]:
    """A page of a list, after a place in it: a number, or for what is missing the local id of the last one seen."""
    table = here.snapshot.identities
    if shown == "missing":
        wanted = kind or _favourite(_wanted(here, authority))
        keys = [local_id for local_id, _ in table.missing(authority, wanted, after, limit, by)]
        return [Entry(entity, None) for key in keys if (entity := here.snapshot.entity(wanted, key))]
    place = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    rows = (table.linked if shown == "linked" else table.doubtful)(authority, place, limit, kind)
    return [Entry(entity, row) for row in rows if (entity := entity_of(here, row))]


def _grounds(here: Site, entry: Entry) -> Grounds:
    linked = entry.identity is not None and entry.identity.iri
    return grounds_of(here, here.iri(entry.entity), entry.identity.iri) if entry.identity and linked else NONE


def _place(entry: Entry) -> str:
    return entry.entity.local_id if entry.identity is None else str(entry.identity.place)


def _following(authority: str, shown: str, kind: Kind | None, entries: list[Entry], suffix: str) -> str | None:
    if len(entries) <= _PAGE:
        return None
    more: dict[str, Any] = {"format": request.args["format"]} if "format" in request.args else {}
    if kind:
        more["kind"] = str(kind)
    name = f"{authority}.{suffix}" if suffix else authority
    return url_for("authorities.one", name=name, list=shown, after=_place(entries[_PAGE - 1]), **more)


def _rows(here: Site, authority: str, shown: str, kind: Kind | None) -> Iterator[tuple[str, ...]]:
    after = ""
    while entries := _page(here, authority, shown, kind, after, _WHOLE, "label"):
        for entry in entries:
            one = entry.identity
            record = (one.value, one.iri, str(one.certainty), str(one.doubt or "")) if one else ("", "", "", "")
            why = _grounds(here, entry) if one and one.doubt else NONE
            thing = (here.iri(entry.entity), str(entry.entity.kind), entry.entity.label, authority)
            yield (*thing, *record, why.score, " ".join(why.reasons), why.statement)
        after = _place(entries[-1])


def _tally(here: Site, tally: Tally) -> dict[str, Any]:
    return {
        "authority": tally.authority,
        "name": name_of(here, tally.authority),
        "linked": {str(kind): number for kind, number in tally.linked.items()},
        "doubtful": tally.doubtful,
        "missing": {str(kind): _missing(here, tally, kind) for kind in tally.named or (_favourite(tally),)},
        "page": f"{here.snapshot.base}/authority/{tally.authority}",
    }


def _entry(here: Site, entry: Entry) -> dict[str, Any]:
    record = record_of(entry.identity) if entry.identity else {}
    why = entry.grounds
    reasons = {
        "statement": why.statement,
        "score": float(why.score) if why.score else None,
        "reasons": list(why.reasons),
    }
    told = ({"description": entry.about} if entry.about else {}) | (reasons if why.statement else {})
    return thing_of(here, entry.entity) | record | told
