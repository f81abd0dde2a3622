"""Groups that grow by joining, while pairs that must stay apart are never joined, not even through others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from lod_publisher.model.iris import Kind

Key: TypeAlias = tuple[Kind, str]


class Groups:
    """Every key begins alone; `join` brings two groups together unless somebody in one is apart from somebody in the other.

    Cost: nearly constant for a join, plus the number of pairs kept apart in the smaller group.
    """

    def __init__(self, apart: Iterable[tuple[Kind, str, str]] = ()) -> None:
        self._parent: dict[Key, Key] = {}
        self._members: dict[Key, list[Key]] = {}
        self._apart: dict[Key, set[Key]] = defaultdict(set)
        for kind, one, other in apart:
            self._apart[kind, one].add((kind, other))
            self._apart[kind, other].add((kind, one))

    def root(self, key: Key) -> Key:
        """Who stands for the group of a key."""
        parent = self._parent
        if key not in parent:
            parent[key] = key
            self._members[key] = [key]
            return key
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def join(self, one: Key, other: Key) -> bool:
        """Join the groups of two keys; False when they must stay apart."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return True
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        if self.apart(one, other):
            return False
        if enemies := self._apart.pop(other, None):
            self._apart[one] |= enemies
        self._parent[other] = one
        self._members[one] += self._members.pop(other)
        return True

    def apart(self, one: Key, other: Key) -> bool:
        """Tell whether the groups of two keys must stay apart."""
        one, other = self.root(one), self.root(other)
        if len(self._apart.get(one, ())) < len(self._apart.get(other, ())):
            one, other = other, one
        return any(self.root(enemy) == one for enemy in self._apart.get(other, ()))

    def groups(self) -> list[list[Key]]:
        """All groups of two and more, each sorted."""
        return sorted(sorted(members) for members in self._members.values() if len(members) > 1)
