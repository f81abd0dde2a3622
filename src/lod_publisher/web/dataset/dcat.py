"""The dataset in DCAT 3, as DCAT-AP asks for it: catalogue, dataset, versions, distributions, services."""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from lod_publisher.snapshot.dumps import FOLDER, Dump
from lod_publisher.web.dataset.about import About, Part
from lod_publisher.web.dataset.services import Service
from lod_publisher.web.dataset.writing import (
    DCAT,
    DCTERMS,
    FOAF,
    RDFS,
    TYPE,
    XSD,
    Statement,
    day,
    moment,
    words,
)

_ADMS = "http://www.w3.org/ns/adms#"
_OWL = "http://www.w3.org/2002/07/owl#"
_PROV = "http://www.w3.org/ns/prov#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SPDX = "http://spdx.org/rdf/terms#"
_VCARD = "http://www.w3.org/2006/vcard/ns#"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# The lists of terms that DCAT-AP asks for.
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_CULTURE = f"{_AUTHORITY}data-theme/EDUC"
_THEMES = f"{_AUTHORITY}data-theme"
_IRREGULAR = f"{_AUTHORITY}frequency/IRREG"
_PUBLIC = f"{_AUTHORITY}access-right/PUBLIC"
_STABLE = f"{_AUTHORITY}planned-availability/STABLE"
_FILE_TYPES = {"nt": "RDF_N_TRIPLES", "nq": "RDF_N_QUADS", "ttl": "RDF_TURTLE", "jsonl": "JSON_LD", "csv": "CSV"}
_LANGUAGES = {
    "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST", "fi": "FIN",
    "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "lt": "LIT", "lv": "LAV", "mt": "MLT", "nl": "NLD",
    "pl": "POL", "pt": "POR", "ro": "RON", "sk": "SLK", "sl": "SLV", "sv": "SWE", "ar": "ARA", "fa": "FAS", "he": "HEB",
    "ja": "JPN", "ko": "KOR", "ru": "RUS", "tr": "TUR", "uk": "UKR", "vi": "VIE", "zh": "ZHO", "la": "LAT", "no": "NOR",
}  # fmt: skip
_MODEL = "http://www.cidoc-crm.org/cidoc-crm/"
_LINES = "https://jsonlines.org/"
_CONFORMS_TO = {
    "jsonl": ("https://linked.art/api/1.0/", _LINES),
    "csv": ("https://www.rfc-editor.org/info/rfc4180",),
}
# No registered media type says that a file has one JSON object a line.
_UNREGISTERED = frozenset({"application/jsonl"})


_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[^\s<>\"{}|\\^`\x00-\x20]*)?")
_MAIL = re.compile(r"(?:mailto:)?[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")


def catalog_statements(about: About, services: Sequence[Service]) -> Iterator[Statement]:
    """The catalogue that this site is, its dataset with parts and versions, the dumps, and the services that there are."""
    catalog = f"{about.page}#catalog"
    yield catalog, TYPE, f"{DCAT}Catalog"
    yield catalog, f"{DCTERMS}title", words(f"The catalogue of {about.title}")
    yield (
        catalog,
        f"{DCTERMS}description",
        words(f"What can be had here of {about.title}: one dataset, and the services on it."),
    )
    yield catalog, f"{FOAF}homepage", about.page
    yield catalog, f"{DCAT}dataset", about.iri
    yield catalog, f"{DCAT}themeTaxonomy", _THEMES
    yield _THEMES, TYPE, f"{_SKOS}ConceptScheme"
    yield _THEMES, f"{DCTERMS}title", words("Data themes")
    yield from _common(catalog, about)
    yield from _dataset(about)
    for part in about.parts:
        yield from _part(about, part)
    for kind in about.counts:
        yield from _kind(about, kind)
    yield from _versions(about)
    for dump in about.dumps:
        yield from _distribution(about, dump)
    for service in services:
        yield from _service(about, service, catalog)


def _common(node: str, about: About) -> Iterator[Statement]:
    """Who publishes, on what terms, in which languages, since when."""
    yield from _published_by(node, about, about.publisher)
    if is_address(about.licence):
        yield node, f"{DCTERMS}license", about.licence
        yield about.licence, TYPE, f"{DCTERMS}LicenseDocument"
    for language in about.languages:
        yield node, f"{DCTERMS}language", _language(language)
        yield _language(language), TYPE, f"{DCTERMS}LinguisticSystem"
    yield node, f"{DCTERMS}issued", moment(about.issued)
    yield node, f"{DCTERMS}modified", moment(about.modified)


def _published_by(node: str, about: About, name: str) -> Iterator[Statement]:
    agent = f"{about.page}#publisher-{_plain(name)}"
    yield node, f"{DCTERMS}publisher", agent
    yield agent, TYPE, f"{FOAF}Agent"
    yield agent, f"{FOAF}name", Literal(name)


