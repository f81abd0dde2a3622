"""How many findings each source file had in each build: carried from snapshot to snapshot, one entry longer each time."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lod_publisher.model.findings import Finding

LONGEST = 50
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Build:
    """The findings of one build: by source file, then by severity and rule ("warning: document-date")."""

    id: str
    moment: str
    validated: bool
    files: Mapping[str, Mapping[str, int]]

    @property
    def by_file(self) -> Counter[str]:
        """How many findings each file had."""
        return Counter({file: sum(rules.values()) for file, rules in self.files.items()})

    @property
    def by_rule(self) -> Counter[str]:
        """How often each rule was broken."""
        counts: Counter[str] = Counter()
        for rules in self.files.values():
            counts.update(rules)
        return counts


def counts_of(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """Count findings by file, then by severity and rule."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        counts.setdefault(finding.origin.file, Counter())[f"{finding.severity}: {finding.rule}"] += 1
    return {file: dict(sorted(rules.items())) for file, rules in sorted(counts.items())}


def extended(before: Sequence[Build], now: Build) -> list[Build]:
    """The history with a build more; only the last builds are kept, and one that is made again takes its own place."""
    return [*(build for build in before if build.id != now.id), now][-LONGEST:]


def read_history(path: Path) -> list[Build]:
    """The builds of a snapshot's history, the oldest first.

    A snapshot from before there was a history, or with one that another version wrote, begins a new one: no data depend on it.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["version"] != _VERSION:
            return []
        return [Build(**build) for build in told["builds"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def history_json(builds: Sequence[Build]) -> Iterator[str]:
    """The history as JSON, in pieces: a line for each build."""
    yield f'{{"version": {_VERSION}, "builds": [\n'
    for number, build in enumerate(builds, 1):
        yield json.dumps(asdict(build), ensure_ascii=False) + (",\n" if number < len(builds) else "\n")
    yield "]}\n"
