"""What a librarian is given to look through: clusters, links with their grounds, candidates as a table and side by side."""

from lod_publisher.linking.review.outcome import Joined, Outcome
from lod_publisher.linking.review.page import review_page
from lod_publisher.linking.review.tables import CANDIDATES, LINKS, candidates_csv, clusters_tsv, links_csv

__all__ = [
    "CANDIDATES",
    "LINKS",
    "Joined",
    "Outcome",
    "candidates_csv",
    "clusters_tsv",
    "links_csv",
    "review_page",
]
