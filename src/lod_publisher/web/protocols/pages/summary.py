"""The few facts that stand under a page's title, each kind of thing with its own, in words a historian would use."""

from dataclasses import dataclass

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import RDFS_LABEL, Facts, Link
from lod_publisher.web.languages import N_
from lod_publisher.web.site import Site

_LA_MEMBER = "https://linked.art/ns/terms/member_of"
_DCTERMS = "http://purl.org/dc/terms/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
# What only repeats the label, or belongs to the catalogue rather than to the reader.
_PLAIN_CODES = frozenset({"source-key", "document-number"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A heading and its values; a value without an address is plain text."""

    name: str
    values: list[Link]


class _Sheet:
    """Collects facts in order, leaving out those without a value."""

    def __init__(self, here: Site, facts: Facts, names: dict[str, str]) -> None:
        self.here, self.facts, self.names = here, facts, names
        self.found: list[Fact] = []

    def texts(self, name: str, texts: list[str]) -> None:
        if shown := list(dict.fromkeys(text for text in texts if text)):
            self.found.append(Fact(name, [Link(text, "") for text in shown]))

    def things(self, name: str, iris: list[str]) -> None:
        if shown := list(dict.fromkeys(iris)):
            self.found.append(
                Fact(
                    name,
                    [Link(self.names.get(iri) or self.here.labels([iri])[iri], self.here.href(iri)) for iri in shown],
                )
            )

    def pages(self, name: str, addresses: list[str]) -> None:
        """Pages elsewhere, shown by their addresses: the last segment alone would say nothing."""
        if addresses:
            shown = [Link(address.partition("://")[2] or address, self.here.href(address)) for address in addresses]
            self.found.append(Fact(name, shown))

    def when(self, name: str, node: str) -> None:
        """The words of the source, and behind them the date in EDTF."""
        for span in self.facts.all(node, "P4_has_time-span"):
            words = self.facts.one(span, RDFS_LABEL)
            edtf = self.facts.one(span, "P82_at_some_time_within")
            self.texts(name, [words if edtf in ("", words) else f"{words} ({edtf})"])


def summary(here: Site, entity: Entity, iri: str, facts: Facts, names: dict[str, str]) -> list[Fact]:
    """The facts of a thing in the order in which they are read."""
    sheet = _Sheet(here, facts, names)
    vocabulary = f"{here.snapshot.base}/vocab/"
    if entity.kind is Kind.DOCUMENT:
        _document(sheet, iri, vocabulary)
    elif entity.kind in (Kind.EVENT, Kind.APPOINTMENT):
        _event(sheet, iri, vocabulary)
    elif entity.kind is Kind.STATEMENT:
        _statement(sheet, iri, vocabulary)
    else:
        _other(sheet, iri, vocabulary)
    codes = []
    for node in facts.all(iri, "P1_is_identified_by"):
        kind = facts.one(node, "P2_has_type")
        if kind and kind.rpartition("/")[2] not in _PLAIN_CODES and _is_code(facts, node):
            codes.append(f"{names[kind]}: {facts.one(node, 'P190_has_symbolic_content')}")
    sheet.texts(N_("Identifiers"), sorted(codes))
    sheet.pages(N_("Elsewhere"), [*facts.all(iri, f"{_SKOS}exactMatch"), *facts.all(iri, f"{_SKOS}closeMatch")])
    return sheet.found


def _is_code(facts: Facts, node: str) -> bool:
    return any(
        kind.endswith("E42_Identifier") for kind in facts.all(node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    )


def _document(sheet: _Sheet, iri: str, vocabulary: str) -> None:
    facts = sheet.facts
    creation, sending = f"{iri}#creation", f"{iri}#sending"
    sheet.things(N_("From"), facts.all(sending, "P14_carried_out_by"))
    sheet.things(N_("To"), facts.all(sending, f"{vocabulary}had_addressee"))
    sheet.when(N_("Date"), creation)
    sheet.things(N_("Place"), facts.all(creation, "P7_took_place_at"))
    sheet.things(N_("Genre"), facts.all(iri, f"{vocabulary}genre"))
    sheet.things(N_("Classification"), facts.all(iri, f"{vocabulary}security_classification"))
    sheet.things(N_("Handling"), facts.all(iri, f"{vocabulary}handling"))
    for step in facts.all(creation, "P9_consists_of"):
        act = step.partition("#")[2].rstrip("-0123456789").replace("-", " ").capitalize()
        sheet.things(act, facts.all(step, "P14_carried_out_by"))
        sheet.when(f"{act}, date", step)
    sheet.things(N_("Language"), facts.all(iri, "P72_has_language"))
    sheet.things(N_("Translation of"), facts.all(iri, "P73i_is_translation_of"))
    sheet.things(N_("Translated as"), facts.all(iri, "P73_has_translation"))
    sheet.things(N_("Replies to"), facts.all(iri, f"{vocabulary}replies_to"))
    sheet.things(N_("Records"), facts.all(iri, "P70_documents"))
    sheet.things(N_("Subject"), facts.all(iri, "P129_is_about"))
    sheet.things(N_("Part of"), facts.all(iri, "P106i_forms_part_of"))
    sheet.things(N_("Archival source"), facts.all(iri, _LA_MEMBER))
    sheet.texts(N_("Note"), facts.all(iri, "P3_has_note"))
    sheet.pages(N_("Edition on the web"), facts.all(iri, f"{_DCTERMS}source"))
    sheet.pages(N_("Licence"), facts.all(iri, f"{_DCTERMS}license"))
    sheet.texts(N_("Rights"), facts.all(iri, f"{_DCTERMS}rights"))


def _event(sheet: _Sheet, iri: str, vocabulary: str) -> None:
    facts = sheet.facts
    sheet.things(N_("Spoken of as"), facts.all(iri, f"{vocabulary}modality"))
    sheet.when(N_("When"), iri)
    sheet.things(N_("Where"), facts.all(iri, "P7_took_place_at"))
    sheet.things(N_("Who acted"), facts.all(iri, "P14_carried_out_by"))
    said = {vocabulary + "modality"}
    precise: set[str] = set()
    for role, words in sorted(sheet.here.vocabulary.labels.items()):
        if role.startswith(f"{vocabulary}had_") or role == f"{vocabulary}at_mission":
            said.add(role)
            precise.update(facts.all(iri, role))
            sheet.things(words.removeprefix("had ").capitalize(), facts.all(iri, role))
    sheet.things(N_("Who took part"), [who for who in facts.all(iri, "P11_had_participant") if who not in precise])
    for name, heading in (
        ("P12_occurred_in_the_presence_of", N_("Present")), ("P143_joined", N_("Who joined")), ("P144_joined_with", N_("Joined")),
        ("P145_separated", N_("Who left")), ("P146_separated_from", N_("Left")), ("P100_was_death_of", N_("Who died")),
        ("P95_has_formed", N_("Formed")), ("P151_was_formed_from", N_("Formed from")), ("P99_dissolved", N_("Dissolved")), ("P94_has_created", N_("Created")),
        ("P25_moved", N_("Moved")), ("P28_custody_surrendered_by", N_("Given by")), ("P29_custody_received_by", N_("Received by")),
        ("P16_used_specific_object", N_("Message or object used")), ("P9i_forms_part_of", N_("Part of")), ("P9_consists_of", N_("Steps")),
        ("P17_was_motivated_by", N_("Because of")), ("P134_continued", N_("Continues or answers")), ("P21_had_general_purpose", N_("Purpose")),
    ):  # fmt: skip
        sheet.things(heading, facts.all(iri, name))
    for joint in facts.all(iri, "P01i_is_domain_of"):
        sheet.texts(N_("In the role of"), [facts.one(joint, RDFS_LABEL)])
    sheet.things(
        N_("Kind of event"),
        [t for t in facts.all(iri, "P2_has_type") if t not in facts.all(iri, f"{vocabulary}modality")],
    )
    sheet.texts(N_("Description"), facts.all(iri, "P3_has_note"))


def _statement(sheet: _Sheet, iri: str, vocabulary: str) -> None:
    facts = sheet.facts
    sheet.things(N_("Who says so"), facts.all(iri, "P14_carried_out_by"))
    sheet.things(N_("Of"), facts.all(iri, "P140_assigned_attribute_to"))
    sheet.things(N_("That it"), facts.all(iri, "P177_assigned_property_of_type"))
    values = facts.all(iri, "P141_assigned")
    sheet.things(N_("Namely"), [value for value in values if value.startswith(("http://", "https://"))])
    sheet.texts(N_("Namely"), [value for value in values if not value.startswith(("http://", "https://"))])
    sheet.things(
        N_("Kind of statement"),
        [t for t in facts.all(iri, "P2_has_type") if t not in facts.all(iri, f"{vocabulary}confidence")],
    )
    sheet.things(N_("Confidence"), facts.all(iri, f"{vocabulary}confidence"))
    sheet.things(N_("Said in"), facts.all(iri, "P9i_forms_part_of"))


def _other(sheet: _Sheet, iri: str, vocabulary: str) -> None:
    facts = sheet.facts
    sheet.texts(N_("Described as"), facts.all(iri, "P3_has_note"))
    sheet.texts(N_("Definition"), facts.all(iri, f"{_SKOS}definition"))
    for name, heading in (("P98i_was_born", N_("Born")), ("P100i_died_in", N_("Died"))):
        for event in facts.all(iri, name):
            sheet.when(heading, event)
    for name, heading in (
        ("P2_has_type", N_("Kind")), ("P107i_is_current_or_former_member_of", N_("Member of")),
        ("P107_has_current_or_former_member", N_("Members and parts")), ("P74_has_current_or_former_residence", N_("Seat")),
        ("P89_falls_within", N_("Within")), ("P106i_forms_part_of", N_("Part of")), ("P127_has_broader_term", N_("Broader term")),
        ("P46i_forms_part_of", N_("Part of")), ("P86_falls_within", N_("Within")),
    ):  # fmt: skip
        sheet.things(heading, facts.all(iri, name))
    sheet.texts(N_("Coordinates"), facts.all(iri, "P168_place_is_defined_by"))
    sheet.things(N_("Part of"), facts.all(iri, _LA_MEMBER))
    sheet.things(N_("Introduced by"), facts.all(iri, f"{vocabulary}introduced_by"))
    sheet.pages(N_("Edition on the web"), facts.all(iri, f"{_DCTERMS}source"))
