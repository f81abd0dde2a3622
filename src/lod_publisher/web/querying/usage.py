"""Terms that a query asks for and the dataset never uses: such a pattern finds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from lod_publisher.model.vocab import SEARCH
from lod_publisher.snapshot.statistics import Statistics
from lod_publisher.web.querying.names import Names
from lod_publisher.web.querying.outline import Triples, outline
from lod_publisher.web.querying.tokens import Token
from lod_publisher.web.site import Site
from lod_publisher.web.vocabulary import CRM

_MAX_REMARKS = 5
# In a longer query, such as one with a list of things, only terms of the CRM and of our vocabulary are looked at.
_MAX_TOKENS = 2_000


@dataclass(frozen=True, slots=True)
class Usage:
    """The classes and properties that a dataset uses, with how often."""

    classes: dict[str, int]
    properties: dict[str, int]


@lru_cache(maxsize=4)
def usage(folder: Path) -> Usage | None:
    """The terms that a snapshot uses; None when it was built before they were counted."""
    counted = Statistics.read(folder)
    if counted is None:
        return None
    return Usage(dict(counted.classes), {name: count.triples for name, count in counted.properties.items()})


def unused_terms(found: Sequence[Token], names: Names, here: Site) -> list[str]:
    """A remark on each term of a query that nothing in the dataset is described with, and what may have been meant."""
    used = usage(here.snapshot.folder)
    if used is None:
        return []
    own, things = f"{here.snapshot.base}/vocab/", f"{here.snapshot.base}/id/"
    namespaces = frozenset(names.prefixes.values())
    remarks: dict[str, str] = {}
    foreign: dict[str, Token] = {}
    for token in found:
        if token.kind not in ("prefixed", "iri") or len(remarks) == _MAX_REMARKS:
            continue
        iri = names.iri(token) or ""
        if iri in used.properties or iri in used.classes or iri in namespaces or iri in (CRM, own, own + SEARCH):
            continue
        if not iri.startswith((CRM, own)):
            if not iri.startswith(things):
                foreign[iri] = token
            continue
        if iri.startswith(own) and (iri in here.vocabulary.labels and iri not in here.vocabulary.broader):
            continue  # a concept, or the verb of searches: never a property
        remarks.setdefault(iri, _remark(token, iri, used, names, here))
    if foreign and len(found) <= _MAX_TOKENS:
        verbs = _verbs(found)
        remarks |= {iri: _remark(token, iri, used, names, here) for iri, token in foreign.items() if token in verbs}
    return list(remarks.values())[:_MAX_REMARKS]


def _verbs(tokens: Sequence[Token]) -> set[Token]:
    """The terms that are properties of patterns about our own data, but for those of paths, where others may stand for them.

    Elsewhere a term of another vocabulary may be anything, such as the address of a thing.
    """
    if any(token.is_word("GRAPH", "FROM", "SERVICE") for token in tokens) or (seen := outline(tokens)) is None:
        return set()
    parts = [part for group in seen.groups() for part in group.parts if isinstance(part, Triples)]
    spans = [each.verb for part in parts for each in part.properties]
    return {tokens[span.first] for span in spans if span.stop - span.first == 1}


def _remark(token: Token, iri: str, used: Usage, names: Names, here: Site) -> str:
    own = f"{here.snapshot.base}/vocab/"
    space = next((each for each in (CRM, own) if iri.startswith(each)), iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    candidates = {term[len(space) :]: term for term in (*used.properties, *used.classes) if term.startswith(space)}
    if space == own:
        candidates |= {term[len(space) :]: term for term in here.vocabulary.labels if term.startswith(space)}
    name = iri[len(space) :]
    candidates.pop(name, None)
    number = name.partition("_")[0]
    same = [local for local in sorted(candidates) if "_" in name and local.partition("_")[0] == number]
    close = same or get_close_matches(name, candidates, 3, 0.7)
    meant = f" Did you mean {' or '.join(names.short(candidates[local]) for local in close[:3])}?" if close else ""
    is_known = space != own or iri in here.vocabulary.labels
    what = "is never used in this dataset" if is_known else "is no term of the vocabulary of this dataset"
    return f"{token.text} (line {token.line}) {what}, so its pattern finds nothing.{meant}"
