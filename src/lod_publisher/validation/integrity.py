"""Questions that only the whole dataset can answer, asked in SPARQL of the store that will be published."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin

Select: TypeAlias = Callable[[str], Iterable[tuple[str | None, ...]]]

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


# The properties that lead from one entity to another. Types and languages may be a thesaurus's; names and time-spans are
# described together with their owner.
_DANGLING = """SELECT ?node ?thing ?property WHERE {
  VALUES ?property {
    crm:P7_took_place_at crm:P9_consists_of crm:P9i_forms_part_of
    crm:P11_had_participant crm:P12_occurred_in_the_presence_of crm:P14_carried_out_by crm:P16_used_specific_object
    crm:P17_was_motivated_by crm:P67_refers_to crm:P67i_is_referred_to_by crm:P70_documents crm:P73i_is_translation_of
    crm:P86_falls_within crm:P89_falls_within crm:P94i_was_created_by crm:P106i_forms_part_of
    crm:P107_has_current_or_former_member crm:P107i_is_current_or_former_member_of crm:P134_continued
    crm:P140_assigned_attribute_to crm:P141_assigned la:member_of
  }
  ?node ?property ?thing .
  FILTER NOT EXISTS { ?thing a ?class }
}"""
_UNLABELLED = """SELECT ?node ?class WHERE {
  ?node a ?class .
  FILTER NOT EXISTS { ?node rdfs:label ?label }
}"""
_ROLE_ALONE = """SELECT ?node ?actor WHERE {
  ?role a crm:PC14_carried_out_by ; crm:P01_has_domain ?node ; crm:P02_has_range ?actor .
  FILTER NOT EXISTS { ?node crm:P14_carried_out_by ?actor }
}"""
_WITHOUT_WHOLE = """SELECT ?node WHERE {
  ?node a crm:E31_Document ; crm:P72_has_language ?language .
  FILTER NOT EXISTS { ?node crm:P106i_forms_part_of ?whole }
  FILTER NOT EXISTS { ?node la:member_of ?set }
}"""

_QUESTIONS = (
    _Question(
        "link-to-nowhere",
        Severity.WARNING,
        _DANGLING,
        "The data point at something that nothing is said of.",
        "Readers who follow the link find no page.",
        "The thing was perhaps left out because of a violation, which this report names too; mend that first.",
    ),
    _Question(
        "nothing-without-a-label",
        Severity.WARNING,
        _UNLABELLED,
        "Something is published without a label.",
        "Pages show its bare address.",
        "Give it an rdfs:label in the source; if no source speaks of it, this is a fault of the program.",
    ),
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
)


def integrity(select: Select) -> Iterator[Finding]:
    """Ask every question; `select` answers a SPARQL SELECT with rows of plain texts, None where nothing is bound.

    Each query is one pass over a few properties with a look-up for each row, and ends after some examples.
    """
    for question in _QUESTIONS:
        for row in select(f"{_PREFIXES}{question.query}\nLIMIT {_EXAMPLES}"):
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


def _record(iri: str) -> str:
    """Kind and local id of an entity or of what one of its parts belongs to; the IRI itself when it is not one of ours."""
    return iri.partition("/id/")[2].partition("#")[0] or iri
