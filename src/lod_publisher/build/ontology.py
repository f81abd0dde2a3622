"""Our own vocabulary as lines of the dataset."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from lod_publisher.errors import VocabularyError


def ontology_lines(folder: Path, base: str) -> str:
    """The statements of every Turtle file in a folder as sorted N-Triples, its relative IRIs resolved against the base.

    Raises:
        VocabularyError: a file does not parse.
    """
    lines = set()
    for path in sorted(folder.glob("*.ttl")):
        try:
            for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=f"{base}/"):
                lines.add(f"{quad.triple} .\n")
        except (SyntaxError, ValueError) as problem:
            raise VocabularyError(
                f"{path}: not valid Turtle: {problem}. Nothing was built; correct that line."
            ) from None
    return "".join(sorted(lines))
