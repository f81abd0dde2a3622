"""The shapes: read from Turtle, known to be well-formed, and applied to records."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from lod_publisher.errors import VocabularyError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term, Triple
from lod_publisher.validation.compiled import Compiler, Judge, Remainder
from lod_publisher.validation.engine import judge
from lod_publisher.validation.spelling import lexical, spelled, term_of
from lod_publisher.validation.subjects import Owners, Subject, graph_of
from lod_publisher.validation.verdicts import Verdict
from lod_publisher.validation.wellformed import read, refuse_ill_formed

_LONGEST_VALUE = 200
_SUBCLASS = spelled(RDFS.subClassOf)

Owned: TypeAlias = tuple[str, Origin]
"""How findings name a record, and where it was read."""


@dataclass(frozen=True)
class Shapes:
    """SHACL shapes for one base IRI, and the ontology that the data are read with.

    Pickles as the text of its files, so that a worker process needs no folder.
    """

    base: str
    files: tuple[tuple[str, str], ...]
    ontology: tuple[Triple, ...] = ()

    @staticmethod
    def load(folder: Path, base: str, ontology: Path | None = None) -> "Shapes":
        """Read every Turtle file of a folder; relative IRIs in it are those of the publisher's base.

        With a folder of ontology files its tree of classes counts (sh:targetClass, sh:class), and a term that shapes use from one
        of its namespaces must be declared there.

        Raises:
            VocabularyError: there is none, one does not parse, a shape is ill-formed or uses an unknown term; with file and line.
        """
        files = _read_folder(folder)
        if not files:
            raise VocabularyError(f"{folder}: there is no shapes file (*.ttl) here, so nothing would be checked.")
        known = Graph()
        for file, text in _read_folder(ontology) if ontology else ():
            read(known, file, text, base)
        statements = tuple(sorted((spelled(s), spelled(p), spelled(o)) for s, p, o in known if _matters(p)))
        shapes = Shapes(base, files, statements)
        refuse_ill_formed(shapes.graph, files, {str(term) for term in known.subjects()})
        return shapes

    def __getstate__(self) -> dict[str, object]:
        return {"base": self.base, "files": self.files, "ontology": self.ontology}

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
    def _judge(self) -> Judge:
        """The shapes of SHACL Core, compiled."""
        hierarchy = tuple(triple for triple in self.ontology if triple[1] == _SUBCLASS)
        return Judge(self._compiler.roots, hierarchy, frozenset(subject for subject, _, _ in self.ontology))

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self.graph)

    @cached_property
    def _foreign(self) -> Graph | None:
        """The shapes graph in which only those shapes have targets that are more than SHACL Core; None when there are none."""
        if not self._compiler.beyond:
            return None
        left = Graph()
        for subject, predicate, value in self.graph:
            is_target = predicate in _TARGETS or (predicate == RDF.type and value in self._compiler.class_kinds)
            if subject in self._compiler.beyond or not is_target:
                left.add((subject, predicate, value))
        return left

    def judge_batch(self, batch: Sequence[Subject]) -> tuple[list[Verdict], Remainder]:
        """What records tell, and what they leave to `judge_whole`.

        A node is described in one record, which tells its rdf:type and what shapes ask of it; others may link to it. The remainder names undecided focus nodes; whoever publishes the records adds their triples to its columns.
        """
        verdicts, remainder = self._judge.batch([subject.triples for subject in batch])
        if self._foreign is not None:
            data = graph_of(batch, None)
            for triple in self.ontology:
                subject, predicate, value = (term_of(term) for term in triple)
                data.add((subject, predicate, value))
            verdicts += judge(data, self._foreign)
        return verdicts, remainder

    def remainder(self) -> Remainder:
        """An empty remainder, to merge those of batches into."""
        return self._judge.remainder()

    def judge_whole(self, remainder: Remainder) -> list[Verdict]:
        """What only the whole dataset shows; the remainder's columns were given all of it."""
        return self._judge.whole(remainder)

    def verdicts(self, dataset: Sequence[Subject]) -> list[Verdict]:
        """All verdicts on subjects that are the whole dataset."""
        verdicts, remainder = self.judge_batch(dataset)
        remainder.columns.add(_triples(dataset))
        return verdicts + self.judge_whole(remainder)

    def check(self, dataset: Sequence[Subject], base: str) -> list[Finding]:
        """Judge subjects that are the whole dataset; sorted by place, record and rule.

        Raises:
            VocabularyError: the shapes were loaded for another base, or cannot be run.
        """
        self._refuse_base(base)
        return self._findings(self.verdicts(dataset), dataset)

    def check_batch(self, batch: Sequence[Subject], base: str) -> tuple[list[Finding], Remainder]:
        """Judge a batch of records as `judge_batch` does; the findings are sorted by place, record and rule.

        Raises:
            VocabularyError: the shapes were loaded for another base, or cannot be run.
        """
        self._refuse_base(base)
        verdicts, remainder = self.judge_batch(batch)
        return self._findings(verdicts, batch), remainder

    def _refuse_base(self, base: str) -> None:
        if base != self.base:
            raise VocabularyError(f"The shapes were read for {self.base}, the records are of {base}; load them again.")

    def check_whole(self, remainder: Remainder, owner: Callable[[str], Owned | None]) -> list[Finding]:
        """Judge what only the whole dataset shows.

        `owner` tells for the IRI of a node which record it belongs to and where that was read; None when it knows none.
        """
        found = set()
        for verdict in self.judge_whole(remainder):
            node = lexical(verdict.focus)
            record, origin = owner(node) or (node, _EVERYWHERE)
            finding = self._finding(verdict, record, origin, own="")
            if finding.severity is Severity.VIOLATION:
                finding = replace(finding, consequence=f"{finding.consequence} {_PUBLISHED}".strip())
            found.add(finding)
        return sorted(found, key=_order)

    def _findings(self, verdicts: Sequence[Verdict], batch: Sequence[Subject]) -> list[Finding]:
        if not verdicts:
            return []
        owners = Owners(batch)
        found = set()
        for verdict in verdicts:
            subject = owners.owner(verdict.focus)
            if subject is None:
                found.add(self._finding(verdict, lexical(verdict.focus), _EVERYWHERE, own=""))
            else:
                found.add(self._finding(verdict, subject.record, subject.origin, subject.iri))
        return sorted(found, key=_order)

    def _finding(self, verdict: Verdict, record: str, origin: Origin, own: str) -> Finding:
        shape = self._named(verdict.shape)
        focus = lexical(verdict.focus)
        value = lexical(verdict.value) if verdict.value not in ("", verdict.focus) else ""
        if not value and focus != own:
            value = focus  # a part of the record, such as its time-span
        return Finding(
            rule=_local_name(shape),
            severity=verdict.severity,
            origin=origin,
            record=record,
            message=" ".join(verdict.messages) or _plain_words(verdict),
            value=value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…",
            consequence=self._text(shape, "consequence"),
            remedy=self._text(shape, "remedy"),
            focus=focus,
            path=verdict.path[1:-1] if verdict.path.count("<") == 1 and verdict.path.startswith("<") else verdict.path,
            shape=str(shape) if isinstance(shape, URIRef) else "",
            component=verdict.component,
        )

    def _named(self, name: Term) -> Node:
        """The shape itself, or the nearest one with a name that it is a part of."""
        shape = term_of(name)
        seen: set[Node] = set()
        while not isinstance(shape, URIRef) and shape not in seen:
            seen.add(shape)
            shape = next(iter(self.graph.subjects(None, shape)), shape)
        return shape

    def _text(self, shape: Node, name: str) -> str:
        return min((str(text) for text in self.graph.objects(shape, URIRef(f"{self.base}/shapes#{name}"))), default="")


