"""Citations at addresses that stay: `/cite/...` for reference managers, by suffix or `Accept`, and as each archive words them."""

import re
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request

from lod_publisher.web import surface
from lod_publisher.web.citing import (
    CITATION_FORMATS,
    STYLES,
    CitationFormat,
    Reference,
    facts_of,
    formatted,
    reference_of,
    reference_of_all,
)
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import Problem, not_acceptable, not_found
from lod_publisher.web.signposts import link_header, of_metadata
from lod_publisher.web.site import site

blueprint = Blueprint("citations", __name__)

_BY_SUFFIX = {form.suffix: form for form in CITATION_FORMATS}
_BY_TYPE = {form.media_type: form for form in CITATION_FORMATS}
# What citation services of other publishers call a formatted reference.
_WORDED = "text/x-bibliography"
_OFFERED = (*_BY_TYPE, "application/json", "text/plain", _WORDED, "text/html")
_STYLE = re.compile(r"text/x-bibliography\s*;(?:[^,]*;)?\s*style\s*=\s*\"?([\w-]+)", re.IGNORECASE)


@blueprint.get("/cite")
@blueprint.get("/cite.<suffix>", endpoint="all_as")
@surface.declare(surface.HTML, *surface.CITATIONS, query="style", also=(400, 406))
def cite_all(suffix: str = "") -> Response:
    """The citation of the whole dataset in the version that is served."""
    if suffix not in ("", "txt", *_BY_SUFFIX):
        raise not_found(f"Citations are not written as .{suffix}.")
    return _answer(suffix, "/cite", lambda: reference_of_all(site()))


@blueprint.get("/cite/<kind>/<path:local_id>")
@surface.declare(surface.HTML, *surface.CITATIONS, query="style", also=(400, 406))
def cite(kind: str, local_id: str) -> Response:
    """The citation of a thing."""
    here = site()
    stem, _, suffix = local_id.rpartition(".")
    suffix = suffix if stem and suffix in ("txt", *_BY_SUFFIX) else ""
    entity, _ = here.locate(kind, stem if suffix else local_id)
    facts = facts_of(here, entity)
    response = _answer(suffix, f"/cite/{entity.kind}/{entity.local_id}", lambda: reference_of(here, entity, facts))
    response.headers["Link"] = link_header(of_metadata(here, entity, request.script_root))
    return response


def _answer(suffix: str, path: str, reference: Callable[[], Reference]) -> Response:
    address = request.script_root + path
    accept = request.headers.get("Accept")
    style = _style(accept or "")
    form: CitationFormat | None = _BY_SUFFIX.get(suffix)
    if form is None:
        chosen = "text/plain" if suffix == "txt" or (style and not accept) else choose_format(accept, _OFFERED)
        if chosen is None:
            raise not_acceptable(
                {f.media_type: f"{address}.{f.suffix}" for f in CITATION_FORMATS} | {"text/plain": f"{address}.txt"}
            )
        if chosen == "text/html":
            return _page(address, reference(), style)
        if chosen in ("text/plain", _WORDED):
            return Response(
                formatted(reference(), style) + "\n",
                content_type=f"{chosen}; charset=utf-8",
                headers={"Content-Location": f"{address}.txt" + (f"?style={style}" if style else "")},
            )
        form = _BY_TYPE.get(chosen, _BY_TYPE["application/vnd.citationstyles.csl+json"])
    return Response(
        form.write(reference()),
        content_type=f"{form.media_type}; charset=utf-8",
        headers={"Content-Location": f"{address}.{form.suffix}"},
    )


def _style(accept: str) -> str:
    """The style that is asked for, by the query or by `Accept`; "" for the archive's own.

    Raises:
        Problem: 400 when we hold no style of that name.
    """
    match = _STYLE.search(accept)
    style = request.args.get("style", match[1] if match else "")
    if style and style not in STYLES:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"There is no citation style {style[:80]!r} here. There is {', '.join(STYLES)}.",
            {"available": sorted(STYLES)},
        )
    return style


def _page(address: str, reference: Reference, style: str) -> Response:
    """The citation in every style, with the files for reference managers."""
    wanted = style or reference.style
    styles = sorted(STYLES.values(), key=lambda known: (known.name != wanted, known.name))
    worded = [(known, formatted(reference, known.name, html=True)) for known in styles]
    body = render_template(
        "cite.html", reference=reference, worded=worded, address=address, formats=CITATION_FORMATS
    )  # fmt: skip
    return Response(body, content_type="text/html; charset=utf-8")
