"""What the dataset knows of a document's passages: their words, whom they name, and how much is withheld from them."""

from dataclasses import dataclass

from lod_publisher.web.facts import CRM, RDFS_LABEL, Facts
from lod_publisher.web.languages import gettext
from lod_publisher.web.protocols.pages.printed.runs import Mark
from lod_publisher.web.protocols.pages.printed.setting import Known
from lod_publisher.web.site import Site, natural

# The kinds of passage that a page sets in a way of their own; of several types the one that is here counts.
_KINDS = frozenset(
    {"heading", "list-item", "table", "signature", "dateline", "opener", "closer", "salutation", "quotation", "caption"}
    | {"summary", "citation", "footnote", "source-note", "note", "paragraph"}
)


@dataclass(frozen=True, slots=True)
class Printable:
    """A passage with what only the page itself needs of it."""

    known: Known
    number: str = ""
    page: str = ""
    language: str = ""


def passages_of(here: Site, facts: Facts) -> list[Printable]:
    """The passages of a document in their order."""
    vocabulary = f"{here.snapshot.base}/vocab/"
    marks = _marks(here, facts, vocabulary)
    nodes = [(int(place), natural(node), node) for node in facts.by_subject
             if (place := facts.one(node, f"{vocabulary}position"))]  # fmt: skip
    found = []
    for _, _, node in sorted(nodes):
        values = facts.by_subject[node].get(f"{CRM}P190_has_symbolic_content")
        if not values:
            continue
        types = [name.rpartition("/")[2] for name in facts.all(node, "P2_has_type")]
        kind = next((name for name in types if name in _KINDS), "paragraph")
        known = Known(node.rpartition("/")[2], kind, values[0].text, marks.get(node, {}))
        number, page = facts.one(node, f"{vocabulary}printed_number"), facts.one(node, f"{vocabulary}page")
        found.append(Printable(known, number, page, values[0].language))
    return found


def _marks(here: Site, facts: Facts, vocabulary: str) -> dict[str, dict[str, Mark]]:
    """What is to be found in each passage, by its words: names with whom they name, and gaps with how much is missing."""
    mentions = {node: facts.all(node, "P67_refers_to") for node in facts.by_subject if "#" not in node}
    named = here.snapshot.named({name for names in mentions.values() for name in names if "#" in name})
    hrefs = {iri: here.href(iri) for iri, _ in named.values() if _has_page(here, iri)}
    found = {
        node: {
            named[name][1]: Mark(hrefs[named[name][0]]) for name in names if name in named and named[name][0] in hrefs
        }
        for node, names in mentions.items()
    }
    for node in facts.by_subject:
        if "#" in node and (form := facts.one(node, "P190_has_symbolic_content")):
            for passage in facts.all(node, "P106i_forms_part_of"):
                found.setdefault(passage, {})[form] = _gap(facts, node, vocabulary)
    return found


def _has_page(here: Site, iri: str) -> bool:
    return here.snapshot.iris.split(iri) is not None


def _gap(facts: Facts, node: str, vocabulary: str) -> Mark:
    """A gap: its size by its unit, so that withheld paragraphs look larger than a withheld name."""
    kind = facts.one(node, f"{vocabulary}withheld_kind").rpartition("/")[2].removeprefix("withheld-")
    size = facts.one(node, "P43_has_dimension")
    unit = facts.one(size, "P91_has_unit").rpartition("/")[2].removeprefix("unit-")
    extent = facts.one(size, RDFS_LABEL).replace("0 to ", "less than ", 1)
    what = "" if kind in ("", "text", "other") else f" ({kind})"
    return Mark(
        gap=unit or "unsized",
        title=gettext("Withheld from publication: %s") % ((extent or gettext("of unstated length")) + what),
    )
