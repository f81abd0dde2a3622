"""The six verbs, each from checked arguments to the element that answers it."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.oai_pmh import dublin_core
from lod_publisher.web.protocols.oai_pmh.arguments import Arguments, OaiError
from lod_publisher.web.protocols.oai_pmh.repository import METADATA, PAGE_BYTES, MetadataFormat, Page, Repository
from lod_publisher.web.xml_text import element, elements

_EMAIL = re.compile(r"[^\s<>@]+@(?:[^\s<>@.]+\.)+[^\s<>@.]+")


def identify(repository: Repository, _: Arguments) -> str:
    """Who we are, and what of the protocol we keep to."""
    here = repository.here
    described = f"<description>{dublin_core.of_repository(here)}</description>"
    return (
        element("repositoryName", here.title)
        + element("baseURL", repository.address)
        + element("protocolVersion", "2.0")
        + elements("adminEmail", _addresses(repository))
        + element("earliestDatestamp", repository.earliest)
        + element("deletedRecord", "persistent")
        + element("granularity", "YYYY-MM-DDThh:mm:ssZ")
        + elements("compression", ["gzip", "zstd"])
        + described
    )


def _addresses(repository: Repository) -> list[str]:
    """Where an administrator is reached: the collections' contacts, else the address that RFC 2142 gives to every web site."""
    contacts = (collection.contact for collection in repository.here.collections)
    if found := sorted({address for contact in contacts for address in _EMAIL.findall(contact)}):
        return found
    host = urlsplit(repository.here.snapshot.base).hostname or "localhost"
    return [f"webmaster@{host if '.' in host else f'{host}.localdomain'}"]


def list_metadata_formats(repository: Repository, arguments: Arguments) -> str:
    """The formats of everything, or those of one item."""
    kind = repository.item(arguments.identifier).kind if arguments.identifier else None
    return "".join(
        "<metadataFormat>"
        + element("metadataPrefix", form.prefix)
        + element("schema", form.schema)
        + element("metadataNamespace", form.namespace)
        + "</metadataFormat>"
        for form in METADATA.values()
        if kind is None or kind in form.kinds
    )


def list_sets(repository: Repository, arguments: Arguments) -> str:
    """All sets in one answer, so that no token of this list can exist."""
    if arguments.resumption_token is not None:
        raise OaiError("badResumptionToken", "ListSets answers at once; it gives out no resumption tokens.")
    return "".join(
        f"<set>{element('setSpec', item.spec)}{element('setName', item.name)}</set>"
        for item in repository.sets.values()
    )


def list_identifiers(repository: Repository, arguments: Arguments) -> str:
    """The headers of a portion of a list."""
    page = repository.page(arguments)
    return "\n".join([*(header(repository, item) for item in page.entities), _token(page, len(page.entities))])


def list_records(repository: Repository, arguments: Arguments) -> str:
    """The records of a portion of a list: as many of a page's as an answer may hold in bytes, one at the least."""
    page = repository.page(arguments)
    form = repository.format(page.token.metadata_prefix)
    written: list[str] = []
    size = 0
    for entity in page.entities:
        if written and size > PAGE_BYTES:
            break
        written.append(record(repository, entity, form))
        size += len(written[-1])
    return "\n".join([*written, _token(page, len(written))])


def get_record(repository: Repository, arguments: Arguments) -> str:
    """One record."""
    form = repository.format(arguments.metadata_prefix)
    entity = repository.item(arguments.identifier)
    if entity.kind not in form.kinds:
        raise OaiError("cannotDisseminateFormat", f"A {entity.kind} cannot be had as {form.prefix}.")
    return record(repository, entity, form)


def header(repository: Repository, entity: Entity) -> str:
    """The header of a record: what it is, when it last changed, where it belongs."""
    return (
        ('<header status="deleted">' if entity.deleted else "<header>")
        + element("identifier", repository.identifier(entity))
        + element("datestamp", entity.modified)
        + elements("setSpec", repository.sets_of(entity))
        + "</header>"
    )


def record(repository: Repository, entity: Entity, form: MetadataFormat) -> str:
    """A record: its header and, unless it is deleted, its metadata."""
    metadata = "" if entity.deleted else f"<metadata>{form.write(repository, entity)}</metadata>"
    return f"<record>{header(repository, entity)}{metadata}</record>"


def _token(page: Page, written: int) -> str:
    """The element that ends an answer to a list: with a token if more follows, empty if this was the last of several."""
    sent = str(page.token.sent)
    if written < len(page.entities) or page.more:
        after = page.entities[written - 1].cursor
        return element(
            "resumptionToken", replace(page.token, after=after, sent=page.token.sent + written).write(), cursor=sent
        )
    return element("resumptionToken", "", cursor=sent) if page.token.after else ""


VERBS: dict[str, Callable[[Repository, Arguments], str]] = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
    "GetRecord": get_record,
}
