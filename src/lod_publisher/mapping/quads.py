"""RDF that already exists, published as it is."""

from lod_publisher.mapping._crm import Context
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind, keyed
from lod_publisher.model.records import Quads
from lod_publisher.model.terms import Triple
from lod_publisher.model.vocab import RDF_TYPE

# How the classes that archives use end, and the kind of entity that each makes.
_KINDS = (
    (("E21_Person", "Person", "Agent"), Kind.PERSON),
    (("E74_Group", "Organization", "Organisation", "CorporateBody", "Group"), Kind.ORGANISATION),
    (("E53_Place", "Place", "Location"), Kind.PLACE),
    (("E5_Event", "E7_Activity", "E65_Creation", "Event", "Activity"), Kind.EVENT),
    (("E55_Type", "Concept"), Kind.CONCEPT),
    (("RecordSet", "Set", "Collection", "Dataset"), Kind.COLLECTION),
)


def describe_quads(quads: Quads, context: Context) -> Description:
    """Take over one entity's statements; those of named graphs stay lines of N-Quads."""
    out: list[Triple] = []
    graphs: list[str] = []
    for line in quads.lines:
        subject, predicate, value, graph = _split(line)
        if graph:
            graphs.append(line if line.endswith("\n") else f"{line}\n")
        else:
            out.append((subject, predicate, value))
    ours = context.iris.split(quads.iri)
    kind, local_id = ours or (_kind(quads.lines), f"elsewhere/{keyed(quads.iri)}")
    return Description(
        kind,
        local_id,
        quads.label,
        quads.origin,
        out,
        names=(quads.label,) if quads.label else (),
        text=quads.text,
        elsewhere="" if ours else quads.iri,
        quads=tuple(graphs),
    )


def _split(line: str) -> tuple[str, str, str, str]:
    """Take a canonical line of N-Quads apart: subject, predicate, object, graph ("" for the default graph)."""
    subject, predicate, rest = line.split(" ", 2)
    rest = rest.rstrip()[:-1].rstrip()
    if not rest.startswith('"'):
        value, _, graph = rest.partition(" ")
        return subject, predicate, value, graph
    end = 1
    while rest[end] != '"':
        end += 2 if rest[end] == "\\" else 1
    suffix, _, graph = rest[end + 1 :].partition(" ")
    return subject, predicate, rest[: end + 1] + suffix, graph


def _kind(lines: tuple[str, ...]) -> Kind:
    classes = {_split(line)[2].strip("<>").replace("#", "/").rpartition("/")[2] for line in lines if RDF_TYPE in line}
    return next((kind for names, kind in _KINDS if classes.intersection(names)), Kind.DOCUMENT)
