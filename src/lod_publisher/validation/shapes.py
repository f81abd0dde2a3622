"""The shapes: read from Turtle, known to be well-formed, and applied to batches of records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term
from lod_publisher.validation.engine import Verdict, judge
from lod_publisher.validation.subjects import Owners, Subject, graph_of
from lod_publisher.validation.wellformed import read, refuse_ill_formed

_LONGEST_VALUE = 200
# A shape with one of these looks at properties that it does not name, so no triple may be kept from it.
_LOOKS_AT_ALL = (SH.closed, SH.sparql, SH.target)


@dataclass(frozen=True)
class Shapes:
    """SHACL shapes for one base IRI. Pickles as the text of its files, so that a worker process needs no folder."""

    base: str
    files: tuple[tuple[str, str], ...]

    @staticmethod
    def load(folder: Path, base: str) -> "Shapes":
        """Read every Turtle file of a folder; relative IRIs in it are those of the publisher's base.

        Raises:
            VocabularyError: there is none, one does not parse, or a shape is ill-formed; with file and line.
        """
        try:
            files = tuple((str(path), path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.ttl")))
        except (OSError, UnicodeDecodeError) as problem:
            raise VocabularyError(f"{folder}: a shapes file cannot be read: {problem}. Nothing was checked.") from None
        if not files:
            raise VocabularyError(f"{folder}: there is no shapes file (*.ttl) here, so nothing would be checked.")
        shapes = Shapes(base, files)
        refuse_ill_formed(shapes.graph, files)
        return shapes

    def __getstate__(self) -> dict[str, object]:
        return {"base": self.base, "files": self.files}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    @cached_property
    def graph(self) -> Graph:
        """All files as one graph."""
        whole = Graph()
        for file, text in self.files:
            read(whole, file, text, self.base)
        return whole

    @cached_property
    def _predicates(self) -> frozenset[Term] | None:
        """The predicates of the data that a shape may ask for; None when one may ask for any."""
        if any(value != Literal(False) for term in _LOOKS_AT_ALL for value in self.graph.objects(None, term)):
            return None
        named = {f"<{value}>" for value in self.graph.objects() if isinstance(value, URIRef)}
        return frozenset(named | {f"<{RDF.type}>", f"<{RDFS.subClassOf}>"})

    def check(self, batch: Sequence[Subject], base: str) -> list[Finding]:
        """Judge a batch of records, each by what it says of itself; sorted by place, record and rule.

        Raises:
            VocabularyError: the shapes were loaded for another base, or cannot be run.
        """
        if base != self.base:
            raise VocabularyError(f"The shapes were read for {self.base}, the records are of {base}; load them again.")
        data = graph_of(batch, self._predicates)
        verdicts = list(judge(data, self.graph))
        if not verdicts:
            return []
        owners = Owners(batch)
        found = {self._finding(verdict, owners.owner(verdict.focus)) for verdict in verdicts}
        return sorted(found, key=_order)

    def _finding(self, verdict: Verdict, owner: Subject | None) -> Finding:
        shape = self._named(verdict.shape)
        value = verdict.value
        if not value and owner is not None and verdict.focus != owner.iri:
            value = verdict.focus  # a part of the record, such as its time-span
        return Finding(
            rule=_local_name(shape),
            severity=verdict.severity,
            origin=owner.origin if owner is not None else Origin("all sources"),
            record=owner.record if owner is not None else verdict.focus,
            message=" ".join(verdict.messages),
            value=value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…",
            consequence=self._text(shape, "consequence"),
            remedy=self._text(shape, "remedy"),
            focus=verdict.focus,
            path=verdict.path,
            shape=str(shape) if isinstance(shape, URIRef) else "",
            component=verdict.component,
        )

    def _named(self, shape: Node) -> Node:
        """The shape itself, or the nearest one with a name that it is a part of."""
        seen: set[Node] = set()
        while not isinstance(shape, URIRef) and shape not in seen:
            seen.add(shape)
            shape = next(iter(self.graph.subjects(None, shape)), shape)
        return shape

    def _text(self, shape: Node, name: str) -> str:
        return _first(self.graph.objects(shape, URIRef(f"{self.base}/shapes#{name}")))


def _first(texts: Iterable[Node]) -> str:
    return min((str(text) for text in texts), default="")


def _local_name(shape: Node) -> str:
    return str(shape).replace("#", "/").rpartition("/")[2] if isinstance(shape, URIRef) else "unnamed-shape"


def _order(finding: Finding) -> tuple[str, int, str, str, str, str]:
    origin = finding.origin
    return origin.file, origin.line or 0, finding.record, finding.rule, finding.focus, finding.value
