"""The documents of ResourceSync: sitemaps with two more elements, `rs:md` (what this is) and `rs:ln` (where it belongs).

Source: ANSI/NISO Z39.99-2017, ResourceSync Framework Specification.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lod_publisher.web.xml_text import DECLARATION, element, text

MEDIA_TYPE = "application/xml"
_ROOT = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:rs="http://www.openarchives.org/rs/terms/"'


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource or another document: its address, its last change, what is said of it, and links by relation."""

    address: str
    modified: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()


def document(
    capability: str,
    entries: Iterable[Entry],
    times: Mapping[str, str] | None = None,
    links: tuple[tuple[str, str], ...] = (),
    is_index: bool = False,
) -> str:
    """A document with a capability; `times` are the attributes that say for when it holds; an index lists documents alike."""
    root, each = ("sitemapindex", "sitemap") if is_index else ("urlset", "url")
    head = _links(links) + _metadata({"capability": capability, **(times or {})})
    body = "".join(
        f"<{each}>{element('loc', entry.address)}{element('lastmod', entry.modified) if entry.modified else ''}"
        f"{_metadata(entry.metadata)}{_links(entry.links)}</{each}>\n"
        for entry in entries
    )
    return f"{DECLARATION}<{root} {_ROOT}>\n{head}\n{body}</{root}>\n"


def _metadata(attributes: Mapping[str, str]) -> str:
    written = "".join(f' {name}="{text(value)}"' for name, value in attributes.items() if value)
    return f"<rs:md{written}/>" if written else ""


def _links(links: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<rs:ln rel="{relation}" href="{text(address)}"/>' for relation, address in links)
