"""The links of a finished dataset to authority files, as its statements give them: identifiers and matches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from lod_publisher.model.authorities import identifier_of, iri_of, register_of
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.model.records import Identifier
from lod_publisher.model.vocab import CRM, LA, SCHEMES, SKOS

# What libraries keep authority records of; a telegram's number is no identity.
KINDS = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT, Kind.CONCEPT})
# Keys of the sources that were joined here. They lead to a thing like any other, but are no authority file to be linked with.
OWN_KEYS = frozenset({"source-key", "volume-entry"})
_OF_PAPERS = frozenset({
    "document-number", "telegram-number", "central-file-number", "file-number", "archive-shelfmark", "volume-number",
    "isbn", "isbn-10", "isbn-13", "dospubno", "frus",
})  # fmt: skip
_CODES = f"""SELECT ?scheme ?node ?value {{
  ?node <{CRM}P2_has_type> ?scheme ; <{CRM}P190_has_symbolic_content> ?value
}}"""
_MATCHES = "SELECT ?match ?thing ?iri { ?thing ?match ?iri FILTER(ISIRI(?iri)) }"


class Certainty(StrEnum):
    """How sure it is that a record elsewhere is about the same."""

    SAME = "same"
    """An identifier, or a person, says so."""
    EXACT = "exact"
    CLOSE = "close"
    """It may be; never to be taken for granted."""


class Doubt(StrEnum):
    """Why somebody should look at a link."""

    POSSIBLE = "possible"
    SHARED = "shared"
    """Two of our things have one code."""
    SEVERAL = "several"
    """One of our things has two codes of one file."""


_PREDICATES = {
    "http://www.w3.org/2002/07/owl#sameAs": Certainty.SAME,
    f"{SKOS}exactMatch": Certainty.EXACT,
    f"{LA}equivalent": Certainty.EXACT,
    f"{SKOS}closeMatch": Certainty.CLOSE,
}


class Select(Protocol):
    """Answers one of our own queries, with IRIs bound to some of its variables."""

    def __call__(self, query: str, values: Mapping[str, str] | None = None, /) -> list[dict[str, str]]:
        """The rows; variables that are not bound are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """A thing, the authority file, its code there and the address of the record; "" for a file without addresses."""

    kind: Kind
    local_id: str
    authority: str
    value: str
    iri: str
    certainty: Certainty


def rows_of(select: Select, base: str, concepts: list[str]) -> Iterator[Row]:
    """Every link to an authority file, some more than once; `concepts` are the local ids of the data's own kinds of identifier."""
    iris = IriScheme(base)
    schemes = {
        f"{base}/vocab/{SCHEMES['identifier'].concept(key)}": key
        for key in SCHEMES["identifier"].keys
        if key not in _OF_PAPERS
    }
    schemes |= {f"{base}/id/{Kind.CONCEPT}/{one}": one.removeprefix("identifier-") for one in concepts}
    for concept, scheme in schemes.items():
        for found in select(_CODES, {"scheme": concept}):
            key = iris.split(found["node"])
            if key is not None and key[0] in KINDS and "#" in found["node"]:
                yield _row(*key, _tidy(scheme, found["value"]), "", Certainty.SAME)
    for predicate, certainty in _PREDICATES.items():
        for found in select(_MATCHES, {"match": predicate}):
            key = iris.split(found["thing"])
            elsewhere = found["iri"]
            if key is not None and key[0] in KINDS and "#" not in found["thing"] and iris.split(elsewhere) is None:
                known = identifier_of(elsewhere)
                host = urlsplit(elsewhere).hostname or "elsewhere"
                yield _row(*key, known or Identifier(host, elsewhere), "" if known else elsewhere, certainty)


def _tidy(scheme: str, value: str) -> Identifier:
    """A code under the name and in the spelling of its file, when the file is known and it can be one."""
    register = register_of(scheme)
    return Identifier(register.scheme, register.normal(value) or value) if register else Identifier(scheme, value)


def _row(kind: Kind, local_id: str, found: Identifier, iri: str, certainty: Certainty) -> Row:
    return Row(kind, local_id, found.scheme, found.value, iri or iri_of(found), certainty)
