"""Things and their descriptions: `/id/...` leads by 303 to the page or the data, `/data/...` is the description in every format."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.describing import MAX_PAGES, Part, described, incoming
from lod_publisher.web.formats import Format, by_media_type, by_suffix, split_suffix
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.policies import keep_public
from lod_publisher.web.presenting import by_header, by_profile, formats_for, present
from lod_publisher.web.problems import Problem, not_acceptable, not_found
from lod_publisher.web.protocols.entities import gone
from lod_publisher.web.site import Site, site

blueprint = Blueprint("entities", __name__)
gone.register(blueprint)

_HTML = "text/html"


@blueprint.get("/id/<kind>/<path:local_id>")
@surface.declare(also=(301, 303, 406, 410))
def thing(kind: str, local_id: str) -> Response:
    """The IRI of a thing: people go to its page, machines to its description; a passage belongs to its document's."""
    here = site()
    entity, passage = here.locate(kind, local_id)
    formats = formats_for(here, entity)
    place = f"{entity.kind}/{entity.local_id}"
    page = f"{request.script_root}/page/{place}"
    form = by_profile(formats, request.headers.get("Accept"), request.headers.get("Accept-Profile"))
    if form is None:
        types = by_media_type(formats)
        chosen = choose_format(request.headers.get("Accept"), (*types, _HTML))
        if chosen is None:
            raise not_acceptable(_offered(formats, place) | {_HTML: page})
        form = types.get(chosen)
    if form is None:
        target = f"{page}#{passage}" if passage else page
    elif form.profile:  # negotiated by its profile, which the next request need not repeat
        target = f"{request.script_root}/data/{place}.{form.suffix}"
    else:
        target = f"{request.script_root}/data/{place}"
    response = redirect(target, HTTPStatus.SEE_OTHER)
    response.vary.update(("Accept", "Accept-Profile"))
    return keep_public(response)  # type: ignore[arg-type]


@blueprint.get("/data/<kind>/<path:local_id>")
@surface.declare(*surface.DESCRIPTIONS, query="page incoming", also=(301, 400, 406, 410))
def data(kind: str, local_id: str) -> Response:
    """The description of a thing, in the format of the suffix or the one that `Accept` and `Accept-Profile` choose.

    `?page=N` is a page of a description too long for one, `?incoming=N` one of the statements that other things make about this.
    """
    here = site()
    entity, _, form = _asked(here, kind, local_id)
    place = f"{entity.kind}/{entity.local_id}"
    formats = formats_for(here, entity)
    if form is None:
        form = by_header(formats, request.headers.get("Accept"), request.headers.get("Accept-Profile"))
    if form is None:
        raise not_acceptable(_offered(formats, place))
    return _answer(here, entity, form)


def _asked(here: Site, kind: str, local_id: str) -> tuple[Entity, str, Format | None]:
    """The entity of an address, and the format of its suffix if it has one.

    Raises:
        Problem: there is nothing of that name, or it cannot be had in that format.
    """
    stem, suffix = split_suffix(local_id)
    entity, passage = here.locate(kind, stem)
    if not suffix:
        return entity, passage, None
    formats = formats_for(here, entity)
    form = by_suffix(formats).get(suffix)
    if form is None:
        there = ", ".join(f".{one.suffix}" for one in formats)
        raise not_found(f"A {entity.kind} is not written as .{suffix}; there is {there}.")
    return entity, passage, form


def _offered(formats: tuple[Format, ...], place: str) -> dict[str, str]:
    return {form.media_type: f"{request.script_root}/data/{place}.{form.suffix}" for form in formats}


def _answer(here: Site, entity: Entity, form: Format) -> Response:
    part, wanted = _part(here, entity)
    headers, body = present(here, entity, form, part, wanted, request.script_root)
    return Response(body, headers=headers)


def _part(here: Site, entity: Entity) -> tuple[Part, str]:
    """The page that is asked for, and by which parameter; "" for a description without paging.

    Raises:
        Problem: it is not a number, or there are fewer pages.
    """
    for name, pages in (("incoming", incoming), ("page", described)):
        if name in request.args:
            written = request.args[name] or "1"
            if not (written.isascii() and written.isdigit() and 0 < int(written[:8]) <= MAX_PAGES and len(written) < 8):
                raise Problem(
                    HTTPStatus.BAD_REQUEST, f"{name} is the number of a page from 1 on, not {written[:40]!r}."
                )
            found = pages(here, entity, int(written))
            if found is None:
                raise not_found(f"There is no page {written}; the first is ?{name}=1.")
            return found, name
    first = described(here, entity)
    if first is None:
        raise not_found(f"Nothing is said of {entity.kind} {entity.local_id}.")
    return first, ""
