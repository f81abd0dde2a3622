"""Findings on who is meant: tags that point at somebody of another name, and acts of persons who were dead by then."""

from collections.abc import Iterable
from datetime import date

from lxml import etree

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.findings import Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef
from lod_publisher.sources.frus_tei._bearers import Doubt
from lod_publisher.sources.frus_tei._edition import Edition

_SEVERITIES = {"surname-of-another-bearer": Severity.INFO}


def report_doubts(edition: Edition, local_id: str) -> None:
    """Report the tags of one document, or of the words above documents, that probably point at the wrong person."""
    for doubt in edition.bearers.take_doubts():
        name = edition.bearers.entries[doubt.key].name
        times = f", {doubt.times} times in this document" if doubt.times > 1 else ""
        edition.report(
            doubt.rule,
            doubt.element,
            local_id,
            f"{doubt.words!r} is said to be {name} (#{doubt.key}{times}){_reason(edition, doubt)}.",
            f"#{doubt.key}",
            consequence=f"The passage is published as one that speaks of {name}.",
            remedy=f"Point @corresp at #{doubt.instead}, if the text means that person."
            if doubt.instead
            else "Point @corresp at the person whom the words name, or correct the name in the list of persons.",
            severity=_SEVERITIES.get(doubt.rule, Severity.WARNING),
        )


def _reason(edition: Edition, doubt: Doubt) -> str:
    if doubt.rule == "mention-of-another-name":
        return ", in whose name and description none of these words occurs"
    instead = edition.bearers.entries[doubt.instead].name
    if doubt.rule == "title-of-another-bearer":
        return f", whose entry gives no such title; that of {instead} does"
    return f", but the document has named {instead} before and nowhere gives this person's full name"


def report_acts_after_death(
    edition: Edition,
    element: etree._Element,
    local_id: str,
    written: PartialDate | None,
    acting: Iterable[tuple[str, EntityRef]],
) -> None:
    """Report whoever sent, signed, drafted or took part although the list of persons says that she had died. A mere mention is normal."""
    if not edition.bearers.deaths or written is None or written.earliest is None:
        return
    for what, person in acting:
        died = _died(edition, person)
        if died is not None and died < written.earliest:
            edition.report(
                "act-after-death",
                element,
                local_id,
                f"{person.label!r} {what} on {written.text}, but the list of persons says that she or he died by {died.isoformat()}.",
                written.edtf,
                consequence="Somebody who was dead is published as acting.",
                remedy="Look whether the tag points at the right person, or the document's date is misprinted.",
            )


def _died(edition: Edition, person: EntityRef) -> date | None:
    volume, _, key = person.local_id.partition("/")
    return edition.bearers.deaths.get(key) if person.kind is Kind.PERSON and volume == edition.volume else None
