"""Terms in the N-Triples spelling become what rdflib itself would read, with the same lexical form."""

from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term, iri, lines, literal, typed
from lod_publisher.validation.spelling import term_of
from lod_publisher.validation.subjects import Owners, Subject, graph_of

IRI = iri("https://data.example.org/id/person/p")
NAME = iri("https://data.example.org/name")
TEXTS = st.text(st.characters(codec="utf-8"))


def _read(value: Term) -> set[tuple[object, ...]]:
    graph = Graph()
    graph.parse(data=lines([(IRI, NAME, value)]), format="nt")
    return set(graph)


@given(TEXTS, st.sampled_from([None, "en", "hu", "zh-hant"]))
def test_a_text_is_read_as_rdflib_reads_it(text, language):
    spelled = literal(text, language)
    assert (URIRef(IRI[1:-1]), URIRef(NAME[1:-1]), term_of(spelled)) in _read(spelled)
    assert str(term_of(spelled)) == text


@given(TEXTS)
def test_a_typed_literal_keeps_its_spelling(text):
    term = term_of(typed(text, "http://www.w3.org/2001/XMLSchema#integer"))
    assert isinstance(term, Literal)
    assert str(term) == text


def test_a_graph_holds_only_the_predicates_asked_for():
    subject = Subject("person", "p", IRI[1:-1], Origin("f"), [(IRI, NAME, literal("P")), (IRI, IRI, "_:b")])
    assert len(graph_of([subject], frozenset({NAME}))) == 1
    assert len(graph_of([subject], None)) == 2


def test_a_node_belongs_to_the_nearest_record_above_it_or_to_who_speaks_of_it():
    volume = Subject("volume", "v", "https://x.example/id/volume/v", Origin("f"), [])
    chapter = Subject("volume", "v/ch1", "https://x.example/id/volume/v/ch1", Origin("f"), [("_:b", NAME, NAME)])
    owners = Owners([volume, chapter])
    assert owners.owner("<https://x.example/id/volume/v/ch1/p3#name>") is chapter
    assert owners.owner("<https://x.example/id/volume/v#file>") is volume
    assert owners.owner("_:b") is chapter
    assert owners.owner("<https://x.example/id/person/p>") is None
