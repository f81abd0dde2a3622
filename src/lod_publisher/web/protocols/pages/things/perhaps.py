"""Who may be the same: things of this collection that somebody holds to be probably one, with what is known of each side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts, Link
from lod_publisher.web.languages import N_
from lod_publisher.web.protocols.pages.evidence import Claim
from lod_publisher.web.site import Site

_CLOSE = "http://www.w3.org/2004/02/skos/core#closeMatch"
_MATCHES = frozenset({"close match", "exact match"})
_MOST = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of those who may be the same, in the words of the dataset; what is not known is empty."""

    link: Link
    names: list[str]
    birth: str
    death: str
    offices: list[str]
    documents: int
    description: str


@dataclass(frozen=True, slots=True)
class Perhaps:
    """The thing itself and those who may be it; `differ` names what is known of several and not the same."""

    candidates: list[Candidate]
    differ: list[str]


def perhaps(here: Site, iri: str, entity: Entity, facts: Facts, claims: Sequence[Claim]) -> Perhaps | None:
    """Compare a thing with those who are probably it, as the collection or somebody in it holds; None when there is nobody."""
    others = [
        found
        for address in [*dict.fromkeys([*facts.all(iri, _CLOSE), *_claimed(here, claims)])][:_MOST]
        if address.startswith(f"{here.snapshot.base}/") and (found := here.owner(address)) is not None
    ]
    if not others:
        return None
    candidates = [_candidate(here, each) for each in (entity, *others)]
    differ = [
        name
        for name in (N_("birth"), N_("death"))
        if len({getattr(each, name) for each in candidates if getattr(each, name)}) > 1
    ]
    return Perhaps(candidates, differ)


def _claimed(here: Site, claims: Sequence[Claim]) -> list[str]:
    """Our own things that somebody claims to be the same."""
    pages = [
        claim.value.href.partition("/page/")[2] for claim in claims if claim.property.removeprefix("has ") in _MATCHES
    ]
    return [f"{here.snapshot.base}/id/{page}" for page in pages if page]


def _candidate(here: Site, entity: Entity) -> Candidate:
    said = here.snapshot.name_index.facts(entity)
    names = here.snapshot.catalog.names(entity.kind, entity.local_id)
    return Candidate(
        Link(entity.label, here.href(here.iri(entity))),
        [name for name in names if name != entity.label][:6],
        said.birth,
        said.death,
        list(said.offices[:4]),
        said.documents,
        said.description,
    )
