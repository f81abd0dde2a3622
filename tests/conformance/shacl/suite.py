"""The W3C SHACL Core test suite as cases: subjects, a folder of shapes, and the report that is expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node
from tests.validation.oracle import Said, read_report, spelled

from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term, Triple
from lod_publisher.validation import Shapes, Subject
from lod_publisher.validation.subjects import graph_of

BASE = "https://data.example.org"
_TESTS = "https://tests.example.org/core/"
_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT = Namespace("http://www.w3.org/ns/shacl-test#")


@dataclass(frozen=True)
class Case:
    """One sht:Validate. Blank nodes have the same ids in `subjects` and in `expected`, whose shapes are described."""

    name: str
    subjects: list[Subject]
    shapes: Path
    expected: list[Said]

    def load(self, folder: Path) -> Shapes:
        """The shapes, read from a folder that has no others."""
        (folder / "shapes.ttl").write_bytes(self.shapes.read_bytes())
        return Shapes.load(folder, BASE)


def names(core: Path) -> Iterator[str]:
    """Every test that the manifests name, as its path below the suite's folder without extension."""
    for manifest in sorted(core.glob("*/manifest.ttl")):
        graph = _graph(core, manifest)
        for included in graph.objects(None, _MF.include):
            yield str(included).removeprefix(_TESTS).removesuffix(".ttl")


def case(core: Path, name: str) -> Case:
    """Read a test."""
    own = core / f"{name}.ttl"
    graph = _graph(core, own)
    (test,) = graph.subjects(RDF.type, _SHT.Validate)
    action = graph.value(test, _MF.action)
    data = _file(core, graph.value(action, _SHT.dataGraph))
    report = graph.value(test, _MF.result)
    expected = [each._replace(shape=_described(graph, each.shape)) for each in read_report(graph, graph, report)]
    (conforms,) = graph.objects(report, SH.conforms)
    assert str(conforms).lower() == str(not expected).lower(), f"{name}: the test contradicts itself"
    return Case(name, _subjects(core, data), _file(core, graph.value(action, _SHT.shapesGraph)), sorted(expected))


def with_shapes_described(said: list[Said], shapes: Graph) -> list[Said]:
    """The same results with nameless shapes described, because a blank node has another id in each reading of a file."""
    return sorted(each._replace(shape=_described(shapes, each.shape)) for each in said)


def _described(graph: Graph, shape: str) -> str:
    return _description(graph, BNode(shape[2:])) if shape.startswith("_:") else shape


def _description(graph: Graph, node: Node) -> str:
    if not isinstance(node, BNode):
        return spelled(node.normalize() if isinstance(node, Literal) else node)
    said = sorted(f"{spelled(verb)} {_description(graph, value)}" for verb, value in graph.predicate_objects(node))
    return f"[{'; '.join(said)}]"


def _subjects(core: Path, file: Path) -> list[Subject]:
    triples: dict[Term, list[Triple]] = {}
    for triple in _triples(core, file):
        triples.setdefault(triple[0], []).append(triple)
    return [
        Subject("test", str(number), term[1:-1] if term[0] == "<" else term, Origin(file.name), about)
        for number, (term, about) in enumerate(triples.items())
    ]


def _graph(core: Path, file: Path) -> Graph:
    return graph_of([Subject("test", "", "", Origin(""), _triples(core, file))], None)


def _triples(core: Path, file: Path) -> list[Triple]:
    base = _TESTS + file.relative_to(core).as_posix()
    text = file.read_bytes()
    labels: dict[
        Term, Term
    ] = {}  # blank nodes without a label get a random id in each reading; here, the same in every one
    found: list[Triple] = []
    for each in parse(text, format=RdfFormat.TURTLE, base_iri=base):
        terms = [str(each.subject), str(each.predicate), str(each.object)]
        for position, term in enumerate(terms):
            if term.startswith("_:"):
                terms[position] = labels.setdefault(term, f"_:b{len(labels)}")
        found.append((terms[0], terms[1], terms[2]))
    return found


def _file(core: Path, iri: Node | None) -> Path:
    assert isinstance(iri, URIRef)
    return core / str(iri).removeprefix(_TESTS)
