"""Converting on a Dask cluster: the same functions over the same files, carried through a place that all machines reach."""

from lod_publisher.build.cluster.pool import ClusterPool

__all__ = ["ClusterPool"]
