"""SHACL Core, compiled: every constraint is a question to columns of a whole batch, asked of all its focus nodes at once.

Chosen by measurement (docs/where-the-time-goes.md): pySHACL needs about 45 µs for each triple, this under 2. What it does not know
(SPARQL constraints, components that a shapes graph declares itself) is left to pySHACL.
"""

from lod_publisher.validation.compiled.compiler import Compiler, ShapeProblem
from lod_publisher.validation.compiled.judging import Judge, Remainder

__all__ = ["Compiler", "Judge", "Remainder", "ShapeProblem"]