_PUBLISHED = "The record is published all the same: only the whole dataset shows this, and by then it is stored."
_EVERYWHERE = Origin("all sources")
_TARGETS = frozenset({SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf})


def _matters(predicate: Node) -> bool:
    """Of an ontology only the tree of classes and the list of terms count, and every term has a type."""
    return predicate in (RDFS.subClassOf, RDF.type)


def _read_folder(folder: Path) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((str(path), path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.ttl")))
    except (OSError, UnicodeDecodeError) as problem:
        raise VocabularyError(f"{folder}: a file cannot be read: {problem}. Nothing was checked.") from None


def _triples(batch: Iterable[Subject]) -> Iterator[Triple]:
    return chain.from_iterable(subject.triples for subject in batch)


def _local_name(shape: Node) -> str:
    return str(shape).replace("#", "/").rpartition("/")[2] if isinstance(shape, URIRef) else "unnamed-shape"


def _plain_words(verdict: Verdict) -> str:
    """What to say when the shape has no sh:message."""
    component = verdict.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    return f"{component} is not met{f' by {verdict.path}' if verdict.path else ''}."


def _order(finding: Finding) -> tuple[str, int, str, str, str, str]:
    origin = finding.origin
    return origin.file, origin.line or 0, finding.record, finding.rule, finding.focus, finding.value
