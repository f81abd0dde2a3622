"""Patterns of CIDOC-CRM that the kinds of record share, and the context in which they are described."""

from lod_publisher.mapping._crm.assignments import assignment, confidence, statement_id
from lod_publisher.mapping._crm.context import Collected, Context, concept_id, part
from lod_publisher.mapping._crm.passages import dates, decimal, links, mentions, passage_term, passage_triples, short
from lod_publisher.mapping._crm.patterns import (
    appellation,
    both,
    bounds,
    edtf_of,
    evidence,
    first_day,
    happened,
    identifier,
    identity,
    names,
    notes,
    provenance,
    source_key,
    time_span,
    unique,
)

__all__ = [
    "Collected",
    "Context",
    "appellation",
    "assignment",
    "both",
    "bounds",
    "concept_id",
    "confidence",
    "dates",
    "decimal",
    "edtf_of",
    "evidence",
    "first_day",
    "happened",
    "identifier",
    "identity",
    "links",
    "mentions",
    "names",
    "notes",
    "part",
    "passage_term",
    "passage_triples",
    "provenance",
    "short",
    "source_key",
    "statement_id",
    "time_span",
    "unique",
]
