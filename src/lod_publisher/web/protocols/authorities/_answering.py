"""One view in three forms: a page for people, JSON for programs, CSV for spreadsheets; and what rows of them hold."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Response, json, render_template, request

from lod_publisher.model.authorities import register_of
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.identities import Identity
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.site import Site

HTML, JSON, CSV = "text/html", "application/json", "text/csv"
_BY_NAME = {"html": HTML, "json": JSON, "csv": CSV}


def form_of(suffix: str = "", favourite: str = HTML) -> str:
    """The form to answer in: that of the address, of `format`, or of `Accept`.

    Raises:
        Problem: 406 when the client takes none of them.
    """
    name = suffix or request.args.get("format", "")
    if name in _BY_NAME:
        return _BY_NAME[name]
    offered = (favourite, *(one for one in _BY_NAME.values() if one != favourite))
    chosen = choose_format(request.headers.get("Accept"), offered)
    if chosen is None:
        raise not_acceptable({one: f"{request.path}?format={name}" for name, one in _BY_NAME.items()})
    return chosen


def answer(
    form: str, template: str, values: dict[str, Any], machine: Callable[[], Any], rows: Callable[[], Iterable[Sequence[str]]]
) -> Response:  # fmt: skip
    """The view in a form."""
    if form == HTML:
        return Response(render_template(template, **values), content_type=f"{HTML}; charset=utf-8")
    if form == JSON:
        return Response(json.dumps(machine(), ensure_ascii=False), content_type=JSON)
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows())
    return Response(text.getvalue().encode(), content_type=f"{CSV}; charset=utf-8; header=present")


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def name_of(here: Site, authority: str) -> str:
    """What people call an authority file: its own name, or that of a kind of identifier in our vocabulary; else its key or site."""
    register = register_of(authority)
    word = here.vocabulary.labels.get(f"{here.snapshot.base}/vocab/{authority}", "")
    return register.name if register else word[:1].upper() + word[1:] or authority


def entity_of(here: Site, identity: Identity) -> Entity | None:
    """The catalogue's entry for a row of the table of identities."""
    return here.snapshot.entity(identity.kind, identity.local_id)


def record_of(identity: Identity) -> dict[str, str | None]:
    """A record elsewhere as JSON gives it."""
    return {
        "authority": identity.authority,
        "value": identity.value,
        "address": identity.iri or None,
        "certainty": str(identity.certainty),
        "doubt": str(identity.doubt) if identity.doubt else None,
    }


def thing_of(here: Site, entity: Entity) -> dict[str, str]:
    """A thing of ours as JSON gives it."""
    iri = here.iri(entity)
    page = f"{here.snapshot.base}/page/{entity.kind}/{entity.local_id}"
    return {"id": iri, "kind": str(entity.kind), "label": entity.label, "page": page}
