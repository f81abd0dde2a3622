"""The end of an address as a format."""

from lod_publisher.web.formats import FORMATS

_SUFFIXES = frozenset(form.suffix for form in FORMATS)


def split_suffix(local_id: str) -> tuple[str, str]:
    """A local id and the suffix of a format at its end, "" when there is none: a local id may hold dots of its own."""
    stem, _, suffix = local_id.rpartition(".")
    return (stem, suffix) if stem and suffix in _SUFFIXES else (local_id, "")
