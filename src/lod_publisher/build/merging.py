"""What all files together say of the entities they share: records merged, surface forms gathered, the unspoken implied."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from lod_publisher.build.converter import twice
from lod_publisher.build.identities import Identities, matches
from lod_publisher.linking.concordance import Authority, kind_of
from lod_publisher.linking.merging import merge
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Collection, Concept, EntityRef, Match, Origin
from lod_publisher.settings import CollectionSettings

Key: TypeAlias = tuple[Kind, str]


class Merged:
    """Grows file by file; its size is that of the authorities, not of the documents."""

    def __init__(self, records: Sequence[Authority | Concept], identities: Identities) -> None:
        self.identities = identities
        self.given = [record for record in records if not isinstance(record, Concept)]
        self.authorities: dict[Key, list[Authority]] = defaultdict(list)
        self.concepts: dict[str, Concept] = {}
        self.collections: list[Collection] = []
        self.referred: dict[Key, str] = {}
        self.surfaces: dict[Key, set[str]] = defaultdict(set)
        self.periods: set[str] = set()
        self.described: set[Key] = set()
        self.contested: list[Finding] = []
        self.unlisted: dict[Key, list[EntityRef]] = defaultdict(list)  # joined keys that no record introduces
        presented: dict[Key, Authority] = {}
        for record in records:
            if isinstance(record, Concept):
                self.concepts.setdefault(record.local_id, record)
            else:
                kind = kind_of(record)
                first = presented.setdefault((kind, record.local_id), record)
                if first.label.casefold() != record.label.casefold():
                    self.contested.append(twice(kind, record.local_id, record.origin))
                    continue
                self.authorities[kind, identities.published(kind, record.local_id)].append(record)
        for (kind, local_id), published in sorted(identities.concordance.published.items()):
            if (kind, local_id) not in presented:
                self.unlisted[kind, published].append(EntityRef(kind, local_id))

    def add(
        self,
        referred: dict[Key, str],
        surfaces: set[tuple[Kind, str, str]],
        periods: set[str],
        described: Iterable[Key],
    ) -> None:
        """Take what one file spoke of; of several labels the first in the alphabet stays, so that order does not matter."""
        for key, label in referred.items():
            known = self.referred.get(key)
            self.referred[key] = min(known, label) if known and label else known or label
        for kind, local_id, text in surfaces:
            self.surfaces[kind, local_id].add(text)
        self.periods |= periods
        self.described.update(described)

    def records(self) -> list[tuple[Authority | Concept | Collection | Match, tuple[str, ...]]]:
        """Every shared record, merged, with the surface forms found for its entity; by kind and local id. Then who may be whom."""
        keys = sorted(self.authorities)
        self.described.update(keys)
        self.described.update((Kind.CONCEPT, local_id) for local_id in self.concepts)
        self.described.update((Kind.COLLECTION, collection.local_id) for collection in self.collections)
        merged = [self._merged(key) for key in keys]
        labels = {key: record.label for key, record in zip(keys, merged, strict=True)}
        found = matches(self.identities, self.given, labels)
        return [
            *((record, tuple(sorted(self.surfaces.get(key, ())))) for key, record in zip(keys, merged, strict=True)),
            *((self.concepts[local_id], ()) for local_id in sorted(self.concepts)),
            *((collection, ()) for collection in self.collections),
            *((match, ()) for match in found),
        ]

    def _merged(self, key: Key) -> Authority:
        who = self.identities
        preferred, links = who.preferred.get(key, ""), who.links.get(key, ())
        record = merge(self.authorities[key], key[1], who.concordance, preferred, links)
        unlisted = tuple(each for each in self.unlisted.get(key, ()) if each not in record.same_as)
        return replace(record, same_as=(*record.same_as, *unlisted)) if unlisted else record

    def unspoken(self) -> list[tuple[Key, str, tuple[str, ...]]]:
        """The entities that something refers to and nothing describes, with their label and surface forms."""
        keys = sorted(key for key in {*self.referred, *self.surfaces} if not self._is_described(key))
        self.described.update(keys)
        return [(key, self.referred.get(key, ""), tuple(sorted(self.surfaces.get(key, ())))) for key in keys]

    def forms_of_documents(self) -> list[tuple[Key, tuple[str, ...]]]:
        """The surface forms of entities that a file of their own describes: documents, events, volumes."""
        return [
            (key, tuple(sorted(forms)))
            for key, forms in sorted(self.surfaces.items())
            if key not in self.authorities and key in self.described
        ]

    def _is_described(self, key: Key) -> bool:
        """A passage is described with its document or volume."""
        if key in self.described:
            return True
        kind, local_id = key
        while kind is Kind.DOCUMENT and "/" in local_id:
            local_id = local_id.rpartition("/")[0]
            if (Kind.DOCUMENT, local_id) in self.described or (Kind.VOLUME, local_id) in self.described:
                return True
        return False


def collection_record(settings: CollectionSettings) -> Collection:
    """The record of a collection that is itself published."""
    return Collection(
        settings.id,
        Origin(settings.root.resolve().name),
        settings.title,
        settings.description,
        publisher=settings.publisher,
        licence=settings.licence,
        languages=settings.languages,
    )
