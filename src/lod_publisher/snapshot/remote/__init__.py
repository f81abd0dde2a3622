"""A store that another server keeps: any engine that speaks the SPARQL 1.1 Protocol."""

from lod_publisher.snapshot.remote.engine import Engine
from lod_publisher.snapshot.remote.queries import RemoteWorkers
from lod_publisher.snapshot.remote.statements import RemoteStatements

__all__ = ["Engine", "RemoteStatements", "RemoteWorkers"]
