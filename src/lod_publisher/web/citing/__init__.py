"""How a thing is cited: one reference, written for reference managers or as the archive that published it wants it."""

from collections.abc import Callable
from dataclasses import dataclass

from lod_publisher.web.citing import bibtex, csl_json, ris
from lod_publisher.web.citing.formatted import STYLES, formatted
from lod_publisher.web.citing.reference import Reference, facts_of, reference_of, reference_of_all

__all__ = [
    "CITATION_FORMATS",
    "STYLES",
    "CitationFormat",
    "Reference",
    "facts_of",
    "formatted",
    "reference_of",
    "reference_of_all",
]


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """One way to hand a reference to a program: its suffix in addresses, its name for people, its media type."""

    suffix: str
    name: str
    media_type: str
    write: Callable[[Reference], str]
    profile: str = ""


CITATION_FORMATS = (
    CitationFormat("bib", "BibTeX", "application/x-bibtex", bibtex.write),
    CitationFormat("ris", "RIS", "application/x-research-info-systems", ris.write),
    CitationFormat("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json.write),
)