def _dataset(about: About) -> Iterator[Statement]:
    dataset = about.iri
    yield dataset, TYPE, f"{DCAT}Dataset"
    yield dataset, f"{DCTERMS}title", Literal(about.title)
    yield dataset, f"{DCTERMS}description", Literal(about.description)
    yield dataset, f"{DCTERMS}identifier", Literal(dataset)
    yield from _common(dataset, about)
    for keyword in about.keywords:
        yield dataset, f"{DCAT}keyword", words(keyword)
    yield dataset, f"{DCAT}theme", _CULTURE
    yield _CULTURE, TYPE, f"{_SKOS}Concept"
    yield _CULTURE, f"{_SKOS}prefLabel", words("Education, culture and sport")
    yield dataset, f"{DCAT}landingPage", about.page
    yield dataset, f"{FOAF}page", about.page
    yield about.page, TYPE, f"{FOAF}Document"
    yield dataset, f"{DCTERMS}accrualPeriodicity", _IRREGULAR
    yield _IRREGULAR, TYPE, f"{DCTERMS}Frequency"
    yield dataset, f"{DCTERMS}accessRights", _PUBLIC
    yield _PUBLIC, TYPE, f"{DCTERMS}RightsStatement"
    yield dataset, f"{DCTERMS}conformsTo", _MODEL
    yield _MODEL, TYPE, f"{DCTERMS}Standard"
    for number, contact in enumerate(about.contacts):
        yield from _contact(dataset, f"{about.page}#contact-{number}", contact)
    if about.first_day:
        period = f"{about.page}#temporal-coverage"
        yield dataset, f"{DCTERMS}temporal", period
        yield period, TYPE, f"{DCTERMS}PeriodOfTime"
        yield period, f"{DCAT}startDate", day(about.first_day)
        yield period, f"{DCAT}endDate", day(about.last_day)
    for place, name in about.places:
        yield dataset, f"{DCTERMS}spatial", place
        yield place, TYPE, f"{DCTERMS}Location"
        yield place, f"{RDFS}label", Literal(name)
        yield place, f"{_SKOS}prefLabel", Literal(name)


def _contact(node: str, card: str, contact: str) -> Iterator[Statement]:
    yield node, f"{DCAT}contactPoint", card
    yield card, TYPE, f"{_VCARD}Kind"
    yield card, f"{_VCARD}fn", Literal(contact.removeprefix("mailto:"))
    if is_address(contact):
        yield card, f"{_VCARD}hasURL", contact
    elif _MAIL.fullmatch(contact):
        yield card, f"{_VCARD}hasEmail", f"mailto:{contact.removeprefix('mailto:')}"


def _part(about: About, part: Part) -> Iterator[Statement]:
    node = f"{about.page}#collection-{part.id}"
    yield about.iri, f"{DCTERMS}hasPart", node
    yield node, TYPE, f"{DCAT}Dataset"
    yield node, f"{DCTERMS}isPartOf", about.iri
    yield node, f"{DCTERMS}title", Literal(part.title)
    yield node, f"{DCTERMS}description", Literal(part.description or part.title)
    yield node, f"{FOAF}page", f"{about.base}/page/collection/{part.id}"
    yield f"{about.base}/page/collection/{part.id}", TYPE, f"{FOAF}Document"
    if part.publisher:
        yield from _published_by(node, about, part.publisher)
    if is_address(part.licence):
        yield node, f"{DCTERMS}license", part.licence
        yield part.licence, TYPE, f"{DCTERMS}LicenseDocument"
    for language in part.languages:
        yield node, f"{DCTERMS}language", _language(language)


def _kind(about: About, kind: str) -> Iterator[Statement]:
    """The things of one kind, which have dumps of their own."""
    node, name = about.kind_iri(kind), about.kind_names.get(kind, kind)
    yield about.iri, f"{DCTERMS}hasPart", node
    yield node, TYPE, f"{DCAT}Dataset"
    yield node, f"{DCTERMS}isPartOf", about.iri
    yield node, f"{DCTERMS}title", words(f"{name.capitalize()} of {about.title}")
    yield node, f"{DCTERMS}description", words(f"The {about.counts[kind]:,} {name} of the dataset, by themselves.")
    yield from _common(node, about)


def _versions(about: About) -> Iterator[Statement]:
    yield about.iri, f"{DCAT}version", Literal(about.version)
    yield about.iri, f"{_OWL}versionInfo", Literal(about.version)
    before = ""
    for version in about.versions:
        node = f"{about.page}#version-{version.id}"
        yield about.iri, f"{DCAT}hasVersion", node
        yield node, TYPE, f"{DCAT}Dataset"
        yield node, f"{DCTERMS}title", Literal(f"{about.title}, {version.moment[:10]}")
        yield node, f"{DCTERMS}description", words(_changed(version.changes))
        yield node, f"{_ADMS}versionNotes", words(_changed(version.changes))
        yield node, f"{DCAT}isVersionOf", about.iri
        yield node, f"{DCAT}version", Literal(version.id)
        if version.moment:
            yield node, f"{DCTERMS}issued", moment(version.moment)
        if before:
            yield node, f"{DCAT}previousVersion", before
            yield node, f"{_PROV}wasRevisionOf", before
        before = node
    if before:
        yield about.iri, f"{DCAT}hasCurrentVersion", before


