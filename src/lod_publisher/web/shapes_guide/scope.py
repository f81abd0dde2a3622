"""Whether a rule can be judged by what a record says of itself, or only when the whole dataset is known."""

from pyoxigraph import NamedNode

from lod_publisher.web.shapes_guide.graph import ShapesGraph, Term

# How far a shape looks from a thing: at the thing alone, at what is said of it, at what is said of others.
_ITSELF, _SAID, _BEYOND = 0, 1, 2
_OF_STATEMENTS = ("class", "closed")
_OF_ITSELF = ("equals", "disjoint")
_OF_OTHERS = ("sparql", "js")


def is_wide(graph: ShapesGraph, shape: Term, owner: Term | None = None) -> bool:
    """Whether a rule looks further than at what its record says of itself; a part of a shape is aimed as its owner is."""
    aimed = owner if owner is not None else shape
    if graph.sh(aimed, "targetNode") or graph.sh(aimed, "targetObjectsOf") or graph.sh(aimed, "target"):
        return True
    return _reach(graph, shape, with_properties=bool(graph.sh(shape, "path")), above=()) > _SAID


def _reach(graph: ShapesGraph, shape: Term, with_properties: bool, above: tuple[Term, ...]) -> int:
    if shape in above or graph.is_true(shape, "deactivated"):
        return _ITSELF
    reach = _ITSELF
    if any(graph.sh(shape, name) for name in _OF_STATEMENTS):
        reach = _SAID
    if not graph.sh(shape, "path") and any(graph.sh(shape, name) for name in _OF_ITSELF):
        reach = _SAID
    if any(graph.sh(shape, name) for name in _OF_OTHERS):
        reach = _BEYOND
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
