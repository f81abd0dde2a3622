"""Shapes are judged by SHACL's own shapes for shapes, and what is said of them is what pySHACL says."""

from collections.abc import Iterable
from random import Random

import pytest
from pyshacl.entrypoints import meta_validate
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from tests.validation.oracle import Said, read_report, said, without_messages

from lod_publisher.validation import Shapes
from lod_publisher.validation.wellformed import judge_shapes

pytestmark = pytest.mark.no_cover  # it would double the time of the reference engine

SHAPE = "http://example.org/shapes#"
# What a value of a shape is changed into; each is wrong somewhere and right elsewhere.
STRANGE = [
    Literal("one"), Literal(1), Literal(-1), Literal(True), Literal("x", lang="en"), BNode("nothing"), RDF.nil, RDFS.label,
    SH.NodeShape, SH.PropertyShape, SH.IRI, SH.Violation, URIRef(f"{SHAPE}elsewhere"),
]  # fmt: skip


def _altered(whole: Graph, seed: int) -> Graph:
    """The statements of some shapes, of which a few have another value, another property or are gone."""
    random = Random(seed)  # noqa: S311 (nothing secret)
    roots = sorted({shape for shape in whole.subjects(RDF.type, SH.NodeShape) if isinstance(shape, URIRef)})
    part = Graph()
    for root in random.sample(roots, 3):
        part += whole.cbd(root)
    found = sorted(part, key=lambda triple: (str(triple[1]), str(triple[2]), str(triple[0])))
    verbs = sorted({verb for _, verb, _ in whole}, key=str)
    for subject, verb, value in random.sample(found, random.randint(1, 6)):
        part.remove((subject, verb, value))
        change = random.choice(["another value", "another property", "one value more", "gone"])
        if change in ("another value", "one value more"):
            part.add((subject, verb, random.choice(STRANGE)))
        if change == "one value more":
            part.add((subject, verb, value))
        if change == "another property":
            part.add((subject, random.choice(verbs), value))
    return part


def _both(shapes: Graph) -> list[list[Said]]:
    _, report, _ = meta_validate(shapes, inference="none", max_validation_depth=200)
    assert isinstance(report, Graph)
    return [_plain(said(verdict) for verdict in judge_shapes(shapes)), _plain(read_report(report, report))]


def _plain(found: Iterable[Said]) -> list[Said]:
    """The results once each, without the labels that nameless shapes have where they were read."""
    return sorted(
        {each._replace(shape="" if each.shape.startswith("_:") else each.shape) for each in without_messages(found)}
    )


@pytest.fixture(scope="module")
def own(root) -> Graph:
    return Shapes.load(root / "shapes", "http://example.org", root / "ontology").graph


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 100, 25)], ids=str)
def test_of_shapes_that_were_altered_we_say_what_pyshacl_says(own, seeds):
    broken = 0
    for seed in seeds:
        ours, theirs = _both(_altered(own, seed))
        assert ours == theirs, seed
        broken += bool(ours)
    assert broken > len(seeds) // 4  # or nothing was compared


def test_of_our_own_shapes_nothing_is_said(own):
    assert _both(own) == [[], []]
