"""An authority file in RDF as a node and what is said of it, for the readers of SKOS and of MADS/RDF."""

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from lod_publisher.errors import SourceError
from lod_publisher.settings import Source
from lod_publisher.sources._graph import quads_of

MOST_STATEMENTS = 20_000_000
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_REST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
_FIRST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
Value = ox.NamedNode | ox.BlankNode | ox.Literal


class Statements:
    """What one file says, by subject and property; in the file's order."""

    def __init__(self, source: Source) -> None:
        self._of: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for number, quad in enumerate(quads_of(source), start=1):
            if number > MOST_STATEMENTS:
                raise SourceError(
                    f"{source.shown}: holds more than {MOST_STATEMENTS:,} statements. Split it by subject."
                )
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode | ox.Literal):
                self._of[str(quad.subject)][quad.predicate.value].append(quad.object)

    def subjects(self) -> list[str]:
        """The spelled subjects, in the alphabet, so that the syntax of a file decides nothing."""
        return sorted(self._of)

    def values(self, node: str, *properties: str) -> list[Value]:
        """The objects of any of some properties, in the order of the properties."""
        said = self._of.get(node, {})
        return [value for name in properties for value in said.get(name, ())]

    def types(self, node: str) -> set[str]:
        """The classes of a node."""
        return {value.value for value in self.values(node, TYPE) if isinstance(value, ox.NamedNode)}

    def texts(self, node: str, *properties: str) -> list[ox.Literal]:
        """The literals of some properties, also where a node with a label or a value stands between."""
        found: list[ox.Literal] = []
        for value in self.values(node, *properties):
            if isinstance(value, ox.Literal):
                found.append(value)
            else:
                inner = self.values(str(value), _VALUE, _LABEL)
                found += [text for text in inner if isinstance(text, ox.Literal)][:1]
        return found

    def text(self, node: str, *properties: str) -> str:
        """The first literal of some properties; "" when there is none."""
        return next((text.value for text in self.texts(node, *properties)), "")

    def addresses(self, node: str, *properties: str) -> list[str]:
        """The IRIs that some properties lead to, also those that are written as texts."""
        found = []
        for value in self.values(node, *properties):
            if isinstance(value, ox.NamedNode):
                found.append(value.value)
            elif isinstance(value, ox.Literal) and "://" in value.value:
                found.append(value.value.strip())
        return found

    def nodes(self, node: str, *properties: str) -> list[str]:
        """The nodes that some properties lead to, spelled; a list of RDF gives its members."""
        found: list[str] = []
        for value in self.values(node, *properties):
            if not isinstance(value, ox.Literal):
                members = list(self._members(str(value)))
                found += members or [str(value)]
        return found

    def _members(self, head: str) -> Iterator[str]:
        seen: set[str] = set()
        while head not in seen:
            seen.add(head)
            yield from (str(first) for first in self.values(head, _FIRST) if not isinstance(first, ox.Literal))
            head = next((str(rest) for rest in self.values(head, _REST)), head)


def address_of(node: str) -> str:
    """The IRI of a spelled node; "" of a blank one."""
    return node[1:-1] if node.startswith("<") else ""
