"""The changes as a Linked Data Event Stream: a search tree in time over all versions of all entities.

/ldes leads to months, a month to the builds that changed something in it, a build to the pages of its changes. A page of members
never changes once it is published, since a later build has pages of its own; a month is closed when a later month has begun.
Source: Linked Data Event Streams (2026-05-10) with its server primer; TREE hypermedia (2025-06-20).
"""

import re
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response
from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.snapshot.changes import Change, Period
from lod_publisher.web import activities, quads, surface
from lod_publisher.web.problems import not_found
from lod_publisher.web.site import Site, site

blueprint = Blueprint("ldes", __name__)

# A version of a document has some 20 kB as N-Triples, so a page about a megabyte.
PAGE_MEMBERS = 50
# The pages that one page leads to: a first build may have some thousands, and a document should not list them all.
_LINKED = 200
_CLOSED = "public, max-age=31536000, immutable"

_AS = activities.ACTIVITY_STREAMS
_LDES = "https://w3id.org/ldes#"
_TREE = "https://w3id.org/tree#"
_DCTERMS = "http://purl.org/dc/terms/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
_TRUE = Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))


@blueprint.get("/ldes")
@surface.declare(*surface.QUADS, also=(406,))
def root() -> Response:
    """The event stream described, and the way to its months."""
    here = site()
    form = quads.chosen_form()
    node, periods = _address(here), here.snapshot.changes.moments()
    said = [*_stream(here, node, periods)]
    for month in dict.fromkeys(period.moment[:7] for period in periods):
        said += _relations(
            node, f"{node}/{month}", ("GreaterThanOrEqualTo", _first_of(month)), ("LessThan", _after(month))
        )
    return quads.answer(form, said, ())


@blueprint.get("/ldes/<name>")
@surface.declare(*surface.QUADS, also=(406,))
def node(name: str) -> Response:
    """A month with the builds that changed something in it, or the first page of a build's changes.

    Raises:
        Problem: 404, nothing changed then.
    """
    return _members(name, 1) if _MONTH.fullmatch(name) is None else _month(name)


@blueprint.get("/ldes/<name>/<number>")
@surface.declare(*surface.QUADS, also=(406,))
def further(name: str, number: str) -> Response:
    """A further page of a build's changes.

    Raises:
        Problem: 404, there is no such page.
    """
    if not (number.isascii() and number.isdigit() and len(number) < 10) or number != str(int(number)) or number in "01":
        raise not_found(f"{number[:20]} is no number of a further page; pages are numbered from 2.")
    return _members(name, int(number))


def _month(month: str) -> Response:
    here = site()
    periods = here.snapshot.changes.moments()
    within = [period for period in periods if period.moment.startswith(f"{month}-")]
    if not within:
        raise not_found(
            f"Nothing changed in {month}. The months in which something did are linked from {_address(here)}."
        )
    form = quads.chosen_form()
    own = f"{_address(here)}/{month}"
    said = list(_node(own, is_closed := periods[-1].moment[:7] > month))
    for period in within:
        said += _at(own, _page(here, period, 1), period)
    return _answered(quads.answer(form, said, ()), is_closed)


def _members(name: str, number: int) -> Response:
    here = site()
    moment = activities.moment_of(name)
    period = next((each for each in here.snapshot.changes.moments() if each.moment == moment), None)
    first = period.first + (number - 1) * PAGE_MEMBERS if period else 0
    if period is None or first > period.last:
        raise not_found(f"There is no page {number} of changes at {name[:20]}. Begin at {_address(here)}.")
    form = quads.chosen_form()
    own = _page(here, period, number)
    said = list(_node(own, is_closed=True))
    if number % _LINKED == 1:
        last = (period.last - period.first) // PAGE_MEMBERS + 1
        for other in range(number + 1, min(number + _LINKED, last) + 1):
            said += _at(own, _page(here, period, other), period)
    changes = here.snapshot.changes.after(first - 1, min(PAGE_MEMBERS, period.last - first + 1))
    stream = NamedNode(_stream_iri(here))
    for change in changes:
        said.append(Triple(stream, NamedNode(f"{_TREE}member"), NamedNode(activities.activity_iri(here, change))))
        said += activities.statements(here, change)
    return _answered(quads.answer(form, said, _versions(here, changes)), is_closed=True)


