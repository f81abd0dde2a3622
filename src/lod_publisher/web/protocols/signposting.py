"""Link sets (RFC 9264): all typed links around a thing in one answer, for programs that do not read headers or pages."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, json, request

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.citing import CITATION_FORMATS, facts_of
from lod_publisher.web.formats import formats_of
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.signposts import (
    LINKSET,
    LINKSET_JSON,
    Signpost,
    is_content,
    of_content,
    of_dataset,
    of_metadata,
    of_page,
)
from lod_publisher.web.site import Site, site

blueprint = Blueprint("signposting", __name__)

_SUFFIXES = {"json": LINKSET_JSON, "links": LINKSET}
_PROFILE = "https://signposting.org/FAIR/"
Context = tuple[str, Sequence[Signpost]]


@blueprint.get("/linkset")
@blueprint.get("/linkset.json", defaults={"media_type": LINKSET_JSON})
@blueprint.get("/linkset.links", defaults={"media_type": LINKSET})
@surface.declare("application/linkset", "application/linkset+json", also=(406,))
def of_all(media_type: str = "") -> Response:
    """The links of the dataset as a whole."""
    here = site()
    base = here.snapshot.base
    return _written([(f"{base}/", of_dataset(here, base))], media_type, "/linkset")


@blueprint.get("/linkset/<kind>/<path:local_id>")
@surface.declare("application/linkset", "application/linkset+json", also=(301, 406, 410))
def of_one(kind: str, local_id: str) -> Response:
    """The links of a thing's page, of the files that describe it and of its text, each from its own place."""
    here = site()
    stem, _, suffix = local_id.rpartition(".")
    media_type = _SUFFIXES.get(suffix, "") if stem else ""
    entity, _ = here.locate(kind, stem if media_type else local_id)
    return _written(_contexts(here, entity), media_type, f"/linkset/{entity.kind}/{entity.local_id}")


def _contexts(here: Site, entity: Entity) -> list[Context]:
    base, place = here.snapshot.base, f"{entity.kind}/{entity.local_id}"
    facts = facts_of(here, entity)
    describing, content = of_metadata(here, entity, base), of_content(here, entity, base)
    formats = formats_of(entity.kind, here.snapshot.fragment_type(entity))
    found: list[Context] = [(f"{base}/page/{place}", of_page(here, entity, facts, base, formats))]
    for form in formats:
        found.append((f"{base}/data/{place}.{form.suffix}", content if is_content(form) else describing))
    found += [(f"{base}/cite/{place}.{form.suffix}", describing) for form in CITATION_FORMATS]
    return found


def _written(contexts: Sequence[Context], media_type: str, path: str) -> Response:
    address = request.script_root + path
    if not media_type:
        chosen = choose_format(request.headers.get("Accept"), (LINKSET_JSON, LINKSET, "application/json"))
        if chosen is None:
            raise not_acceptable({kind: f"{address}.{suffix}" for suffix, kind in _SUFFIXES.items()})
        media_type = LINKSET if chosen == LINKSET else LINKSET_JSON
    if media_type == LINKSET:
        response = Response(_as_text(contexts), content_type=LINKSET)
    else:
        response = Response(
            json.dumps({"linkset": [_as_json(*context) for context in contexts]}, ensure_ascii=False),
            content_type=f'{LINKSET_JSON}; profile="{_PROFILE}"',
        )
    suffix = next(suffix for suffix, kind in _SUFFIXES.items() if kind == media_type)
    response.headers["Content-Location"] = f"{address}.{suffix}"
    return response


def _as_json(anchor: str, signposts: Sequence[Signpost]) -> Mapping[str, object]:
    found: dict[str, object] = {"anchor": anchor}
    for signpost in signposts:
        target: dict[str, object] = {"href": signpost.target}
        if signpost.type:
            target["type"] = signpost.type
        if signpost.profile:  # a plain text, as the profile's own examples have it and its clients read it
            target["profile"] = signpost.profile
        listed = found.setdefault(signpost.rel, [])
        if isinstance(listed, list):
            listed.append(target)
    return found


def _as_text(contexts: Sequence[Context]) -> str:
    return ",\n".join(
        f'{signpost.in_header()}; anchor="{anchor}"' for anchor, signposts in contexts for signpost in signposts
    )
