"""The shapes of a snapshot as a graph in memory: what each node says, in the order in which its author wrote it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

Node = NamedNode | BlankNode
Term = Node | Literal

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
# Parameters whose values are shapes, and those whose values are lists of shapes.
_SHAPE_VALUED = ("property", "node", "not", "qualifiedValueShape")
_LIST_VALUED = ("and", "or", "xone")


@dataclass(frozen=True)
class ShapesGraph:
    """All shapes files together; `said` holds each node's statements, `triples` the same for publishing as RDF."""

    said: dict[Node, dict[str, list[Term]]] = field(default_factory=dict)
    triples: list[Triple] = field(default_factory=list)

    @staticmethod
    def read(texts: Iterable[bytes], base: str) -> "ShapesGraph":
        """Read Turtle, relative IRIs resolved against the base; blank nodes of two files stay apart."""
        found = ShapesGraph()
        whole: dict[Triple, None] = {}
        for text in texts:
            for quad in parse(text, format=RdfFormat.TURTLE, base_iri=f"{base}/", rename_blank_nodes=True):
                whole[quad.triple] = None
        for triple in whole:
            subject, value = triple.subject, triple.object
            if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | BlankNode | Literal):
                found.said.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(value)
        found.triples.extend(sorted(whole, key=str))
        return found

    def all(self, node: Term, iri: str) -> list[Term]:
        """The values of a property of a node."""
        return self.said.get(node, {}).get(iri, []) if not isinstance(node, Literal) else []

    def sh(self, node: Term, name: str) -> list[Term]:
        """The values of one of SHACL's own properties, by its local name."""
        return self.all(node, f"{SH}{name}")

    def is_true(self, node: Term, name: str) -> bool:
        """Whether a yes-or-no parameter says yes."""
        return any(isinstance(value, Literal) and value.value in ("true", "1") for value in self.sh(node, name))

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list; one that bites its own tail ends there."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head not in seen and (first := self.all(head, f"{RDF}first")):
            seen.add(head)
            found.append(first[0])
            head = next(iter(self.all(head, f"{RDF}rest")), head)
        return found

    def parts(self, shape: Term) -> Iterator[tuple[str, Term]]:
        """The shapes that a shape names, each with the parameter that names it."""
        for name in _SHAPE_VALUED:
            for value in self.sh(shape, name):
                yield name, value
        for name in _LIST_VALUED:
            for head in self.sh(shape, name):
                for member in self.members(head):
                    yield name, member

    def shapes(self) -> list[Node]:
        """All shapes in the order of the files: whatever is declared one, has a target or a path with a rule, or is a part of one."""
        found: dict[Node, None] = {}
        kinds = {f"{SH}NodeShape", f"{SH}PropertyShape"}
        for node in self.said:
            declared = any(isinstance(kind, NamedNode) and kind.value in kinds for kind in self.all(node, f"{RDF}type"))
            if declared or any(self.sh(node, target) for target in TARGETS):
                found[node] = None
            for _, part in self.parts(node):
                if isinstance(part, NamedNode | BlankNode) and (part in self.said):
                    found[part] = None
        order = {node: number for number, node in enumerate(self.said)}
        return sorted(found, key=lambda node: order[node])

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The parameters of constraint components that the author of the shapes declares."""
        return frozenset(
            path.value
            for node in self.said
            for parameter in self.sh(node, "parameter")
            for path in self.sh(parameter, "path")
            if isinstance(path, NamedNode)
        )

    def iris(self) -> set[str]:
        """Every IRI that the shapes speak of, to be named in words."""
        found: set[str] = set()
        for node, statements in self.said.items():
            terms = [node, *(value for values in statements.values() for value in values)]
            found.update(term.value for term in terms if isinstance(term, NamedNode))
            found.update(value.datatype.value for value in terms if isinstance(value, Literal))
            found.update(statements)
        return found

    def is_list_node(self, node: Term) -> bool:
        """Whether a node is a link of a list."""
        return bool(self.all(node, f"{RDF}first"))


def local_name(iri: str) -> str:
    """The last part of an IRI, by which findings name their rule."""
    return iri.replace("#", "/").rpartition("/")[2]
