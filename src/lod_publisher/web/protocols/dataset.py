"""The dataset described: `/dataset` for people and programs, and `/.well-known/void`, where programs look for it first."""

from flask import Blueprint, Response, current_app, json, render_template, request

from lod_publisher.web import surface
from lod_publisher.web.dataset import About, Service, about, as_schema_org, is_address, services_among, statements
from lod_publisher.web.formats import BY_MEDIA_TYPE, BY_SUFFIX, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.signposts import link_header, past
from lod_publisher.web.site import site

blueprint = Blueprint("dataset", __name__)

_HTML = "text/html"
_SCHEMA_ORG = 'application/ld+json;profile="https://schema.org/"'
_SCHEMA_SUFFIX = "schema"
_SUFFIXES = {form.media_type: form.suffix for form in BY_SUFFIX.values()} | {_SCHEMA_ORG: _SCHEMA_SUFFIX}


@blueprint.get("/dataset")
@blueprint.get("/dataset.<suffix>", endpoint="file")
@surface.declare(surface.HTML, *surface.GRAPHS, also=(303, 406))
def dataset(suffix: str = "") -> Response:
    """What is published here as a whole: how much, on what terms, where and in which forms."""
    if suffix and suffix not in _SUFFIXES.values():
        raise not_found(f"The dataset is not described as .{suffix}. There is .{', .'.join(_SUFFIXES.values())}.")
    return _answer((_HTML, *BY_MEDIA_TYPE, _SCHEMA_ORG), suffix)


@blueprint.get("/.well-known/void")
@surface.declare(surface.HTML, *surface.GRAPHS, also=(406,))
def well_known() -> Response:
    """The same, answered at once, as not every client follows a redirect; statements unless a page is asked for."""
    return _answer((*BY_MEDIA_TYPE, _HTML, _SCHEMA_ORG))


def _answer(offered: tuple[str, ...], suffix: str = "") -> Response:
    address = f"{request.script_root}/dataset"
    chosen = next((name for name, each in _SUFFIXES.items() if each == suffix), None)
    if not suffix:
        chosen = choose_format(request.headers.get("Accept"), offered)
    if chosen is None:
        raise not_acceptable({name: f"{address}.{each}" for name, each in _SUFFIXES.items()} | {_HTML: address})
    here = site()
    told = about(here)
    links = [f'<{told.iri}>; rel="describes"']
    if is_address(told.licence):
        links.append(f'<{told.licence}>; rel="license"')
    if chosen == _HTML:
        response = _page(told)
        links += [f'<{address}.{each}>; rel="alternate"; type="{_plain(name)}"' for name, each in _SUFFIXES.items()]
    elif chosen == _SCHEMA_ORG:
        response = Response(json.dumps(as_schema_org(told), ensure_ascii=False, indent=1), content_type=_SCHEMA_ORG)
    else:
        form = BY_MEDIA_TYPE[chosen]
        graph = Description(told.base, statements(here, _services()), page=told.page)
        response = Response(form.write(graph), content_type=form.content_type)
    if chosen != _HTML:
        response.headers["Content-Location"] = f"{address}.{suffix or _SUFFIXES[_own(chosen)]}"
    response.headers["Link"] = ", ".join([*links, link_header(past(here, "dataset"))])
    return response


def _own(chosen: str) -> str:
    """A format's own media type for one of its second names."""
    return chosen if chosen in _SUFFIXES else BY_MEDIA_TYPE[chosen].media_type


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0]


def _services() -> tuple[Service, ...]:
    return services_among(rule.rule for rule in current_app.url_map.iter_rules())


def _page(told: About) -> Response:
    services = [(service, f"{request.script_root}{service.description}") for service in _services()]
    schema = json.dumps(as_schema_org(told), ensure_ascii=False).replace("<", "\\u003c")
    body = render_template("dataset.html", about=told, services=services, schema_org=schema, suffixes=_SUFFIXES)
    return Response(body, content_type="text/html; charset=utf-8")
