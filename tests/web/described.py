"""Descriptions of the founding collection for tests of formats, and jsonld.js to read what we write."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from tests.npm import installed

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.formats import Description

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"


def describe(snapshot: Snapshot, entity: Entity) -> Description:
    """An entity's own statements, the labels of what they name, and what the description says of itself."""
    iri = entity.elsewhere or snapshot.iris.entity(entity.kind, entity.local_id)
    page = f"{snapshot.base}/data/{entity.kind}/{entity.local_id}"
    own = [quad.triple for quad in parse(snapshot.lines(entity), format=RdfFormat.N_QUADS)]
    described = {triple.subject.value for triple in own if isinstance(triple.subject, NamedNode)}
    named = {triple.object.value for triple in own if isinstance(triple.object, NamedNode)} - described
    own += [
        Triple(NamedNode(name), NamedNode(_LABEL), Literal(label)) for name, label in snapshot.labels(named).items()
    ]
    own.append(Triple(NamedNode(page), NamedNode(_TOPIC), NamedNode(iri)))
    return Description(snapshot.base, sorted(own, key=str), iri, entity.kind, page)


def descriptions(snapshot: Snapshot, of_each: int = 12) -> list[Description]:
    """Some entities of every kind that the collection has."""
    return [describe(snapshot, entity) for kind in Kind for entity in snapshot.browse(kind, limit=of_each)]


def canonical(quads: list[Quad] | list[Triple]) -> Dataset:
    """Statements without regard to order and to the names of blank nodes; two are equal when they are isomorphic."""
    found = Dataset(
        quad if isinstance(quad, Quad) else Quad(quad.subject, quad.predicate, quad.object) for quad in quads
    )
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def read_by_jsonld_js(questions: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What jsonld.js makes of documents, each with the contexts that it may ask for; skips where npm cannot install it."""
    node, package = shutil.which("node"), installed("jsonld-9.0.0", "jsonld/package.json")
    if node is None or package is None:
        pytest.skip("npm is missing, or cannot install jsonld")
    folder = package.parents[2]
    script = Path(__file__).with_name("jsonld.mjs")
    answer = subprocess.run(
        [node, str(script), str(folder)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found: list[dict[str, str]] = json.loads(answer.stdout)
    return found
