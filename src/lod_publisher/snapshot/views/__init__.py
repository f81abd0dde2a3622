"""What the timeline, the map and the network show: reckoned once when a snapshot is built, read when it is served."""

from lod_publisher.snapshot.views.read import Arc, Bond, Density, Moment, Spot, Views

__all__ = ["Arc", "Bond", "Density", "Moment", "Spot", "Views"]
