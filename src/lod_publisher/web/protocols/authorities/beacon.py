"""`/beacon/{authority}.txt`: the links with an authority file as a BEACON link dump, for its catalogues and for aggregators.

Only what is certain; what may be the same stands in the lists of `/authority/{authority}`.
Source: BEACON link dump format, J. Voß and M. Schindler, draft of November 2017.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, redirect, url_for

from lod_publisher.model.authorities import register_of
from lod_publisher.model.vocab import SKOS
from lod_publisher.web.problems import not_found
from lod_publisher.web.protocols.authorities._answering import entity_of, name_of
from lod_publisher.web.site import Site, site

_PAGE = 5_000
_BREAKS = re.compile(r"[\s|]+")


def register(blueprint: Blueprint) -> None:
    """Put the addresses on the protocol's blueprint."""
    blueprint.add_url_rule("/beacon/<name>.txt", "beacon", beacon)
    blueprint.add_url_rule("/beacon/", "beacons", beacons, strict_slashes=False)


def beacons() -> Response:
    """The list of authority files names the dumps of each."""
    answer = redirect(url_for("authorities.all"), HTTPStatus.SEE_OTHER)
    return Response(headers=[*answer.headers.items()], status=answer.status)


def beacon(name: str) -> Response:
    """One link dump."""
    here = site()
    known = register_of(name)
    authority = known.scheme if known else name
    tallies = {tally.authority: tally for tally in here.snapshot.identities.tallies()}
    if authority not in tallies and known is None:
        there = ", ".join(tallies)
        raise not_found(f"Nothing here is linked with {name[:80]}." + (f" There is {there}." if there else ""))
    lines = [*_links(here, authority)]
    if not lines and authority in tallies and any(tallies[authority].linked.values()):
        raise not_found(
            f"{name_of(authority)} gives its records no addresses, so there is no BEACON of them."
            f" The links are at /authority/{authority}.csv."
        )
    return Response("\n".join([*_fields(here, authority), "", *lines]) + "\n", content_type="text/plain; charset=utf-8")


def _fields(here: Site, authority: str) -> Iterator[str]:
    base, register = here.snapshot.base, register_of(authority)
    collection = here.collections[0]
    values = {
        "FORMAT": "BEACON",
        "PREFIX": register.address.format("{ID}") if register else "{+ID}",
        "TARGET": f"{base}/id/{{+ID}}",
        "RELATION": f"{SKOS}exactMatch",
        "NAME": here.title,
        "INSTITUTION": collection.publisher,
        "DESCRIPTION": f"Records of {name_of(authority)} and what is the same in {here.title}",
        "CREATOR": collection.publisher,
        "CONTACT": collection.contact,
        "HOMEPAGE": f"{base}/authority/{authority}",
        "FEED": f"{base}/beacon/{authority}.txt",
        "TIMESTAMP": str(here.snapshot.manifest.get("moment", "")),
    }
    for key, value in values.items():
        if value:
            yield f"#{key}: {' '.join(value.split())}"


def _links(here: Site, authority: str) -> Iterator[str]:
    """A line for each link: the code (or the address, for a file that we do not know), the name, our key."""
    register, after = register_of(authority), 0
    while page := here.snapshot.identities.linked(authority, after, _PAGE):
        for one in page:
            entity = entity_of(here, one) if one.iri else None
            if entity is not None and (register is None or register.normal(one.value)):
                source = one.value if register else quote(one.iri, safe="%/:=&?~#+!$,;'@()*[]")
                yield f"{source}|{_BREAKS.sub(' ', entity.label).strip()}|{one.kind}/{one.local_id}"
        after = page[-1].place
