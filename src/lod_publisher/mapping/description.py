"""A description is what one record becomes: its triples, and what the catalogue and the index need to find it again."""

from dataclasses import dataclass, field

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Fragment, Origin
from lod_publisher.model.terms import Triple


@dataclass(slots=True)
class Description:
    """One entity described.

    `local_id` is the published one. `date` is its first day (ISO, "" when unknown), `edtf` the whole date as known, `text` what full-text search looks in.
    Without a label it only adds to an entity that is described elsewhere. `parts` are the document-kind local ids of the passages
    described along with it. `elsewhere` is the entity's own IRI when that is not one of ours (RDF that already existed), and
    `quads` are lines of N-Quads of named graphs, published as they are. `fragment` is the piece of the source file that the record was read from.
    """

    kind: Kind
    local_id: str
    label: str
    origin: Origin
    triples: list[Triple]
    date: str = ""
    names: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    parts: tuple[str, ...] = field(default=(), repr=False)
    elsewhere: str = ""
    quads: tuple[str, ...] = field(default=(), repr=False)
    edtf: str = ""
    fragment: Fragment | None = field(default=None, repr=False)

    @property
    def catalogued(self) -> bool:
        """Whether this presents its entity; a relation or a stand-off mention, which has no label, only adds to it."""
        return bool(self.label)
