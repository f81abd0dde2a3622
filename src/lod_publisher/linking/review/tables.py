"""The tables: clusters for scorers, links with their grounds for archives, candidates for OpenRefine and spreadsheets.

A list of candidates has the columns of `decisions.csv` first: who fills in `what`, `who`, `when` and `why` has written decisions.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from lod_publisher.linking.concordance import kind_of
from lod_publisher.linking.decisions import COLUMNS
from lod_publisher.linking.places import ADDED
from lod_publisher.linking.review.outcome import BY_DECISION, BY_PROGRAM, BY_SOURCE, BY_TABLE, Outcome, Side
from lod_publisher.model.iris import Kind

LINKS = (
    "kind", "one", "other", "relation", "confidence", "method", "evidence", "by", "date", "name of one", "name of other",
)  # fmt: skip
CANDIDATES = (*COLUMNS, "score", "reasons", "name of one", "name of other", "about one", "about other")

_RELATIONS = {"exact": "exactMatch", "close": "closeMatch", "different": "differentFrom"}
# A cell that begins so would be run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clusters_tsv(outcome: Outcome, path: Path) -> int:
    """Write which person each entry of a volume's list stands for (volume_id, person_xml_id, cluster); returns how many there are."""
    entries = sorted(
        {record.local_id for record in outcome.records if kind_of(record) is Kind.PERSON and "/" in record.local_id}
    )
    rows = [(*key.split("/", 1), outcome.published(Kind.PERSON, key)) for key in entries]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines("\t".join(row) + "\n" for row in (("volume_id", "person_xml_id", "cluster"), *rows))
    return len(rows)


def links_csv(outcome: Outcome, path: Path) -> int:
    """Write every link between keys and to elsewhere, with confidence, evidence, method and date; returns how many there are."""
    return _write(path, LINKS, _links(outcome))


def candidates_csv(outcome: Outcome, path: Path) -> int:
    """Write the pairs that wait for a decision, the likeliest first; returns how many there are."""
    return _write(path, CANDIDATES, _candidates(outcome))


def _links(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    def name(kind: Kind, key: str) -> str:
        return outcome.side(kind, key).label

    for each in outcome.joined:
        yield (
            str(each.kind), each.key, each.published, "same", f"{each.confidence:.3f}", each.method, " ".join(each.grounds), each.by,
            each.when, outcome.side(each.kind, each.key, whole=False).label, name(each.kind, each.published),
        )  # fmt: skip
    for pair in outcome.linked.possible:
        one, other = (outcome.published(pair.kind, key) for key in (pair.one, pair.other))
        yield (
            str(pair.kind), one, other, "closeMatch", f"{pair.score:.3f}", BY_PROGRAM, " ".join(pair.reasons), "lod-publisher",
            outcome.day, name(pair.kind, one), name(pair.kind, other),
        )  # fmt: skip
    for row in outcome.decisions.all:
        if row.what in _RELATIONS:
            yield (
                str(row.kind), row.one, row.other, _RELATIONS[row.what], "1.000", BY_DECISION, row.why, row.who, row.when,
                name(row.kind, row.one), name(row.kind, row.other) if row.what == "different" else "",
            )  # fmt: skip
    yield from _looked_up(outcome)
    yield from _said(outcome)


def _looked_up(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    """What the tables know elsewhere, with how it was found."""
    for link in outcome.looked_up:
        key = outcome.published(link.subject.kind, link.subject.local_id)
        yield (
            str(link.subject.kind), key, str(link.object), link.relation, f"{link.score or 1:.3f}", BY_TABLE, " ".join(link.reasons),
            "lod-publisher", outcome.day, outcome.side(link.subject.kind, key).label, "",
        )  # fmt: skip


def _said(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    """What sources say of records elsewhere."""
    for record in outcome.records:
        if record.origin == ADDED:
            continue  # said with its reasons just before
        kind = kind_of(record)
        for relation, matches in (("exactMatch", record.exact_matches), ("closeMatch", record.close_matches)):
            for match in matches:
                key = outcome.published(kind, record.local_id)
                evidence = f"{record.origin} says so."
                yield (
                    str(kind),
                    key,
                    match,
                    relation,
                    "1.000",
                    BY_SOURCE,
                    evidence,
                    "",
                    "",
                    outcome.side(kind, key).label,
                    "",
                )


def _candidates(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for pair in outcome.linked.possible:
        one, other = (outcome.side(pair.kind, outcome.published(pair.kind, key)) for key in (pair.one, pair.other))
        yield (
            "", str(pair.kind), one.key, other.key, "", "", "", f"{pair.score:.3f}", " ".join(pair.reasons), one.label,
            other.label, about(one), about(other),
        )  # fmt: skip


def about(side: Side) -> str:
    """What is known of somebody, in one cell."""
    return "; ".join(filter(None, (side.years, *side.notes[:3])))


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
            count += 1
    return count
