"""The dataset in VoID: how much of what there is, as it was counted when the snapshot was built, and links to others."""

from collections.abc import Iterator

from pyoxigraph import Literal

from lod_publisher.snapshot.statistics import Grounds, Link, Statistics
from lod_publisher.web.dataset.about import About
from lod_publisher.web.dataset.writing import DCTERMS, FOAF, TYPE, VOID, Statement, day, words

_W3C_FORMATS = "http://www.w3.org/ns/formats/"
_FEATURES = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_VOCABULARIES = (
    "http://www.cidoc-crm.org/cidoc-crm/",
    "https://linked.art/ns/terms/",
    "http://www.w3.org/2004/02/skos/core#",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/prov#",
)


def statements_of(about: About) -> Iterator[Statement]:
    """The dataset with its counts, its partitions by class, property and kind, its linksets and its dumps."""
    dataset, page = about.iri, about.page
    yield dataset, TYPE, f"{VOID}Dataset"
    yield page, TYPE, f"{VOID}DatasetDescription"
    yield page, TYPE, f"{FOAF}Document"
    yield page, f"{FOAF}primaryTopic", dataset
    yield page, f"{DCTERMS}title", words(f"Description of the dataset {about.title}")
    yield dataset, f"{FOAF}homepage", page
    yield dataset, f"{VOID}uriSpace", Literal(f"{about.base}/id/")
    yield dataset, f"{VOID}sparqlEndpoint", f"{about.base}/sparql"
    for vocabulary in (*_VOCABULARIES, f"{about.base}/vocab/"):
        yield dataset, f"{VOID}vocabulary", vocabulary
    for name in _FEATURES:
        yield dataset, f"{VOID}feature", _W3C_FORMATS + name
    for example in about.examples:
        yield dataset, f"{VOID}exampleResource", example
    yield dataset, f"{VOID}triples", about.statements
    for dump in about.dumps_of():
        yield dataset, f"{VOID}dataDump", about.address_of(dump)
    yield from _kinds(about)
    if about.statistics:
        yield from counts_of(dataset, about.statistics, f"{page}#")
        yield from linksets_of(dataset, about.statistics, f"{page}#")
    else:
        yield dataset, f"{VOID}entities", sum(about.counts.values())


def _kinds(about: About) -> Iterator[Statement]:
    for kind, entities in sorted(about.counts.items()):
        part = about.kind_iri(kind)
        yield about.iri, f"{VOID}subset", part
        yield part, TYPE, f"{VOID}Dataset"
        yield part, f"{VOID}uriSpace", Literal(f"{about.base}/id/{kind}/")
        yield part, f"{VOID}entities", entities
        for dump in about.dumps_of(kind):
            yield part, f"{VOID}dataDump", about.address_of(dump)


def counts_of(node: str, statistics: Statistics, beginning: str = "") -> Iterator[Statement]:
    """The counts of a dataset or graph, with a partition for every class and property.

    The IRIs of the partitions start with `beginning`, or with that of the node when none is given.
    """
    start = beginning or f"{node}-"
    yield node, f"{VOID}classes", len(statistics.classes)
    yield node, f"{VOID}properties", len(statistics.properties)
    yield node, f"{VOID}entities", sum(statistics.entities.values())
    for number, (name, entities) in enumerate(sorted(statistics.classes.items())):
        part = f"{start}class-{number}"
        yield node, f"{VOID}classPartition", part
        yield part, f"{VOID}class", name
        yield part, f"{VOID}entities", entities
    for number, (name, count) in enumerate(sorted(statistics.properties.items())):
        part = f"{start}property-{number}"
        yield node, f"{VOID}propertyPartition", part
        yield part, f"{VOID}property", name
        yield part, f"{VOID}triples", count.triples
        yield part, f"{VOID}distinctSubjects", count.subjects
        yield part, f"{VOID}distinctObjects", count.objects


def linksets_of(dataset: str, statistics: Statistics, beginning: str) -> Iterator[Statement]:
    """The links from a dataset to others, by property and site, and among its own things; their IRIs start with `beginning`.

    Where links have grounds (people's decisions, a program's comparison), those of each are a linkset of their own within.
    """
    for number, link in enumerate(statistics.links):
        node = f"{beginning}linkset-{number}"
        target = f"{beginning}target-{_plain(link.target)}" if link.target else dataset
        yield dataset, f"{VOID}subset", node
        yield from _linkset(node, dataset, target, link.predicate, link.triples)
        if link.target:
            yield target, TYPE, f"{VOID}Dataset"
            yield target, f"{VOID}uriSpace", Literal(link.target)
        for grounds in _all_grounds(link):
            part = f"{node}-{grounds.method.rpartition('/')[2]}"
            yield node, f"{VOID}subset", part
            yield from _linkset(part, dataset, target, link.predicate, grounds.triples)
            yield from _grounds(part, grounds)


def _linkset(node: str, dataset: str, target: str, predicate: str, links: int) -> Iterator[Statement]:
    yield node, TYPE, f"{VOID}Linkset"
    yield node, f"{VOID}subjectsTarget", dataset
    yield node, f"{VOID}objectsTarget", target
    yield node, f"{VOID}linkPredicate", predicate
    yield node, f"{VOID}triples", links


def _all_grounds(link: Link) -> list[Grounds]:
    """The grounds of a link's statements, those that the sources state included; none where nothing but sources speaks."""
    stated = link.triples - sum(grounds.triples for grounds in link.grounds)
    rest = [Grounds("stated", stated)] if link.grounds and stated > 0 else []
    return [*link.grounds, *rest]


_METHODS = {
    "inferred": "Worked out by a program from names, roles, dates and codes{score}; an attribute assignment (crm:E13) of each gives "
    "its score and the reasons.",
    "cataloguing": "Decided by people; an attribute assignment (crm:E13) of each says by whom, when and why.",
    "stated": "As the sources state them; each record names its files.",
}


def _grounds(node: str, grounds: Grounds) -> Iterator[Statement]:
    method = grounds.method.rpartition("/")[2]
    score = f", with scores from {grounds.least} to {grounds.most}" if grounds.least else ""
    yield node, f"{DCTERMS}description", words(_METHODS.get(method, "").replace("{score}", score))
    if "://" in grounds.method:
        yield node, f"{DCTERMS}type", grounds.method
    if grounds.first:
        yield node, f"{DCTERMS}created", day(grounds.first)
        yield node, f"{DCTERMS}modified", day(grounds.last)


def _plain(address: str) -> str:
    """A site's address as a part of an IRI: http://viaf.org/ is viaf.org."""
    return "".join(c if c.isalnum() or c in ".-" else "-" for c in address.partition("//")[2].strip("/"))
