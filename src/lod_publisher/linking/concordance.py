"""From sayings of sameness (`same_as`, said by a person or an identifier) to one published key an entity."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Organisation, Person, Place

Authority: TypeAlias = Person | Organisation | Place
Key: TypeAlias = tuple[Kind, str]


def kind_of(record: Authority) -> Kind:
    """The kind of entity that an authority record describes."""
    match record:
        case Person():
            return Kind.PERSON
        case Organisation():
            return Kind.ORGANISATION
        case Place():
            return Kind.PLACE


def _rank(key: Key) -> tuple[int, str]:
    """Curated keys are published before an authority's, an authority's before a volume's own."""
    local_id = key[1]
    return (2 if "/" in local_id else 1 if local_id.startswith(("hsg-", "pocom-")) else 0, local_id)


def link(records: Iterable[Authority]) -> tuple[Concordance, list[Finding]]:
    """Join the keys that are said to be the same, and choose which one is published.

    Two curated keys in one group are both kept readable: the first in the alphabet is published, and a finding says so.
    Cost grows with the number of sayings, not with the number of records.
    """
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    findings = []
    for record in records:
        own: Key = (kind_of(record), record.local_id)
        for same in record.same_as:
            if same.kind != own[0]:
                findings.append(
                    Finding(
                        "same-as-of-another-kind",
                        Severity.VIOLATION,
                        record.origin,
                        record.local_id,
                        f"{own[0]} {record.local_id} is said to be the same as the {same.kind} {same.local_id}.",
                        value=same.local_id,
                        consequence="The two stay apart.",
                        remedy="Name an entity of the same kind under same_as, or take the line out.",
                    )
                )
                continue
            parent[root(own)] = root((same.kind, same.local_id))
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in list(parent):
        groups[root(key)].append(key)
    published = {}
    for group in groups.values():
        chosen = min(group, key=_rank)
        published.update({key: chosen[1] for key in group if key != chosen})
    return Concordance(published), findings


def merge(records: Sequence[Authority], local_id: str) -> Authority:
    """Say in one record what several sources say of one entity; nothing is dropped, what is said twice is kept once.

    The first record (the curated one, where there is one) gives the label and every single-valued field it has.
    """
    ordered = sorted(records, key=lambda record: (*_rank((kind_of(record), record.local_id)), str(record.origin)))
    first = ordered[0]
    values: dict[str, object] = {}
    for name in type(first).__dataclass_fields__:
        given = [getattr(record, name) for record in ordered]
        if isinstance(given[0], tuple) and name != "coordinates":
            values[name] = tuple(dict.fromkeys(item for items in given for item in items))
        elif isinstance(given[0], bool):
            values[name] = all(given)
        else:
            values[name] = next((value for value in given if value not in (None, "")), given[0])
    values["local_id"] = local_id
    return type(first)(**values)  # type: ignore[arg-type]
