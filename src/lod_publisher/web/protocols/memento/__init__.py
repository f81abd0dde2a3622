"""Memento (RFC 7089): descriptions and the dataset as they stood at an earlier time.

`/timegate/{original}` leads to the version that held at the moment of `Accept-Datetime`, `/timemap/...` lists all versions, and
`/memento/{moment}/{original}` is one of them and never changes. An original is a path of this site (`data/person/x.ttl`,
`id/person/x`, `page/person/x`, `dataset`) or its whole address. Of a description every version is kept that was ever published,
by the log of changes; of the dataset as many as there are snapshots on the shelf.
"""

from http import HTTPStatus

from flask import Blueprint, Response, json, redirect, request

from lod_publisher.web import surface
from lod_publisher.web.policies import http_date
from lod_publisher.web.problems import Problem, not_found
from lod_publisher.web.protocols.memento.describing import dataset_answer, description_answer
from lod_publisher.web.protocols.memento.times import requested_moment, stamp
from lod_publisher.web.protocols.memento.versions import Original, Version, original_of, version_at
from lod_publisher.web.signposts import Signpost, link_header
from lod_publisher.web.site import site

blueprint = Blueprint("memento", __name__)

_LINK_FORMAT = "application/link-format"


@blueprint.get("/timegate/<path:address>")
@surface.declare(also=(302, 400))
def timegate(address: str) -> Response:
    """Lead to the version that held at the moment asked for; to the newest when none is asked for."""
    original = original_of(site(), address)
    asked = requested_moment(request.headers.get("Accept-Datetime"))
    version = version_at(original.versions, asked)
    response: Response = redirect(_address(original, version), HTTPStatus.FOUND)  # type: ignore[assignment]
    response.vary.update(("Accept-Datetime", "Accept"))
    response.headers["Link"] = link_header(_links(original)) + ", " + ", ".join(_neighbours(original, version))
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/timemap/<any(link, json):form>/<path:address>")
@surface.declare(surface.JSON, "application/link-format")
def timemap(form: str, address: str) -> Response:
    """Every version there is, the oldest first."""
    original = original_of(site(), address)
    if form == "json":
        listed = [{"datetime": v.moment, "uri": _uri(original, v)} for v in original.versions]
        return Response(
            json.dumps(
                {
                    "original_uri": original.iri,
                    "timegate_uri": f"{original.base}/timegate/{original.path}",
                    "timemap_uri": {
                        "link_format": f"{original.base}/timemap/link/{original.path}",
                        "json_format": f"{original.base}/timemap/json/{original.path}",
                    },
                    "mementos": {"list": listed, "first": listed[0], "last": listed[-1]},
                },
                ensure_ascii=False,
            ),
            content_type="application/json",
        )
    first, last = original.versions[0], original.versions[-1]
    lines = [
        f'<{original.iri}>; rel="original"',
        f'<{original.base}/timemap/link/{original.path}>; rel="self"; type="{_LINK_FORMAT}";'
        f' from="{http_date(first.moment)}"; until="{http_date(last.moment)}"',
        f'<{original.base}/timegate/{original.path}>; rel="timegate"',
        *(_memento_link(original, version, _role(original, version)) for version in original.versions),
    ]
    return Response(",\n".join(lines) + "\n", content_type=_LINK_FORMAT)


@blueprint.get("/memento/<moment>/<path:address>")
@surface.declare(surface.HTML, *surface.GRAPHS, also=(302, 406))
def memento(moment: str, address: str) -> Response:
    """One version, for ever the same; a moment between two versions leads to the one that held then."""
    here = site()
    original = original_of(here, address)
    asked = stamp(moment)
    if not asked:
        raise not_found(f"{moment[:40]!r} is not a moment; write it as 14 digits, such as 20261121100000.")
    version = version_at(original.versions, asked)
    if version.moment != asked or version.stamp != moment:
        return redirect(_address(original, version), HTTPStatus.FOUND)  # type: ignore[return-value]
    response = (
        dataset_answer(here, original, version)
        if version.change is None
        else description_answer(here, original, version)
    )
    response.headers["Memento-Datetime"] = http_date(version.moment)
    links = [link_header(_links(original)), *_neighbours(original, version)]
    response.headers["Link"] = ", ".join(links)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _address(original: Original, version: Version) -> str:
    return f"{request.script_root}/memento/{version.stamp}/{original.path}"


def _uri(original: Original, version: Version) -> str:
    """Time maps travel without their address, so what they list is written in full, under the base of all IRIs."""
    return f"{original.base}/memento/{version.stamp}/{original.path}"


def _links(original: Original) -> list[Signpost]:
    return [
        Signpost(original.iri, "original"),
        Signpost(f"{original.base}/timegate/{original.path}", "timegate"),
        Signpost(f"{original.base}/timemap/link/{original.path}", "timemap", _LINK_FORMAT),
        Signpost(f"{original.base}/timemap/json/{original.path}", "timemap", "application/json"),
    ]


def _neighbours(original: Original, version: Version) -> list[str]:
    """The first, last, previous and next version, and the one at hand, each named once with all its roles."""
    versions = original.versions
    place = versions.index(version)
    shown = dict.fromkeys((0, max(place - 1, 0), place, min(place + 1, len(versions) - 1), len(versions) - 1))
    found = []
    for number in sorted(shown):
        roles = [_role(original, versions[number])]
        if number == place - 1:
            roles.insert(0, "prev")
        elif number == place + 1:
            roles.insert(0, "next")
        found.append(_memento_link(original, versions[number], " ".join(roles)))
    return found


def _role(original: Original, version: Version) -> str:
    first, last = version == original.versions[0], version == original.versions[-1]
    return " ".join(role for role, fits in (("first", first), ("last", last), ("memento", True)) if fits)


def _memento_link(original: Original, version: Version, rel: str) -> str:
    return f'<{_uri(original, version)}>; rel="{rel}"; datetime="{http_date(version.moment)}"'


@blueprint.get("/timegate/")
@blueprint.get("/timemap/")
@surface.declare(also=(404,))
def nothing() -> Response:
    """Without an original there is nothing to choose among."""
    raise Problem(
        HTTPStatus.NOT_FOUND,
        "Name what you want an earlier version of, such as /timegate/dataset or /timegate/data/person/x.",
    )
