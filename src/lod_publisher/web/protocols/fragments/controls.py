"""What a fragment says of itself: whose part it is, how much it holds, and how to ask for any other (Hydra controls)."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.web.protocols.fragments.reading import PAGE_TRIPLES, Part

HYDRA = "http://www.w3.org/ns/hydra/core#"
_VOID = "http://rdfs.org/ns/void#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DCTERMS = "http://purl.org/dc/terms/"
_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"
_XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_PLACES = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The IRIs of a page: `root` of the whole dataset's fragments, `fragment` its first page, `page` itself, and its neighbours."""

    root: str
    fragment: str
    page: str
    before: str = ""
    after: str = ""

    @property
    def metadata(self) -> str:
        """The graph in which a page speaks of itself."""
        return f"{self.page}#metadata"


def controls(at: Addresses, part: Part, title: str, dataset: str) -> list[Triple]:
    """The statements about a page, in the order of reading."""
    return [*_page(at, part, title, dataset), *_search(at)]


def _page(at: Addresses, part: Part, title: str, dataset: str) -> Iterator[Triple]:
    own = f"{at.root}#dataset"
    yield _say(at.metadata, _TOPIC, NamedNode(at.page))
    yield _say(own, f"{_RDF}type", NamedNode(f"{_VOID}Dataset"))
    yield _say(own, f"{_RDF}type", NamedNode(f"{HYDRA}Collection"))
    yield _say(own, f"{_DCTERMS}source", NamedNode(dataset))
    yield _say(own, f"{_VOID}subset", NamedNode(at.fragment))
    if at.page != at.fragment:
        yield _say(at.fragment, f"{_VOID}subset", NamedNode(at.page))
    yield _say(at.page, f"{_RDF}type", NamedNode(f"{HYDRA}PartialCollectionView"))
    yield _say(at.page, f"{_DCTERMS}title", Literal(title, language="en"))
    yield _say(at.page, f"{_VOID}triples", _number(part.total))
    yield _say(at.page, f"{HYDRA}totalItems", _number(part.total))
    yield _say(at.page, f"{HYDRA}itemsPerPage", _number(PAGE_TRIPLES))
    yield _say(at.page, f"{HYDRA}first", NamedNode(at.fragment))
    if at.before:
        yield _say(at.page, f"{HYDRA}previous", NamedNode(at.before))
    if at.after:
        yield _say(at.page, f"{HYDRA}next", NamedNode(at.after))


def _search(at: Addresses) -> Iterator[Triple]:
    search = f"{at.root}#search"
    yield _say(f"{at.root}#dataset", f"{HYDRA}search", NamedNode(search))
    yield _say(search, f"{HYDRA}template", Literal(f"{at.root}{{?subject,predicate,object}}"))
    yield _say(search, f"{HYDRA}variableRepresentation", NamedNode(f"{HYDRA}ExplicitRepresentation"))
    for place in _PLACES:
        mapping = f"{at.root}#{place}"
        yield _say(search, f"{HYDRA}mapping", NamedNode(mapping))
        yield _say(mapping, f"{HYDRA}variable", Literal(place))
        yield _say(mapping, f"{HYDRA}property", NamedNode(_RDF + place))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_XSD_INTEGER)


def _say(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
