"""Documents: a text with its edition's knowledge of it: title, making, sending, classification, paper, passages, references."""

from itertools import chain

from lod_publisher.mapping._crm import (
    Context,
    both,
    edtf_of,
    evidence,
    first_day,
    happened,
    identifier,
    links,
    part,
    passage_term,
    passage_triples,
    provenance,
    short,
    time_span,
    unique,
)
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind, keyed, slug
from lod_publisher.model.records import ArchivalSource, Document, EntityRef, Evidence, Step
from lod_publisher.model.terms import Term, Triple, iri, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, aat, crm, dcterms, la, prov

_CREATING = frozenset({"drafting", "preparing", "dictating", "transcribing", "translating"})


def document_label(document: Document) -> str:
    """The title as the edition prints it, with its number in front."""
    number, title = document.number, document.title
    return title if not number or title.startswith(number) else f"{number}. {title}"


def describe_document(document: Document, context: Context) -> Description:
    """Describe a document. Each paragraph's text is said once, on the passage."""
    published, node = context.subject(Kind.DOCUMENT, document.local_id)
    label = document_label(document)
    # A text that we hold is titled in its own language; one that we only know of is described in English.
    spoken = literal(label, document.language if document.passages else "en")
    title = part(node, "title")
    genre = context.concept("genre", document.genre)
    out: list[Triple] = [
        (node, RDF_TYPE, crm.E33_Linguistic_Object),
        (node, RDF_TYPE, crm.E31_Document),
        (node, RDFS_LABEL, spoken),
        (node, crm.P72_has_language, context.concept("language", document.language)),
        (node, crm.P1_is_identified_by, title),
        (title, RDF_TYPE, crm.E35_Title),
        (title, RDFS_LABEL, spoken),
        (title, crm.P2_has_type, aat.primary_name),
        (title, crm.P190_has_symbolic_content, literal(label)),
    ]
    both(out, node, "genre", crm.P2_has_type, genre, context)
    _identifiers(out, node, document, context)
    _wholes(out, node, document, context)
    _making(out, node, document, short(label), context)
    _sending(out, node, document, short(label), context)
    for key in document.classification:
        both(out, node, "security_classification", crm.P2_has_type, context.concept("classification", key), context)
    for key in document.handling:
        both(out, node, "handling", crm.P2_has_type, context.concept("handling", key), context)
    for subject in document.subjects:
        out.append((node, crm.P129_is_about, context.concept("subject", slug(subject) or keyed(subject), subject)))
    if document.meeting is not None:
        out.append((node, crm.P70_documents, context.term(EntityRef(Kind.EVENT, document.meeting.local_id))))
    _passages(out, node, document, short(label), context)
    _remarks(out, node, document, label, context)
    _derivation(out, node, document, context)
    names = (label, *(code.value for code in document.identifiers))
    text = "\n".join(passage.text for passage in document.passages)
    parts = tuple(passage.local_id for passage in document.passages)
    day = first_day(document.date)
    return Description(
        Kind.DOCUMENT,
        published,
        label,
        document.origin,
        unique(out),
        day,
        names,
        text or document.summary,
        parts,
        edtf=edtf_of(document.date),
        fragment=document.fragment,
    )


def _identifiers(out: list[Triple], node: Term, document: Document, context: Context) -> None:
    codes = [(code.scheme, code.value) for code in document.identifiers]
    if document.number:
        codes.insert(0, ("document-number", document.number))
    known = {value for _, value in codes}
    for source in document.archival_source:
        if source.file_number and source.file_number not in known:
            central = source.levels and source.levels[-1][0] == "central-files"
            codes.append(("central-file-number" if central else "file-number", source.file_number))
    for scheme, value in codes:
        identifier(out, node, scheme, value, context)


def _volume(document: Document) -> EntityRef | None:
    """The volume in which a document stands: the first segment of its chapter's key."""
    whole = document.part_of
    if whole is None or whole.kind is not Kind.VOLUME:
        return None
    volume, _, deeper = whole.local_id.partition("/")
    return EntityRef(Kind.VOLUME, volume) if deeper else whole


def _wholes(out: list[Triple], node: Term, document: Document, context: Context) -> None:
    """Say of what the document is a part: chapter and volume, collection, and the archive's hierarchy down to the file."""
    if document.part_of is not None:
        out.append((node, crm.P106i_forms_part_of, context.term(document.part_of)))
        if (volume := _volume(document)) is not None:
            out.append((node, crm.P106i_forms_part_of, context.term(volume)))
    if document.collection is not None:
        out.append((node, la.member_of, context.term(document.collection)))
    for source in document.archival_source:
        if unit := _unit(source, context):
            out.append((node, la.member_of, unit))
    if document.original is not None:
        out.append((node, crm.P73i_is_translation_of, context.term(document.original)))


def _unit(source: ArchivalSource, context: Context) -> Term | None:
    """The deepest level at which the paper lies; all levels are noted, so that `implied` can describe the hierarchy."""
    path = ""
    unit = None
    for key, label in source.levels:
        step = slug(key) or keyed(label)
        path = f"{path}/{step}" if path else step
        unit = context.term(EntityRef(Kind.COLLECTION, path, label))
    return unit


