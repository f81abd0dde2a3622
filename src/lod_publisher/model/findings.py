"""A finding is what an editor should look at: a value in a report, never an exception."""

from dataclasses import dataclass
from enum import StrEnum

from lod_publisher.model.records import Origin


class Severity(StrEnum):
    """SHACL's three. A violation keeps its record out of the dataset; the others are published and reported."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, what follows, and the way out.

    `rule` is a stable name ("reference-to-nowhere", or a shape's local name), `record` the local id or IRI concerned.
    What a SHACL engine found also has the IRIs of its official report: the node, the property, the shape, the constraint.
    """

    rule: str
    severity: Severity
    origin: Origin
    record: str
    message: str
    value: str = ""
    consequence: str = ""
    remedy: str = ""
    focus: str = ""
    path: str = ""
    shape: str = ""
    component: str = ""


# Which of its members are texts, as reports write them.
TEXTS = ("record", "message", "value", "consequence", "remedy", "focus", "path", "shape", "component")
