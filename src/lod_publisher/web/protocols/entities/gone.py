"""What is no longer at its address: one thing with another name is redirected to, a deleted one keeps a tombstone in every format."""

from http import HTTPStatus

from flask import Blueprint, Response, render_template, request

from lod_publisher.web.describing import page_iri, tombstone, topic_of
from lod_publisher.web.formats import BY_MEDIA_TYPE, BY_SUFFIX, Description, split_suffix
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import HTML, JSON, Gone, Moved, answer
from lod_publisher.web.signposts import link_header, past
from lod_publisher.web.site import KIND_NAMES, site


def moved(problem: Moved) -> Response:
    """Lead on to the same door of the thing's new name: from page to page, from the data in a format to the data in it."""
    before, _, after = request.path.rpartition(problem.old)
    asked = request.query_string.decode("latin-1")
    problem.headers["Location"] = f"{request.script_root}{before}{problem.new}{after}" + (f"?{asked}" if asked else "")
    return answer(problem)


def gone(problem: Gone) -> Response:
    """A tombstone, with the way to what was said before."""
    response = _tombstone(problem)
    entity = problem.entity
    response.headers["Link"] = link_header(past(site(), f"data/{entity.kind}/{entity.local_id}"))
    return response


def _tombstone(problem: Gone) -> Response:
    """The end of a thing: as RDF for whoever asks for data, as a page for people, as a problem for whoever asks for neither."""
    here, entity = site(), problem.entity
    form = None
    if request.endpoint == "entities.data":
        form = BY_SUFFIX.get(split_suffix((request.view_args or {}).get("local_id", ""))[1])
    if form is None:
        types = tuple(BY_MEDIA_TYPE) if request.blueprint == "entities" else ()
        chosen = choose_format(request.headers.get("Accept"), (*types, HTML, JSON, "application/json"))
        if chosen == HTML:
            body = render_template("gone.html", problem=problem, kind_name=KIND_NAMES[entity.kind][0])
            return Response(body, HTTPStatus.GONE, content_type="text/html; charset=utf-8")
        form = BY_MEDIA_TYPE.get(chosen or "")
    if form is None:
        return answer(problem)
    topic, page = topic_of(here, entity), page_iri(here, entity.kind, entity.local_id)
    lines = tombstone(here, entity, problem.replaced_by, problem.reason)
    description = Description(here.snapshot.base, iri=topic, kind=entity.kind, page=page, lines=lines)
    return Response(form.write(description), HTTPStatus.GONE, content_type=form.content_type)


def register(blueprint: Blueprint) -> None:
    """Answer so wherever a thing is looked for: at its own addresses, and where it is cited or linked."""
    blueprint.app_errorhandler(Moved)(moved)
    blueprint.app_errorhandler(Gone)(gone)
