"""Triple Pattern Fragments and bindings-restricted ones (brTPF): all statements that fit a pattern, page by page, at /fragments.

A client that can join for itself asks only for these, which are cheap to answer and to cache. In the formats that have graphs, what a
page says of itself is in a graph of its own; in the others it stands among the data.
Source: Triple Pattern Fragments (Hydra W3C Community Group); brTPF (Hartig and Buil-Aranda 2016).
"""

from http import HTTPStatus
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, render_template, request

from lod_publisher.snapshot.statements import Pattern
from lod_publisher.web import quads, surface
from lod_publisher.web.formats import BY_MEDIA_TYPE, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import Problem, not_acceptable, not_found
from lod_publisher.web.protocols.fragments.controls import Addresses, controls
from lod_publisher.web.protocols.fragments.pattern import Asked, PatternError, read_values
from lod_publisher.web.protocols.fragments.reading import PAGE_TRIPLES, Part, read_part
from lod_publisher.web.site import Site, site

blueprint = Blueprint("fragments", __name__)

_HTML = "text/html"
_OFFERED = tuple(dict.fromkeys((*quads.BY_MEDIA_TYPE, *BY_MEDIA_TYPE, _HTML)))
_PARAMETERS = ("subject", "predicate", "object", "values", "page")
_MAX_PAGE = 10_000_000
# With rows of values, what lies before a page is read again for each page.
_MAX_PAGE_OF_VALUES = 1_000
# What may stand in the query of an IRI; a client's own spelling of an address is kept, so that it finds itself on the page.
_IN_A_QUERY = "!$&'()*+,;=:@/?-._~%"


@blueprint.get("/fragments")
@surface.declare(
    surface.HTML, *surface.QUADS, *surface.GRAPHS, query="subject predicate object values page", also=(400, 406, 413)
)
def fragment() -> Response:
    """The statements that fit `subject`, `predicate` and `object`, restricted by rows of `values`; `page` counts from 1.

    Raises:
        Problem: 400, a parameter is no term, no rows, no number, or given twice; 404, the fragment has no such page; 406.
    """
    here = site()
    chosen = choose_format(request.headers.get("Accept"), _OFFERED)
    if chosen is None:
        raise not_acceptable(dict.fromkeys(_OFFERED, f"{request.script_root}/fragments"))
    try:
        asked = Asked.read(_given())
        rows = read_values(request.args["values"]) if request.args.get("values", "").strip() else [{}]
    except PatternError as problem:
        raise _bad(str(problem)) from None
    page = _page_number(_MAX_PAGE if len(rows) == 1 else _MAX_PAGE_OF_VALUES)
    patterns = list(dict.fromkeys(pattern for row in rows if (pattern := asked.bound(row)) is not None))
    part = read_part(here.snapshot, patterns, page) if patterns else Part((), 0, is_exact=True, goes_on=False)
    if page > 1 and not part.triples:
        raise not_found(f"This fragment ends before page {page}.")
    return _answered(here, chosen, asked, part, page, patterns)


def _given() -> dict[str, str]:
    """The parameters of the request.

    Raises:
        Problem: 400, one of ours is given more than once.
    """
    twice = [name for name in _PARAMETERS if len(request.args.getlist(name)) > 1]
    if twice:
        raise _bad(f"{' and '.join(twice)}: given more than once.")
    return {name: request.args.get(name, "") for name in _PARAMETERS}


def _page_number(largest: int) -> int:
    text = request.args.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 10) or not 1 <= int(text) <= largest:
        raise _bad(f"page: {text[:20]} is not a number from 1 to {largest}. Follow hydra:next from page to page.")
    return int(text)


def _bad(detail: str) -> Problem:
    return Problem(
        HTTPStatus.BAD_REQUEST,
        detail,
        {"template": f"{request.script_root}/fragments{{?subject,predicate,object,values,page}}"},
    )


def _answered(here: Site, chosen: str, asked: Asked, part: Part, page: int, patterns: list[Pattern]) -> Response:
    at = _addresses(page, part.goes_on)
    title = f"Statements {_words(asked)} of {here.title}"
    if chosen == _HTML:
        response = _for_people(here, asked, part, page, at)
    elif chosen in quads.BY_MEDIA_TYPE:
        said = quads.lines_of(controls(at, part, title, f"{here.snapshot.base}/"))
        response = quads.answer(quads.BY_MEDIA_TYPE[chosen], part.triples, [(at.metadata, said)])
    else:
        form = BY_MEDIA_TYPE[chosen]
        told = controls(at, part, title, f"{here.snapshot.base}/")
        response = Response(
            form.write(Description(here.snapshot.base, [*part.triples, *told])), content_type=form.content_type
        )
    if at.root != f"{here.snapshot.base}/fragments":
        # The controls name the address by which the client came, and a cache between us may know only the path.
        response.headers["Cache-Control"] = "no-cache"
    return response


def _addresses(page: int, goes_on: bool) -> Addresses:
    root = f"{request.root_url.rstrip('/')}/fragments"
    own = quote(request.query_string, safe=_IN_A_QUERY)
    asked = [(name, request.args[name]) for name in _PARAMETERS if name != "page" and request.args.get(name)]

    def address(number: int) -> str:
        query = urlencode([*asked, *([("page", str(number))] if number > 1 else [])])
        return f"{root}?{query}" if query else root

    this = f"{root}?{own}" if own else root
    return Addresses(
        root,
        this if page == 1 else address(1),
        this,
        address(page - 1) if page > 1 else "",
        address(page + 1) if goes_on else "",
    )


def _words(asked: Asked) -> str:
    subject, predicate, value = (text or "?" for text in asked.texts())
    return f"{{ {subject} {predicate} {value} }}"


def _for_people(here: Site, asked: Asked, part: Part, page: int, at: Addresses) -> Response:
    cells = [(triple.subject, triple.predicate, triple.object) for triple in part.triples]
    rows = [[(str(getattr(term, "value", term)), _way(here, term)) for term in row] for row in cells]
    body = render_template(
        "fragments.html",
        asked=dict(zip(("subject", "predicate", "object"), asked.texts(), strict=True)),
        values=request.args.get("values", ""),
        rows=rows,
        first=(page - 1) * PAGE_TRIPLES + 1,
        total=part.total,
        about="" if part.is_exact else "about ",
        at=at,
    )
    return Response(body, content_type="text/html; charset=utf-8")


def _way(here: Site, term: object) -> str:
    """Where a click on a term leads; "" for a literal."""
    iri = str(getattr(term, "value", ""))
    return here.href(iri) if type(term).__name__ == "NamedNode" and iri.startswith(("http://", "https://")) else ""
