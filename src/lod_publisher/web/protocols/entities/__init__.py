"""Things and their descriptions: `/id/...` leads by 303 to the page or the data, `/data/...` is the description in every format."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.describing import MAX_PAGES, Part, described, incoming, page_iri, topic_of
from lod_publisher.web.formats import Description, Format, Source, by_media_type, by_suffix, formats_of
from lod_publisher.web.negotiation import choose_format, choose_profile
from lod_publisher.web.policies import http_date, keep_public
from lod_publisher.web.problems import Problem, not_acceptable, not_found
from lod_publisher.web.protocols.entities import gone
from lod_publisher.web.protocols.entities.addresses import split_suffix
from lod_publisher.web.signposts import Signpost, is_content, link_header, of_content, of_metadata
from lod_publisher.web.site import Site, site

blueprint = Blueprint("entities", __name__)
gone.register(blueprint)

_HTML = "text/html"


@blueprint.get("/id/<kind>/<path:local_id>")
def thing(kind: str, local_id: str) -> Response:
    """The IRI of a thing: people go to its page, machines to its description; a passage belongs to its document's."""
    here = site()
    entity, passage = here.locate(kind, local_id)
    formats = _formats(here, entity)
    place = f"{entity.kind}/{entity.local_id}"
    page = f"{request.script_root}/page/{place}"
    form = _by_profile(formats)
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
def data(kind: str, local_id: str) -> Response:
    """The description of a thing, in the format of the suffix or the one that `Accept` and `Accept-Profile` choose.

    `?page=N` is a page of a description too long for one, `?incoming=N` one of the statements that other things make about this.
    """
    here = site()
    entity, _, form = _asked(here, kind, local_id)
    place = f"{entity.kind}/{entity.local_id}"
    formats = _formats(here, entity)
    if form is None:
        form = _by_profile(formats)
    if form is None:
        types = by_media_type(formats)
        chosen = choose_format(request.headers.get("Accept"), tuple(types))
        if chosen is None:
            raise not_acceptable(_offered(formats, place))
        form = types[chosen]
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
    formats = _formats(here, entity)
    form = by_suffix(formats).get(suffix)
    if form is None:
        there = ", ".join(f".{one.suffix}" for one in formats)
        raise not_found(f"A {entity.kind} is not written as .{suffix}; there is {there}.")
    return entity, passage, form


def _formats(here: Site, entity: Entity) -> tuple[Format, ...]:
    """What a thing can be had in: TEI too when it was read from that."""
    return formats_of(entity.kind, here.snapshot.fragment_type(entity))


def _by_profile(formats: tuple[Format, ...]) -> Format | None:
    """The format whose profile the client prefers, unless it refuses its media type."""
    chosen = choose_profile(request.headers.get("Accept-Profile"), [form.profile for form in formats if form.profile])
    form = next((one for one in formats if chosen and one.profile == chosen), None)
    return form if form and choose_format(request.headers.get("Accept"), (form.media_type,)) else None


def _offered(formats: tuple[Format, ...], place: str) -> dict[str, str]:
    return {form.media_type: f"{request.script_root}/data/{place}.{form.suffix}" for form in formats}


def _answer(here: Site, entity: Entity, form: Format) -> Response:
    part, wanted = _part(here, entity)
    topic, page = topic_of(here, entity), page_iri(here, entity.kind, entity.local_id)
    description = Description(
        here.snapshot.base,
        iri=topic,
        kind=entity.kind,
        page=page,
        lines=part.lines,
        licence=here.licence,
        source=_source(here, entity) if form.wants_source else None,
    )
    response = Response(form.write(description), content_type=form.content_type)
    address = f"{request.script_root}/data/{entity.kind}/{entity.local_id}"
    headers = response.headers
    asked = f"?{wanted}={part.number}" if wanted else ""
    headers["Content-Location"] = f"{address}.{form.suffix}{asked}"
    headers["Link"] = link_header(_links(here, entity, form, part, wanted or "page"))
    headers["Last-Modified"] = http_date(entity.modified)
    response.vary.update(("Accept", "Accept-Profile"))
    return response


def _source(here: Site, entity: Entity) -> Source | None:
    kept = here.snapshot.fragment(entity)
    return None if kept is None else Source(*kept)


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


def _links(here: Site, entity: Entity, form: Format, part: Part, wanted: str) -> list[Signpost]:
    root = request.script_root
    address = f"{root}/data/{entity.kind}/{entity.local_id}"
    found = [Signpost(topic_of(here, entity), "describes")]
    found += of_content(here, entity, root) if is_content(form) else of_metadata(here, entity, root)
    for other in _formats(here, entity):
        if other is not form:
            media_type = other.media_type.partition(";")[0]
            found.append(Signpost(f"{address}.{other.suffix}", "alternate", media_type, other.profile))
    if form.profile:
        found.append(Signpost(form.profile, "profile"))
    if here.licence.startswith(("http://", "https://")):
        found.append(Signpost(here.licence, "license"))
    turns = [("prev", part.number - 1)] * (part.number > 1) + [("next", part.number + 1)] * part.has_next
    turns += [("first", 1)] * bool(turns)
    return found + [Signpost(f"{address}.{form.suffix}?{wanted}={number}", rel) for rel, number in turns]
