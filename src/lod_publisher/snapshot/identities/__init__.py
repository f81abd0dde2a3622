"""Under which codes and addresses others know what is published: read from both sides, and by authority file."""

from lod_publisher.snapshot.identities.read import Identities, Identity, Tally
from lod_publisher.snapshot.identities.rows import Certainty, Doubt
from lod_publisher.snapshot.identities.write import IDENTITIES, write_identities

__all__ = ["IDENTITIES", "Certainty", "Doubt", "Identities", "Identity", "Tally", "write_identities"]
