"""Mentions: whom and what a text names, found by the names that the dataset knows, for a human to accept."""

from lod_publisher.linking.mentions.lexicon import Known, Lexicon, lexicon_of
from lod_publisher.linking.mentions.proposing import Proposal, Proposer

__all__ = ["Known", "Lexicon", "Proposal", "Proposer", "lexicon_of"]
