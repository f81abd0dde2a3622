"""Volumes and their chapters: a published edition, what it is part of, who edited and published it, and its own passages."""

from lod_publisher.mapping._crm import (
    Context,
    edtf_of,
    first_day,
    happened,
    identifier,
    part,
    passage_term,
    passage_triples,
    provenance,
    short,
    unique,
)
from lod_publisher.mapping.description import Description
from lod_publisher.model import vocab
from lod_publisher.model.iris import Kind, keyed, slug
from lod_publisher.model.records import EntityRef, Volume
from lod_publisher.model.terms import Term, Triple, iri, literal, typed
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, aat, crm, dcterms, la, prov


def describe_volume(volume: Volume, context: Context) -> Description:
    """Describe a volume or one of its chapters."""
    published, node = context.subject(Kind.VOLUME, volume.local_id)
    label = literal(volume.title, "en")
    title = part(node, "title")
    out: list[Triple] = [
        (node, RDF_TYPE, crm.E33_Linguistic_Object),
        (node, RDF_TYPE, crm.E31_Document),
        (node, RDFS_LABEL, label),
        (node, crm.P2_has_type, context.concept("level", volume.level)),
        (node, crm.P1_is_identified_by, title),
        (title, RDF_TYPE, crm.E35_Title),
        (title, RDFS_LABEL, label),
        (title, crm.P2_has_type, aat.primary_name),
        (title, crm.P190_has_symbolic_content, literal(volume.title)),
    ]
    if volume.part_of is not None:
        out.append((node, crm.P106i_forms_part_of, context.term(volume.part_of)))
        whole = volume.local_id.partition("/")[0]
        if whole != volume.local_id:
            out.append((node, crm.P106i_forms_part_of, context.term(EntityRef(Kind.VOLUME, whole))))
    _series(out, node, volume, context)
    if volume.number:
        identifier(out, node, "volume-number", volume.number, context)
    for code in volume.identifiers:
        identifier(out, node, code.scheme, code.value, context)
    if volume.years is not None:
        out.append((node, dcterms.temporal, typed("/".join(f"{year:04}" for year in volume.years), vocab.EDTF)))
    _editing(out, node, volume, context)
    _publishing(out, node, volume, context)
    if volume.source_page:
        out.append((node, dcterms.source, iri(volume.source_page)))
    for position, passage in enumerate(volume.passages, 1):
        piece = passage_term(passage, context)
        out.append((piece, crm.P106i_forms_part_of, node))
        passage_triples(out, piece, passage, position, short(volume.title), "en", context)
    provenance(out, node, volume.origin, context)
    file = part(node, "file")
    out += (
        (node, prov.wasDerivedFrom, file),
        (file, RDF_TYPE, prov.Entity),
        (file, RDFS_LABEL, literal(volume.origin.file)),
    )
    return Description(
        Kind.VOLUME,
        published,
        volume.title,
        volume.origin,
        unique(out),
        first_day(volume.published),
        (volume.title,),
        "\n".join(passage.text for passage in volume.passages),
        tuple(passage.local_id for passage in volume.passages),
        edtf=edtf_of(volume.published),
    )


def _series(out: list[Triple], node: Term, volume: Volume, context: Context) -> None:
    """Join the volume to its series and subseries, which `implied` describes."""
    if not volume.series:
        return
    series = slug(volume.series) or keyed(volume.series)
    unit = context.term(EntityRef(Kind.COLLECTION, series, volume.series))
    if volume.subseries:
        key = f"{series}/{slug(volume.subseries) or keyed(volume.subseries)}"
        unit = context.term(EntityRef(Kind.COLLECTION, key, volume.subseries))
    out.append((node, la.member_of, unit))


def _editing(out: list[Triple], node: Term, volume: Volume, context: Context) -> None:
    """Describe the editing, one part for each editor. Equal names in two volumes are not taken for one person here."""
    if not volume.editors:
        return
    creation = part(node, "creation")
    out += (
        (node, crm.P94i_was_created_by, creation),
        (creation, RDF_TYPE, crm.E65_Creation),
        (creation, RDFS_LABEL, literal(f"Editing of {short(volume.title)}", "en")),
        (creation, crm.P2_has_type, context.concept("activity", "editing")),
    )
    for role, name in volume.editors:
        person = context.term(EntityRef(Kind.PERSON, f"{volume.local_id}/editor-{slug(name) or keyed(name)}", name))
        joint = part(node, f"editor-{keyed(f'{role} {name}')}")
        out += (
            (creation, crm.P14_carried_out_by, person),
            (creation, crm.P01i_is_domain_of, joint),
            (joint, RDF_TYPE, crm.PC14_carried_out_by),
            (joint, RDFS_LABEL, literal(f"{name}, {role} editor".replace(",  ", ", "), "en")),
            (joint, crm.P01_has_domain, creation),
            (joint, crm.P02_has_range, person),
            (joint, crm.P14_1_in_the_role_of, context.concept("role", f"{role}-editor" if role else "editor")),
        )


def _publishing(out: list[Triple], node: Term, volume: Volume, context: Context) -> None:
    """Describe the publishing as an activity that used the edition."""
    if not volume.publisher and volume.published is None and volume.place is None:
        return
    publishing = part(node, "publishing")
    out += (
        (node, crm.P16i_was_used_for, publishing),
        (publishing, RDF_TYPE, crm.E7_Activity),
        (publishing, RDFS_LABEL, literal(f"Publishing of {short(volume.title)}", "en")),
        (publishing, crm.P2_has_type, aat.publishing),
        (publishing, crm.P16_used_specific_object, node),
    )
    if volume.publisher:
        key = slug(volume.publisher) or keyed(volume.publisher)
        publisher = context.term(EntityRef(Kind.ORGANISATION, key, volume.publisher))
        out += ((publishing, crm.P14_carried_out_by, publisher), (node, dcterms.publisher, publisher))
    if volume.place is not None:
        out.append((publishing, crm.P7_took_place_at, context.term(volume.place)))
    if volume.published is not None:
        happened(out, publishing, "time", volume.published, context)
