"""MARC 21 for authority data, in XML: what library systems load.

Source: MARC 21 Format for Authority Data (Library of Congress), MARC 21 XML Schema 1.2; media type by RFC 6207.
"""

import re
from collections.abc import Iterator

from lod_publisher.model.authorities import register_of
from lod_publisher.web.formats.authority.record import AuthorityRecord, When, record_of
from lod_publisher.web.formats.description import Description
from lod_publisher.web.xml_text import DECLARATION, element

MEDIA_TYPE = "application/marcxml+xml"
NAMESPACE = "http://www.loc.gov/MARC21/slim"
# A new record of authority data in Unicode, complete, with the punctuation of headings written out.
_LEADER = "00000nz  a2200000n  4500"
_UNDATED = "19700101000000.0"

Subfields = tuple[tuple[str, str], ...]
Field = tuple[str, str, Subfields]
"""A tag, the two indicators, and the subfields."""


def write(description: Description) -> bytes:
    """One record by itself."""
    return f"{DECLARATION}{record(description, NAMESPACE)}\n".encode()


def opening() -> bytes:
    """How a file of many records begins."""
    return f'{DECLARATION}<collection xmlns="{NAMESPACE}">\n'.encode()


def closing() -> bytes:
    """How it ends."""
    return b"</collection>\n"


def record(description: Description, namespace: str = "") -> str:
    """A record, with its namespace unless it stands in a collection."""
    about = record_of(description)
    named = f' xmlns="{namespace}"' if namespace else ""
    fields = "".join(_field(*field) for field in sorted((*_codes(about), *_fields(about)), key=lambda field: field[0]))
    return f'<record{named} type="Authority">{element("leader", _LEADER)}{_control(about)}{fields}</record>'


def _control(about: AuthorityRecord) -> str:
    digits = re.sub(r"\D", "", about.modified)[:14]
    changed = f"{digits}.0" if len(digits) == 14 else _UNDATED
    references = "a" if about.others else "n"
    differentiated = "a" if about.is_person else "n"
    fixed = f"{changed[2:8]}n||aznnnaabn{'':10}|{references} a{differentiated}a{'':5}d"
    return "".join(
        element("controlfield", value, tag=tag)
        for tag, value in (("001", about.key), ("003", about.host), ("005", changed), ("008", fixed))
    )


def _codes(about: AuthorityRecord) -> Iterator[Field]:
    """The codes of authority files; a key of any other system stands with the name of that system."""
    for code in about.codes:
        if register_of(code.scheme):
            yield "024", "7 ", (("a", code.value), ("2", code.scheme))
        else:
            yield "035", "  ", (("a", f"({code.scheme}){code.value}"),)
    for address in (about.iri, *about.same):
        yield "024", "7 ", (("a", address), ("2", "uri"))


def _fields(about: AuthorityRecord) -> Iterator[Field]:
    """What is said of the person or body, in no order."""
    yield "040", "  ", (("a", about.host), ("b", "eng"), ("c", about.host))
    if dates := (*_dated("f", about.birth), *_dated("g", about.death)):
        yield "046", "  ", (*dates, ("2", "edtf"))
    yield _tag("1", about), _order(about, about.name), (("a", about.name), *_years(about))
    if places := _places(about):
        yield "370", "  ", places
    for group in about.groups:
        yield "373", "  ", (("a", group.label), ("0", group.iri))
    for name in about.others:
        yield _tag("4", about), _order(about, name.text), (("a", name.text),)
    for source in about.sources:
        yield "670", "  ", (("a", source.label), ("u", source.iri))
    for note in about.notes:
        yield "678", "0 " if about.is_person else "1 ", (("a", note),)
    for address in about.close:  # a linking field (7XX) would say that both are one
        yield "667", "  ", (("a", f"Possibly the same: {address}"),)
    yield "856", "42", (("u", about.page), ("z", "Page for readers"))


def _places(about: AuthorityRecord) -> Subfields:
    ends = (("a", about.birth), ("b", about.death))
    lived = tuple((code, when.place.label) for code, when in ends if when and when.place)
    return (*lived, *(("e", seat.label) for seat in about.seats))


def _dated(code: str, when: When | None) -> Subfields:
    return ((code, when.edtf),) if when and when.edtf else ()


def _years(about: AuthorityRecord) -> Subfields:
    return (("d", about.years),) if about.years else ()


def _tag(hundred: str, about: AuthorityRecord) -> str:
    return f"{hundred}{'00' if about.is_person else '10'}"


def _order(about: AuthorityRecord, name: str) -> str:
    """The indicators of a heading: a person's family name or forename first; a body's name as it is said."""
    return ("1 " if "," in name else "0 ") if about.is_person else "2 "


def _field(tag: str, indicators: str, parts: Subfields) -> str:
    inside = "".join(element("subfield", value, code=code) for code, value in parts)
    return f'<datafield tag="{tag}" ind1="{indicators[0]}" ind2="{indicators[1]}">{inside}</datafield>'
