"""A store of 200 statements, and pools of query workers over it."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from lod_publisher.snapshot.workers import Workers

PREFIXES = {"x": "http://x.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    store = Store(str(folder))
    p, o, named = NamedNode("http://x.org/p"), NamedNode("http://x.org/o"), NamedNode("http://x.org/graph")
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.extend([Quad(NamedNode(f"http://x.org/{n}"), p, o) for n in range(200)])
    store.extend([Quad(o, label, Literal("An object", language="en")), Quad(named, p, named, named)])
    store.flush()
    del store
    return folder


@pytest.fixture
def pool(store):
    """Make pools over the store; they end with the test."""
    made = []

    def make(processes=1, timeout_s=3.0, memory_bytes=1_200_000_000, limits=None):
        made.append(Workers(store, processes, timeout_s, memory_bytes, PREFIXES, "http://x.org", limits))
        return made[-1]

    yield make
    for workers in made:
        workers.close()
