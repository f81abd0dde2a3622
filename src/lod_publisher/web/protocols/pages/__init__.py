"""Pages for people: the text as printed, who and when and where, who says so, and everything that points here."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web import surface
from lod_publisher.web.citing import CITATION_FORMATS, facts_of, formatted, reference_of
from lod_publisher.web.facts import Facts
from lod_publisher.web.formats import formats_of
from lod_publisher.web.languages import ENGLISH, language
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.protocols.pages.cards import card_of
from lod_publisher.web.protocols.pages.documents import document_of
from lod_publisher.web.protocols.pages.elsewhere import Listing, listings
from lod_publisher.web.protocols.pages.evidence import CLAIMED, claims
from lod_publisher.web.protocols.pages.pointers import Pointers
from lod_publisher.web.protocols.pages.schema_org import schema_org
from lod_publisher.web.protocols.pages.statements import table
from lod_publisher.web.protocols.pages.summary import summary
from lod_publisher.web.protocols.pages.things import thing_of
from lod_publisher.web.protocols.pages.things.papers import papers
from lod_publisher.web.signposts import link_header, of_page
from lod_publisher.web.site import KIND_NAMES, site

blueprint = Blueprint("pages", __name__)

_MAX_PAGES = 100_000


@blueprint.get("/page/<kind>/<path:local_id>")
@surface.declare(surface.HTML, query="list page", also=(301, 303, 410))
def page(kind: str, local_id: str) -> Response:
    """The page of a thing."""
    here = site()
    entity, passage = here.locate(kind, local_id)
    address = url_for("pages.page", kind=entity.kind, local_id=entity.local_id)
    if passage:
        return redirect(f"{address}#{passage}", 303)  # type: ignore[return-value]
    formats = formats_of(entity.kind, here.snapshot.fragment_type(entity))
    if choose_format(request.headers.get("Accept"), ("text/html",)) is None:
        data = f"{request.script_root}/data/{entity.kind}/{entity.local_id}"
        raise not_acceptable({"text/html": address} | {f.media_type: f"{data}.{f.suffix}" for f in formats})
    wanted, number = request.args.get("list", "")[:100], _page_number()
    iri = here.iri(entity)
    behind = papers(here, entity, request.args, number)
    pointers = Pointers.of(here, iri)
    lists = [] if behind else listings(pointers, wanted, number)
    common = {
        "entity": entity,
        "iri": iri,
        "address": address,
        "kind_name": KIND_NAMES[entity.kind][0],
        "lists": lists,
        "formats": formats,
        "citations": CITATION_FORMATS,
    }
    facts = Facts() if wanted and lists else facts_of(here, entity)
    common["signposts"] = signposts = of_page(here, entity, facts, request.script_root, formats)
    if wanted and lists:
        body = render_template("list.html", **common)
    elif behind:
        body = render_template("papers.html", **common, papers=behind)
    else:
        body = render_template(_template(entity), **common, **_described(pointers, entity, facts, lists))
    response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Link"] = link_header(signposts)
    response.headers["Content-Language"] = "en"
    return response


@blueprint.get("/card/<kind>/<path:local_id>")
@surface.declare(surface.HTML, also=(301, 410))
def card(kind: str, local_id: str) -> str:
    """A few lines about what a name in a text means."""
    here = site()
    entity, _ = here.locate(kind, local_id)
    address = url_for("pages.page", kind=entity.kind, local_id=entity.local_id)
    kind_name = KIND_NAMES[entity.kind][0]
    return render_template("card.html", entity=entity, address=address, kind_name=kind_name, card=card_of(here, entity))


def _page_number() -> int:
    try:
        return min(max(int(request.args.get("page", "1")), 1), _MAX_PAGES)
    except ValueError:
        return 1


def _template(entity: Entity) -> str:
    return "document.html" if entity.kind is Kind.DOCUMENT else "thing.html"


def _described(pointers: Pointers, entity: Entity, facts: Facts, lists: list[Listing]) -> dict[str, Any]:
    """All that the templates of a whole page show."""
    here, iri = pointers.here, pointers.iri
    own = facts.labels()
    names = own | here.labels(facts.iris() - own.keys())
    if language() != ENGLISH:
        names |= here.snapshot.labels_in({iri, *names}, language())
    nodes, shortened = table(here, iri, facts, names)
    rows = summary(here, entity, iri, facts, names)
    reference = reference_of(here, entity, facts)
    told = claims(here, iri) if CLAIMED in pointers.predicates else []
    if entity.kind is Kind.DOCUMENT:
        own_kind = document_of(here, entity, facts, names, rows)
    else:
        own_kind = thing_of(pointers, entity, facts, rows, lists, told)
    return {
        "claims": told,
        "nodes": nodes,
        "shortened": shortened,
        "schema_org": schema_org(here, entity, facts, reference, [form.text for form in own_kind.get("names", ())]),
        "citation": formatted(reference, html=True),
        "heading": names.get(iri, entity.label) if language() != ENGLISH else entity.label,
    } | own_kind
