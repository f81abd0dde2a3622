"""Converting on a Dask cluster: the same functions over the same files, carried through a place that all machines reach."""

from lod_publisher.build.cluster.pool import ClusterPool
from lod_publisher.build.pool import LocalPool, Pool
from lod_publisher.settings import BuildSettings


def workers(settings: BuildSettings) -> Pool:
    """Who is to convert: a cluster when its scheduler is named, else processes of this machine.

    Raises:
        ClusterError: no scheduler answers there, or it has no workers. PlaceError: the exchange cannot be used.
    """
    if not settings.scheduler:
        return LocalPool(settings.jobs)
    exchange = settings.exchange or str((settings.data / "exchange").resolve())
    return ClusterPool(settings.scheduler, exchange, settings.jobs)
