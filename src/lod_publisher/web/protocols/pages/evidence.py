"""Who says so: the passages that speak of a thing, quoted, and the claims about it with their claimants."""

from dataclasses import dataclass

from lod_publisher.web.facts import CRM, Facts, Link
from lod_publisher.web.languages import N_
from lod_publisher.web.site import Site, natural

_WHOSE = {
    "stated_in": N_("in the document’s own words"),
    "stated_by_editor_in": N_("in the editors’ words"),
    "stated_by_cataloguer_in": N_("in the cataloguer’s words"),
    "inferred_from": N_("worked out by a program from"),
}
_QUOTED = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
SELECT ?passage ?text WHERE { ?passage crm:P190_has_symbolic_content ?text } LIMIT 1
"""
_CLAIMS = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?entity ?claim ?label ?property ?value ?claimant ?conversation ?passage WHERE {
  ?claim crm:P140_assigned_attribute_to ?entity ; rdfs:label ?label ; crm:P177_assigned_property_of_type ?property ;
         crm:P141_assigned ?value .
  OPTIONAL { ?claim crm:P14_carried_out_by ?claimant }
  OPTIONAL { ?claim crm:P9i_forms_part_of ?conversation }
  OPTIONAL { ?claim crm:P67i_is_referred_to_by ?passage }
} LIMIT 100
"""
_CLAIM_TYPES = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
SELECT DISTINCT ?claim ?type WHERE { ?claim crm:P2_has_type ?type }
"""
_USES = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
SELECT ?name ?passage WHERE { ?passage crm:P67_refers_to ?name } LIMIT 100
"""
_MAX_QUOTES = 40
_MOST_DOCUMENTS = 5
CLAIMED = f"{CRM}P140_assigned_attribute_to"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in full, where it stands, and whose words it holds."""

    text: str
    passage: Link
    document: Link | None
    whose: str


@dataclass(slots=True)
class Claim:
    """What somebody says of a thing without the archive saying so too."""

    link: Link
    property: str
    value: Link
    claimants: list[Link]
    conversation: Link | None
    kinds: list[str]
    quotes: list[Quote]


def quotes(here: Site, iri: str, facts: Facts) -> list[Quote]:
    """The passages that a thing's description points at as its evidence, in the order of their texts."""
    vocabulary = f"{here.snapshot.base}/vocab/"
    whose: dict[str, str] = dict.fromkeys(facts.all(iri, "P67i_is_referred_to_by"), "")
    for name, words in _WHOSE.items():
        for passage in facts.all(iri, vocabulary + name):
            whose[passage] = words
    return [
        found for passage in sorted(whose, key=natural)[:_MAX_QUOTES] if (found := quote(here, passage, whose[passage]))
    ]


def quote(here: Site, passage: str, whose: str = "") -> Quote | None:
    """A passage quoted; None when the dataset does not hold its words."""
    rows = here.snapshot.select(_QUOTED, {"passage": passage})
    if not rows:
        return None
    owner = here.owner(passage)
    document = Link(owner.label, here.href(here.iri(owner))) if owner is not None else None
    return Quote(rows[0]["text"], Link(passage.rpartition("/")[2], here.href(passage)), document, whose)


def claims(here: Site, iri: str) -> list[Claim]:
    """The claims about a thing, those of one claimant and conversation together."""
    found: dict[str, Claim] = {}
    for row in here.snapshot.select(_CLAIMS, {"entity": iri}):
        value = row["value"]
        names = here.labels({row["property"], *(row[name] for name in ("claimant", "conversation") if name in row)})
        claim = found.get(row["claim"])
        if claim is None:
            types = {r["type"] for r in here.snapshot.select(_CLAIM_TYPES, {"claim": row["claim"]})}
            known = value.startswith(("http://", "https://"))
            claim = found[row["claim"]] = Claim(
                Link(row["label"], here.href(row["claim"])),
                names[row["property"]],
                Link(here.labels([value])[value], here.href(value)) if known else Link(value, ""),
                [],
                Link(names[row["conversation"]], here.href(row["conversation"])) if "conversation" in row else None,
                sorted(here.labels(types).values()),
                [],
            )
        if "claimant" in row:
            claimant = Link(names[row["claimant"]], here.href(row["claimant"]))
            if claimant not in claim.claimants:
                claim.claimants.append(claimant)
        if "passage" in row and (said := quote(here, row["passage"])) and said not in claim.quotes:
            claim.quotes.append(said)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a name: what kind of name it is, the documents that use it, and the files that give it."""

    text: str
    kinds: list[str]
    documents: list[Link]
    files: list[str]


def names_with_sources(here: Site, iri: str, facts: Facts) -> list[Form]:
    """Each form of a name once, the preferred one first, then those that most documents use."""
    source_file = f"{here.snapshot.base}/vocab/source_file"
    found = []
    for node in facts.all(iri, "P1_is_identified_by"):
        types = facts.by_subject.get(node, {}).get("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", [])
        if any(value.text == f"{CRM}E42_Identifier" for value in types):
            continue
        text = facts.one(node, "P190_has_symbolic_content")
        kinds = [here.labels([kind])[kind] for kind in facts.all(node, "P2_has_type")]
        passages = {row["passage"] for row in here.snapshot.select(_USES, {"name": node})}
        passages.update(facts.all(node, "P67i_is_referred_to_by"))
        documents = _documents(here, passages)
        files = facts.all(node, source_file) or ([] if documents else facts.all(iri, source_file))
        found.append(Form(text, kinds, documents, files))
    return sorted(found, key=lambda name: ("primary name" not in name.kinds, -len(name.documents), name.text))


def _documents(here: Site, passages: set[str]) -> list[Link]:
    """The first few documents in which passages stand; a name may stand in hundreds, so no more are looked up than are shown."""
    found: dict[str, Link] = {}
    for passage in sorted(passages, key=lambda iri: (len(iri), iri)):  # p2 before p10, without taking each apart
        owner = here.owner(passage)
        label, place = (owner.label, here.iri(owner)) if owner else (here.labels([passage])[passage], passage)
        found.setdefault(place, Link(label, here.href(passage)))
        if len(found) == _MOST_DOCUMENTS:
            break
    return list(found.values())
