"""Documents that are not text but facsimiles: the microfiche supplements list image files, a PDF and editors' working marks."""

from lxml import etree

from lod_publisher.model.findings import Severity
from lod_publisher.sources.frus_tei._names import FRUS
from lod_publisher.sources.frus_tei._passages import PassageWriter
from lod_publisher.sources.frus_tei._text import FlatText, plain

_NAMES = ("file", "pdf", "page-count-according-to-citation", "problem")
_TAGS = {f"{space}{name}": name for space in FRUS for name in _NAMES}


def microfiche_passage(writer: PassageWriter, div: etree._Element) -> None:
    """Say in one passage which images hold the document; report what the editors marked as a problem."""
    found: dict[str, list[etree._Element]] = {name: [] for name in _NAMES}
    for child in div:
        if name := _TAGS.get(child.tag):
            found[name].append(child)
    for problem in found["problem"]:
        writer.edition.report(
            "editors-working-mark",
            problem,
            writer.local_id,
            f"The editors left a working mark: {plain(problem)!r}.",
            consequence="It is not published.",
            remedy="Settle the question and remove the mark.",
            severity=Severity.INFO,
        )
    words = [f"{plain(count)} pages according to the citation" for count in found["page-count-according-to-citation"]]
    if files := [path for file in found["file"] if (path := file.get("path"))]:
        words.append(f"{len(files)} images: {files[0]}" + (f" to {files[-1]}" if len(files) > 1 else ""))
    words += [f"PDF of {size}" for pdf in found["pdf"] if (size := pdf.get("readable"))]
    if words:
        first = next(child for child in div if child.tag in _TAGS)
        writer.add(first, "caption", writer.next_segment("fx"), FlatText(text="; ".join(words) + "."))
