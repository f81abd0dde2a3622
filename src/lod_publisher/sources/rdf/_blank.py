"""Blank nodes get IRIs that depend on what is said about them, never on their labels or on the order of the file.

RDFC-1.0 would do, but its cost is factorial in nodes that look alike (eight nodes that all know each other took 2.4 s, nine
half a minute). Here the colours of each connected piece are refined until they hold still and ties are broken one at a time.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Statement: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object and graph ("" for the default one), each as N-Quads spell it."""

_ONE_AT_A_TIME = 64  # a class of look-alikes beyond this is numbered in one go, which keeps the cost linear


def is_blank(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=12).hexdigest()


def _pieces(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Split statements into those that hang together by blank nodes."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    known = list(statements)
    for statement in known:
        first, *others = [term for term in statement if is_blank(term)]
        for other in others:
            parent[root(other)] = root(first)
    pieces: dict[str, list[Statement]] = defaultdict(list)
    for statement in known:
        pieces[root(next(term for term in statement if is_blank(term)))].append(statement)
    return list(pieces.values())


def _refine(piece: Sequence[Statement], colours: dict[str, str]) -> dict[str, str]:
    """Let every node's colour take in its neighbours', until no more nodes are told apart."""
    classes = len(set(colours.values()))
    while True:
        seen: dict[str, list[str]] = defaultdict(list)
        for statement in piece:
            terms = [colours.get(term, term) for term in statement]
            for position, term in enumerate(statement):
                if is_blank(term):
                    seen[term].append(_digest(str(position), *terms))
        colours = {node: _digest(colours[node], *sorted(seen[node])) for node in colours}
        if len(set(colours.values())) == classes:
            return colours
        classes = len(set(colours.values()))


def _coloured(piece: Sequence[Statement]) -> dict[str, str]:
    """Give each blank node of a piece a colour of its own."""
    nodes = dict.fromkeys(term for statement in piece for term in statement if is_blank(term))
    colours = _refine(piece, dict.fromkeys(nodes, ""))
    while len(set(colours.values())) < len(nodes):
        sizes = Counter(colours.values())
        tied = min(colour for colour, size in sizes.items() if size > 1)
        alike = [node for node in nodes if colours[node] == tied]
        chosen = alike[:1] if len(alike) <= _ONE_AT_A_TIME else alike
        for number, node in enumerate(chosen):
            colours[node] = _digest(tied, str(number))
        colours = _refine(piece, colours)
    return colours


def skolem_keys(statements: Iterable[Statement], namespace: str) -> dict[str, str]:
    """Find a key for every blank node of some statements, all of which have one.

    Equal pieces stay apart by a number; which of them gets which number cannot be seen from outside. `namespace` keeps
    the nodes of one file apart from those of another.
    """
    keys: dict[str, str] = {}
    repeated: Counter[str] = Counter()
    for piece in _pieces(statements):
        colours = _coloured(piece)
        content = _digest(*sorted(" ".join(colours.get(term, term) for term in statement) for statement in piece))
        number = repeated[content]
        repeated[content] += 1
        keys |= {node: _digest(namespace, content, str(number), colour) for node, colour in colours.items()}
    return keys
