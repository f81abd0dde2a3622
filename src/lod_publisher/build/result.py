"""What a build knows while it runs, and what it tells when it is done."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from lod_publisher.build.inputs import Inputs
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.terms import Term
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.cataloguing import MovedRow


@dataclass(slots=True)
class BuildLog:
    """What is gathered on the way: findings, counts by source file, seconds by stage (`timings` on the wall, `busy` in workers).

    `digests` are those of the source files by name, `identity` all that decides the content of the snapshot, `links` the ends of
    links that the file concerned did not describe, `predicates` the IRIs of all properties used, `moves` what linking joined.
    """

    inputs: Inputs
    settings: BuildSettings
    moment: datetime
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    identity: str = ""
    links: set[Term] = field(default_factory=set)
    predicates: set[str] = field(default_factory=set)
    moves: list[MovedRow] = field(default_factory=list)

    def sorted_findings(self) -> list[Finding]:
        """The findings, the gravest first, in an order that does not depend on how the work was shared out."""
        order = list(Severity)
        return sorted(
            self.findings,
            key=lambda f: (order.index(f.severity), f.rule, f.origin.file, f.origin.line or 0, f.record, f.message),
        )


@dataclass(slots=True)
class BuildResult:
    """What a build did. `snapshot_id` is None for a check; `published` False when nothing had changed or it was not wanted."""

    snapshot_id: str | None
    findings: list[Finding]
    counts: dict[str, Counter[str]]
    timings: dict[str, float]
    triples: int = 0
    published: bool = False
    unchanged: bool = False
    entities: dict[str, int] = field(default_factory=dict)

    @property
    def violations(self) -> int:
        """How many findings kept something out of the dataset."""
        return sum(finding.severity is Severity.VIOLATION for finding in self.findings)
