"""One rule of the guide: what it asks in words, what its author says of it, how grave it is, and what it found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import BlankNode, Literal, NamedNode

from lod_publisher.web.shapes_guide.graph import RDFS, SH, Node, ShapesGraph, Term, local_name
from lod_publisher.web.shapes_guide.phrases import Clause, Names, Piece, clause
from lod_publisher.web.shapes_guide.scope import Scope, scope
from lod_publisher.web.shapes_guide.sentences import Speaker

_LEVELS = {f"{SH}Violation": "must", f"{SH}Warning": "should", f"{SH}Info": "may"}

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What the author of the shapes says, in a language ("" when it is not said which)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `level` is must, should or may, `severity` names another than SHACL's three, `findings` counts by severity.

    A rule without an IRI has no anchor, and its findings are reported under the name of the shape that it is a part of.
    """

    anchor: str
    iri: str
    name: str
    level: str
    severity: Piece | None
    titles: tuple[Text, ...]
    clauses: tuple[Clause, ...]
    messages: tuple[Text, ...]
    consequences: tuple[Text, ...]
    remedies: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    is_off: bool
    scope: Scope
    findings: Counts


@dataclass
class RuleWriter:
    """Writes rules; `findings` are counts by rule name and severity, `anchors` the places of shapes on the page.

    `placed` and `counted` are what has its place, and its findings, already: both are told once.
    """

    graph: ShapesGraph
    names: Names
    base: str
    findings: Mapping[str, Sequence[tuple[str, int]]]
    anchors: dict[Term, str] = field(default_factory=dict)
    placed: set[Node] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)

    def rules(self, shape: Node, anchor: str) -> Iterator[Rule]:
        """The rules of a shape: what it asks itself, if anything, and each property shape in it."""
        speaker = Speaker(self.graph, self.names, self.anchors)
        is_path = bool(self.graph.sh(shape, "path"))
        of = speaker.of_property if is_path else speaker.of_thing
        own = of(shape, False, properties=False)
        if own or not self.graph.sh(shape, "property"):
            yield self._rule(shape, own, shape, anchor, self.is_off(shape))
        inside = [Piece("in each "), *self._path(shape), Piece(", ")] if is_path else []
        yield from self._parts(speaker, shape, shape, inside, (shape,), self.is_off(shape))

    def count(self, shape: Term) -> Counts:
        """The findings of a rule, told once: under one name there is one entry in the report."""
        name = local_name(shape.value) if isinstance(shape, NamedNode) else ""
        if not name or name in self.counted:
            return ()
        self.counted.add(name)
        return tuple(self.findings.get(name, ()))

    def texts(self, shape: Term, *iris: str) -> tuple[Text, ...]:
        """Texts of a shape by any of the properties, English first."""
        found = [value for iri in iris for value in self.graph.all(shape, iri) if isinstance(value, Literal)]
        found.sort(key=lambda value: (not _is_english(value), value.language or ""))
        return tuple(dict.fromkeys(Text(value.value, value.language or "") for value in found))

    def is_off(self, shape: Term) -> bool:
        """Whether a shape is deactivated."""
        return self.graph.is_true(shape, "deactivated")

    def _parts(
        self,
        speaker: Speaker,
        shape: Term,
        aimed: Node,
        inside: Sequence[Piece],
        above: tuple[Term, ...],
        is_off: bool,
    ) -> Iterator[Rule]:
        """The property shapes of a shape, which report for themselves, and those within them."""
        for part in self.graph.sh(shape, "property"):
            if not isinstance(part, NamedNode | BlankNode) or part in above:
                continue
            first, off = part not in self.placed, is_off or self.is_off(part)
            self.placed.add(part)
            nested = bool(self.graph.sh(part, "property"))
            if not self.graph.sh(part, "path"):
                said = [clause("have a property shape without a path", loose=True)]
            else:
                said = speaker.of_property(part, False, above, properties=False)
                if not said and nested:
                    said = [clause("keep, in each ", self._path(part), ", the rules that follow", loose=True)]
            told = [replace(one, words=(*inside, *one.words)) for one in said] if inside else said
            yield self._rule(
                part, told, aimed, self.anchors.get(part, "") if first else "", off, shape if inside else None
            )
            if nested:
                deeper = [*inside, Piece("in each "), *self._path(part), Piece(", ")]
                yield from self._parts(speaker, part, aimed, deeper, (*above, part), off)

    def _path(self, shape: Term) -> list[Piece]:
        paths = self.graph.sh(shape, "path")
        return self.names.path(self.graph, paths[0]) if paths else []

    def _rule(
        self,
        shape: Node,
        clauses: Sequence[Clause],
        aimed: Node,
        anchor: str,
        is_off: bool,
        within: Term | None = None,
    ) -> Rule:
        """A rule of a section, aimed as its section is; `within` is the property shape of whose values it speaks."""
        severities = [value.value for value in self.graph.sh(shape, "severity") if isinstance(value, NamedNode)]
        severity = severities[0] if severities else f"{SH}Violation"
        iri = shape.value if isinstance(shape, NamedNode) else ""
        own = f"{self.base}/shapes#"
        if not clauses:
            severity = f"{SH}Info"
            named = self._path(shape)
            clauses = [clause("have ", named) if named else clause("be anything", loose=True)]
        return Rule(
            anchor=anchor,
            iri=iri,
            name=local_name(iri),
            level=_LEVELS.get(severity, "may"),
            severity=None if severity in _LEVELS else self.names.term(severity),
            titles=self.texts(shape, f"{SH}name"),
            clauses=tuple(clauses),
            messages=self.texts(shape, f"{SH}message"),
            consequences=self.texts(shape, f"{own}consequence"),
            remedies=self.texts(shape, f"{own}remedy"),
            descriptions=self.texts(shape, f"{SH}description", f"{RDFS}comment"),
            is_off=is_off,
            scope=scope(self.graph, shape, aimed, within),
            findings=self.count(shape),
        )


def _is_english(value: Literal) -> bool:
    return value.language is None or value.language.lower().split("-")[0] == "en"
