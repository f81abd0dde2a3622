"""The dataset in schema.org, for the engines that search for datasets."""

from typing import Any

from lod_publisher.web.dataset.about import About

_MODEL = "http://www.cidoc-crm.org/cidoc-crm/"


def as_schema_org(about: About) -> dict[str, Any]:
    """A schema.org Dataset as JSON-LD."""
    publishers = [{"@type": "Organization", "name": name} for name in about.publishers]
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": about.iri,
        "url": about.iri,
        "name": about.title,
        "description": about.description,
        "identifier": about.iri,
        "version": about.version,
        "datePublished": about.issued,
        "dateModified": about.modified,
        "inLanguage": list(about.languages),
        "keywords": list(about.keywords),
        "isAccessibleForFree": True,
        "creator": publishers,
        "publisher": publishers,
        "measurementTechnique": _MODEL,
        "size": f"{about.statements:,} statements about {sum(about.counts.values()):,} things",
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{about.page}#catalog", "name": about.title},
        "distribution": [
            {
                "@type": "DataDownload",
                "@id": f"{about.page}#{dump.name}",
                "name": dump.name,
                "contentUrl": about.address_of(dump),
                "encodingFormat": [dump.form.media_type, dump.coding],
                "contentSize": f"{dump.size} B",
                "sha256": dump.sha256,
            }
            for dump in about.dumps
        ],
    }
    if about.licence:
        found["license"] = about.licence
    if about.first_day:
        found["temporalCoverage"] = f"{about.first_day}/{about.last_day}"
    if about.places:
        found["spatialCoverage"] = [{"@type": "Place", "@id": iri, "name": name} for iri, name in about.places]
    if len(about.parts) > 1:
        found["hasPart"] = [
            {
                "@type": "Dataset",
                "@id": f"{about.page}#collection-{part.id}",
                "name": part.title,
                "description": part.description or part.title,
                "isPartOf": {"@id": about.iri},
            }
            | ({"license": part.licence} if part.licence else {})
            for part in about.parts
        ]
    return found
