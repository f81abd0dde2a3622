"""`rdf`: the description as it is published, in RDF/XML: nothing is lost on the way into a harvester's store."""

import re

from pyoxigraph import RdfFormat, parse

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.formats import BY_SUFFIX, Description
from lod_publisher.web.site import Site
from lod_publisher.web.xml_text import purged

PREFIX = "rdf"
SCHEMA = "http://www.openarchives.org/OAI/2.0/rdf.xsd"
NAMESPACE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>\s*")


def write(here: Site, entity: Entity, lines: bytes) -> str:
    """The statements of an entity's own description, whatever graph they stand in."""
    statements = [quad.triple for quad in parse(lines, format=RdfFormat.N_QUADS)]
    described = Description(here.snapshot.base, statements, iri=here.iri(entity), kind=entity.kind)
    return purged(_DECLARATION.sub("", BY_SUFFIX["rdf"].write(described).decode()))
