"""The dataset as a whole, described for machines: VoID, DCAT 3 and schema.org, from one value that is put together once a snapshot."""

from lod_publisher.web.dataset.about import About
from lod_publisher.web.dataset.dcat import is_address
from lod_publisher.web.dataset.graph import about, statements
from lod_publisher.web.dataset.schema_org import as_schema_org
from lod_publisher.web.dataset.services import Service, services_among
from lod_publisher.web.dataset.void import counts_of, linksets_of
from lod_publisher.web.dataset.writing import triples

__all__ = [
    "About", "Service", "about", "as_schema_org", "counts_of", "is_address", "linksets_of", "services_among", "statements",
    "triples",
]  # fmt: skip
