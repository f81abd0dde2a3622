"""Which entity a source's own key stands for, after linking, and under which keys entities are known already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef


@dataclass(frozen=True, slots=True)
class Concordance:
    """Leads from (kind, local id) to the local id under which the entity is published."""

    published: Mapping[tuple[Kind, str], str] = field(default_factory=dict)

    def local_id(self, reference: EntityRef) -> str:
        """The local id under which the entity of a reference is published: its own unless linking said otherwise."""
        return self.published.get((reference.kind, reference.local_id), reference.local_id)


@dataclass(frozen=True, slots=True)
class Known:
    """What the public has seen: `created` are the published keys, each with the moment since when; `moved` leads from the keys
    that linking joined to the one that was published for them."""

    created: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    moved: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
