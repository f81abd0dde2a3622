"""A change of the log as an activity: its IRI, what it was done to, and what the entity's description said after it.

The same activity is an entry of the Activity Stream and a member of the event stream, so a harvester that reads both meets one IRI.
The IRI holds the moment of the build as well as the number, so that it never means another change, even after a rollback.
"""

import re

from pyoxigraph import Literal, NamedNode, Triple

from lod_publisher.snapshot.changes import Change, Operation
from lod_publisher.web.site import Site

ACTIVITY_STREAMS = "https://www.w3.org/ns/activitystreams#"
ACTIVITIES = {Operation.CREATED: "Create", Operation.MODIFIED: "Update", Operation.DELETED: "Delete"}

END_TIME = f"{ACTIVITY_STREAMS}endTime"
OBJECT = f"{ACTIVITY_STREAMS}object"
POSITION = "http://schema.org/position"

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
# A line with a fourth term. Begun by the end of the line before and never giving back what it took, it reads 140 MB a second;
# with ^ and ordinary repetition it took most of the time of a page.
_QUAD = re.compile(
    rb'\n(\S++ \S++ (?:<[^>\n]*+>|_:\S++|"(?:[^"\\\n]++|\\.)*+"(?:\^\^<[^>\n]*+>|@[A-Za-z0-9-]++)?+)) <[^>\n]*+> \.(?=\n)'
)


def compact(moment: str) -> str:
    """A moment as it stands in an address: 20261121T100000Z."""
    return moment.replace("-", "").replace(":", "")


def moment_of(text: str) -> str | None:
    """The moment that stands in an address; None when it is not one."""
    found = _COMPACT.fullmatch(text)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found and text.isascii() else None


def activity_iri(here: Site, change: Change) -> str:
    """The IRI of a change, and of the version that it left."""
    return f"{here.snapshot.base}/changes/{compact(change.moment)}/{change.number}"


def object_iri(here: Site, change: Change) -> str:
    """The IRI of the entity that was changed."""
    return change.elsewhere or here.snapshot.iris.entity(change.kind, change.local_id)


def moment(text: str) -> Literal:
    """A moment as a term."""
    return Literal(text, datatype=NamedNode(f"{_XSD}dateTime"))


def statements(here: Site, change: Change) -> list[Triple]:
    """The activity itself, without what it left."""
    activity = NamedNode(activity_iri(here, change))
    return [
        Triple(activity, _TYPE, NamedNode(ACTIVITY_STREAMS + ACTIVITIES[change.operation])),
        Triple(activity, NamedNode(OBJECT), NamedNode(object_iri(here, change))),
        Triple(activity, NamedNode(END_TIME), moment(change.moment)),
        Triple(activity, NamedNode(POSITION), Literal(str(change.number), datatype=NamedNode(f"{_XSD}integer"))),
    ]


def version(here: Site, change: Change) -> bytes:
    """What the entity's description said after a change, as N-Triples; b"" for a deletion.

    Statements that stood in a graph of their own are told without it: the version is one graph, named by the activity.
    """
    lines = b"\n" + here.snapshot.version(change)
    plain = _QUAD.sub(rb"\n\1 .", lines)[1:]
    if len(plain) == len(lines) - 1:
        return plain
    return b"".join(dict.fromkeys(plain.splitlines(keepends=True)))
