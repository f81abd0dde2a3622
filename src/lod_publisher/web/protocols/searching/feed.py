"""A search as a feed (Atom): what was added or changed last stands first, so that a reader hears of what is new.

Source: RFC 4287.
"""

from collections.abc import Sequence

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.site import Site
from lod_publisher.web.xml_text import text

MEDIA_TYPE = "application/atom+xml"


def atom(here: Site, title: str, self_address: str, page: str, entries: Sequence[tuple[Entity, str]]) -> bytes:
    """The feed; entries are entities with a piece of their text. Without entries it is as old as the snapshot."""
    newest = max((entity.modified for entity, _ in entries), default=str(here.snapshot.manifest["moment"]))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{text(self_address)}</id>",
        f"<title>{text(title)}</title>",
        f"<updated>{text(newest)}</updated>",
        f"<author><name>{text(here.title)}</name></author>",
        f'<link rel="self" type="{MEDIA_TYPE}" href="{text(self_address)}"/>',
        f'<link rel="alternate" type="text/html" href="{text(page)}"/>',
    ]
    for entity, snippet in entries:
        address = f"{here.snapshot.base}/page/{entity.kind}/{entity.local_id}"
        lines += [
            "<entry>",
            f"<id>{text(here.iri(entity))}</id>",
            f"<title>{text(entity.label)}</title>",
            f"<published>{text(entity.created)}</published>",
            f"<updated>{text(entity.modified)}</updated>",
            f'<link rel="alternate" type="text/html" href="{text(address)}"/>',
            f'<category term="{entity.kind}"/>',
            *([f"<summary>{text(snippet)}</summary>"] if snippet else []),
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()
