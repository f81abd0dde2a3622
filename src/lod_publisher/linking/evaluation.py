"""How well a clustering agrees with a gold standard: pairwise and B-cubed precision, recall and F1."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

from lod_publisher.errors import InputError


def _clusters(path: Path, column: str) -> dict[tuple[str, str], str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: cannot be read ({problem}). Give a tab-separated file in UTF-8.") from None
    columns = ("volume_id", "person_xml_id", column)
    if not rows or any(name not in rows[0] for name in columns):
        raise InputError(f"{path}: the first line must name the columns {', '.join(columns)}.")
    return {(row["volume_id"], row["person_xml_id"]): row[column] for row in rows}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def scores(predicted: Path, gold: Path) -> dict[str, float]:
    """Score the entries of the gold standard; one that was not predicted is a cluster of its own.

    `predicted` has the columns volume_id, person_xml_id, cluster; `gold` has people_id for the last.
    Returns pairwise and B-cubed precision, recall and F1, and the number of entries.

    Raises:
        InputError: a file cannot be read or has other columns, or the two have no entry in common.
    Source: Bagga and Baldwin 1998 for B-cubed.
    """
    found, wanted = _clusters(predicted, "cluster"), _clusters(gold, "people_id")
    if not found.keys() & wanted.keys():
        raise InputError(f"{predicted} and {gold} have no entry in common, so there is nothing to score.")
    common = sorted(wanted)
    found = {entry: found.get(entry, f"(alone) {entry}") for entry in common}
    both = Counter((found[entry], wanted[entry]) for entry in common)
    by_found: Counter[object] = Counter(found[entry] for entry in common)
    by_gold: Counter[object] = Counter(wanted[entry] for entry in common)
    together = _pairs(Counter[object](both))
    precision = together / (_pairs(by_found) or 1)
    recall = together / (_pairs(by_gold) or 1)
    sums: dict[str, float] = defaultdict(float)
    for (cluster, person), size in both.items():
        sums["precision"] += size * size / by_found[cluster]
        sums["recall"] += size * size / by_gold[person]
    b_precision, b_recall = sums["precision"] / len(common), sums["recall"] / len(common)
    return {
        "pairwise precision": precision,
        "pairwise recall": recall,
        "pairwise F1": _f1(precision, recall),
        "B-cubed precision": b_precision,
        "B-cubed recall": b_recall,
        "B-cubed F1": _f1(b_precision, b_recall),
        "entries": len(common),
    }
