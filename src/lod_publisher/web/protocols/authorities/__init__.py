"""For librarians: which record elsewhere is which thing here, and how far each authority file is linked.

`/lookup` asks both ways, `/beacon/...` lists links by file, `/authority/...` what is linked, doubtful and missing, `/label/...` leads by name.
"""

from flask import Blueprint

from lod_publisher.web.protocols.authorities import beacon, labels, lists, lookup

blueprint = Blueprint("authorities", __name__)
for _part in (lookup, beacon, labels, lists):
    _part.register(blueprint)
