"""`/editors`: what the collection's own staff should look at, by any mixture of filters: findings of the validation, doubtful links,
and records of ours that may be one. All were reckoned when the snapshot was built.
"""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request

from lod_publisher.errors import SnapshotError
from lod_publisher.model.authorities import register_of
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.snapshot.findings import read_jsonl
from lod_publisher.snapshot.identities import Identity
from lod_publisher.web import surface
from lod_publisher.web.languages import N_
from lod_publisher.web.lists import PAGE, again, number_in, other_form, page
from lod_publisher.web.pairs import Pair, pairs_of
from lod_publisher.web.site import KIND_NAMES, Site, site

blueprint = Blueprint("editors", __name__)

_ALL = -1  # no limit, to SQLite
_MOST = 8  # rules named on the first page
_REASONS = {
    "possible": N_("possibly the same"),
    "shared": N_("another of our things has this code too"),
    "several": N_("it has another code of this file too"),
}
_FINDING_FIELDS = ("severity", "rule", "file", "line", "record", "message", "value", "consequence", "remedy")
# The first columns are those of decisions.csv: filled in, the file is one.
_PAIR_FIELDS = (
    "what",
    "kind",
    "one",
    "other",
    "who",
    "when",
    "why",
    "name",
    "other_name",
    "score",
    "reasons",
    "statement",
)
_LINK_FIELDS = ("id", "kind", "label", "authority", "value", "address", "certainty", "doubt")


@blueprint.get("/editors")
@surface.declare(surface.HTML)
def desk() -> Response:
    """Where an editor begins: how much of each is waiting, and the ways to it."""
    here = site()
    found = _findings(here.snapshot.folder)
    rules = Counter((finding.severity, finding.rule) for finding in found)
    most = sorted(rules.items(), key=lambda item: (list(Severity).index(item[0][0]), -item[1], item[0][1]))
    counts = here.snapshot.identities.doubt_counts()
    by_file: Counter[str] = Counter()
    for authority, _, _, number in counts:
        by_file[authority] += number
    return page(
        "editors.html",
        severities=[(severity, sum(n for (each, _), n in rules.items() if each == severity)) for severity in Severity],
        rules=most[:_MOST],
        more_rules=len(most) - _MOST,
        files=by_file.most_common(),
        links=sum(by_file.values()),
        pairs=pairs_of(here.snapshot),
        name_of=_name_of(here),
    )


@blueprint.get("/editors/findings")
@surface.declare(surface.HTML, surface.JSON, surface.CSV, query="severity rule file words format", also=(400, 406))
def findings() -> Response:
    """The findings that pass all filters, a page at a time; as CSV or JSON all of them."""
    here = site()
    wanted = {name: request.args.get(name, "").strip() for name in ("severity", "rule", "file", "words")}
    known = _findings(here.snapshot.folder)
    passing = [finding for finding in known if _passes(finding, wanted)]
    if other := other_form(
        lambda: (_FINDING_FIELDS, *(_finding_row(each) for each in passing)),
        lambda: [dict(zip(_FINDING_FIELDS, _finding_row(each), strict=True)) for each in passing],
    ):
        return other
    start = number_in("from")
    shown = passing[start : start + PAGE]
    return page(
        "editors_findings.html",
        wanted=wanted,
        total=len(passing),
        start=start,
        found=[(finding, _page_of(here, finding.record)) for finding in shown],
        severities=list(Severity),
        rules=sorted({finding.rule for finding in known}),
        files=sorted({finding.origin.file for finding in known}),
        previous=again(**{"from": max(0, start - PAGE)}) if start else "",
        following=again(**{"from": start + PAGE}) if start + PAGE < len(passing) else "",
    )


@blueprint.get("/editors/links")
@surface.declare(surface.HTML, surface.JSON, surface.CSV, query="authority kind doubt words format", also=(400, 406))
def links() -> Response:
    """The doubtful links that pass all filters, of every authority file; as CSV or JSON all of them."""
    here = site()
    wanted = {name: request.args.get(name, "").strip() for name in ("authority", "kind", "doubt", "words")}
    table = here.snapshot.identities

    def rows_of(after: int, limit: int) -> list[Identity]:
        return table.doubts(wanted["authority"], wanted["kind"], wanted["doubt"], wanted["words"], after, limit)

    if other := other_form(
        lambda: (_LINK_FIELDS, *(_link_row(here, each) for each in rows_of(0, _ALL))),
        lambda: [dict(zip(_LINK_FIELDS, _link_row(here, each), strict=True)) for each in rows_of(0, _ALL)],
    ):
        return other
    rows = rows_of(number_in("after"), PAGE + 1)
    counts = table.doubt_counts()
    fitting = [
        number
        for authority, kind, doubt, number in counts
        if wanted["authority"] in ("", authority) and wanted["kind"] in ("", kind) and wanted["doubt"] in ("", doubt)
    ]
    return page(
        "editors_links.html",
        wanted=wanted,
        total=sum(fitting),
        entries=[(row, entity) for row in rows[:PAGE] if (entity := here.snapshot.entity(row.kind, row.local_id))],
        authorities=sorted({authority for authority, *_ in counts}),
        kinds=[(kind, KIND_NAMES[kind][1]) for kind in KIND_NAMES if any(kind == each for _, each, _, _ in counts)],
        reasons=_REASONS,
        name_of=_name_of(here),
        following=again(after=rows[PAGE - 1].place) if len(rows) > PAGE else "",
    )


