"""The name index of a snapshot: whom a name may mean, however it is spelt, and what the dataset says of each in short.

Kept in a file of its own beside the catalogue and read from there, so that all server processes share the system's copy.
"""

from lod_publisher.snapshot.namesakes.facts import Facts
from lod_publisher.snapshot.namesakes.index import Candidate, NameIndex

__all__ = ["Candidate", "Facts", "NameIndex"]
