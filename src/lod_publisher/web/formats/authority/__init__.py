"""Persons and bodies as authority records, in the formats in which libraries and archives exchange them."""

from lod_publisher.web.formats.authority import eac_cpf, mads_rdf, marcxml, skos
from lod_publisher.web.formats.authority.record import KINDS

__all__ = ["KINDS", "eac_cpf", "mads_rdf", "marcxml", "skos"]
