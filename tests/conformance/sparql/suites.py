"""The W3C query-evaluation suites of SPARQL 1.0 and 1.1, which the source package of rdflib 5.0.0 carries.

They are not beside the checkout, and newer packages leave them out; the tests fetch that package into a folder of their own and read it there.
Every data file becomes a graph, named by its address, of one store; a query asks with `default-graph-uri` and `named-graph-uri`.
"""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from rdflib import RDF, Graph, Namespace, URIRef

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
PACKAGE = "rdflib==5.0.0"
# Entailment is no part of SPARQL's own evaluation, and nothing of ours entails.
_LEFT_OUT = ("entailment", "service", "syntax")


@dataclass(frozen=True)
class Evaluation:
    """A query, the graphs that it is asked on, and the file that holds its answer."""

    name: str
    query: Path
    default: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path

    @property
    def text(self) -> str:
        """The query, its relative IRIs read against its own file."""
        return f"BASE <{self.query.as_uri()}>\n" + self.query.read_text(encoding="utf-8")


def fetch(folder: Path) -> Path:
    """Fetch the suites; returns the folder that holds data-r2 and data-sparql11."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--no-binary",
        ":all:",
        PACKAGE,
        "-d",
        folder,
    ]
    subprocess.run(command, check=True, timeout=300)
    with tarfile.open(next(folder.glob("rdflib-*.tar.gz"))) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.glob("rdflib-*/test/DAWG"))


def evaluations(folder: Path) -> Iterator[Evaluation]:
    """Every query-evaluation test of the manifests below a folder."""
    manifests = [*folder.glob("data-r2/*/manifest.ttl"), *folder.glob("data-sparql11/*/manifest.ttl")]
    for manifest in sorted(manifests):
        if manifest.parent.name.startswith(_LEFT_OUT):
            continue
        graph = Graph().parse(manifest, publicID=manifest.as_uri(), format="turtle")
        for test in sorted(graph.subjects(RDF.type, MF.QueryEvaluationTest), key=str):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            query = graph.value(action, QT.query)
            if not isinstance(query, URIRef) or not isinstance(result, URIRef) or not _path(result).is_file():
                continue  # the package lacks a few files
            named = [graph.value(each, QT.graph, default=each) for each in graph.objects(action, QT.graphData)]
            yield Evaluation(
                f"{manifest.parent.parent.name}/{manifest.parent.name}/{str(test).rpartition('#')[2]}",
                _path(query),
                tuple(sorted(_path(each) for each in graph.objects(action, QT.data))),
                tuple(sorted(_path(each) for each in named)),
                _path(result),
            )


def _path(address: object) -> Path:
    return Path(unquote(urlparse(str(address)).path))
