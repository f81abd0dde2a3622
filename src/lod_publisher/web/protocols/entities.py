"""Things and their descriptions: `/id/...` leads by 303 to the page or the data, `/data/...` is the description as RDF."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request
from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.formats import BY_MEDIA_TYPE, BY_SUFFIX, FORMATS, Description, Format
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.site import Site, site

blueprint = Blueprint("entities", __name__)

_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DCTERMS = "http://purl.org/dc/terms/"
_DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
_TOPIC = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
_XSD_DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")

_HTML = "text/html"
_THING_TYPES = (*BY_MEDIA_TYPE, _HTML)


@blueprint.get("/id/<kind>/<path:local_id>")
def thing(kind: str, local_id: str) -> Response:
    """The IRI of a thing: people go to its page, machines to its description; a passage belongs to its document's."""
    here = site()
    entity, passage = here.locate(kind, local_id)
    chosen = choose_format(request.headers.get("Accept"), _THING_TYPES)
    address = f"{request.script_root}/{{}}/{entity.kind}/{entity.local_id}"
    if chosen is None:
        data = address.format("data")
        raise not_acceptable({f.media_type: f"{data}.{f.suffix}" for f in FORMATS} | {_HTML: address.format("page")})
    target = address.format("page" if chosen == _HTML else "data") + (
        f"#{passage}" if passage and chosen == _HTML else ""
    )
    return redirect(target, HTTPStatus.SEE_OTHER)  # type: ignore[return-value]


@blueprint.get("/data/<kind>/<path:local_id>")
def data(kind: str, local_id: str) -> Response:
    """The description of a thing, in the format of the suffix or the one that `Accept` chooses."""
    here = site()
    form, local_id = _by_suffix(local_id)
    entity, _ = here.locate(kind, local_id)
    address = f"{request.script_root}/data/{entity.kind}/{entity.local_id}"
    if form is None:
        chosen = choose_format(request.headers.get("Accept"), tuple(BY_MEDIA_TYPE))
        if chosen is None:
            raise not_acceptable({f.media_type: f"{address}.{f.suffix}" for f in FORMATS})
        form = BY_MEDIA_TYPE[chosen]
    response = Response(
        form.write(Description(here.snapshot.base, describe(here, entity), here.iri(entity), entity.kind)),
        content_type=form.content_type,
    )
    response.headers["Content-Location"] = f"{address}.{form.suffix}"
    response.headers["Link"] = f'<{here.iri(entity)}>; rel="describes"'
    return response


def _by_suffix(local_id: str) -> tuple[Format | None, str]:
    """The format that the end of an address names, and the address without it."""
    stem, _, suffix = local_id.rpartition(".")
    return (BY_SUFFIX[suffix], stem) if stem and suffix in BY_SUFFIX else (None, local_id)


def describe(here: Site, entity: Entity) -> list[Triple]:
    """All statements of a description, sorted: the entity's own, a label for whatever they name, and where they come from."""
    iri = here.iri(entity)
    own = here.snapshot.description(iri)
    described = {triple.subject.value for triple in own if isinstance(triple.subject, NamedNode)}
    named = {triple.object.value for triple in own if isinstance(triple.object, NamedNode)} - described
    labels = here.snapshot.labels(named)
    found = [*own, *(Triple(NamedNode(name), _LABEL, Literal(label)) for name, label in labels.items())]
    page = NamedNode(f"{here.snapshot.base}/data/{entity.kind}/{entity.local_id}")
    found += (
        Triple(page, _TYPE, _DOCUMENT),
        Triple(page, _TOPIC, NamedNode(iri)),
        Triple(page, NamedNode(f"{_DCTERMS}modified"), Literal(entity.modified, datatype=_XSD_DATE_TIME)),
        Triple(page, NamedNode(f"{_DCTERMS}isPartOf"), NamedNode(f"{here.snapshot.base}/")),
    )
    if here.licence.startswith(("http://", "https://")):
        found.append(Triple(page, NamedNode(f"{_DCTERMS}license"), NamedNode(here.licence)))
    return sorted(set(found), key=str)
