"""Records that describe nobody and only say that things are the same, such as the lines of BEACON: their links go to those whom they mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from lod_publisher.linking.concordance import Authority, kind_of
from lod_publisher.model.authorities import own_key, register_of
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Concept, Identifier, Origin

_Key: TypeAlias = tuple[Kind, str]
_Code: TypeAlias = tuple[Kind, Identifier]
_Some = TypeVar("_Some", bound=Authority)


def settle(records: Sequence[Authority | Concept]) -> tuple[list[Authority | Concept], list[Finding]]:
    """Give the links of nameless records to the named ones with the same key or a shared code, each still from its own file.

    Links lead on from file to file: what one adds may be the code by which the next is understood. Those that meet nobody in
    the end are left out, with one finding for each file.
    """
    bare = [record for record in records if not isinstance(record, Concept) and not record.label]
    if not bare:
        return list(records), []
    named = [record for record in records if isinstance(record, Concept) or record.label]
    known = _Known(record for record in named if not isinstance(record, Concept))
    added: list[Authority] = []
    while bare:
        waiting = []
        for record in bare:
            meant = known.whom(record)
            if not meant:
                waiting.append(record)
            for target in meant:
                told = _about(target, record)
                known.add(told, target)
                added.append(told)
        if len(waiting) == len(bare):
            break
        bare = waiting
    return [*named, *added], _lost(bare)


class _Known:
    """The named records by their keys and by their codes of known authority files; a code leads to one record of each key."""

    def __init__(self, records: Iterable[Authority]) -> None:
        self._by_key: dict[_Key, Authority] = {}
        self._by_code: dict[_Code, dict[str, Authority]] = defaultdict(dict)
        for record in records:
            self.add(record, record)

    def add(self, told: Authority, record: Authority) -> None:
        """Let what is told lead to a record."""
        kind = kind_of(record)
        self._by_key.setdefault((kind, record.local_id), record)
        for code in told.identifiers:
            if register_of(code.scheme):
                self._by_code[kind, code].setdefault(record.local_id, record)
                self._by_key.setdefault((kind, own_key(code)), record)

    def whom(self, bare: Authority) -> list[Authority]:
        """The records that a nameless one is about."""
        kind = kind_of(bare)
        keys = [bare.local_id, *(other.local_id for other in bare.same_as)]
        found = {record.local_id: record for key in keys if (record := self._by_key.get((kind, key)))}
        for code in bare.identifiers:
            found |= self._by_code.get((kind, code), {})
        return [found[local_id] for local_id in sorted(found)]


def _about(target: _Some, bare: Authority) -> _Some:
    """The links of a nameless record as a record of whom they mean: nothing of the target's own is said again."""
    empty = type(target)(target.local_id, bare.origin, target.label)
    return replace(
        empty,
        identifiers=bare.identifiers,
        close_matches=bare.close_matches,
        exact_matches=bare.exact_matches,
    )


def _lost(bare: Iterable[Authority]) -> list[Finding]:
    by_file: dict[str, list[Authority]] = defaultdict(list)
    for record in bare:
        by_file[record.origin.file].append(record)
    return [
        Finding(
            "link-to-nobody",
            Severity.INFO,
            Origin(file, lost[0].origin.line),
            lost[0].local_id,
            f"Of {len(lost)} that the file links, no source describes any; the first is {lost[0].local_id}.",
            value=str(len(lost)),
            consequence="Nothing is published of them.",
            remedy="None is needed when the file is about more than the collection is.",
        )
        for file, lost in sorted(by_file.items())
    ]
