"""What nobody describes but somebody speaks of: entities that are only named, surface forms, months and years."""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date

from lod_publisher.mapping._crm import Context, appellation, bounds, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model import vocab
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin
from lod_publisher.model.series import called
from lod_publisher.model.terms import Term, Triple, iri, literal, typed
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm, dcterms, la, rico, skos

_EVERYWHERE = Origin("all sources")
_FRUS = re.compile(r"(frus[0-9A-Za-z-]+)(?:/([A-Za-z0-9-]+))?(?:/(fn[0-9A-Za-z]+))?")
_CLASSES: dict[Kind, tuple[Term, ...]] = {
    Kind.DOCUMENT: (crm.E33_Linguistic_Object, crm.E31_Document),
    Kind.VOLUME: (crm.E33_Linguistic_Object, crm.E31_Document),
    Kind.PERSON: (crm.E21_Person,),
    Kind.ORGANISATION: (crm.E74_Group,),
    Kind.PLACE: (crm.E53_Place,),
    Kind.EVENT: (crm.E5_Event,),
    Kind.APPOINTMENT: (crm.E7_Activity,),
    Kind.PERIOD: (crm.E52_Time_Span,),
    Kind.CONCEPT: (crm.E55_Type, skos.Concept),
    Kind.STATEMENT: (crm.E13_Attribute_Assignment,),
    Kind.COLLECTION: (la.Set, rico.RecordSet),
}
_CALLED = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE})


def implied(referred: Iterable[tuple[tuple[Kind, str], str]], context: Context) -> Iterator[Description]:
    """Describe entities that are pointed at (kind, published local id; label) and that no record describes.

    A collection's key is the path of the archive's hierarchy, so that its parent follows from it; a concept's begins with its
    scheme. Others are said to be only named. Yields them sorted by kind and local id.
    """
    for (kind, local_id), label in sorted(referred):
        # A reference that only says "ibid." or gives a page is no name for the volume that it leads to.
        series = called(local_id) if kind in (Kind.DOCUMENT, Kind.VOLUME) else ""
        yield _named_only(kind, local_id, series or label or _called_by_key(kind, local_id), context)


def _called_by_key(kind: Kind, local_id: str) -> str:
    """What to call somebody of whom only a list's key is known."""
    if kind is not Kind.PERSON:
        return local_id
    register, _, number = local_id.partition("-")
    volume, _, entry = local_id.partition("/")
    if register == "hsg":
        return f"Person {number} of the people database of history.state.gov"
    return f"Entry {entry} of the list of persons of {volume}" if entry else local_id


def _named_only(kind: Kind, local_id: str, label: str, context: Context) -> Description:
    node = context.iris.term(kind, local_id)
    language = None if kind in _CALLED else "en"
    spoken = literal(label, language)
    out: list[Triple] = [(node, RDF_TYPE, each) for each in _CLASSES[kind]]
    out.append((node, RDFS_LABEL, spoken))
    match kind:
        case Kind.COLLECTION:
            parent, _, step = local_id.rpartition("/")
            if parent and step:
                whole = context.iris.term(Kind.COLLECTION, parent)
                out += ((node, la.member_of, whole), (node, rico.isDirectlyIncludedIn, whole))
        case Kind.CONCEPT:
            out.append((node, skos.prefLabel, spoken))
            _scheme(out, node, local_id, context)
        case _:
            out.append((node, crm.P2_has_type, context.concept("status", "named-only")))
    if kind in _CALLED:
        appellation(out, node, context.name(node, label), label)
    elif kind in (Kind.DOCUMENT, Kind.VOLUME) and (page := _FRUS.fullmatch(local_id)):
        volume, division, note = page.groups()
        address = f"https://history.state.gov/historicaldocuments/{volume}"
        address += f"/{division}" if division else ""
        address += f"#{note}" if note else ""
        out.append((node, dcterms.source, iri(address)))
    return Description(kind, local_id, label, _EVERYWHERE, unique(out), names=(label,))


def _scheme(out: list[Triple], node: Term, local_id: str, context: Context) -> None:
    """Put a concept of the data into the scheme that its key begins with (the longest that fits)."""
    fitting = [scheme for scheme in vocab.SCHEMES if local_id.startswith(f"{scheme}-")]
    if fitting:
        scheme = max(fitting, key=len)
        out.append((node, skos.inScheme, context.own(vocab.SCHEMES[scheme].name)))
        if scheme == "language":
            out.append((node, RDF_TYPE, crm.E56_Language))
        elif scheme == "unit":
            out.append((node, RDF_TYPE, crm.E58_Measurement_Unit))


def appellations(kind: Kind, local_id: str, surfaces: Iterable[str], context: Context) -> Description:
    """Publish the forms under which all files name an entity; the description only adds to the entity's own."""
    node = context.iris.term(kind, local_id)
    forms = tuple(sorted(surfaces))
    out: list[Triple] = []
    for text in forms:
        appellation(out, node, context.name(node, text), text)
    return Description(kind, local_id, "", _EVERYWHERE, unique(out), names=forms)


def periods(found: Iterable[str], context: Context) -> Iterator[Description]:
    """Describe months ("1958-07") and years as time-spans, and the year of each month even when no date needed it."""
    wanted = {period for each in found for period in (each, each[:4])}
    for period in sorted(wanted):
        node = context.iris.term(Kind.PERIOD, period)
        year, month = int(period[:4]), int(period[5:] or 0)
        label = f"{calendar.month_name[month]} {year}" if month else period
        first = date(year, month or 1, 1)
        last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        out: list[Triple] = [
            (node, RDF_TYPE, crm.E52_Time_Span),
            (node, RDFS_LABEL, literal(label, "en")),
            (node, crm.P82_at_some_time_within, typed(period, vocab.EDTF)),
        ]
        bounds(out, node, first, last)
        if month:
            out.append((node, crm.P86_falls_within, context.iris.term(Kind.PERIOD, period[:4])))
        yield Description(Kind.PERIOD, period, label, _EVERYWHERE, out, first.isoformat(), (label,), edtf=period)
