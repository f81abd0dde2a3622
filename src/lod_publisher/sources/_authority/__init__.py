"""What the readers of authority files share: an entry as a file has it, and the checks that make records of entries."""

from lod_publisher.sources._authority.checks import records_of
from lod_publisher.sources._authority.dates import life_dates, normal_date
from lod_publisher.sources._authority.entry import Entry, skipped, unusable

__all__ = ["Entry", "life_dates", "normal_date", "records_of", "skipped", "unusable"]
