"""The ways to ask for the data, as far as an application offers them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A way to ask for the data: its path here, a name, the specification that it follows, where it describes itself."""

    path: str
    name: str
    specification: str
    description: str


SERVICES = (
    Service("/sparql", "SPARQL endpoint", "https://www.w3.org/TR/sparql11-protocol/", "/sparql"),
    Service("/oai", "OAI-PMH", "http://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm", "/oai?verb=Identify"),
    Service("/.well-known/resourcesync", "ResourceSync", "http://www.openarchives.org/rs/1.1/resourcesync",
            "/.well-known/resourcesync"),
    Service("/ldes", "Linked Data Event Stream", "https://w3id.org/ldes/specification", "/ldes"),
    Service("/changes", "Activity Streams of changes", "https://iiif.io/api/discovery/1.0/", "/changes"),
    Service("/fragments", "Triple Pattern Fragments", "http://www.hydra-cg.com/spec/latest/triple-pattern-fragments/",
            "/fragments"),
    Service("/reconcile", "Reconciliation API", "https://reconciliation-api.github.io/specs/0.2/", "/reconcile"),
)  # fmt: skip


def services_among(paths: Iterable[str]) -> tuple[Service, ...]:
    """The services that an application offers which answers at these paths."""
    offered = set(paths)
    return tuple(service for service in SERVICES if service.path in offered)