def _changed(changes: object) -> str:
    known = changes if isinstance(changes, dict) else {}
    told = [f"{known[name]:,} {name}" for name in ("created", "modified", "deleted") if known.get(name)]
    return f"Against the version before: {', '.join(told)}." if told else "Nothing is known of a version before."


def _distribution(about: About, dump: Dump) -> Iterator[Statement]:
    node, form = f"{about.page}#{dump.name}", dump.form
    yield about.part_of(dump), f"{DCAT}distribution", node
    yield node, TYPE, f"{DCAT}Distribution"
    yield node, f"{DCTERMS}title", words(f"{_content(about, dump)}: {form.name}, {dump.name.rpartition('.')[2]}")
    yield node, f"{DCAT}accessURL", f"{about.base}/{FOLDER}/"
    yield node, f"{DCAT}downloadURL", about.address_of(dump)
    for address in (f"{about.base}/{FOLDER}/", about.address_of(dump)):
        yield address, TYPE, f"{RDFS}Resource"
    if form.media_type not in _UNREGISTERED:
        yield node, f"{DCAT}mediaType", f"{_MEDIA_TYPES}{form.media_type}"
        yield f"{_MEDIA_TYPES}{form.media_type}", TYPE, f"{DCTERMS}MediaType"
    yield node, f"{DCAT}compressFormat", f"{_MEDIA_TYPES}{dump.coding}"
    yield f"{_MEDIA_TYPES}{dump.coding}", TYPE, f"{DCTERMS}MediaType"
    yield node, f"{DCTERMS}format", f"{_AUTHORITY}file-type/{_FILE_TYPES[form.suffix]}"
    yield f"{_AUTHORITY}file-type/{_FILE_TYPES[form.suffix]}", TYPE, f"{DCTERMS}MediaTypeOrExtent"
    for standard in _CONFORMS_TO.get(form.suffix, (_MODEL,)):
        yield node, f"{DCTERMS}conformsTo", standard
        yield standard, TYPE, f"{DCTERMS}Standard"
    yield node, f"{DCAT}byteSize", Literal(str(dump.size), datatype=NamedNode(f"{XSD}nonNegativeInteger"))
    yield node, "http://data.europa.eu/r5r/availability", _STABLE
    yield _STABLE, TYPE, f"{_SKOS}Concept"
    yield _STABLE, f"{_SKOS}prefLabel", words("stable")
    yield node, f"{DCTERMS}issued", moment(about.issued)
    yield node, f"{DCTERMS}modified", moment(about.modified)
    if is_address(about.licence):
        yield node, f"{DCTERMS}license", about.licence
    checksum = f"{node}-checksum"
    yield node, f"{_SPDX}checksum", checksum
    yield checksum, TYPE, f"{_SPDX}Checksum"
    yield checksum, f"{_SPDX}algorithm", f"{_SPDX}checksumAlgorithm_sha256"
    yield f"{_SPDX}checksumAlgorithm_sha256", TYPE, f"{_SPDX}ChecksumAlgorithm"
    yield checksum, f"{_SPDX}checksumValue", Literal(dump.sha256, datatype=NamedNode(f"{XSD}hexBinary"))


def _content(about: About, dump: Dump) -> str:
    return about.kind_names.get(dump.subject, "whole dataset" if dump.subject == "dataset" else dump.subject)


def _service(about: About, service: Service, catalog: str) -> Iterator[Statement]:
    node = f"{about.page}#service-{_plain(service.name)}"
    yield catalog, f"{DCAT}service", node
    yield node, TYPE, f"{DCAT}DataService"
    yield node, f"{DCTERMS}title", words(f"{service.name} of {about.title}")
    yield node, f"{DCAT}endpointURL", f"{about.base}{service.path}"
    yield f"{about.base}{service.path}", TYPE, f"{RDFS}Resource"
    yield node, f"{DCAT}endpointDescription", f"{about.base}{service.description}"
    yield f"{about.base}{service.description}", TYPE, f"{RDFS}Resource"
    yield node, f"{DCAT}servesDataset", about.iri
    yield node, f"{DCTERMS}conformsTo", service.specification
    yield service.specification, TYPE, f"{DCTERMS}Standard"
    yield from _terms(node, about)


def _terms(node: str, about: About) -> Iterator[Statement]:
    yield node, f"{DCTERMS}accessRights", _PUBLIC
    yield from _published_by(node, about, about.publisher)
    if is_address(about.licence):
        yield node, f"{DCTERMS}license", about.licence


def _language(tag: str) -> str:
    plain = tag.lower().partition("-")[0]
    known = _LANGUAGES.get(plain)
    return f"{_AUTHORITY}language/{known}" if known else f"http://id.loc.gov/vocabulary/iso639-1/{_plain(plain)}"


def is_address(text: str) -> bool:
    """Tell whether a text of the configuration can stand as an IRI."""
    return _ADDRESS.fullmatch(text) is not None


def _plain(text: str) -> str:
    """A text as a fragment of an IRI."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()) or "x"
