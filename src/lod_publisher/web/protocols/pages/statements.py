"""All that a description says, as a table for people: nothing that machines get is kept from a reader."""

from dataclasses import dataclass

from lod_publisher.model.iris import Kind
from lod_publisher.web.facts import RDF_TYPE, RDFS_LABEL, Facts, Link, Value
from lod_publisher.web.site import Site

# The table shows the thing's own statements in full. A document's text is on its page already: of its passages a few are enough there,
# and all are in the data.
_MAX_ROWS = 150
_MAX_ROWS_OF_A_TEXT = 40
_SHORT = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: a link, or a text with a remark on its language or datatype."""

    link: Link | None
    text: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a node has for one property."""

    property: Link
    values: list[Cell]


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a description with its rows; `name` is "" for the thing itself."""

    name: str
    anchor: str
    rows: list[Row]


def table(here: Site, iri: str, facts: Facts, names: dict[str, str]) -> tuple[list[Node], bool]:
    """The nodes of a description, the thing itself first; True when some were left out for length."""
    nodes: list[Node] = []
    is_text = (key := here.snapshot.iris.split(iri)) is not None and key[0] is Kind.DOCUMENT
    budget = _MAX_ROWS_OF_A_TEXT if is_text else _MAX_ROWS
    for subject in sorted(facts.by_subject, key=lambda s: (s != iri, s)):
        if budget <= 0:
            return nodes, True
        rows = [
            Row(Link(names[predicate], here.href(predicate)), [_cell(here, value, names) for value in values])
            for predicate, values in sorted(facts.by_subject[subject].items(), key=lambda item: _rank(item[0], names))
            if not (predicate == RDFS_LABEL and subject == iri)
        ]
        budget -= sum(len(row.values) for row in rows)
        own = subject == iri
        nodes.append(Node("" if own else names[subject], "" if own else subject[len(iri) :].lstrip("#/"), rows))
    return nodes, False


def _rank(predicate: str, names: dict[str, str]) -> tuple[int, str]:
    return ((RDF_TYPE, RDFS_LABEL).index(predicate) if predicate in (RDF_TYPE, RDFS_LABEL) else 2, names[predicate])


def _cell(here: Site, value: Value, names: dict[str, str]) -> Cell:
    text, is_iri = value.text, value.is_iri
    if is_iri:
        return Cell(Link(names.get(text, text), here.href(text)))
    remark = value.language or value.datatype.rpartition("#")[2].rpartition("/")[2]
    return Cell(None, text if len(text) <= _SHORT else text[:_SHORT] + "…", "" if remark == "string" else remark)
