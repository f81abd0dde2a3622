"""The addresses that the service answers, compiled once a process, however many snapshots it opens one after another.

Werkzeug compiles a matcher and two builders of addresses for each of our hundred rules, a tenth of a second of processor time; what
comes out does not depend on a snapshot. So an application gathers its rules, and those with the same rules share the map of them.
"""

from collections.abc import Hashable, Iterable
from operator import attrgetter
from threading import Lock

from flask import Flask
from werkzeug.routing import Map, Rule, RuleFactory

# All that a rule is made of and that can be compared as it is.
_PLAIN = attrgetter(
    "rule", "endpoint", "strict_slashes", "merge_slashes", "subdomain", "host", "build_only", "alias", "websocket", "redirect_to"
)  # fmt: skip


class _Gathered(Map):
    """Rules in their order, not compiled yet, so that nothing can be looked up in them."""

    def __init__(self, *, host_matching: bool = False) -> None:
        self.rules: list[Rule] = []
        super().__init__(host_matching=host_matching)

    def add(self, rulefactory: RuleFactory) -> None:
        """Keep a rule."""
        self.rules.extend(rulefactory.get_rules(self))


class _Shared(Map):
    """A compiled map that belongs to several applications: nothing can be added to it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._is_whole = False
        super().__init__(rules)
        self.update()
        self._is_whole = True

    def add(self, rulefactory: RuleFactory) -> None:
        """Take a rule while the map is made.

        Raises:
            RuntimeError: it is made; other applications of this process would answer at the new address too.
        """
        if self._is_whole:
            raise RuntimeError(
                "Addresses are added before `share_rules` is called: from then on, other applications have them too."
            )
        super().add(rulefactory)


class RoutedFlask(Flask):
    """Flask whose rules are shared with the other applications of the process that have the same ones."""

    url_map_class: type[Map] = _Gathered

    def share_rules(self) -> None:
        """Have the rules compiled that were gathered, or take the map that another application had compiled from the same ones."""
        if isinstance(self.url_map, _Gathered):
            self.url_map = _COMPILED.of(self.url_map.rules)


class _Compiled:
    """The maps of this process. There is one, as long as all applications are made by one program with like settings."""

    def __init__(self) -> None:
        self._maps: dict[tuple[Hashable, ...], Map] = {}
        self._lock = Lock()

    def of(self, rules: list[Rule]) -> Map:
        """The map of some rules, which belong to nobody else."""
        key = tuple(_told(rule) for rule in rules)
        with self._lock:
            if key not in self._maps:
                self._maps[key] = _Shared(rules)
            return self._maps[key]


_COMPILED = _Compiled()


def _told(rule: Rule) -> Hashable:
    """All that a rule says; two of which this is equal match and build the same addresses."""
    defaults = tuple(sorted((rule.defaults or {}).items()))
    # Set by Flask, which asks for it when it dispatches.
    answers_options = getattr(rule, "provide_automatic_options", None)
    return (_PLAIN(rule), frozenset(rule.methods or ()), defaults, answers_options)
