"""The dumps: a list of them for people and programs, and the files with checksums, validators and ranges."""

import base64
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Response, json, render_template, request
from werkzeug.http import parse_etags

from lod_publisher.snapshot.dumps import CHECKSUMS, CRATE, FOLDER, WHOLE, Dump, read_index
from lod_publisher.web import surface
from lod_publisher.web.languages import gettext
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import Problem, not_acceptable, not_found
from lod_publisher.web.ranges import FilePart, Unsatisfiable, part_of
from lod_publisher.web.site import KIND_NAMES, site
from lod_publisher.web.words import sentence

blueprint = Blueprint("dumps", __name__)

_HTML = "text/html"
_JSON = "application/json"
_BESIDES = {CHECKSUMS: "text/plain; charset=us-ascii", CRATE: "application/ld+json"}
_KIND_NAMES = {str(kind): plural for kind, (_, plural) in KIND_NAMES.items()}


@lru_cache(maxsize=2)
def _dumps(folder: Path) -> dict[str, Dump]:
    return {dump.name: dump for dump in read_index(folder)}


@blueprint.get("/dumps/")
@surface.declare(surface.HTML, surface.JSON, also=(406,))
def listing() -> Response:
    """All dumps, as a page or as JSON."""
    here = site()
    address = f"{request.script_root}/{FOLDER}/"
    chosen = choose_format(request.headers.get("Accept"), (_HTML, _JSON))
    if chosen is None:
        raise not_acceptable({_HTML: address, _JSON: address, "application/ld+json": f"{address}{CRATE}"})
    dumps = list(_dumps(here.snapshot.folder).values())
    if chosen == _JSON:
        told = [_as_json(dump, f"{here.snapshot.base}/{FOLDER}/") for dump in dumps]
        response = Response(json.dumps({"snapshot": here.snapshot.id, "dumps": told}), content_type=_JSON)
    else:
        groups: dict[str, list[Dump]] = {}
        for dump in dumps:
            groups.setdefault(_subject(dump), []).append(dump)
        crate = (here.snapshot.folder / FOLDER / CRATE).is_file()
        body = render_template("dumps.html", groups=groups, checksums=CHECKSUMS, crate=CRATE if crate else "")
        response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Link"] = (
        f'<{request.script_root}/dataset>; rel="describedby", <{address}{CRATE}>; rel="describedby"; type="application/ld+json"'
    )
    return response


def _subject(dump: Dump) -> str:
    if dump.subject == WHOLE:
        return gettext("The whole dataset")
    return sentence(gettext(_KIND_NAMES.get(dump.subject, dump.subject)))


def _as_json(dump: Dump, address: str) -> dict[str, Any]:
    return {
        "name": dump.name,
        "url": address + dump.name,
        "subject": dump.subject,
        "mediaType": dump.form.media_type,
        "compressFormat": dump.coding,
        "size": dump.size,
        "sha256": dump.sha256,
        "entities": dump.entities,
    }


@blueprint.get("/dumps/<name>")
@surface.declare(*surface.DUMPS, also=(206, 416))
def download(name: str) -> Response:
    """A dump, whole or a part of it; only files that the list names, so that no address leads out of the folder."""
    folder = site().snapshot.folder
    dump = _dumps(folder).get(name)
    path = folder / FOLDER / name
    if (dump is None and name not in _BESIDES) or not path.is_file():
        raise not_found(f"There is no dump called {name}. The list of them is at {request.script_root}/{FOLDER}/.")
    # The bytes decide the validator, so that replicas of a snapshot agree on it.
    digest = dump.sha256 if dump else sha256(path.read_bytes()).hexdigest()
    size = path.stat().st_size
    headers = {
        "ETag": f'"{digest[:32]}"',
        "Last-Modified": formatdate(path.stat().st_mtime, usegmt=True),
        "Accept-Ranges": "bytes",
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:",
        # Compressed as a file, not for the way: whoever takes it must get these very bytes. What begins with `public` is kept in
        # our own memory, which knows no ranges; files are kept by the operating system.
        "Cache-Control": "no-transform, public, max-age=300",
        "Content-Type": dump.coding if dump else _BESIDES[name],
        "Content-Disposition": f'attachment; filename="{name}"',
        "Link": f'<{request.script_root}/dataset>; rel="describedby"',
    }
    if _is_known(headers):
        return Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    try:
        part = part_of(request.headers.get("Range") if _is_still(headers) else None, size)
    except Unsatisfiable:
        raise Problem(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"{name} has {size:,} bytes, and the range that was asked for begins after its end.",
            headers={"Content-Range": f"bytes */{size}"},
        ) from None
    start, end = part or (0, size)
    headers["Content-Length"] = str(end - start)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    body = FilePart(path.resolve(), start, end)
    response = Response(cast(Any, body), HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK, headers)
    response.direct_passthrough = True
    return response


def _is_known(headers: dict[str, str]) -> bool:
    """Tell whether the client has these very bytes already; a validator goes before a date."""
    if "If-None-Match" in request.headers:
        return parse_etags(request.headers["If-None-Match"]).contains_weak(headers["ETag"].strip('"'))
    return "If-Modified-Since" in request.headers and not _is_newer(headers, request.headers["If-Modified-Since"])


def _is_still(headers: dict[str, str]) -> bool:
    """Tell whether a part may be sent: not to a client that has the beginning of another version."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    return condition == headers["ETag"] if '"' in condition else condition == headers["Last-Modified"]


def _is_newer(headers: dict[str, str], than: str) -> bool:
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) > parsedate_to_datetime(than)
    except (ValueError, TypeError):
        return True
