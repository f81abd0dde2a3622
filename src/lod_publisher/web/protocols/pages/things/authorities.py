"""Links to authority files: which file, under which code, and whether it is the same thing or only perhaps."""

from collections.abc import Sequence
from dataclasses import dataclass

from lod_publisher.model.authorities import identifier_of, register_of
from lod_publisher.web.facts import Facts
from lod_publisher.web.protocols.pages.evidence import Claim

_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class AuthorityLink:
    """Where an authority file describes a thing; `said` is the statement that it is the same, when there is one."""

    register: str
    code: str
    href: str
    is_sure: bool
    said: Claim | None = None


def is_a_match(claim: Claim) -> bool:
    """Whether a claim says that a thing is one that is described elsewhere."""
    return claim.property.removeprefix("has ") in ("exact match", "close match") and "/page/" not in claim.value.href


def links_elsewhere(facts: Facts, iri: str, base: str, claims: Sequence[Claim] = ()) -> list[AuthorityLink]:
    """The records elsewhere that are about the same, the sure ones first; our own things have a place of their own."""
    said = {claim.value.href: claim for claim in claims}
    found = []
    for name in ("exactMatch", "closeMatch"):
        for address in facts.all(iri, _SKOS + name):
            if not address.startswith(("http://", "https://")) or address.startswith(f"{base}/"):
                continue
            identifier = identifier_of(address)
            register = register_of(identifier.scheme) if identifier else None
            host = address.partition("://")[2].partition("/")[0].removeprefix("www.")
            found.append(
                AuthorityLink(
                    register.name if register else host,
                    identifier.value if identifier else address.partition("://")[2].partition("/")[2],
                    address,
                    name == "exactMatch",
                    said.get(address),
                )
            )
    return found
