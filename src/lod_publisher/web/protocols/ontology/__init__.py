"""Our own vocabulary and the shapes that the data were checked against: pages for people, RDF for machines."""

from functools import partial
from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import Triple

from lod_publisher.web import surface
from lod_publisher.web.formats import BY_MEDIA_TYPE, BY_SUFFIX, GRAPH_FORMATS, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.protocols.ontology.rules import link_of, shapes_of
from lod_publisher.web.protocols.ontology.terms import statements, word_of
from lod_publisher.web.site import Site, natural, site

blueprint = Blueprint("ontology", __name__)

_HTML = "text/html"


def _negotiated(here: Site, address: str, triples: list[Triple], template: str, **values: object) -> Response:
    """The same content as a page or as RDF, by suffix or by `Accept`."""
    stem, _, suffix = address.rpartition(".")
    accept = BY_SUFFIX[suffix].media_type if stem and suffix in BY_SUFFIX else request.headers.get("Accept")
    chosen = choose_format(accept, (*BY_MEDIA_TYPE, _HTML))
    path = request.script_root + request.path
    if chosen is None:
        raise not_acceptable({_HTML: path} | {f.media_type: f"{path}.{f.suffix}" for f in GRAPH_FORMATS})
    if chosen == _HTML:
        return Response(
            render_template(template, path=path, formats=GRAPH_FORMATS, **values),
            content_type="text/html; charset=utf-8",
        )
    form = BY_MEDIA_TYPE[chosen]
    return Response(form.write(Description(here.snapshot.base, triples)), content_type=form.content_type)


@blueprint.get("/vocab")
@blueprint.get("/vocab/", endpoint="vocabulary_slash")
@blueprint.get("/vocab.<suffix>", endpoint="vocabulary_file")
@surface.declare(surface.HTML, *surface.GRAPHS, also=(406,))
def vocabulary(suffix: str = "") -> Response:
    """The whole vocabulary."""
    here = site()
    if suffix and suffix not in BY_SUFFIX:
        raise not_found(f"The vocabulary is not written as .{suffix}.")
    known = here.vocabulary
    base = f"{here.snapshot.base}/vocab/"
    terms = sorted(
        (iri for iri in known.labels if iri.startswith(base)), key=lambda iri: natural(known.labels[iri].lower())
    )
    entries = [
        (iri[len(base) :], known.labels[iri], known.definitions.get(iri, ""), iri in known.broader) for iri in terms
    ]
    return _negotiated(here, request.path, known.triples, "vocabulary.html", entries=entries)


@blueprint.get("/vocab/<name>")
@surface.declare(surface.HTML, *surface.GRAPHS, also=(303, 406))
def term(name: str) -> Response:
    """One word of the vocabulary. The word itself is no document: it leads by 303 to its page or its statements."""
    here = site()
    stem, _, suffix = name.rpartition(".")
    is_document = bool(stem) and (suffix == "html" or suffix in BY_SUFFIX)
    word = word_of(here, stem if is_document else name)
    if word is None:
        raise not_found(f"The vocabulary has no word {name[:200]}.")
    address = f"{request.script_root}/vocab/{word.name}"
    if not is_document:
        chosen = choose_format(request.headers.get("Accept"), (*BY_MEDIA_TYPE, _HTML))
        if chosen is None:
            raise not_acceptable(
                {_HTML: f"{address}.html"} | {f.media_type: f"{address}.{f.suffix}" for f in GRAPH_FORMATS}
            )
        suffix = "html" if chosen == _HTML else BY_MEDIA_TYPE[chosen].suffix
        return redirect(f"{address}.{suffix}", HTTPStatus.SEE_OTHER)  # type: ignore[return-value]
    if suffix == "html":
        body = render_template("term.html", word=word, address=address, formats=GRAPH_FORMATS)
        response = Response(body, content_type="text/html; charset=utf-8")
    else:
        form = BY_SUFFIX[suffix]
        described = Description(here.snapshot.base, statements(here, word))
        response = Response(form.write(described), content_type=form.content_type)
    response.headers["Link"] = f'<{word.iri}>; rel="describes", <{request.script_root}/vocab>; rel="collection"'
    return response


@blueprint.get("/shapes")
@blueprint.get("/shapes.<suffix>", endpoint="shapes_file")
@surface.declare(surface.HTML, *surface.GRAPHS, also=(406,))
def shapes(suffix: str = "") -> Response:
    """The SHACL shapes that every record was checked against."""
    here = site()
    if suffix and suffix not in BY_SUFFIX:
        raise not_found(f"The shapes are not written as .{suffix}.")
    known = shapes_of(here)
    return _negotiated(here, request.path, known.triples, "shapes.html", known=known, link_of=partial(link_of, here))
