"""How names of places are compared: folded and without spaces, so that Capetown is Cape Town."""

from functools import lru_cache

from lod_publisher.model.naming import fold


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """The letters and figures of a name: "Port-au-Prince" is "portauprince", and so is "Port au Prince"."""
    return fold(name).removeprefix("the ").replace(" ", "")
