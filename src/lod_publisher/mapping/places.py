"""Places, with their names as the sources spell them and where they lie."""

from lod_publisher.mapping._crm import Context, evidence, identity, names, notes, provenance, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Place
from lod_publisher.model.terms import Triple, literal, typed
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm

_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def describe_place(place: Place, context: Context) -> Description:
    """Describe a place; a point is longitude before latitude, as WKT wants it."""
    published, node = context.subject(Kind.PLACE, place.local_id)
    out: list[Triple] = [(node, RDF_TYPE, crm.E53_Place), (node, RDFS_LABEL, literal(place.label))]
    names(out, node, place.label, place.names, context)
    matches = (place.close_matches, place.exact_matches)
    identity(out, node, published, place.identifiers, place.same_as, matches, context)
    if place.within is not None:
        out.append((node, crm.P89_falls_within, context.term(place.within)))
    if place.coordinates is not None:
        latitude, longitude = place.coordinates
        out.append((node, crm.P168_place_is_defined_by, typed(f"POINT({longitude} {latitude})", _WKT)))
    notes(out, node, place.notes, context)
    evidence(out, node, place.evidence, context)
    provenance(out, node, place.origin, context)
    known_as = tuple(dict.fromkeys((place.label, *(name.text for name in place.names))))
    return Description(Kind.PLACE, published, place.label, place.origin, unique(out), names=known_as)
