"""`/label/{name}`: from a known name, in any spelling of its letters, to the thing that bears it."""

from http import HTTPStatus

from flask import Blueprint, Response, render_template, request, url_for

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.policies import keep_public
from lod_publisher.web.problems import Problem, not_found
from lod_publisher.web.protocols.authorities._answering import HTML, JSON, answer, thing_of
from lod_publisher.web.site import KIND_NAMES, Site, site

_LONGEST = 300
_MOST = 100


def register(blueprint: Blueprint) -> None:
    """Put the address on the protocol's blueprint."""
    blueprint.add_url_rule("/label/<path:name>", "label", label)


@surface.declare(query="kind format", also=(300, 303, 400, 406))
def label(name: str) -> Response:
    """One bearer of the name: 303 to it, its IRI in `X-URI` and its name in `X-PrefLabel`; several: 300 with the list of them."""
    here = site()
    kind = request.args.get("kind", "")
    if kind and kind not in KIND_NAMES:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"There is no kind of thing called {kind[:80]}. There are {', '.join(KIND_NAMES)}."
        )
    found = here.snapshot.name_index.exactly(name[:_LONGEST], [Kind(kind)] if kind else ())
    if not found:
        search = url_for("searching.search", q=name[:_LONGEST])
        raise not_found(
            f"Nothing here is called {name[:100]!r} in a source. Search may find it in another spelling: {search}"
        )
    return _one(here, found[0]) if len(found) == 1 else _choices(here, name, found[:_MOST])


def _one(here: Site, entity: Entity) -> Response:
    location = f"{request.script_root}/id/{entity.kind}/{entity.local_id}"
    response = Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location, "X-URI": here.iri(entity)})
    if entity.label.isascii() and entity.label.isprintable():  # a header holds nothing else
        response.headers["X-PrefLabel"] = entity.label
    return keep_public(response)


def _choices(here: Site, name: str, found: list[Entity]) -> Response:
    form = choose_format(request.headers.get("Accept"), (HTML, JSON)) or JSON
    things = [thing_of(here, entity) for entity in found]
    facts = [here.snapshot.name_index.facts(entity) for entity in found]
    if form == HTML:
        body = render_template("choices.html", name=name, found=list(zip(found, facts, strict=True)))
        response = Response(body, content_type=f"{HTML}; charset=utf-8")
    else:
        listed = [thing | {"description": fact.description} for thing, fact in zip(things, facts, strict=True)]
        response = answer(JSON, "", {}, lambda: {"name": name, "choices": listed}, list)
    response.status_code = HTTPStatus.MULTIPLE_CHOICES
    return keep_public(response)
