"""Names as people write them: folded for comparing, taken apart, and keyed by how they sound in any spelling."""

from lod_publisher.model.naming.folding import fold
from lod_publisher.model.naming.given import pet_names, same_given
from lod_publisher.model.naming.parts import NameParts, parse, words
from lod_publisher.model.naming.sounding import sound
from lod_publisher.model.naming.titles import PARTICLES

__all__ = ["PARTICLES", "NameParts", "fold", "parse", "pet_names", "same_given", "sound", "words"]