@blueprint.get("/editors/pairs")
@surface.declare(surface.HTML, surface.JSON, surface.CSV, query="kind words format", also=(400, 406))
def pairs() -> Response:
    """The pairs that pass all filters, the likeliest first; as CSV or JSON all of them."""
    here = site()
    wanted = {name: request.args.get(name, "").strip() for name in ("kind", "words")}
    known = pairs_of(here.snapshot)
    words = wanted["words"].casefold()
    passing = [
        pair
        for pair in known
        if wanted["kind"] in ("", pair.one.kind) and words in f"{pair.one.label}\n{pair.other.label}".casefold()
    ]
    if other := other_form(
        lambda: (_PAIR_FIELDS, *(_pair_row(pair) for pair in passing)),
        lambda: [dict(zip(_PAIR_FIELDS, _pair_row(pair), strict=True)) for pair in passing],
    ):
        return other
    start = number_in("from")
    return page(
        "editors_pairs.html",
        wanted=wanted,
        total=len(passing),
        shown=passing[start : start + PAGE],
        kinds=[(kind, KIND_NAMES[kind][1]) for kind in KIND_NAMES if any(kind == pair.one.kind for pair in known)],
        previous=again(**{"from": max(0, start - PAGE)}) if start else "",
        following=again(**{"from": start + PAGE}) if start + PAGE < len(passing) else "",
    )


@lru_cache(maxsize=2)
def _findings(folder: Path) -> tuple[Finding, ...]:
    """All findings of a snapshot, the gravest first; none when it was published without a report for tools."""
    try:
        found = read_jsonl(folder / "report.jsonl")
        order = list(Severity)
        return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))
    except SnapshotError:
        return ()


def _passes(finding: Finding, wanted: dict[str, str]) -> bool:
    return (
        wanted["severity"] in ("", finding.severity)
        and wanted["rule"] in ("", finding.rule)
        and wanted["file"] in ("", finding.origin.file)
        and (
            not wanted["words"]
            or wanted["words"].casefold() in f"{finding.record} {finding.message} {finding.value}".casefold()
        )
    )


def _finding_row(finding: Finding) -> tuple[str, ...]:
    line = str(finding.origin.line or "")
    return (
        str(finding.severity), finding.rule, finding.origin.file, line, finding.record,
        finding.message, finding.value, finding.consequence, finding.remedy,
    )  # fmt: skip


def _link_row(here: Site, link: Identity) -> tuple[str, ...]:
    entity = here.snapshot.entity(link.kind, link.local_id)
    iri = here.snapshot.iris.entity(link.kind, link.local_id)
    label = entity.label if entity else ""
    return (
        iri, str(link.kind), label, link.authority, link.value, link.iri, str(link.certainty), str(link.doubt or ""),
    )  # fmt: skip


def _page_of(here: Site, record: str) -> str:
    """The page of the record that a finding names, by its IRI or a document's local id; "" when it has none."""
    key = here.snapshot.iris.split(record) or (Kind.DOCUMENT, record)
    return here.href(here.snapshot.iris.entity(*key)) if is_local_id(key[1]) and here.snapshot.entity(*key) else ""


def _name_of(here: Site) -> Callable[[str], str]:
    """What people call an authority file."""

    def name(authority: str) -> str:
        register = register_of(authority)
        return register.name if register else here.vocabulary.labels.get(
            f"{here.snapshot.base}/vocab/{authority}", authority
        )  # fmt: skip

    return name


def _pair_row(pair: Pair) -> tuple[str, ...]:
    return (
        "", str(pair.one.kind), pair.one.local_id, pair.other.local_id, "", "", "",
        pair.one.label, pair.other.label, pair.score, " ".join(pair.reasons), pair.statement,
    )  # fmt: skip
