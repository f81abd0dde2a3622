"""Facets: by what a search can be narrowed (kind, year, place, sender ...), gathered once when a snapshot is built."""

from lod_publisher.snapshot.facets.table import NAMES, Count, Facets

__all__ = ["NAMES", "Count", "Facets"]
