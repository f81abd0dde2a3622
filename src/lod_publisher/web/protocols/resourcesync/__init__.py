"""ResourceSync (ANSI/NISO Z39.99-2017), for mirrors: lists of everything, lists of changes, and packages of it all.

A mirror begins at `/.well-known/resourcesync`, takes the resource list or the packages once, and reads the change list afterwards.
"""

from http import HTTPStatus
from typing import cast

from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState

from lod_publisher.model.iris import is_local_id
from lod_publisher.web import surface
from lod_publisher.web.problems import Problem, not_found
from lod_publisher.web.protocols.resourcesync.documents import MEDIA_TYPE, Entry, document
from lod_publisher.web.protocols.resourcesync.source import RESOURCE_TYPE, Source
from lod_publisher.web.site import KIND_NAMES, Site

blueprint = Blueprint("resourcesync", __name__)

_CAPABILITIES = ("resourcelist", "resourcedump", "changelist")
_MAX_DIGITS = 9


@blueprint.record
def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions["resourcesync"] = Source(cast(Site, state.app.extensions["site"]))


def _source() -> Source:
    return cast(Source, current_app.extensions["resourcesync"])


def _xml(content: str) -> Response:
    return Response(content, mimetype=MEDIA_TYPE)


@blueprint.get("/.well-known/resourcesync")
@surface.declare(surface.XML)
def description() -> Response:
    """The source description: this publisher has one set of resources."""
    source = _source()
    about = (("describedby", f"{source.here.snapshot.base}/.well-known/void"),)
    entry = Entry(f"{source.root}/capabilitylist.xml", "", {"capability": "capabilitylist"}, about)
    return _xml(document("description", [entry], links=about))


@blueprint.get("/resourcesync/capabilitylist.xml")
@surface.declare(surface.XML)
def capabilities() -> Response:
    """What a mirror can have."""
    source = _source()
    entries = [Entry(f"{source.root}/{name}.xml", "", {"capability": name}) for name in _CAPABILITIES]
    return _xml(document("capabilitylist", entries, links=(("up", source.description),)))


@blueprint.get("/resourcesync/resourcelist.xml")
@surface.declare(surface.XML)
def resource_list_index() -> Response:
    """The index of the resource list: a part for every kind."""
    source = _source()
    entries = [
        Entry(f"{source.root}/resourcelist-{name}.xml", sheet.modified, {"at": source.moment})
        for name, sheet in source.lists.items()
    ]
    return _xml(document("resourcelist", entries, {"at": source.moment}, (source.up(),), is_index=True))


@blueprint.get("/resourcesync/resourcelist-<name>.xml")
@surface.declare(surface.XML)
def resource_list(name: str) -> Response:
    """A part of the resource list."""
    source = _source()
    if name not in source.lists:
        raise not_found(
            f"The resource list has no part {name}; {source.root}/resourcelist.xml lists those that it has."
        )
    return _xml(source.resource_list(source.lists[name]))


@blueprint.get("/resourcesync/changelist.xml")
@surface.declare(surface.XML)
def change_list_index() -> Response:
    """The change list; when one document cannot hold all changes, the index of those that do."""
    source = _source()
    return _xml(source.change_list_index() if source.change_lists > 1 else source.change_list(1))


@blueprint.get("/resourcesync/changelist-<number>.xml")
@surface.declare(surface.XML)
def change_list(number: str) -> Response:
    """A change list; one that is full never changes again."""
    source = _source()
    is_number = number.isascii() and number.isdigit() and len(number) <= _MAX_DIGITS
    if not is_number or not 1 <= int(number) <= source.change_lists:
        raise not_found(f"There is no change list {number}; there are {source.change_lists}, counted from 1.")
    return _xml(source.change_list(int(number)))


@blueprint.get("/resourcesync/resourcedump.xml")
@surface.declare(surface.XML)
def resource_dump() -> Response:
    """The list of the packages."""
    return _xml(_source().resource_dump())


@blueprint.get("/resourcesync/packages/<name>.zip")
@surface.declare("application/zip")
def package(name: str) -> Response:
    """A package of resources with its manifest."""
    source = _source()
    if name not in source.packages:
        raise not_found(f"There is no package {name}; {source.root}/resourcedump.xml lists those that there are.")
    return Response(source.package(source.packages[name]), mimetype="application/zip")


@blueprint.get("/resourcesync/<kind>/<path:local_id>.nq")
@surface.declare("application/n-quads", also=(301, 410))
def resource(kind: str, local_id: str) -> Response:
    """A resource: what is said of an entity itself, and nothing else, so that it changes only when that does."""
    source = _source()
    known = next((each for each in KIND_NAMES if each == kind), None)
    entity = source.here.snapshot.entity(known, local_id) if known and is_local_id(local_id) else None
    if entity is None:
        raise not_found(f"There is no {kind} {local_id} in this collection.")
    if entity.deleted:
        raise Problem(HTTPStatus.GONE, f"{entity.label} was taken out of this collection on {entity.deleted[:10]}.")
    response = Response(source.here.snapshot.lines(entity), mimetype=RESOURCE_TYPE)
    response.headers["Link"] = f'<{source.iri(entity)}>; rel="describes"'
    return response
