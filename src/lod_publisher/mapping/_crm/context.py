"""The context in which records are described: it turns references into IRIs and remembers what it was asked for."""

from dataclasses import dataclass, field

from lod_publisher.errors import MappingError
from lod_publisher.model import vocab
from lod_publisher.model.identity import Concordance
from lod_publisher.model.iris import IriScheme, Kind, is_local_id, keyed, slug
from lod_publisher.model.records import EntityRef
from lod_publisher.model.terms import Term


@dataclass(slots=True)
class Collected:
    """What the descriptions of some records spoke of. Collections of several processes are joined with `add`.

    `referred` holds every entity pointed at, with the smallest of the labels used, so that the order of files does not matter;
    `surfaces` the forms under which texts name an entity; `periods` the months and years that time-spans fall within.
    """

    referred: dict[tuple[Kind, str], str] = field(default_factory=dict)
    surfaces: set[tuple[Kind, str, str]] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)

    def add(self, other: "Collected") -> None:
        """Take in what another process collected."""
        for key, label in other.referred.items():
            self.refer(key, label)
        self.surfaces |= other.surfaces
        self.periods |= other.periods

    def refer(self, key: tuple[Kind, str], label: str) -> None:
        """Note that an entity was pointed at by these words ("" when by none)."""
        known = self.referred.get(key)
        if not known or (label and label < known):
            self.referred[key] = label


@dataclass(slots=True)
class _Known:
    """An entity met before: its term, its published key, and the smallest label used so far."""

    term: Term
    kind: Kind
    local_id: str
    label: str


class Context:
    """Turns references into terms and collects them on the way; one for each process that describes records."""

    def __init__(self, iris: IriScheme, concordance: Concordance) -> None:
        self.iris = iris
        self.concordance = concordance
        self.periods: set[str] = set()
        self._vocabulary = f"<{iris.base}/vocab/"
        self._known: dict[str, _Known] = {}
        self._names: dict[tuple[Term, str], Term] = {}
        self._surfaces: dict[tuple[Term, str], tuple[Kind, str]] = {}
        self._concepts: dict[tuple[str, str, str], Term] = {}

    @property
    def collected(self) -> Collected:
        """What was spoken of so far."""
        collected = Collected(surfaces=self.surfaces, periods=set(self.periods))
        for known in self._known.values():
            collected.refer((known.kind, known.local_id), known.label)
        return collected

    @property
    def referred(self) -> dict[tuple[Kind, str], str]:
        """Every entity pointed at so far, by kind and published local id, with the smallest label used for it."""
        return self.collected.referred

    @property
    def surfaces(self) -> set[tuple[Kind, str, str]]:
        """The forms under which texts name entities: kind, published local id, form."""
        return {(*owner, text) for (_, text), owner in self._surfaces.items()}

    def own(self, name: str) -> Term:
        """The term for a word of our own vocabulary."""
        return f"{self._vocabulary}{name}>"

    def subject(self, kind: Kind, local_id: str) -> tuple[str, Term]:
        """The published local id and the term of an entity that is about to be described."""
        published = self.concordance.local_id(EntityRef(kind, local_id))
        return published, self.iris.term(kind, published)

    def term(self, reference: EntityRef, words: str = "") -> Term:
        """The term for an entity pointed at, which is remembered with the reference's label or else these words."""
        key = f"{reference.kind}/{reference.local_id}"
        known = self._known.get(key)
        label = reference.label or words
        if known is None:
            kind = reference.kind
            if kind is Kind.CONCEPT and reference.local_id in vocab.CONCEPTS:
                return self.own(reference.local_id)
            published, term = self.subject(kind, reference.local_id)
            self._known[key] = _Known(term, kind, published, label)
            return term
        if label and (not known.label or label < known.label):
            known.label = label
        return known.term

    def name(self, entity: Term, text: str) -> Term:
        """The term for the appellation node of an entity's name: the same for the same text, whoever uses it."""
        name = self._names.get((entity, text))
        if name is None:
            name = self._names[entity, text] = part(entity, f"name-{keyed(text)}")
        return name

    def surface(self, reference: EntityRef, text: str) -> Term:
        """The term for the name by which a text calls an entity; the form is remembered for `appellations`."""
        return self.surface_of(self.term(reference), reference, text)

    def surface_of(self, entity: Term, reference: EntityRef, text: str) -> Term:
        """As `surface`, for a caller who has the entity's term at hand."""
        name = self._names.get((entity, text))
        if name is None or (entity, text) not in self._surfaces:
            name = self.name(entity, text)
            published = self.concordance.local_id(reference)
            self._surfaces[entity, text] = (reference.kind, published)
        return name

    def concept(self, scheme: str, key: str, label: str = "") -> Term:
        """The term for a concept by its key: our own when the key is in a closed list, else one of the data's concepts.

        A concept of the data is remembered with its label, or with the key in plain words.
        """
        asked = (scheme, key, label)
        term = self._concepts.get(asked)
        if term is None:
            term = self._concepts[asked] = self._concept(scheme, key, label)
        return term

    def _concept(self, scheme: str, key: str, label: str) -> Term:
        if elsewhere := vocab.ELSEWHERE.get((scheme, key)):
            return elsewhere
        closed = vocab.SCHEMES.get(scheme)
        if closed is not None and key in closed.keys:
            return self.own(closed.concept(key))
        return self.term(EntityRef(Kind.CONCEPT, concept_id(scheme, key), label or key.replace("-", " ")))

    def property(self, name: str) -> Term:
        """The term for a property that a record names: one of the CRM's that join entities, or one of our own.

        Raises:
            MappingError: neither knows it.
        """
        if name in vocab.RELATIONS:
            return f"<{vocab.CRM}{name}>"
        if name in vocab.PROPERTIES:
            return self.own(name)
        if name in _MATCHES:
            return _MATCHES[name]
        raise MappingError(
            f"{name!r} is not a property that joins entities, so this relation cannot be published. "
            "Give the name of a CIDOC-CRM 7.1.3 property, such as 'P107_has_current_or_former_member', "
            f"or one of {', '.join(vocab.PROPERTIES)}."
        )


_MATCHES = {"exactMatch": vocab.skos.exactMatch, "closeMatch": vocab.skos.closeMatch}


def concept_id(scheme: str, key: str) -> str:
    """The local id of a concept that is not in our closed lists."""
    whole = key if key.startswith(f"{scheme}-") else f"{scheme}-{key}"
    return whole if is_local_id(whole) else f"{scheme}-{slug(key) or keyed(key)}"


def part(owner: Term, fragment: str) -> Term:
    """The term for a node that belongs to an entity or a passage (the fragment is ours or a key, so it is not checked)."""
    return f"{owner[:-1]}#{fragment}>"
