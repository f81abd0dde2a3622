"""EAC-CPF 2010: the archives' own authority record, in the edition that their systems read.

Source: Encoded Archival Context, Corporate Bodies, Persons, and Families, tag library and schema of 2010 (Society of American Archivists).
"""

import re

from lod_publisher.web.formats.authority.record import AuthorityRecord, When, record_of
from lod_publisher.web.formats.description import Description
from lod_publisher.web.xml_text import DECLARATION, address, element, text

MEDIA_TYPE = "application/eac-cpf+xml"
NAMESPACE = "urn:isbn:1-931666-33-4"
_XLINK = "http://www.w3.org/1999/xlink"
_NOT_IN_TOKENS = re.compile(r"[^\w.:-]")


def write(description: Description) -> bytes:
    """One record."""
    about = record_of(description)
    body = f"<control>{_control(about)}</control><cpfDescription>{_description(about)}</cpfDescription>"
    return f'{DECLARATION}<eac-cpf xmlns="{NAMESPACE}" xmlns:xlink="{_XLINK}">{body}</eac-cpf>\n'.encode()


def _control(about: AuthorityRecord) -> str:
    codes = "".join(element("otherRecordId", code.value, localType=code.scheme) for code in about.codes)
    changed = element("eventDateTime", about.modified, standardDateTime=about.modified)
    event = f"<eventType>derived</eventType>{changed}<agentType>machine</agentType>{element('agent', about.host)}"
    sources = "".join(
        f"<source{_link(source.iri)}>{element('sourceEntry', source.label)}</source>" for source in about.sources
    )
    return (
        element("recordId", _NOT_IN_TOKENS.sub(":", about.key))
        + codes
        + "<maintenanceStatus>derived</maintenanceStatus><publicationStatus>approved</publicationStatus>"
        + f"<maintenanceAgency>{element('agencyName', about.host)}</maintenanceAgency>"
        + f"<maintenanceHistory><maintenanceEvent>{event}</maintenanceEvent></maintenanceHistory>"
        + (f"<sources>{sources}</sources>" if sources else "")
    )


def _description(about: AuthorityRecord) -> str:
    ids = (about.iri, *about.addresses())
    kind = "person" if about.is_person else "corporateBody"
    names = _name(about.name, "authorizedForm", "primary", about)
    names += "".join(_name(name.text, "alternativeForm", name.type, about) for name in about.others)
    identity = "".join(element("entityId", each) for each in ids) + element("entityType", kind) + names
    relations = "".join(
        _relation(relation, iri, label)
        for relation, iri, label in (
            *(("identity", each, f"The same in {each}") for each in about.addresses()),
            *(("associative", each, f"Possibly the same: {each}") for each in about.close),
            *(("associative" if about.is_person else "hierarchical-parent", g.iri, g.label) for g in about.groups),
        )
    )
    relations += "".join(
        f'<resourceRelation{_link(source.iri)} resourceRelationType="subjectOf">'
        f"{element('relationEntry', source.label)}</resourceRelation>"
        for source in about.sources
    )
    inside = _life(about)
    return (
        f"<identity>{identity}</identity>"
        + (f"<description>{inside}</description>" if inside else "")
        + (f"<relations>{relations}</relations>" if relations else "")
    )


def _name(words: str, form: str, kind: str, about: AuthorityRecord) -> str:
    parts = element("part", words) + element(form, _NOT_IN_TOKENS.sub("-", about.host))
    return f'<nameEntry localType="{text(address(f"{about.base}/vocab/{kind}-name"))}">{parts}</nameEntry>'


def _life(about: AuthorityRecord) -> str:
    dates = ""
    if about.birth or about.death:
        dates = _date("fromDate", about.birth) + _date("toDate", about.death)
        dates = f"<existDates><dateRange>{dates}</dateRange></existDates>"
    roles = (("birth", about.birth and about.birth.place), ("death", about.death and about.death.place))
    places = [(role, place) for role, place in roles if place] + [("seat", seat) for seat in about.seats]
    written = "".join(
        f"<place>{element('placeRole', role)}{element('placeEntry', place.label, vocabularySource=address(place.iri))}</place>"
        for role, place in places
    )
    notes = "".join(element("p", note) for note in about.notes)
    return dates + written + (f"<biogHist>{notes}</biogHist>" if notes else "")


def _date(name: str, when: When | None) -> str:
    if when is None:
        return f"<{name}/>"
    return element(name, when.text, standardDate=when.day)


def _relation(kind: str, iri: str, label: str) -> str:
    return f'<cpfRelation{_link(iri)} cpfRelationType="{kind}">{element("relationEntry", label)}</cpfRelation>'


def _link(iri: str) -> str:
    return f' xlink:type="simple" xlink:href="{text(address(iri))}"'
