"""A description is what one record becomes: its triples, and what the catalogue and the index need to find it again."""

from dataclasses import dataclass, field

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Triple


@dataclass(slots=True)
class Description:
    """One entity described.

    `local_id` is the published one. `date` is its first day (ISO, "" when unknown), `text` what full-text search looks in.
    `catalogued` is False for statements about an entity that another description presents (a relation, a stand-off mention).
    `quads` are whole N-Quads lines of named graphs, published as they came.
    """

    kind: Kind
    local_id: str
    label: str
    origin: Origin
    triples: list[Triple]
    date: str = ""
    names: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    catalogued: bool = True
    quads: tuple[str, ...] = ()
