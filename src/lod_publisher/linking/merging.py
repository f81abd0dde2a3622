"""What several sources say of one entity, said in one record; each keeps its own key and its own forms of the name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from lod_publisher.linking.concordance import Authority, kind_of, rank, tells
from lod_publisher.linking.decisions import Decision
from lod_publisher.linking.places import ADDED
from lod_publisher.model.identity import Concordance
from lod_publisher.model.records import EntityRef, Name, Origin


def merge(
    records: Sequence[Authority],
    local_id: str,
    concordance: Concordance | None = None,
    preferred: str = "",
    links: Iterable[Decision] = (),
) -> Authority:
    """Say in one record what several sources say of one entity; nothing is dropped, what is said twice is kept once.

    The first record (the curated one, where there is one) gives the label and every single-valued field it has; `preferred` is
    the name that people decided to show. Every name says in which files it stands, every source's own key is kept in `same_as`;
    a key that is published apart, whatever its source says, is not.
    """
    ordered = sorted(
        records,
        key=lambda record: (
            record.origin == ADDED,
            *rank((kind_of(record), record.local_id), tells(record)),
            str(record.origin),
        ),
    )
    first = ordered[0]
    values: dict[str, Any] = {}
    for name in type(first).__dataclass_fields__:
        given = [getattr(record, name) for record in ordered]
        if isinstance(given[0], tuple) and name != "coordinates":
            values[name] = tuple(dict.fromkeys(item for items in given for item in items))
        elif isinstance(given[0], bool):
            values[name] = all(given)
        else:
            values[name] = next((value for value in given if value not in (None, "")), given[0])
    values["local_id"] = local_id
    values["names"] = _names(ordered, preferred)
    values["same_as"] = _same_as(ordered, local_id, concordance)
    if preferred:
        values["label"] = preferred
    for relation in ("close", "exact"):
        field = f"{relation}_matches"
        decided = [link.other for link in links if link.what == relation]
        values[field] = tuple(dict.fromkeys([*decided, *getattr(first, field), *_of(ordered[1:], field)]))
    doubted = {link.other for link in links if link.what == "close"} - {
        link.other for link in links if link.what == "exact"
    }
    exact = tuple(match for match in values["exact_matches"] if match not in doubted)
    values["exact_matches"] = (
        exact  # what people doubt is not sure, and what one source is sure of another need not doubt
    )
    values["close_matches"] = tuple(match for match in values["close_matches"] if match not in exact)
    return type(first)(**values)


def _of(records: Iterable[Authority], field: str) -> Iterable[str]:
    return (item for record in records for item in getattr(record, field))


def _same_as(records: Sequence[Authority], local_id: str, concordance: Concordance | None) -> tuple[EntityRef, ...]:
    keys = [each for record in records for each in record.same_as]
    keys += [EntityRef(kind_of(record), record.local_id, record.label) for record in records]
    return tuple(
        dict.fromkeys(
            key
            for key in keys
            if key.local_id != local_id and (concordance is None or concordance.local_id(key) == local_id)
        )
    )


def _names(records: Sequence[Authority], preferred: str) -> tuple[Name, ...]:
    """The names of all records in their order, each with the files that have it when there are several."""
    given = [(name, record.origin) for record in records for name in _all_names(record, records[0])]
    found: dict[tuple[str, str, str | None], list[tuple[Name, Origin]]] = {}
    for name, origin in given:
        kind = "variant" if preferred and name.type == "primary" else name.type
        found.setdefault((name.text, kind, name.language), []).append((name, origin))
    several = len({record.origin.file for record in records}) > 1
    names = [
        Name(
            text,
            kind,
            language,
            tuple(dict.fromkeys(passage for name, _ in forms for passage in name.passages)),
            tuple(dict.fromkeys(origin.file for _, origin in forms)) if several else (),
        )
        for (text, kind, language), forms in found.items()
    ]
    if preferred:
        names = [name for name in names if (name.text, name.type) != (preferred, "variant")]
        same = [name for key, forms in found.items() if key[0] == preferred for name, _ in forms]
        names.insert(0, replace(same[0], type="primary") if same else Name(preferred, "primary"))
    return tuple(names)


def _all_names(record: Authority, first: Authority) -> tuple[Name, ...]:
    """A record's names, and its label where that is none of them; the first record's label becomes the primary one by itself."""
    if record is first or any(name.text == record.label for name in record.names):
        return record.names
    return (Name(record.label), *record.names)
