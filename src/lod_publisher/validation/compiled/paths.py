"""Property paths: read from a shape, written in SPARQL's syntax, followed from a node to its values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.terms import Term
from lod_publisher.validation.compiled.columns import Columns, Values
from lod_publisher.validation.spelling import spelled

Lookup: TypeAlias = Callable[[Term], Values]
"""From a node to the values of a path, each once."""

_REPEATED = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    `text` is its SPARQL syntax, `single` its predicate when it is no more than one. `own` says that it never leaves what a node says
    of itself, `forward` that it never asks who speaks of a node, `empty` that it leads from every node to that node itself. `follow`
    makes the look-up of values for some data, `through` that of the nodes on the way, of which statements are read beside those of
    the first.
    """

    text: str
    predicates: frozenset[Term]
    own: bool
    forward: bool
    follow: Callable[[Columns], Lookup]
    through: Callable[[Columns], Lookup]
    single: Term = ""
    empty: bool = False


def _nobody(_: Columns) -> Lookup:
    return lambda node: ()


def read_path(graph: Graph, node: Node) -> Path:
    """Read the path that a node of a shapes graph stands for.

    Raises:
        VocabularyError: it is not a path, or repeats what may already be empty, so that it says nothing (`(<p>*)*`).
    """
    path = _read(graph, node, inverse=False, above=frozenset())
    is_sequence = graph.value(node, RDF.first) is not None
    return replace(path, text=path.text[1:-1]) if is_sequence else path


def _read(graph: Graph, node: Node, inverse: bool, above: frozenset[Node]) -> Path:
    if isinstance(node, URIRef):
        return _predicate(spelled(node), inverse)
    if node in above:
        raise VocabularyError("a property path contains itself")
    above |= {node}
    if (graph.value(node, RDF.first)) is not None:
        steps = [_read(graph, each, inverse, above) for each in graph.items(node)]
        return _sequence(steps[::-1] if inverse else steps)
    if (turned := graph.value(node, SH.inversePath)) is not None:
        return _read(graph, turned, not inverse, above)
    if (choices := graph.value(node, SH.alternativePath)) is not None:
        return _alternative([_read(graph, each, inverse, above) for each in graph.items(choices)])
    for kind, sign in _REPEATED.items():
        if (repeated := graph.value(node, kind)) is not None:
            return _repetition(_read(graph, repeated, inverse, above), sign)
    raise VocabularyError("a value of sh:path is no property path")


def _predicate(predicate: Term, inverse: bool) -> Path:
    def follow(data: Columns) -> Lookup:
        get = (data.inverse(predicate) if inverse else data.column(predicate)).get
        return lambda node: get(node, ())

    text = f"^{predicate}" if inverse else predicate
    known = frozenset({predicate})
    return Path(text, known, not inverse, not inverse, follow, _nobody, single="" if inverse else predicate)


def _sequence(steps: list[Path]) -> Path:
    if len(steps) < 2:
        raise VocabularyError("a sequence path has fewer than two steps")

    def stages(lookups: list[Lookup], node: Term) -> Iterator[dict[Term, None]]:
        reached: dict[Term, None] = {node: None}
        for lookup in lookups:
            reached = dict.fromkeys(value for each in reached for value in lookup(each))
            yield reached

    def follow(data: Columns) -> Lookup:
        lookups = [step.follow(data) for step in steps]
        return lambda node: list(stages(lookups, node))[-1]

    def through(data: Columns) -> Lookup:
        lookups = [step.follow(data) for step in steps]
        ways = [step.through(data) for step in steps]

        def look(node: Term) -> Values:
            starts: list[dict[Term, None]] = [{node: None}, *stages(lookups, node)][:-1]
            on_the_way = (each for way, start in zip(ways, starts, strict=True) for one in start for each in way(one))
            return dict.fromkeys(chain(*starts[1:], on_the_way))

        return look

    text = "/".join(step.text for step in steps)
    forward = all(step.forward for step in steps)
    empty = all(step.empty for step in steps)
    return Path(f"({text})", _predicates(steps), False, forward, follow, through, empty=empty)


def _alternative(choices: list[Path]) -> Path:
    if len(choices) < 2:
        raise VocabularyError("an alternative path has fewer than two members")
    text = "|".join(choice.text for choice in choices)
    return Path(
        f"({text})",
        _predicates(choices),
        all(choice.own for choice in choices),
        all(choice.forward for choice in choices),
        lambda data: _union([choice.follow(data) for choice in choices]),
        lambda data: _union([choice.through(data) for choice in choices]),
        empty=any(choice.empty for choice in choices),
    )


def _union(lookups: list[Lookup]) -> Lookup:
    return lambda node: dict.fromkeys(value for lookup in lookups for value in lookup(node))


def _repetition(step: Path, sign: str) -> Path:
    if step.empty:
        raise VocabularyError(
            f"the path {step.text} may be empty and is repeated, so that nothing bounds how often it is tried"
        )
    text = f"{step.text}{sign}" if step.text.endswith(")") or step.single else f"({step.text}){sign}"
    if sign == "?":
        own, forward = step.own, step.forward
        return Path(
            text, step.predicates, own, forward, lambda data: _or_itself(step.follow(data)), step.through, empty=True
        )

    def follow(data: Columns) -> Lookup:
        lookup = step.follow(data)

        def look(node: Term) -> Values:
            reached: dict[Term, None] = {node: None} if sign == "*" else {}
            waiting = list(lookup(node))
            while waiting:
                each = waiting.pop()
                if each not in reached:
                    reached[each] = None
                    waiting.extend(lookup(each))
            return reached

        return look

    def through(data: Columns) -> Lookup:
        reach, way = follow(data), step.through(data)
        return lambda node: dict.fromkeys(chain.from_iterable((each, *way(each)) for each in (node, *reach(node))))

    return Path(text, step.predicates, False, step.forward, follow, through, empty=sign == "*")


def _or_itself(lookup: Lookup) -> Lookup:
    return lambda node: dict.fromkeys((node, *lookup(node)))


def _predicates(paths: list[Path]) -> frozenset[Term]:
    return frozenset[Term]().union(*(path.predicates for path in paths))
