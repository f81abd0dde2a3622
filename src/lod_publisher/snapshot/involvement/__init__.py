"""Who has a part in which documents and events, in which years, in whose company, and in which offices: told at build, read by pages."""

from lod_publisher.snapshot.involvement.tables import Companion, Involvement, Office, Part

__all__ = ["Companion", "Involvement", "Office", "Part"]
