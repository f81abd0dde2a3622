"""Search over names and texts: a page with facets, the same as JSON, CSV and a feed, and suggestions while somebody types."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, json, render_template, request
from markupsafe import Markup

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.finding import SORTS, Found, Piece
from lod_publisher.snapshot.namesakes.index import Candidate
from lod_publisher.web import surface
from lod_publisher.web.languages import N_
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.protocols.searching import feed
from lod_publisher.web.protocols.searching.asked import Asked, asked, following, previous
from lod_publisher.web.protocols.searching.facets import as_json, chips_of, facets_of
from lod_publisher.web.site import KIND_NAMES, Site, site

blueprint = Blueprint("searching", __name__)

PAGE_SIZE = 20
# A table for a spreadsheet holds the whole result, up to so many rows; a feed what changed last.
_MAX_ROWS = 10_000
_FEED_SIZE = 50
# Whom a search may mean stands before the texts: so many, and only when a name fits well.
_MAX_NAMED = 6
_LIKELY = 65.0
_MAX_SUGGESTED = 8
_HTML, _JSON, _CSV = "text/html", "application/json", "text/csv"
_FORMS = {"html": _HTML, "json": _JSON, "csv": _CSV, "atom": feed.MEDIA_TYPE}
_COLUMNS = ("id", "kind", "label", "date", "edtf", "page")
_SORT_NAMES = {
    "best": N_("Best first"),
    "oldest": N_("Oldest first"),
    "newest": N_("Newest first"),
    "name": N_("By name"),
    "changed": N_("Last changed"),
}


@blueprint.get("/search")
@surface.declare(
    surface.HTML,
    surface.JSON,
    surface.CSV,
    surface.ATOM,
    query="q from to surely sort offset all format kind",
    also=(400, 406),
)
def search() -> Response:
    """Names and texts that hold the words, narrowed by facets and dates."""
    here, this = site(), asked(request.args)
    media_type = _FORMS.get(this.form) or choose_format(request.headers.get("Accept"), tuple(_FORMS.values()))
    if media_type is None:
        raise not_acceptable({one: this.address(name) for name, one in _FORMS.items()})
    if media_type == _CSV:
        return _as_table(here, here.snapshot.finder.find(this.question))
    if media_type == feed.MEDIA_TYPE:
        return _as_feed(here, this)
    return _as_page(here, this, media_type)


@blueprint.get("/search/suggest")
@surface.declare(surface.JSON, query="q")
def suggest() -> Response:
    """Whose name begins with what was typed so far."""
    here = site()
    typed = request.args.get("q", "").strip()[:200]
    found = here.snapshot.name_index.begin(typed, _named_kinds(()), _MAX_SUGGESTED) if typed else []
    suggestions = [_thing(here, each.entity) | {"name": each.name, "description": each.description} for each in found]
    return Response(json.dumps({"query": typed, "suggestions": suggestions}, ensure_ascii=False), content_type=_JSON)


def _as_page(here: Site, this: Asked, media_type: str) -> Response:
    found = here.snapshot.finder.find(this.question)
    entities = [] if this.is_empty else found.page(this.offset, PAGE_SIZE)
    facets = facets_of(here, this, found)
    named = _named(here, this)
    after = None if this.is_empty else following(this, PAGE_SIZE, found.total)
    before = previous(this, PAGE_SIZE)
    if media_type == _JSON:
        hits = [_thing(here, entity) | {"snippet": _plain(found.snippet(entity))} for entity in entities]
        answer = {
            "query": this.words,
            "total": 0 if this.is_empty else found.total,
            "instead": found.instead,
            "all_words": not found.is_loose,
            "misread": this.misread,
            "names": [
                _thing(here, each.entity) | {"name": each.name, "score": each.score, "description": each.description}
                for each in named
            ],
            "hits": hits,
            "facets": as_json(facets, request.host_url.rstrip("/")),
            "previous": before.address(this.form) if before else None,
            "next": after.address(this.form) if after else None,
        }
        return Response(json.dumps(answer, ensure_ascii=False), content_type=_JSON)
    page = render_template(
        "search.html",
        this=this,
        words=this.words,
        named=[(each, each.description) for each in named],
        hits=[(each, _highlighted(found.title(each)), _highlighted(found.snippet(each))) for each in entities],
        total=found.total,
        instead=found.instead,
        is_loose=found.is_loose,
        facets=facets,
        chips=chips_of(here, this),
        sorts=[
            (name, _SORT_NAMES[name], replace(this, sort="" if name == "best" else name, offset=0).address())
            for name in SORTS
            if name != "changed"
        ],
        exact=_exact(this, found),
        forms={name: replace(this, offset=0).address(name) for name in ("json", "csv", "atom")},
        kept=[
            (name, value) for name, value in this.parameters() if name not in ("q", "from", "to", "surely", "offset")
        ],
        before=before.address() if before else "",
        after=after.address() if after else "",
        whole=replace(this, whole="", offset=0).address(),
    )
    return Response(page, content_type=f"{_HTML}; charset=utf-8")


def _exact(this: Asked, found: Found) -> list[tuple[str, str, str]]:
    """The words that were replaced, what by, and the search for them as a phrase, which nothing replaces."""
    return [
        (word, ", ".join(others), replace(this, words=f'"{word}"', offset=0).address())
        for word, others in found.instead.items()
    ]


def _as_feed(here: Site, this: Asked) -> Response:
    found = here.snapshot.finder.find(replace(this.question, sort="changed"))
    entries = [(entity, _plain(found.snippet(entity))) for entity in found.page(0, _FEED_SIZE)]
    root = request.host_url.rstrip("/")
    told = this.words or ", ".join(chip.label for chip in chips_of(here, this)) or "Everything"
    title = f"{told} · {here.title}"
    of_all = replace(this, offset=0, sort="")
    body = feed.atom(here, title, root + of_all.address("atom"), root + of_all.address(), entries)
    return Response(body, content_type=f"{feed.MEDIA_TYPE}; charset=utf-8")


def _as_table(here: Site, found: Found) -> Response:
    rows = (_row(here, entity) for entity in found.page(0, _MAX_ROWS))
    return Response(_lines(rows), content_type=f"{_CSV}; charset=utf-8; header=present")


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Rows as CSV, with their header; no cell that a spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _named(here: Site, this: Asked) -> list[Candidate]:
    """Whom the words may name, on the first page of a search that nothing but the kind narrows."""
    if not this.words or this.offset or set(this.chosen) - {"kind"} or this.since or this.until:
        return []
    kinds = _named_kinds(this.chosen.get("kind", ()))
    found = here.snapshot.name_index.find(this.words, kinds, _MAX_NAMED) if kinds else []
    return [each for each in found if each.score >= _LIKELY]


def _named_kinds(keys: Iterable[str]) -> list[Kind]:
    """The kinds of some keys; without any, those that people look for by name."""
    wanted = [Kind(key) for key in keys if key in KIND_NAMES]
    return wanted or [Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT]


def _thing(here: Site, entity: Entity) -> dict[str, Any]:
    """An entity as programs get it."""
    return {
        "id": here.iri(entity),
        "kind": str(entity.kind),
        "label": entity.label,
        "date": entity.date or None,
        "edtf": entity.edtf or None,
        "page": here.href(here.iri(entity)),
    }


def _row(here: Site, entity: Entity) -> list[str]:
    """The same for a spreadsheet, where a link must be whole."""
    page = f"{here.snapshot.base}/page/{entity.kind}/{entity.local_id}"
    return [here.iri(entity), str(entity.kind), entity.label, entity.date, entity.edtf, page]


def _highlighted(pieces: Iterable[Piece]) -> Markup:
    """A text, escaped, with what was looked for marked."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece.text) if piece.is_marked else piece.text for piece in pieces
    )


def _plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
