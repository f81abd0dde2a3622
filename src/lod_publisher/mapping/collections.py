"""Collections: what one publisher publishes together, and archival units that documents lie in."""

from lod_publisher.mapping._crm import Context, provenance, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Collection
from lod_publisher.model.terms import Triple, iri, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, dcterms, la, rico


def describe_collection(collection: Collection, context: Context) -> Description:
    """Describe a collection: both a set of Linked Art and a record set of Records in Contexts."""
    published, node = context.subject(Kind.COLLECTION, collection.local_id)
    out: list[Triple] = [
        (node, RDF_TYPE, la.Set),
        (node, RDF_TYPE, rico.RecordSet),
        (node, RDFS_LABEL, literal(collection.label, "en")),
    ]
    if collection.description:
        out.append((node, dcterms.description, literal(collection.description, "en")))
    if collection.part_of is not None:
        whole = context.term(collection.part_of)
        out += ((node, la.member_of, whole), (node, rico.isDirectlyIncludedIn, whole))
    if collection.publisher:
        out.append((node, dcterms.publisher, literal(collection.publisher)))
    if collection.licence.startswith(("http://", "https://")):
        out.append((node, dcterms.license, iri(collection.licence)))
    elif collection.licence:
        out.append((node, dcterms.rights, literal(collection.licence, "en")))
    out += [(node, dcterms.language, literal(language)) for language in collection.languages]
    provenance(out, node, collection.origin, context)
    return Description(
        Kind.COLLECTION,
        published,
        collection.label,
        collection.origin,
        unique(out),
        names=(collection.label,),
        text=collection.description,
    )
