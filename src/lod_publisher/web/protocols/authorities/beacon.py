"""`/beacon/{authority}.txt`: the links with an authority file, for its catalogues and for aggregators."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, url_for

from lod_publisher.model.authorities import register_of
from lod_publisher.snapshot.identities import Tally
from lod_publisher.web import surface
from lod_publisher.web.beacon import dump_of, has_addresses
from lod_publisher.web.problems import not_found
from lod_publisher.web.protocols.authorities._answering import name_of
from lod_publisher.web.site import site


def register(blueprint: Blueprint) -> None:
    """Put the addresses on the protocol's blueprint."""
    blueprint.add_url_rule("/beacon/<name>.txt", "beacon", beacon)
    blueprint.add_url_rule("/beacon/", "beacons", beacons, strict_slashes=False)


@surface.declare(also=(303,))
def beacons() -> Response:
    """The list of authority files names the dumps of each."""
    answer = redirect(url_for("authorities.all"), HTTPStatus.SEE_OTHER)
    return Response(headers=[*answer.headers.items()], status=answer.status)


@surface.declare(surface.TEXT)
def beacon(name: str) -> Response:
    """One link dump."""
    here = site()
    known = register_of(name)
    authority = known.scheme if known else name
    tallies = {tally.authority: tally for tally in here.snapshot.identities.tallies()}
    if authority not in tallies and known is None:
        there = ", ".join(tallies)
        raise not_found(f"Nothing here is linked with {name[:80]}." + (f" There is {there}." if there else ""))
    if not has_addresses(authority):
        raise not_found(
            f"{name_of(here, authority)} gives its records no addresses, so there is no BEACON of them."
            f" The links are at /authority/{authority}.csv."
        )
    whose = here.collections[0]
    tally = tallies.get(authority, Tally(authority, {}, {}, 0))
    lines = dump_of(here.snapshot, tally, here.title, whose.publisher, whose.contact)
    return Response("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
