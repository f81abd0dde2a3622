"""The links with an authority file as a BEACON link dump: its code or address, the name, our key, line by line.

Only what is certain. Source: BEACON link dump format, J. Voß and M. Schindler, draft of November 2017.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from lod_publisher.model.authorities import register_of
from lod_publisher.model.vocab import SKOS
from lod_publisher.snapshot.identities import Tally
from lod_publisher.snapshot.read import Snapshot

_PAGE = 5_000
_BREAKS = re.compile(r"[\s|]+")


def has_addresses(authority: str) -> bool:
    """Whether the records of an authority file have addresses, as those of a key of our own sources have not."""
    return register_of(authority) is not None or "." in authority


def dump_of(snapshot: Snapshot, tally: Tally, title: str, publisher: str, contact: str) -> Iterator[str]:
    """The lines of a dump: its fields, an empty one, its links."""
    base, authority, register = snapshot.base, tally.authority, register_of(tally.authority)
    name = register.name if register else authority
    fields = {
        "FORMAT": "BEACON",
        "PREFIX": register.address.format("{ID}") if register else "{+ID}",
        "TARGET": f"{base}/id/{{+ID}}",
        "RELATION": f"{SKOS}exactMatch",
        "NAME": title,
        "INSTITUTION": publisher,
        "DESCRIPTION": f"Records of {name} and what is the same in {title}",
        "CREATOR": publisher,
        "CONTACT": contact,
        "HOMEPAGE": f"{base}/authority/{authority}",
        "FEED": f"{base}/beacon/{authority}.txt",
        "TIMESTAMP": str(snapshot.manifest.get("moment", "")),
    }
    yield from (f"#{key}: {' '.join(value.split())}" for key, value in fields.items() if value.strip())
    yield ""
    after = 0
    while page := snapshot.identities.linked(authority, after, _PAGE):
        for one in page:
            entity = snapshot.entity(one.kind, one.local_id)
            if entity is not None and one.iri and (register is None or register.normal(one.value)):
                source = one.value if register else quote(one.iri, safe="%/:=&?~#+!$,;'@()*[]")
                yield f"{source}|{_BREAKS.sub(' ', entity.label).strip()}|{one.kind}/{one.local_id}"
        after = page[-1].place
