"""How much must be known before a rule can be judged, and so whether a record that breaks it can still be kept back."""

from enum import StrEnum

from pyoxigraph import NamedNode

from lod_publisher.web.shapes_guide.graph import ShapesGraph, Term

# How far a shape looks from a thing: at the thing alone, at what is said of it, at what is said of others.
_ITSELF, _SAID, _BEYOND = 0, 1, 2
_OF_STATEMENTS = ("class", "closed")
_OF_ITSELF = ("equals", "disjoint")


class Scope(StrEnum):
    """What a rule looks at.

    A record always decides a rule about itself; one that follows links is decided by the record as far as the record describes
    what they lead to; one that asks who speaks of a thing is decided by the whole dataset, when all records are published.
    """

    RECORD = "record"
    LINKS = "links"
    DATASET = "dataset"


def scope(graph: ShapesGraph, shape: Term, aimed: Term, within: Term | None = None) -> Scope:
    """What a rule looks at; it is aimed as its section's shape `aimed` is, and may ask about values (`within` a property shape)."""
    if any(graph.sh(aimed, target) for target in ("targetNode", "targetObjectsOf", "target")):
        return Scope.DATASET
    if not _is_forward(graph, shape, ()) or (within is not None and not _is_forward(graph, within, ())):
        return Scope.DATASET
    reach = _reach(graph, shape, bool(graph.sh(shape, "path")), ())
    return Scope.RECORD if within is None and reach <= _SAID else Scope.LINKS


def _reach(graph: ShapesGraph, shape: Term, with_properties: bool, above: tuple[Term, ...]) -> int:
    if shape in above or graph.is_true(shape, "deactivated"):
        return _ITSELF
    own = _OF_STATEMENTS if graph.sh(shape, "path") else (*_OF_STATEMENTS, *_OF_ITSELF)
    reach = _SAID if any(graph.sh(shape, name) for name in own) else _ITSELF
    for name, part in graph.parts(shape):
        if name != "property" or with_properties:
            reach = max(reach, _reach(graph, part, True, (*above, shape)))
    return reach + sum(_step(graph, path) for path in graph.sh(shape, "path"))


def _step(graph: ShapesGraph, path: Term) -> int:
    """One step along a property of the thing itself, or a walk to others."""
    if isinstance(path, NamedNode):
        return _SAID
    for head in graph.sh(path, "alternativePath"):
        return max((_step(graph, member) for member in graph.members(head)), default=_SAID)
    return max((_step(graph, step) for step in graph.sh(path, "zeroOrOnePath")), default=_BEYOND)


def _is_forward(graph: ShapesGraph, node: Term, above: tuple[Term, ...]) -> bool:
    """Whether neither a shape nor a path asks who speaks of a thing."""
    if node in above:
        return True
    inside = (*above, node)
    if graph.sh(node, "inversePath"):
        return False
    inner = [part for _, part in graph.parts(node)] + graph.sh(node, "path") + graph.members(node)
    for name in ("alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"):
        inner += graph.sh(node, name)
    return all(_is_forward(graph, part, inside) for part in inner)
