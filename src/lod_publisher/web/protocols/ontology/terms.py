"""One word of our vocabulary: what it means, where it stands among the CRM's and our own, and where the dataset uses it."""

from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.web.facts import RDF_TYPE, RDFS_LABEL
from lod_publisher.web.languages import N_
from lod_publisher.web.site import Site, natural
from lod_publisher.web.vocabulary import CRM

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_EXAMPLE = "http://purl.org/vocab/vann/example"
_USES = "SELECT ?property ?subject ?object WHERE { ?subject ?property ?object } LIMIT 60"
_MAX_EXAMPLES = 6
# By what a word is joined to wider ones, and how a page says so.
_WIDER = {
    f"{_RDFS}subPropertyOf": N_("Narrows"),
    f"{_RDFS}subClassOf": N_("Narrows"),
    f"{_SKOS}broader": N_("Broader"),
    f"{_SKOS}inScheme": N_("One of"),
    RDF_TYPE: N_("Is a"),
    f"{_RDFS}domain": N_("Said of"),
    f"{_RDFS}range": N_("Leads to"),
    f"{_SKOS}exactMatch": N_("The same as"),
    f"{_SKOS}closeMatch": N_("Close to"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its name, and where a click on it leads; `code` is the CRM's own name for one of its terms."""

    iri: str
    label: str
    href: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A use of the word: the thing that has it, and for a property what it leads to there (an IRI or a text)."""

    subject: Named
    object: Named | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and all that is told about it; `own` are the statements of the vocabulary about it."""

    iri: str
    name: str
    label: str
    definition: str
    own: list[Triple]
    wider: list[tuple[str, list[Named]]]
    narrower: list[Named]
    examples: list[Example]


def word_of(here: Site, name: str) -> Word | None:
    """Look a word up; None when the vocabulary has none of that name."""
    known, iri = here.vocabulary, f"{here.snapshot.base}/vocab/{name}"
    own = [triple for triple in known.triples if isinstance(triple.subject, NamedNode) and triple.subject.value == iri]
    if not own:
        return None
    node = NamedNode(iri)
    wider = []
    for predicate, heading in _WIDER.items():
        iris = [t.object.value for t in own if t.predicate.value == predicate and isinstance(t.object, NamedNode)]
        if iris:
            wider.append((heading, [_named(here, other) for other in sorted(iris, key=natural)]))
    below = {
        triple.subject.value
        for triple in known.triples
        if triple.object == node and triple.predicate.value != RDF_TYPE and isinstance(triple.subject, NamedNode)
    }
    narrower = sorted((_named(here, other) for other in below), key=lambda named: natural(named.label.lower()))
    label, definition = known.labels.get(iri, name), known.definitions.get(iri, "")
    is_property = any(t.object.value.endswith("#Property") for t in own if isinstance(t.object, NamedNode))
    examples = _uses(here, iri) if is_property else _instances(here, iri)
    return Word(iri, name, label, definition, own, wider, narrower, examples)


def statements(here: Site, word: Word) -> list[Triple]:
    """The word for machines: what the vocabulary says of it, names for what that names, what is narrower, and examples."""
    node, label = NamedNode(word.iri), NamedNode(RDFS_LABEL)
    found = {
        *word.own,
        Triple(node, NamedNode(f"{_RDFS}isDefinedBy"), NamedNode(f"{here.snapshot.base}/vocab")),
        *(triple for triple in here.vocabulary.triples if triple.object == node),
    }
    for named in (*(other for _, others in word.wider for other in others), *word.narrower):
        found.add(Triple(NamedNode(named.iri), label, Literal(named.label, language="en")))
    for example in word.examples:
        found.add(Triple(node, NamedNode(_EXAMPLE), NamedNode(example.subject.iri)))
        found.add(Triple(NamedNode(example.subject.iri), label, Literal(example.subject.label)))
    return sorted(found, key=str)


def _uses(here: Site, iri: str) -> list[Example]:
    """Statements made with a property, of different things."""
    rows = {row["subject"]: row["object"] for row in here.snapshot.select(_USES, {"property": iri})}
    chosen = list(islice(rows.items(), _MAX_EXAMPLES))
    names = here.labels([node for row in chosen for node in row if node.startswith(("http://", "https://"))])
    return [
        Example(Named(subject, names[subject], here.href(subject)), Named(value, names[value], here.href(value)))
        if value in names
        else Example(Named(subject, names[subject], here.href(subject)), text=value[:200])
        for subject, value in chosen
        if subject in names
    ]


def _instances(here: Site, iri: str) -> list[Example]:
    """Things that a concept is said of."""
    found = here.snapshot.incoming(iri, _MAX_EXAMPLES)
    names = here.labels([use.subject for use in found])
    return [Example(Named(subject, names[subject], here.href(subject))) for subject in dict.fromkeys(names)]


def _named(here: Site, iri: str) -> Named:
    code = iri.removeprefix(CRM) if iri.startswith(CRM) else ""
    return Named(iri, here.labels([iri])[iri], here.href(iri), code)
