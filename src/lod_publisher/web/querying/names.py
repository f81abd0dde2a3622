"""What the names in a query stand for: its own prefixes and base, and those that need no declaration here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lod_publisher.web.querying.tokens import Token, unescaped

# What is whole already: most IRIs in queries, namespaces above all.
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]")
_PLAIN = re.compile(r"\w(?:[\w.\-]*[\w\-])?")
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Names:
    """The prefixes and the base of a query; `declared` are the prefixes of its own prologue."""

    prefixes: Mapping[str, str]
    base: str
    declared: frozenset[str] = frozenset()

    @staticmethod
    def of(found: Sequence[Token], prefixes: Mapping[str, str], base: str) -> "Names":
        """Read the prologue of a query; `prefixes` and `base` hold where it says nothing else."""
        known, declared = dict(prefixes), set[str]()
        for number, token in enumerate(found[:-1]):
            if token.is_word("BASE") and found[number + 1].kind == "iri":
                base = _resolved(base, found[number + 1].value)
            elif token.is_word("PREFIX") and number + 2 < len(found) and found[number + 2].kind == "iri":
                prefix = found[number + 1].text.rstrip(":")
                known[prefix] = _resolved(base, found[number + 2].value)
                declared.add(prefix)
            elif token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
                break
        return Names(known, base, frozenset(declared))

    def iri(self, token: Token) -> str | None:
        """The IRI that a token names; None when it names none, or its prefix is unknown."""
        if token.kind == "iri":
            return _resolved(self.base, token.value)
        if token.kind == "prefixed":
            prefix, _, local = token.text.partition(":")
            if (namespace := self.prefixes.get(prefix)) is not None:
                return namespace + unescaped(local)
        return RDF_TYPE if token.kind == "keyword" and token.text == "a" else None

    def short(self, iri: str) -> str:
        """An IRI as a query can write it."""
        fitting = [
            (namespace, prefix)
            for prefix, namespace in self.prefixes.items()
            if namespace and iri.startswith(namespace) and _PLAIN.fullmatch(iri, len(namespace))
        ]
        if not fitting:
            return f"<{iri}>"
        namespace, prefix = max(fitting)
        return f"{prefix}:{iri[len(namespace) :]}"


def _resolved(base: str, reference: str) -> str:
    if _WHOLE.match(reference):
        return reference
    try:
        joined = urljoin(base, reference)
        # Where both have one scheme, urljoin drops an empty fragment, with which namespaces end.
        return joined + "#" if reference.endswith("#") and not joined.endswith("#") else joined
    except ValueError:  # a host in brackets that is no address
        return reference
