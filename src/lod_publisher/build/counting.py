"""What is counted while a build reads: one line a record kind, and for documents what they carry."""

from collections import Counter

from lod_publisher.model.records import Document, Record, Volume


def count(record: Record) -> Counter[str]:
    """What one record adds to the counts of its file."""
    counts = Counter({type(record).__name__.lower(): 1})
    if isinstance(record, Document):
        counts.update(_document(record))
    elif isinstance(record, Volume):
        counts["passages"] = len(record.passages)
    return counts


def _document(document: Document) -> dict[str, int]:
    mentions = [mention for passage in document.passages for mention in passage.mentions]
    resolved = sum(mention.entity is not None for mention in mentions)
    return {
        "dated": document.date is not None,
        "placed": bool(document.places),
        "with sender": bool(document.senders),
        "with addressee": bool(document.addressees),
        "with source note": any(passage.kind == "source-note" for passage in document.passages),
        "classified": bool(document.classification),
        "with drafter": any(step.type == "drafting" and step.actors for step in document.steps),
        "with meeting": document.meeting is not None,
        "passages": len(document.passages),
        "mentions": len(mentions),
        "mentions unresolved": len(mentions) - resolved,
        "mentions derived": sum(mention.derived is not None for mention in mentions),
        "redactions": sum(len(passage.redactions) for passage in document.passages),
        "links": len(document.links) + sum(len(passage.links) for passage in document.passages),
    }
