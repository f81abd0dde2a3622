"""What the service says of itself: SPARQL 1.1 Service Description, with the counts of its dataset in VoID.

A federator that reads it can plan without asking: it knows the classes, the properties and how many statements each has.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.web.dataset import counts_of, linksets_of
from lod_publisher.web.dataset import triples as triples_of
from lod_publisher.web.site import Site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_VOID = "http://rdfs.org/ns/void#"
_DCTERMS = "http://purl.org/dc/terms/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")

# Only what has an IRI at W3C; TriG and N-Quads of a graph are offered as well.
_RESULT_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "N-Quads", "TriG"),
)

_Object = NamedNode | Literal


def service_description(here: Site, endpoint: str) -> list[Triple]:
    """The description of the service at the address by which the client reached it."""
    said = {*_service(endpoint), *_dataset(here, endpoint)}
    counted = NamedNode(f"{endpoint}#default-graph"), NamedNode(f"{_VOID}triples")

    def place(triple: Triple) -> tuple[bool, bool, str]:
        """The order of reading: Comunica reads a dataset's graph only when it knows the service, and the first count for the whole.

        With another order it takes the count of a part for that of the graph, trusts none, and asks ASK after each COUNT.
        """
        return triple.subject != NamedNode(endpoint), (triple.subject, triple.predicate) != counted, str(triple)

    return sorted(said, key=place)


def _say(subject: str, predicate: str, value: str | int) -> Triple:
    """A statement; a number becomes an integer, a text an IRI."""
    thing: _Object = Literal(str(value), datatype=_XSD_INTEGER) if isinstance(value, int) else NamedNode(value)
    return Triple(NamedNode(subject), NamedNode(predicate), thing)


def _service(endpoint: str) -> Iterator[Triple]:
    dataset, graph = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield Triple(NamedNode(endpoint), _TYPE, NamedNode(f"{_SD}Service"))
    yield _say(endpoint, f"{_SD}endpoint", endpoint)
    yield _say(endpoint, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query")
    # True of Oxigraph: a GRAPH or FROM never fetches, and property paths are all there, so no other sd:Feature is claimed.
    yield _say(endpoint, f"{_SD}defaultDataset", dataset)
    for name in _RESULT_FORMATS:
        yield _say(endpoint, f"{_SD}resultFormat", _FORMATS + name)
    yield Triple(NamedNode(dataset), _TYPE, NamedNode(f"{_SD}Dataset"))
    yield _say(dataset, f"{_SD}defaultGraph", graph)
    yield Triple(NamedNode(graph), _TYPE, NamedNode(f"{_SD}Graph"))


def _dataset(here: Site, endpoint: str) -> Iterator[Triple]:
    """The counts of the dataset; less when the snapshot is of a time when they were not counted."""
    dataset, graph = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    for node in (dataset, graph):
        yield Triple(NamedNode(node), _TYPE, NamedNode(f"{_VOID}Dataset"))
    yield _say(dataset, f"{_VOID}sparqlEndpoint", endpoint)
    yield Triple(NamedNode(dataset), NamedNode(f"{_DCTERMS}title"), Literal(here.title))
    yield Triple(NamedNode(dataset), NamedNode(f"{_VOID}uriSpace"), Literal(f"{here.snapshot.base}/id/"))
    if here.licence.startswith(("http://", "https://")):
        yield _say(dataset, f"{_DCTERMS}license", here.licence)
    yield _say(graph, f"{_DCTERMS}isPartOf", f"{here.snapshot.base}/")
    statistics = here.snapshot.statistics
    triples = here.snapshot.manifest.get("triples")
    if statistics:  # the manifest counts a statement again that two sources make
        triples = sum(count.triples for count in statistics.properties.values())
    for node in (dataset, graph):
        if isinstance(triples, int):
            yield _say(node, f"{_VOID}triples", triples)
    if statistics:
        # Clients look for the partitions at the graph (Comunica) or at the dataset (most others).
        for node in (graph, dataset):
            yield from triples_of(counts_of(node, statistics))
        yield from triples_of(linksets_of(dataset, statistics, f"{endpoint}#"))
