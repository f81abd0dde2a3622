"""Stand-off annotations: who is named in a passage that another file's reader describes."""

from lod_publisher.mapping._crm import Context, mentions, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Annotation, EntityRef
from lod_publisher.model.terms import Triple
from lod_publisher.model.vocab import crm


def describe_annotation(annotation: Annotation, context: Context) -> Description:
    """Add mentions to a passage, and to its document unless the passage is a note of the edition (`fn...`)."""
    passage = context.term(annotation.passage)
    whole, _, last = annotation.passage.local_id.rpartition("/")
    out: list[Triple] = []
    mentions(out, passage, annotation.mentions, context)
    if whole and not last.startswith("fn"):
        document = context.term(EntityRef(Kind.DOCUMENT, whole))
        for mention in annotation.mentions:
            if mention.entity is not None:
                out.append((document, crm.P67_refers_to, context.term(mention.entity)))
    published = context.concordance.local_id(EntityRef(Kind.DOCUMENT, whole or annotation.passage.local_id))
    return Description(Kind.DOCUMENT, published, "", annotation.origin, unique(out))
