"""Our own vocabulary and the shapes that the data were checked against: pages for people, RDF for machines."""

from functools import partial

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode, Triple

from lod_publisher.web.formats import BY_MEDIA_TYPE, BY_SUFFIX, GRAPH_FORMATS, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.protocols.ontology.rules import link_of, shapes_of
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


def _without_suffix(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return stem if stem and suffix in BY_SUFFIX else name


@blueprint.get("/vocab")
@blueprint.get("/vocab/", endpoint="vocabulary_slash")
@blueprint.get("/vocab.<suffix>", endpoint="vocabulary_file")
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
def term(name: str) -> Response:
    """One word of the vocabulary: what it means, and what it is narrower than."""
    here = site()
    known = here.vocabulary
    plain = _without_suffix(name)
    iri = f"{here.snapshot.base}/vocab/{plain}"
    own = [triple for triple in known.triples if isinstance(triple.subject, NamedNode) and triple.subject.value == iri]
    if not own:
        raise not_found(f"The vocabulary has no word {plain}.")
    names = here.labels(
        {node.value for triple in own for node in (triple.predicate, triple.object) if isinstance(node, NamedNode)}
    )
    rows = [
        (
            names[triple.predicate.value],
            names[triple.object.value] if isinstance(triple.object, NamedNode) else getattr(triple.object, "value", ""),
            here.href(triple.object.value) if isinstance(triple.object, NamedNode) else "",
        )
        for triple in own
    ]
    label, definition = known.labels.get(iri, plain), known.definitions.get(iri, "")
    used = here.snapshot.incoming(iri, 12)
    examples = [(found.label or found.subject, here.href(found.subject)) for found in used]
    return _negotiated(
        here, request.path, own, "term.html", label=label, definition=definition, iri=iri, rows=rows, examples=examples
    )


@blueprint.get("/shapes")
@blueprint.get("/shapes.<suffix>", endpoint="shapes_file")
def shapes(suffix: str = "") -> Response:
    """The SHACL shapes that every record was checked against."""
    here = site()
    if suffix and suffix not in BY_SUFFIX:
        raise not_found(f"The shapes are not written as .{suffix}.")
    known = shapes_of(here)
    return _negotiated(here, request.path, known.triples, "shapes.html", known=known, link_of=partial(link_of, here))
