"""A description as it is sent: its format chosen, its bytes, and the headers that lead from it to everything else about the thing."""

from functools import lru_cache

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.answer_cache import Headers
from lod_publisher.web.describing import Part, page_iri, topic_of
from lod_publisher.web.formats import Description, Format, Source, by_media_type, formats_of
from lod_publisher.web.negotiation import choose_format, choose_profile
from lod_publisher.web.policies import http_date
from lod_publisher.web.signposts import Signpost, is_content, link_header, of_content, of_metadata
from lod_publisher.web.site import Site

# Longer ones are nobody's; they would fill the memory of choices.
_MAX_KEPT_HEADERS = 1_000


def formats_for(here: Site, entity: Entity) -> tuple[Format, ...]:
    """What a thing can be had in: TEI too when it was read from that."""
    return formats_of(entity.kind, here.snapshot.fragment_type(entity))


def by_profile(formats: tuple[Format, ...], accept: str | None, accept_profile: str | None) -> Format | None:
    """The format whose profile the client prefers, unless it refuses its media type."""
    chosen = choose_profile(accept_profile, [form.profile for form in formats if form.profile])
    form = next((one for one in formats if chosen and one.profile == chosen), None)
    return form if form and choose_format(accept, (form.media_type,)) else None


def by_header(formats: tuple[Format, ...], accept: str | None, accept_profile: str | None) -> Format | None:
    """The format that a client's headers choose; None when there is none that it takes."""
    if accept_profile and (form := by_profile(formats, accept, accept_profile)):
        return form
    types = by_media_type(formats)
    chosen = choose_format(accept, tuple(types))
    return types[chosen] if chosen else None


def preferred(here: Site, entity: Entity, accept: str | None, accept_profile: str | None) -> Format | None:
    """The format of a thing that a client's headers choose. The same headers come again and again, so what they led to is kept."""
    source = here.snapshot.fragment_type(entity)
    if len(accept or "") + len(accept_profile or "") > _MAX_KEPT_HEADERS:
        return by_header(formats_of(entity.kind, source), accept, accept_profile)
    return _preferred(entity.kind, source, accept, accept_profile)


@lru_cache(maxsize=1_000)
def _preferred(kind: Kind, source: str, accept: str | None, accept_profile: str | None) -> Format | None:
    return by_header(formats_of(kind, source), accept, accept_profile)


def present(here: Site, entity: Entity, form: Format, part: Part, wanted: str, root: str) -> tuple[Headers, bytes]:
    """Headers and body of a page of a description; `wanted` is the parameter by which it was asked for, "" for none."""
    if is_content(form):  # a text is read whole
        part, wanted = Part(here.snapshot.lines(entity) or part.lines), ""
    topic, page = topic_of(here, entity), page_iri(here, entity.kind, entity.local_id)
    description = Description(
        here.snapshot.base,
        iri=topic,
        kind=entity.kind,
        page=page,
        lines=part.lines,
        plain=not is_content(form),
        licence=here.licence,
        source=_source(here, entity) if form.wants_source else None,
    )
    address = f"{root}/data/{entity.kind}/{entity.local_id}.{form.suffix}"
    headers = [
        ("Content-Type", form.content_type),
        ("Content-Location", f"{address}?{wanted}={part.number}" if wanted else address),
        ("Link", link_header(_links(here, entity, form, part, wanted or "page", root))),
        ("Last-Modified", http_date(entity.modified)),
        ("Vary", "Accept, Accept-Profile"),
    ]
    return headers, form.write(description)


def _source(here: Site, entity: Entity) -> Source | None:
    kept = here.snapshot.fragment(entity)
    return None if kept is None else Source(*kept)


def _links(here: Site, entity: Entity, form: Format, part: Part, wanted: str, root: str) -> list[Signpost]:
    address = f"{root}/data/{entity.kind}/{entity.local_id}"
    found = [Signpost(topic_of(here, entity), "describes")]
    found += of_content(here, entity, root) if is_content(form) else of_metadata(here, entity, root)
    for other in formats_for(here, entity):
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
