"""The JSON-LD context of this site: short names for the terms of the CRM, of our vocabulary and of those that stand beside them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lod_publisher.model import vocab
from lod_publisher.model.vocab import crm
from lod_publisher.web.formats.description import PREFIXES, prefixes

PATH = "/context.jsonld"
"""Where the context is served, under the base IRI."""

# Terms of others by the names that people know them by; a name ending in "*" leads to literals.
_OTHERS = {
    "rdfs": "label* comment* seeAlso subClassOf subPropertyOf domain range",
    "owl": "sameAs",
    "skos": "Concept ConceptScheme prefLabel* altLabel* definition* notation* broader narrower inScheme exactMatch closeMatch "
    "hasTopConcept topConceptOf",
    "prov": "wasDerivedFrom",
    "dcterms": "source rights license publisher description* modified* created* isPartOf temporal* title* replaces isReplacedBy",
    "la": "Set member_of equivalent",
    "rico": "RecordSet isDirectlyIncludedIn",
    "foaf": "Document primaryTopic",
}
# The names of properties whose values are literals.
_LITERAL = frozenset(
    [
        "P3_has_note",
        "P82_at_some_time_within",
        "P82a_begin_of_the_begin",
        "P82b_end_of_the_end",
        "P90_has_value",
        "P90a_has_lower_value_limit",
        "P90b_has_upper_value_limit",
        "P168_place_is_defined_by",
        "P190_has_symbolic_content",
        "position",
        "printed_number",
        "page",
        "source_file",
        "source_line",
    ]
) | {name.rstrip("*") for listed in _OTHERS.values() for name in listed.split() if name.endswith("*")}
REVERSE = {
    "described_in": f"{PREFIXES['foaf']}primaryTopic",
    "has_passage": f"{PREFIXES['crm']}P106i_forms_part_of",
}
"""Names for statements that other nodes of a description make about its thing, so that these can stand inside it."""


def _crm_names() -> set[str]:
    terms = {term[1:-1] for name, term in vars(crm).items() if not name.startswith("_")}
    return {term.removeprefix(PREFIXES["crm"]) for term in terms} | set(vocab.RELATIONS)


@lru_cache(maxsize=8)
def names(base: str) -> Mapping[str, str]:
    """The short name of every term that has one, by its IRI."""
    found = {PREFIXES["crm"] + name: name for name in _crm_names()}
    for prefix, listed in _OTHERS.items():
        found |= {PREFIXES[prefix] + name.rstrip("*"): name.rstrip("*") for name in listed.split()}
    taken = set(found.values()) | set(REVERSE)
    return found | {f"{base}/vocab/{name}": name for name in vocab.PROPERTIES if name not in taken}


def is_plain(name: str) -> bool:
    """Tell whether a string under a name is read as a literal; under the names of links it is read as an IRI."""
    return name in _LITERAL or ":" in name


@lru_cache(maxsize=8)
def context(base: str) -> Mapping[str, Any]:
    """The whole context document, the same for every description of a base."""
    known = prefixes(base)
    terms: dict[str, Any] = {"id": "@id", "type": "@type", **known}
    for iri, name in sorted(names(base).items(), key=lambda item: item[1]):
        prefix = max((p for p in known if iri.startswith(known[p])), key=lambda p: len(known[p]))
        short = f"{prefix}:{iri.removeprefix(known[prefix])}"
        is_class = name[0].isupper() and not (name[0] == "P" and name[1:2].isdigit())
        terms[name] = short if is_class or is_plain(name) else {"@id": short, "@type": "@id"}
    for name, iri in REVERSE.items():
        prefix = next(p for p in known if iri.startswith(known[p]))
        terms[name] = {"@reverse": f"{prefix}:{iri.removeprefix(known[prefix])}", "@type": "@id"}
    return {"@context": {"@version": 1.1, **terms}}
