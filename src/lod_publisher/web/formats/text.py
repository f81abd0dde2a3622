"""Plain text: a document as it is read, passage after passage."""

from pyoxigraph import Literal, NamedNode

from lod_publisher.model.vocab import CRM
from lod_publisher.web.formats.description import Description

_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PART_OF = f"{CRM}P106i_forms_part_of"
_CONTENT = f"{CRM}P190_has_symbolic_content"


def write(description: Description) -> bytes:
    """Write the title, the words of every passage in the order of the text with a blank line between, and the address.

    A document of which no text is held is its title and its address; one that was read from plain text is that text.
    """
    if description.source is not None and description.source.media_type == "text/plain":
        return description.source.content
    label = ""
    wholes: dict[str, str] = {}
    words: dict[str, str] = {}
    places: dict[str, int] = {}
    position = f"{description.base}/vocab/position"
    for triple in description.triples:
        if not isinstance(triple.subject, NamedNode):
            continue
        subject, predicate, value = triple.subject.value, triple.predicate.value, triple.object
        if isinstance(value, Literal):
            if predicate == _CONTENT:
                words[subject] = value.value
            elif predicate == position and value.value.isdecimal():
                places[subject] = int(value.value)
            elif predicate == _RDFS_LABEL and subject == description.iri:
                label = value.value
        elif predicate == _PART_OF and isinstance(value, NamedNode):
            wholes[subject] = value.value
    passages = sorted(
        (places[node], node)
        for node, whole in wholes.items()
        if whole == description.iri and node in words and node in places
    )
    pieces = [piece for _, node in passages if (piece := words[node].strip())]
    if not pieces or pieces[0] != label:  # most editions print the title as the first heading
        pieces.insert(0, label)
    return ("\n\n".join([*pieces, description.iri]) + "\n").encode()
