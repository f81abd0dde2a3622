"""lod_publisher: archives as Linked Open Data in CIDOC-CRM."""

from importlib.metadata import version

__version__ = version("lod_publisher")
