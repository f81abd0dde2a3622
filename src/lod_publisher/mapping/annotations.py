"""Stand-off annotations: who is named in a passage that another file's reader describes."""

import re

from lod_publisher.mapping._crm import Context, dates, mentions, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Annotation, EntityRef
from lod_publisher.model.terms import Triple
from lod_publisher.model.vocab import crm

# How the keys of passages that the edition or catalogue added begin; the mapping does not see the passage itself.
_EDITORIAL = re.compile(r"fn|(?:date|title|citation|summary)$")


def describe_annotation(annotation: Annotation, context: Context) -> Description:
    """Add mentions to a passage, and to its document unless the passage is the edition's own."""
    passage = context.term(annotation.passage)
    whole, _, last = annotation.passage.local_id.rpartition("/")
    out: list[Triple] = []
    mentions(out, passage, annotation.mentions, context)
    dates(out, passage, annotation.dates, context)
    if whole and not _EDITORIAL.match(last):
        document = context.term(EntityRef(Kind.DOCUMENT, whole))
        for mention in annotation.mentions:
            if mention.entity is not None:
                out.append((document, crm.P67_refers_to, context.term(mention.entity)))
    published = context.concordance.local_id(EntityRef(Kind.DOCUMENT, whole or annotation.passage.local_id))
    return Description(Kind.DOCUMENT, published, "", annotation.origin, unique(out))
