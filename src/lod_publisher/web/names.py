"""What other things are called and what they are, as lines of N-Triples: every description names all that it points at.

The same things are named again and again (places, genres, languages), so what was looked up is kept, the least used going first.
"""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.vocabulary import Vocabulary, readable

# Per server process; a name takes about 500 bytes with its key.
MAX_NAMES = 40_000
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


class Names:
    """The names of one snapshot's things and terms. Safe to use from several threads."""

    def __init__(self, snapshot: Snapshot, vocabulary: Vocabulary, max_names: int = MAX_NAMES) -> None:
        self._snapshot = snapshot
        self._vocabulary = vocabulary
        self._max_names = max_names
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._labels: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """What people call each thing: the vocabulary's word, the dataset's, or the words in the IRI itself."""
        found, missing = {}, []
        with self._lock:
            for iri in iris:
                if (label := self._vocabulary.labels.get(iri)) is None and (label := self._labels.get(iri)) is not None:
                    self._labels.move_to_end(iri)
                if label is None:
                    missing.append(iri)
                else:
                    found[iri] = label
        if missing:
            told = self._snapshot.labels(missing)
            fresh = {iri: told.get(iri) or readable(iri) for iri in missing}
            found |= fresh
            with self._lock:
                self._labels.update(fresh)
                while len(self._labels) > self._max_names:
                    self._labels.popitem(last=False)
        return found

    def lines(self, terms: Iterable[bytes]) -> list[bytes]:
        """A label and the types of each thing, given and told as N-Triples; some elements hold several lines, some none."""
        found, missing = [], []
        with self._lock:
            for term in terms:
                known = self._known.get(term)
                if known is None:
                    missing.append(term)
                else:
                    self._known.move_to_end(term)
                    found.append(known)
        if missing:
            by_iri = self._looked_up([term[1:-1].decode() for term in missing])
            fresh = {f"<{iri}>".encode(): lines for iri, lines in by_iri.items()}
            found += fresh.values()
            with self._lock:
                self._known.update(fresh)
                while len(self._known) > self._max_names:
                    self._known.popitem(last=False)
        return found

    def _looked_up(self, iris: list[str]) -> dict[str, bytes]:
        labels: dict[str, Triple] = {}
        types: dict[str, list[Triple]] = {}
        for triple in self._snapshot.naming(iris):
            node, value = triple.subject, triple.object
            if not isinstance(node, NamedNode):
                continue
            if not isinstance(value, Literal):
                types.setdefault(node.value, []).append(triple)
            elif node.value not in labels or value.language == "en":
                labels[node.value] = triple
        for iri in iris:
            if iri not in labels and (label := self._vocabulary.labels.get(iri)):
                labels[iri] = Triple(NamedNode(iri), NamedNode(_LABEL), Literal(label, language="en"))
        return {
            iri: b"".join(
                f"{triple} .\n".encode()
                for triple in (*([labels[iri]] if iri in labels else ()), *sorted(types.get(iri, ()), key=str))
            )
            for iri in iris
        }
