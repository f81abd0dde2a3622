"""Questions that only the whole dataset can answer, asked in SPARQL of the store that will be published."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term
from lod_publisher.validation.links import LINKS

Select: TypeAlias = Callable[[str], Iterable[tuple[str | None, ...]]]

_PORTION = 2_000
_EXAMPLES = 100  # of each question; a fault of the program would otherwise fill the report
_EVERYWHERE = Origin("all sources")
_PREFIXES = """\
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX la: <https://linked.art/ns/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@dataclass(frozen=True, slots=True)
class _Question:
    """A rule whose query selects the node that breaks it, and what about it does (a value, a property; may be missing)."""

    rule: str
    severity: Severity
    query: str
    message: str
    consequence: str
    remedy: str


_MISSING = "SELECT ?thing WHERE {{ VALUES ?thing {{ {things} }} FILTER NOT EXISTS {{ ?thing a ?class }} }}"
_DANGLING = """SELECT ?node ?thing ?property WHERE {{
  VALUES ?thing {{ {things} }}
  ?node ?property ?thing .
  VALUES ?property {{ {links} }}
}}"""
# Only what has parts can be in a circle of parts, which spares the search from every passage.
_CYCLE = """SELECT DISTINCT ?node WHERE {{
  {{ SELECT DISTINCT ?node WHERE {{ ?part {property} ?node }} }}
  ?node {property}+ ?node .
}}"""
_PARTS = (
    "crm:P106i_forms_part_of", "crm:P89_falls_within", "crm:P107i_is_current_or_former_member_of", "la:member_of",
    "crm:P9i_forms_part_of", "crm:P86_falls_within",
)  # fmt: skip
_ROLE_ALONE = """SELECT ?node ?actor WHERE {
  ?role a crm:PC14_carried_out_by ; crm:P01_has_domain ?node ; crm:P02_has_range ?actor .
  FILTER NOT EXISTS { ?node crm:P14_carried_out_by ?actor }
}"""
_WITHOUT_WHOLE = """SELECT ?node WHERE {
  ?node a crm:E31_Document ; crm:P72_has_language ?language .
  FILTER NOT EXISTS { ?node crm:P106i_forms_part_of ?whole }
  FILTER NOT EXISTS { ?node la:member_of ?set }
}"""

_NOWHERE = _Question(
    "link-to-nowhere",
    Severity.WARNING,
    _DANGLING,
    "The data point at something that nothing is said of.",
    "Readers who follow the link find no page.",
    "The thing was perhaps left out because of a violation, which this report names too; mend that first.",
)
_QUESTIONS = (
    _Question(
        "role-without-actor",
        Severity.WARNING,
        _ROLE_ALONE,
        "Somebody has a role in an activity that does not say that they carried it out.",
        "Simple questions (who did it?) do not find them.",
        "State crm:P14_carried_out_by beside the role, as the CRM's module for properties of properties asks.",
    ),
    _Question(
        "document-without-a-whole",
        Severity.INFO,
        _WITHOUT_WHOLE,
        "The document is in no volume, collection or archival unit.",
        "It is found by search only, not by browsing.",
        "Say of which volume or collection it is a part, if that is known.",
    ),
    *(
        _Question(
            "whole-within-its-part",
            Severity.WARNING,
            _CYCLE.format(property=property_),
            f"Following {property_} from this leads back to it.",
            "Whoever asks for its parts, or for what it is a part of, is led in a circle.",
            "One of the relations on the way is the wrong way round, or two things were given one key.",
        )
        for property_ in _PARTS
    ),
)


def integrity(select: Select, links: Collection[Term] = ()) -> Iterator[Finding]:
    """Ask every question; `select` answers a SPARQL SELECT with rows of plain texts, None where nothing is bound.

    `links` are what records link to and do not describe themselves (see `open_links`). Each query is one pass over a few
    properties with a look-up for each row, and ends after some examples.
    """
    for question in _QUESTIONS:
        yield from _asked(select, question, question.query)
    if missing := list(islice(_missing(select, links), _EXAMPLES)):
        yield from _asked(select, _NOWHERE, _DANGLING.format(things=" ".join(missing), links=" ".join(sorted(LINKS))))


def _asked(select: Select, question: _Question, query: str) -> Iterator[Finding]:
    for row in select(f"{_PREFIXES}{query}\nLIMIT {_EXAMPLES}"):
        node, value, path = (*row, None, None)[:3]
        yield Finding(
            question.rule,
            question.severity,
            _EVERYWHERE,
            _record(node or ""),
            question.message,
            value=value or "",
            consequence=question.consequence,
            remedy=question.remedy,
            focus=node or "",
            path=path or "",
        )


def _missing(select: Select, links: Collection[Term]) -> Iterator[Term]:
    """Those of the links' ends that the dataset does not describe."""
    ends = sorted(links)
    for start in range(0, len(ends), _PORTION):
        query = _MISSING.format(things=" ".join(ends[start : start + _PORTION]))
        yield from (f"<{thing}>" for (thing,) in select(query) if thing)


def _record(iri: str) -> str:
    """Kind and local id of an entity or of what one of its parts belongs to; the IRI itself when it is not one of ours."""
    return iri.partition("/id/")[2].partition("#")[0] or iri
