"""The whole description of the dataset as statements, put together once a snapshot."""

from functools import lru_cache
from weakref import WeakKeyDictionary

from pyoxigraph import Triple

from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.dataset.about import About
from lod_publisher.web.dataset.dcat import catalog_statements
from lod_publisher.web.dataset.services import Service
from lod_publisher.web.dataset.void import statements_of
from lod_publisher.web.dataset.writing import triples
from lod_publisher.web.site import Site

_TOLD: WeakKeyDictionary[Snapshot, About] = WeakKeyDictionary()


def about(here: Site) -> About:
    """What the snapshot of a site says of itself."""
    if here.snapshot not in _TOLD:
        _TOLD[here.snapshot] = About.of(here)
    return _TOLD[here.snapshot]


def statements(here: Site, services: tuple[Service, ...]) -> tuple[Triple, ...]:
    """The dataset in VoID and DCAT, the dataset itself first."""
    return _statements(about(here), services)


@lru_cache(maxsize=4)
def _statements(told: About, services: tuple[Service, ...]) -> tuple[Triple, ...]:
    said = triples([*statements_of(told), *catalog_statements(told, services)])
    return tuple(sorted(said, key=lambda triple: (str(triple.subject) != f"<{told.iri}>", str(triple))))