def _making(out: list[Triple], node: Term, document: Document, label: str, context: Context) -> None:
    """Describe the creation: its time and place, and one part for each step that is told of."""
    creation = part(node, "creation")
    steps = list(document.steps)
    signed = {actor for step in steps if step.type == "signing" for actor in step.actors}
    if unsaid := tuple(signer for signer in document.signers if signer not in signed):
        steps.append(Step("signing", unsaid, editorial=False))
    out += (
        (node, crm.P94i_was_created_by, creation),
        (creation, RDF_TYPE, crm.E65_Creation),
        (creation, RDFS_LABEL, literal(f"Creation of {label}", "en")),
    )
    if document.date is not None:
        time = part(node, "time")
        out.append((creation, crm.P4_has_time_span, time))
        time_span(out, time, document.date, context)
    out += [(creation, crm.P7_took_place_at, context.term(place)) for place in document.places]
    met: dict[str, int] = {}
    for step in steps:
        met[step.type] = met.get(step.type, 0) + 1
        fragment = step.type if met[step.type] == 1 else f"{step.type}-{met[step.type]}"
        _step(out, creation, part(node, fragment), step, label, context)


def _step(out: list[Triple], creation: Term, node: Term, step: Step, label: str, context: Context) -> None:
    called = step.type.replace("-", " ").capitalize()
    out += (
        (creation, crm.P9_consists_of, node),
        (node, RDF_TYPE, crm.E65_Creation if step.type in _CREATING else crm.E7_Activity),
        (node, RDFS_LABEL, literal(f"{called} of {label}", "en")),
        (node, crm.P2_has_type, context.concept("activity", step.type)),
    )
    out += [(node, crm.P14_carried_out_by, context.term(actor)) for actor in step.actors]
    if step.date is not None:
        happened(out, node, "time", step.date, context)
    if step.statement:
        out.append((node, crm.P3_has_note, literal(step.statement, "en")))
    if step.evidence is not None:
        evidence(out, node, [Evidence(step.evidence, "editor" if step.editorial else "source")], context)


def _sending(out: list[Triple], node: Term, document: Document, label: str, context: Context) -> None:
    """Describe the sending as an activity that uses the text; its time-span is its own, with the document's date."""
    if not document.senders and not document.addressees:
        return
    sending = part(node, "sending")
    out += (
        (node, crm.P16i_was_used_for, sending),
        (sending, RDF_TYPE, crm.E7_Activity),
        (sending, RDFS_LABEL, literal(f"Sending of {label}", "en")),
        (sending, crm.P2_has_type, context.concept("activity", "sending")),
        (sending, crm.P16_used_specific_object, node),
    )
    out += [(sending, crm.P14_carried_out_by, context.term(sender)) for sender in document.senders]
    for addressee in document.addressees:
        both(out, sending, "had_addressee", crm.P11_had_participant, context.term(addressee), context)
    out += [(sending, crm.P7_took_place_at, context.term(place)) for place in document.places]
    if document.date is not None:
        happened(out, sending, "time", document.date, context)


def _passages(out: list[Triple], node: Term, document: Document, label: str, context: Context) -> None:
    """Describe the passages in their order. Notes belong to the edition and refer to the document."""
    edition = _volume(document)
    for position, passage in enumerate(document.passages, 1):
        piece = passage_term(passage, context)
        if passage.editorial:
            if edition is not None:
                out.append((piece, crm.P106i_forms_part_of, context.term(edition)))
            out.append((piece, crm.P67_refers_to, node))
            out.append((node, context.own("has_note"), piece))
        else:
            out.append((piece, crm.P106i_forms_part_of, node))
            for mention in passage.mentions:
                if mention.entity is not None:
                    out.append((node, crm.P67_refers_to, context.term(mention.entity)))
        language = "en" if passage.editorial else document.language
        passage_triples(out, piece, passage, position, label, language, context)
    links(out, node, chain(document.links, *(p.links for p in document.passages if not p.editorial)), context)


def _remarks(out: list[Triple], node: Term, document: Document, label: str, context: Context) -> None:
    """Keep what is said about the whole: a summary, the words on where the paper lies when no note holds them."""
    if document.summary and all(passage.text != document.summary for passage in document.passages):
        summary = part(node, "summary")
        out += (
            (node, context.own("has_note"), summary),
            (summary, RDF_TYPE, crm.E33_Linguistic_Object),
            (summary, RDFS_LABEL, literal(f"Summary of {short(label)}", "en")),
            (summary, crm.P2_has_type, context.concept("passage", "summary")),
            (summary, crm.P67_refers_to, node),
            (summary, crm.P190_has_symbolic_content, literal(document.summary, "en")),
        )
    noted = any(passage.kind == "source-note" for passage in document.passages)
    for source in document.archival_source:
        if source.text and not noted:
            out.append((node, crm.P3_has_note, literal(source.text, "en")))
    if document.unparsed_source_note:
        out.append((node, crm.P2_has_type, context.concept("status", "unparsed-source-note")))


def _derivation(out: list[Triple], node: Term, document: Document, context: Context) -> None:
    """Say which page and file the description comes from, and on what terms the text may be used."""
    if document.source_page:
        out.append((node, dcterms.source, iri(document.source_page)))
    if document.rights.startswith(("http://", "https://")):
        out.append((node, dcterms.license, iri(document.rights)))
    elif document.rights:
        out.append((node, dcterms.rights, literal(document.rights, "en")))
    provenance(out, node, document.origin, context)
    volume = _volume(document)
    read = document.origin.file
    if volume is not None and read.rpartition("/")[2].partition(".")[0] == volume.local_id:
        out.append((node, prov.wasDerivedFrom, part(context.term(volume), "file")))  # described with the volume
    else:
        _file(out, node, part(node, "file"), read)
    for witness in document.witnesses:
        _file(out, node, part(node, f"file-{keyed(witness)}"), witness)


def _file(out: list[Triple], node: Term, file: Term, name: str) -> None:
    out += ((node, prov.wasDerivedFrom, file), (file, RDF_TYPE, prov.Entity), (file, RDFS_LABEL, literal(name)))
