"""The guide to the shapes: a section for each sort of thing, with what it must, should and may have, rule by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from lod_publisher.web.shapes_guide.graph import RDF, RDFS, SH, TARGETS, Node, ShapesGraph, Term, local_name
from lod_publisher.web.shapes_guide.phrases import Clause, Names, clause, joined, listed, sh_name
from lod_publisher.web.shapes_guide.rules import Counts, Rule, RuleWriter, Text

_SKOS_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@dataclass(frozen=True, slots=True)
class Section:
    """A sort of thing: what it is called, what it applies to, its rules; `anchors` are its shapes' other places on the page.

    `name` is that of the shape by which findings of its nameless rules are reported, `anchor` is never empty;
    `classes`, `subjects_of` and `objects_of` are the IRIs of the targets, `properties` the IRIs that the rules ask for.
    """

    anchor: str
    name: str
    anchors: tuple[str, ...]
    titles: tuple[Text, ...]
    applies_to: Clause | None
    descriptions: tuple[Text, ...]
    rules: tuple[Rule, ...]
    findings: Counts
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    objects_of: tuple[str, ...]
    properties: frozenset[str]

    @property
    def title(self) -> str:
        """The first title."""
        return self.titles[0].text

    def at(self, level: str) -> list[Rule]:
        """The rules of a level."""
        return [rule for rule in self.rules if rule.level == level]

    @property
    def found(self) -> int:
        """How many findings the rules of this section have."""
        return sum(number for _, number in self.findings) + sum(n for rule in self.rules for _, n in rule.findings)


def guide(
    graph: ShapesGraph,
    names: Names,
    base: str,
    findings: Mapping[str, Sequence[tuple[str, int]]],
    reserved: frozenset[str] = frozenset(),
) -> tuple[list[Section], list[Section]]:
    """The sections of the shapes with targets, and those of the others that are only referred to.

    `findings` counts by rule and severity; `reserved` are ids that the page needs itself.
    """
    shapes, taken = graph.shapes(), set(reserved)
    writer = RuleWriter(graph, names, base, findings)
    for shape in shapes:
        anchor = shape.value.partition("#")[2] or local_name(shape.value) if isinstance(shape, NamedNode) else ""
        if anchor and anchor not in taken:
            taken.add(anchor)
            writer.anchors[shape] = anchor
    groups: dict[frozenset[tuple[str, Term]], list[Node]] = {}
    for shape in shapes:
        targets = frozenset((name, value) for name in TARGETS for value in graph.sh(shape, name))
        if targets or _is_class(graph, shape):
            groups.setdefault(targets or frozenset({("targetClass", shape)}), []).append(shape)
    sections = [_section(writer, group, taken) for group in groups.values()]
    aimed = {shape for group in groups.values() for shape in group}
    parts = {part for shape in graph.said for _, part in graph.parts(shape)}
    others: list[Section] = []
    # Node shapes first: the property shapes that they hold are told with them.
    for shape in sorted(shapes, key=lambda shape: bool(graph.sh(shape, "path"))):
        known = shape in aimed or shape in writer.placed
        if not known and (isinstance(shape, NamedNode) or shape not in parts):
            others.append(_section(writer, [shape], taken))
    return sections, others


def _section(writer: RuleWriter, shapes: Sequence[Node], taken: set[str]) -> Section:
    """A section for shapes with the same targets; a shape of its own that asks something itself is one of the rules."""
    graph = writer.graph
    titles = {shape: writer.texts(shape, f"{RDFS}label", f"{SH}name", _SKOS_LABEL) for shape in shapes}
    main = next((shape for shape in shapes if titles[shape]), shapes[0])
    anchors = {shape: writer.anchors.get(shape, "") for shape in shapes}
    rules = [rule for shape in shapes for rule in writer.rules(shape, "" if shape == main else anchors[shape])]
    own = main.value if isinstance(main, NamedNode) else None
    rules = [replace(rule, titles=(), descriptions=()) if rule.iri == own else rule for rule in rules]
    targets = list(
        dict.fromkeys((name, value) for name in TARGETS for shape in shapes for value in graph.sh(shape, name))
    )
    placed = {rule.anchor for rule in rules}
    implied = (main.value,) if _is_class(graph, main) else ()
    return Section(
        anchor=anchors[main] or _free("section", taken),
        name=local_name(main.value) if isinstance(main, NamedNode) else "",
        anchors=tuple(anchor for shape, anchor in anchors.items() if shape != main and anchor and anchor not in placed),
        titles=titles[main] or (Text(_fallback(writer.names, main, targets), ""),),
        applies_to=_targets(writer.names, targets, bool(implied)),
        descriptions=writer.texts(main, f"{SH}description", f"{RDFS}comment"),
        rules=tuple(sorted(rules, key=lambda rule: rule.is_off)),
        findings=writer.count(main),
        classes=_iris(targets, "targetClass") or implied,
        subjects_of=_iris(targets, "targetSubjectsOf"),
        objects_of=_iris(targets, "targetObjectsOf"),
        properties=frozenset(_asked(graph, shapes)),
    )


def _free(word: str, taken: set[str]) -> str:
    """A place on the page for what has no name of its own."""
    number = next(n for n in range(1, len(taken) + 2) if f"{word}-{n}" not in taken)
    taken.add(f"{word}-{number}")
    return f"{word}-{number}"


def _is_class(graph: ShapesGraph, shape: Node) -> bool:
    """Whether a shape is a class too, and so applies to its instances."""
    kinds = {kind.value for kind in graph.all(shape, f"{RDF}type") if isinstance(kind, NamedNode)}
    return isinstance(shape, NamedNode) and f"{RDFS}Class" in kinds


def _fallback(names: Names, shape: Node, targets: Sequence[tuple[str, Term]]) -> str:
    """A title for a shape that has none: the class that it applies to, or its own name in words."""
    named = [names.term(iri).text for iri in _iris(targets, "targetClass")]
    if isinstance(shape, NamedNode):
        named.append(local_name(shape.value).replace("-", " ").replace("_", " ").strip())
    else:
        named += [names.term(value.value).text for _, value in targets if isinstance(value, NamedNode)]
    return next((title[:1].upper() + title[1:] for title in named if title), "Unnamed shape")


def _iris(targets: Sequence[tuple[str, Term]], wanted: str) -> tuple[str, ...]:
    return tuple(value.value for name, value in targets if name == wanted and isinstance(value, NamedNode))


def _asked(graph: ShapesGraph, shapes: Sequence[Node]) -> set[str]:
    """The properties that begin the paths of these shapes' rules."""
    found, waiting, seen = set(), list[Term](shapes), set[Term]()
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        for path in graph.sh(shape, "path"):
            first = next(iter(graph.members(path)), path)
            if isinstance(first, NamedNode):
                found.add(first.value)
        if not graph.sh(shape, "path"):
            waiting += [part for _, part in graph.parts(shape)]
    return found


def _targets(names: Names, targets: Sequence[tuple[str, Term]], is_class: bool) -> Clause | None:
    """To what a shape applies."""
    classes = [names.value(value) for name, value in targets if name == "targetClass"]
    found = [clause("every ", listed(classes, "or"))] if classes else []
    if is_class:
        found.append(clause("every thing of this class"))
    for name, value in targets:
        if name == "targetNode":
            found.append(clause(names.value(value)))
        elif name == "targetSubjectsOf":
            found.append(clause("everything that has ", names.path(ShapesGraph(), value)))
        elif name == "targetObjectsOf":
            found.append(clause("everything that is given as ", names.path(ShapesGraph(), value)))
        elif name == "target":
            found.append(clause(f"what a target of its own kind finds ({sh_name(SH + name)})"))
    return joined(found, "and") if found else None