def _versions(here: Site, changes: Sequence[Change]) -> list[tuple[str, bytes]]:
    """What each change left: a graph that bears the member's name."""
    return [(activities.activity_iri(here, change), activities.version(here, change)) for change in changes]


def _answered(response: Response, is_closed: bool) -> Response:
    if is_closed:
        response.headers["Cache-Control"] = _CLOSED
    return response


def _address(here: Site) -> str:
    return f"{here.snapshot.base}/ldes"


def _stream_iri(here: Site) -> str:
    return f"{_address(here)}#stream"


def _page(here: Site, period: Period, number: int) -> str:
    first = f"{_address(here)}/{activities.compact(period.moment)}"
    return first if number == 1 else f"{first}/{number}"


def _first_of(month: str) -> str:
    return f"{month}-01T00:00:00Z"


def _after(month: str) -> str:
    """The first moment of the next month."""
    year, number = int(month[:4]), int(month[5:])
    return _first_of(f"{year + number // 12:04}-{number % 12 + 1:02}")


def _stream(here: Site, node: str, periods: Sequence[Period]) -> Iterator[Triple]:
    """What a client must know before it reads: the order, what is a version of what, and how long versions are kept."""
    stream, policy = _stream_iri(here), f"{node}#retention"
    yield from _node(node, is_closed=False)
    yield _say(stream, _TYPE.value, NamedNode(f"{_LDES}EventStream"))
    yield _say(stream, f"{_DCTERMS}title", Literal(f"Changes of {here.title}"))
    if here.licence.startswith(("http://", "https://")):
        yield _say(stream, f"{_DCTERMS}license", NamedNode(here.licence))
    yield _say(stream, f"{_TREE}view", NamedNode(node))
    yield _say(stream, f"{_LDES}timestampPath", NamedNode(activities.END_TIME))
    yield _say(stream, f"{_LDES}sequencePath", NamedNode(activities.POSITION))
    yield _say(stream, f"{_LDES}versionOfPath", NamedNode(activities.OBJECT))
    for kind in ("Create", "Update", "Delete"):
        yield _say(stream, f"{_LDES}version{kind}Object", NamedNode(_AS + kind))
    yield _say(node, _TYPE.value, NamedNode(f"{_LDES}EventSource"))
    if periods:
        # Every version since the first build is kept, so the policy names the first; said in the older terms as well.
        since = activities.moment(periods[0].moment)
        yield _say(node, f"{_LDES}retentionPolicy", NamedNode(policy))
        yield _say(policy, _TYPE.value, NamedNode(f"{_LDES}RetentionPolicy"))
        yield _say(policy, _TYPE.value, NamedNode(f"{_LDES}PointInTimePolicy"))
        yield _say(policy, f"{_LDES}startingFrom", since)
        yield _say(policy, f"{_LDES}pointInTime", since)


def _node(node: str, is_closed: bool) -> Iterator[Triple]:
    yield _say(node, _TYPE.value, NamedNode(f"{_TREE}Node"))
    if is_closed:
        yield _say(node, f"{_LDES}immutable", _TRUE)


def _at(node: str, target: str, period: Period) -> Iterator[Triple]:
    """The way to a page all of whose members are of one moment."""
    return _relations(node, target, ("GreaterThanOrEqualTo", period.moment), ("LessThanOrEqualTo", period.moment))


def _relations(node: str, target: str, *bounds: tuple[str, str]) -> Iterator[Triple]:
    """The ways from one node to another, one for each bound of what is found there."""
    name = target[target.index("/ldes/") + len("/ldes/") :].replace("/", ".")
    for kind, value in bounds:
        relation = f"{node}#{name}.{kind}"
        yield _say(node, f"{_TREE}relation", NamedNode(relation))
        yield _say(relation, _TYPE.value, NamedNode(f"{_TREE}{kind}Relation"))
        yield _say(relation, f"{_TREE}node", NamedNode(target))
        yield _say(relation, f"{_TREE}path", NamedNode(activities.END_TIME))
        yield _say(relation, f"{_TREE}value", activities.moment(value))


def _say(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
