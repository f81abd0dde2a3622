"""Authority files of libraries and archives: what each format says of one man, and what is found in broken files."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pymarc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod_publisher.build.inputs import recognise
from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import EntityRef, Identifier, Organisation, Person, Place
from lod_publisher.settings import Source
from lod_publisher.sources import READERS

BASE = "https://data.example.org"
LC = "http://id.loc.gov/authorities/names/n79021164"


def survey(path: Path, **options: str) -> list[object]:
    """What the reader that recognises a file makes of it."""
    name = recognise(path)
    assert name is not None
    options.setdefault("base", BASE)
    return list(READERS[name].survey(Source(path, path.name, name, "c", options)))


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def field(tag: str, marks: str, *parts: str) -> pymarc.Field:
    subfields = [pymarc.Subfield(part[0], part[1:]) for part in parts]
    return pymarc.Field(tag, pymarc.Indicators(*marks), subfields)


def marc(*fields: pymarc.Field, number: str = "n  79021164 ", agency: str = "DLC", status: str = "c") -> pymarc.Record:
    record = pymarc.Record(force_utf8=True)
    record.leader = pymarc.Leader(f"00000{status}z  a2200000n  4500")
    record.add_field(pymarc.Field("001", data=number), pymarc.Field("003", data=agency), *fields)
    return record


def rusk() -> pymarc.Record:
    return marc(
        field("010", "  ", "an  79021164 ", "zn  80000001 "),
        field("024", "7 ", "a95151565", "2viaf"),
        field("024", "7 ", "a0000000121032683", "2isni"),
        field("024", "7 ", "ahttp://www.wikidata.org/entity/Q312535", "2uri"),
        field("035", "  ", "a(DE-588)118540238"),
        field("046", "  ", "f19090209", "g19941220", "2edtf"),
        field("100", "1 ", "aRusk, Dean,", "d1909-1994"),
        field("370", "  ", "aCherokee County (Ga.)"),
        field("374", "  ", "aCabinet officers", "2lcsh"),
        field("400", "1 ", "aRusk, David Dean,", "d1909-1994"),
        field("400", "1 ", "aRask, Din,", "d1909-1994"),
        field("500", "1 ", "wr", "iAlternate identity:", "aOther, Name"),
        field("550", "  ", "aStatesmen"),
        field("670", "  ", "aHis As I saw it, 1990:", "bt.p. (Dean Rusk)"),
        field("678", "0 ", "aSecretary of State of the United States, 1961-1969."),
    )


def test_a_marc_record_becomes_a_person_with_names_dates_codes_and_notes(tmp_path):
    path = written(tmp_path, "names.mrc", rusk().as_marc())
    [person] = survey(path)
    assert isinstance(person, Person)
    assert (person.local_id, person.label) == ("lcnaf-n79021164", "Rusk, Dean")
    assert [(name.text, name.type) for name in person.names] == [
        ("Rusk, Dean", "primary"),
        ("Rusk, David Dean", "variant"),
        ("Rask, Din", "variant"),
        ("Other, Name", "pseudonym"),
    ]
    assert person.birth is not None
    assert person.death is not None
    assert (person.birth.edtf, person.death.edtf) == ("1909-02-09", "1994-12-20")
    assert set(person.identifiers) == {
        Identifier("lcnaf", "n79021164"),
        Identifier("viaf", "95151565"),
        Identifier("isni", "0000000121032683"),
        Identifier("wikidata", "Q312535"),
        Identifier("gnd", "118540238"),
    }
    assert LC in person.exact_matches
    assert "http://viaf.org/viaf/95151565" in person.exact_matches
    assert person.same_as == (EntityRef(Kind.PERSON, "lcnaf-n80000001"),)
    notes = [note.text for note in person.notes]
    assert "Secretary of State of the United States, 1961-1969." in notes
    assert "Occupation: Cabinet officers" in notes
    assert "His As I saw it, 1990: t.p. (Dean Rusk)" in notes


def test_the_same_record_in_marcxml_says_the_same_and_names_its_line(tmp_path):
    [person] = survey(written(tmp_path, "names.mrc", rusk().as_marc()))
    text = b'<?xml version="1.0"?>\n' + pymarc.record_to_xml(rusk(), namespace=True)
    [other] = survey(written(tmp_path, "names.xml", text))
    assert isinstance(person, Person)
    assert isinstance(other, Person)
    assert str(other.origin) == "names.xml:2"
    for name in ("local_id", "label", "names", "identifiers", "birth", "death", "notes", "same_as", "exact_matches"):
        assert getattr(other, name) == getattr(person, name)


def test_marc_in_marc_8_is_read_as_well_as_utf_8_that_claims_to_be_marc_8(tmp_path):
    utf8 = marc(field("100", "1 ", "aQāsim, ʻAbd al-Karīm"), number="n 1").as_marc()
    claimed = utf8[:9] + b" " + utf8[10:]
    [person] = survey(written(tmp_path, "names.mrc", claimed))
    assert isinstance(person, Person)
    assert person.label == "Qāsim, ʻAbd al-Karīm"
    body = b"1 \x1faQ\xe5asim, \xb0Abd al-Kar\xe5im\x1e"
    directory = b"001000400000100" + b"%04d00004" % len(body)
    directory = b"001000400000" + b"100%04d00004" % len(body)
    fields = b"n 1\x1e" + body
    start = 24 + len(directory) + 1
    record = b"%05dcz  2200000n  4500" % 0
    record = b"%05dcz   22%05dn  4500" % (start + len(fields) + 1, start) + directory + b"\x1e" + fields + b"\x1d"
    [person] = survey(written(tmp_path, "old.mrc", record))
    assert isinstance(person, Person)
    assert person.label.replace("ʿ", "ʻ") == "Qāsim, ʻAbd al-Karīm"


def test_broken_marc_records_are_findings_that_name_them_and_the_others_are_read(tmp_path):
    good = rusk().as_marc()
    wrong_length = b"00099" + marc(field("100", "1 ", "aLength, Wrong"), number="n 2", agency="x").as_marc()[5:]
    deleted = marc(field("100", "1 ", "aGone, Man"), number="n 3", agency="x", status="d").as_marc()
    work = marc(field("100", "1 ", "aRusk, Dean", "tAs I saw it"), number="n 4", agency="x").as_marc()
    nameless = marc(number="n 5", agency="x").as_marc()
    binary = b"00026cz  a2200025n  4500\xff\xfe" + b"\x1d"
    cut = good[: len(good) // 2]
    found = survey(
        written(tmp_path, "a.mrc", good + wrong_length + deleted + work + nameless + binary + b"\r\n" + good + cut)
    )
    people = [item.label for item in found if isinstance(item, Person)]
    findings = [item for item in found if isinstance(item, Finding)]
    assert people == ["Rusk, Dean", "Length, Wrong"]
    told = " ".join(f"{finding.record} {finding.message}" for finding in findings)
    for part in (
        "n 3 is deleted",
        "As I saw it",
        "n 5 The record has no heading",
        "record 6",
        "record 8",
        "given to another",
    ):
        assert part in told
    assert len(findings) == 6


def test_marc_whose_lengths_count_letters_for_bytes_is_read_and_one_whose_fields_are_amiss_is_not(tmp_path):
    record = marc(field("100", "1 ", "aQāsim, ʻAbd al-Karīm"), field("400", "1 ", "aKassem"), number="n 1").as_marc()
    body = record.index(b"\x1e")
    letters = len("Qāsim, ʻAbd al-Karīm") + len("1 _a_")
    directory = [record[n : n + 12] for n in range(24, body, 12)]
    counted = [b"%s%04d%s" % (entry[:3], letters, entry[7:]) if entry[:3] == b"100" else entry for entry in directory]
    [person] = survey(written(tmp_path, "a.mrc", record[:24] + b"".join(counted) + record[body:]))
    assert isinstance(person, Person)
    assert [name.text for name in person.names] == ["Qāsim, ʻAbd al-Karīm", "Kassem"]
    for broken in (
        record.replace(b"1 \x1faKassem", b"\x1faKassem"),
        record.replace(b"\x1faKassem", b"\x1e\x1faKassem"),
    ):
        [finding] = survey(written(tmp_path, "a.mrc", broken))
        assert isinstance(finding, Finding)
        assert finding.record == "record 1 (n 1)"


def test_a_place_and_a_body_in_marc_have_their_kind_their_point_and_no_dates_of_life(tmp_path):
    place = marc(
        field("034", "  ", "dE0442335", "eE0442335", "fN0332016", "gN0332016"),
        field("151", "  ", "aBaghdad (Iraq)"),
        field("451", "  ", "aBagdad (Iraq)"),
        number="n 80032239",
    )
    body = marc(
        field("046", "  ", "q1947", "r1958"),
        field("110", "2 ", "aUnited States.", "bDepartment of State."),
        number="n 80015939",
    )
    found = survey(written(tmp_path, "a.mrc", place.as_marc() + body.as_marc()))
    assert isinstance(found[0], Place)
    assert found[0].coordinates == pytest.approx((33.337778, 44.393056))
    assert [name.text for name in found[0].names] == ["Baghdad (Iraq)", "Bagdad (Iraq)"]
    assert isinstance(found[1], Organisation)
    assert found[1].label == "United States. Department of State"
    assert [note.text for note in found[1].notes] == ["Existed: 1947-1958"]


SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <http://schema.org/> .
@prefix x: <https://authority.example.org/> .
x:p1 a skos:Concept ; foaf:focus x:p1-man ; skos:prefLabel "Qasim, Abd al-Karim"@en, "قاسم، عبد الكريم"@ar ;
  skos:altLabel "Kassem, Abdul Karim" ; skos:exactMatch <https://viaf.org/viaf/25395945/>, x:p2 ;
  skos:closeMatch <http://www.wikidata.org/entity/Q212878> ; skos:scopeNote "Prime Minister of Iraq."@en .
x:p1-man a foaf:Person ; schema:birthDate "1914" ; schema:deathDate "1963-02-09" .
x:p2 a skos:Concept, foaf:Person ; skos:prefLabel "Kassem, General" ; skos:exactMatch x:p3 .
x:p3 a skos:Concept, foaf:Person ; skos:prefLabel "Qassim" ; skos:exactMatch x:p1 .
x:b1 a skos:Concept, foaf:Organization ; skos:prefLabel "Ministry" ; skos:broader x:b2 .
x:b2 a skos:Concept, foaf:Organization ; skos:prefLabel "Government" ; skos:broader x:b1 .
x:t a skos:Concept ; skos:prefLabel "Oil" .
"""


def test_skos_concepts_become_persons_and_a_circle_of_sameness_or_of_parts_stops_nobody(tmp_path):
    found = survey(written(tmp_path, "names.ttl", SKOS))
    people = {item.label: item for item in found if isinstance(item, Person)}
    qasim = people["Qasim, Abd al-Karim"]
    assert qasim.birth is not None
    assert qasim.birth.edtf == "1914"
    assert [(name.text, name.language) for name in qasim.names] == [
        ("Qasim, Abd al-Karim", "en"),
        ("قاسم، عبد الكريم", "ar"),
        ("Kassem, Abdul Karim", None),
    ]
    assert qasim.exact_matches == ("http://viaf.org/viaf/25395945",)
    assert qasim.close_matches == ("http://www.wikidata.org/entity/Q212878",)
    assert qasim.identifiers == (Identifier("viaf", "25395945"),)
    same = {person.local_id: [other.local_id for other in person.same_as] for person in people.values()}
    assert sorted(same) == sorted(other for others in same.values() for other in others)  # each leads to the next
    rules = sorted(item.rule for item in found if isinstance(item, Finding))
    assert rules == ["authority-record-skipped", "part-of-itself"]


def test_skos_of_subjects_alone_stays_the_rdf_that_it_is(tmp_path):
    text = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<http://x.org/a> a skos:Concept ; skos:prefLabel 'Oil' ."
    assert recognise(written(tmp_path, "subjects.ttl", text)) == "rdf"
    source = Source(tmp_path / "subjects.ttl", "subjects.ttl", "skos", "c", {"kind": "place", "base": BASE})
    [place] = READERS["skos"].survey(source)
    assert isinstance(place, Place)


MADS = """@prefix m: <http://www.loc.gov/mads/rdf/v1#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix n: <http://id.loc.gov/authorities/names/> .
n:n79021164 a m:PersonalName, m:Authority ; m:authoritativeLabel "Rusk, Dean, 1909-1994"@en ;
  m:elementList ( [ a m:FullNameElement ; m:elementValue "Rusk, Dean," ] [ a m:DateNameElement ; m:elementValue "1909-1994" ] ) ;
  m:hasVariant [ a m:PersonalName, m:Variant ; m:variantLabel "Rusk, David Dean, 1909-1994" ] ;
  m:hasExactExternalAuthority <http://viaf.org/viaf/95151565> ; m:hasCloseExternalAuthority <http://d-nb.info/gnd/118540238> ;
  m:identifiesRWO <http://id.loc.gov/rwo/agents/n79021164> ;
  m:hasSource [ a m:Source ; m:citationSource "His As I saw it" ; m:citationNote "t.p. (Dean Rusk)" ] .
<http://id.loc.gov/rwo/agents/n79021164> a m:RWO ; m:birthDate "1909-02-09" ;
  m:occupation [ a m:Occupation ; m:authoritativeLabel "Diplomats" ] .
n:n79021165 a m:Geographic, m:Authority ; m:authoritativeLabel "Iraq" .
n:n79021166 a m:PersonalName, m:DeprecatedAuthority ; m:deprecatedLabel "Rusk, D." ; m:useInstead n:n79021164 .
n:n79021167 a m:Topic, m:Authority ; m:authoritativeLabel "Oil" .
n:n79021168 a m:PersonalName, m:Authority ; m:authoritativeLabel "Hare, Raymond A., 1901-" .
"""


def test_mads_rdf_gives_names_without_dates_the_person_behind_them_and_links(tmp_path):
    found = survey(written(tmp_path, "lc.ttl", MADS))
    person, place, hare = (item for item in found if not isinstance(item, Finding))
    assert isinstance(person, Person)
    assert [name.text for name in person.names] == ["Rusk, Dean", "Rusk, David Dean"]
    assert person.local_id == "lcnaf-n79021164"
    assert person.birth is not None
    assert person.death is not None
    assert (person.birth.edtf, person.death.edtf) == ("1909-02-09", "1994")
    assert person.exact_matches == (LC, "http://viaf.org/viaf/95151565")
    assert person.close_matches == ("https://d-nb.info/gnd/118540238",)
    assert {note.text for note in person.notes} == {"Occupation: Diplomats", "His As I saw it: t.p. (Dean Rusk)"}
    assert isinstance(place, Place)
    assert isinstance(hare, Person)
    assert hare.label == "Hare, Raymond A."
    assert hare.birth is not None
    assert hare.birth.edtf == "1901"
    assert [item.message for item in found if isinstance(item, Finding)] == [
        f"Rusk, D. ({LC[:-1]}6) is out of use.",
        f"Oil ({LC[:-1]}7) is no person, body or place.",
    ]


EAC = """<?xml version="1.0" encoding="UTF-8"?>
<eac-cpf xmlns="urn:isbn:1-931666-33-4" xmlns:xlink="http://www.w3.org/1999/xlink">
 <control><recordId>AR-17</recordId><otherRecordId localType="VIAF">95151565</otherRecordId>
  <maintenanceStatus>revised</maintenanceStatus></control>
 <cpfDescription><identity><entityId>http://d-nb.info/gnd/118540238</entityId><entityType>person</entityType>
   <nameEntry xml:lang="eng"><part localType="surname">Rusk</part><part localType="forename">Dean</part>
    <part localType="dates">1909-1994</part><authorizedForm>lc</authorizedForm></nameEntry>
   <nameEntry><part>Rusk, David Dean</part><alternativeForm>lc</alternativeForm></nameEntry></identity>
  <description><existDates><dateRange><fromDate standardDate="1909-02-09">9 Feb 1909</fromDate>
   <toDate standardDate="1994">1994</toDate></dateRange></existDates>
   <occupations><occupation><term>Secretary of State</term></occupation></occupations>
   <biogHist><p>American statesman.</p></biogHist></description>
  <relations><cpfRelation cpfRelationType="identity" xlink:href="http://id.loc.gov/authorities/names/n79021164"/>
   <cpfRelation cpfRelationType="associative" xlink:href="http://viaf.org/viaf/1"/></relations>
 </cpfDescription></eac-cpf>
"""
EAC_2 = """<eac xmlns="https://archivists.org/ns/eac/v2"><control maintenanceStatus="revised"><recordId>AR-18</recordId></control>
<cpfDescription><identity><entityType value="corporateBody"/>
<nameEntry><part>Foreign Office</part></nameEntry><nameEntry status="authorized"><part>Great Britain. Foreign Office</part></nameEntry>
<identityId valueURI="x">http://viaf.org/viaf/157705612</identityId></identity>
<description><existDates><dateRange><fromDate standardDate="1782">1782</fromDate></dateRange></existDates></description>
<relations><relation><targetEntity targetType="corporateBody" valueURI="http://www.wikidata.org/entity/Q358834"/>
<relationType>identity</relationType></relation></relations></cpfDescription></eac>"""


def test_eac_cpf_of_both_versions_gives_names_dates_and_the_same_elsewhere(tmp_path):
    [person] = survey(written(tmp_path, "rusk.xml", EAC))
    assert isinstance(person, Person)
    assert (person.local_id, person.label) == ("rusk-AR-17", "Rusk, Dean")
    assert [name.text for name in person.names] == ["Rusk, Dean", "Rusk, David Dean"]
    assert person.birth is not None
    assert person.birth.edtf == "1909-02-09"
    assert set(person.identifiers) == {
        Identifier("viaf", "95151565"),
        Identifier("gnd", "118540238"),
        Identifier("lcnaf", "n79021164"),
    }
    assert [note.text for note in person.notes] == ["American statesman.", "Occupation: Secretary of State"]
    [body] = survey(written(tmp_path, "fo.xml", EAC_2))
    assert isinstance(body, Organisation)
    assert body.label == "Great Britain. Foreign Office"
    assert set(body.identifiers) == {Identifier("viaf", "157705612"), Identifier("wikidata", "Q358834")}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("<entityType>person", "<entityType>ghost"), "entity type of AR-17 is 'ghost'"),
        (("<maintenanceStatus>revised", "<maintenanceStatus>deleted"), "AR-17 is out of use"),
        (("<recordId>AR-17", "<recordId>"), "no key of its own"),
        (("<identity>", "<identity><nameEntry/>"), ""),
    ],
)
def test_a_record_of_eac_cpf_that_cannot_be_used_is_a_finding(tmp_path, change, told):
    found = survey(written(tmp_path, "rusk.xml", EAC.replace(*change)))
    assert [told in item.message for item in found if isinstance(item, Finding)] == ([True] if told else [])


BEACON = """#FORMAT: BEACON
#PREFIX: http://d-nb.info/gnd/
#TARGET: http://viaf.org/viaf/{ID}
#RELATION: http://www.w3.org/2002/07/owl#sameAs

118540238|Rusk|95151565
118540239||1
no|such|line|at all
"""


def test_beacon_links_join_without_describing_and_a_wrong_code_joins_nothing_known(tmp_path):
    found = survey(written(tmp_path, "links.txt", BEACON))
    people = [item for item in found if isinstance(item, Person)]
    assert [(person.label, person.local_id) for person in people] == [("", "gnd-118540238"), ("", "viaf-1")]
    assert people[0].identifiers == (Identifier("gnd", "118540238"), Identifier("viaf", "95151565"))
    assert people[0].exact_matches == ("https://d-nb.info/gnd/118540238", "http://viaf.org/viaf/95151565")
    [finding] = [item for item in found if isinstance(item, Finding)]
    assert str(finding.origin) == "links.txt:8"


def test_beacon_about_our_own_things_speaks_of_them_by_their_own_keys(tmp_path):
    text = f"#FORMAT: BEACON\n#PREFIX: http://viaf.org/viaf/\n#TARGET: {BASE}/id/organisation/\n\n1||cia\n2|x|nsa\n3\n"
    found = survey(written(tmp_path, "links.txt", text))
    bodies = {item.local_id: item.exact_matches for item in found if isinstance(item, Organisation)}
    assert bodies["cia"] == ("http://viaf.org/viaf/1",)
    assert bodies["nsa"] == ("http://viaf.org/viaf/2",)


def test_a_table_of_persons_is_read_by_the_names_of_its_columns(tmp_path):
    text = "id;Preferred Name;Variant names;Date of birth;death;VIAF ID;GND;Description\n"
    text += "17;Rusk, Dean;Rusk, David Dean | Rask, Din;09.02.1909;ca. 1994;95151565;118540238;Secretary of State\n"
    text += "18;Wrong, Code;;19xx;1x;;118540239;\n"
    text += "18;Twice, Given;;;;;;\n19;;;;;;;\n20;too;short\n"
    found = survey(written(tmp_path, "officers.csv", text))
    rusk, wrong = (item for item in found if isinstance(item, Person))
    assert (rusk.local_id, rusk.label) == ("officers-17", "Rusk, Dean")
    assert [name.text for name in rusk.names] == ["Rusk, Dean", "Rusk, David Dean", "Rask, Din"]
    assert rusk.birth is not None
    assert rusk.death is not None
    assert (rusk.birth.edtf, rusk.death.edtf) == ("1909-02-09", "1994~")
    assert set(rusk.identifiers) == {Identifier("viaf", "95151565"), Identifier("gnd", "118540238")}
    assert wrong.identifiers == ()
    rules = sorted((item.rule, str(item.origin)) for item in found if isinstance(item, Finding))
    assert rules == [
        ("authority-record", "officers.csv:4"),
        ("authority-record", "officers.csv:5"),
        ("authority-record", "officers.csv:6"),
        ("identifier-malformed", "officers.csv:3"),
        ("impossible-date", "officers.csv:3"),
    ]


def test_a_code_that_two_records_share_joins_neither(tmp_path):
    text = "id,name,viaf\n1,Arif Abd al-Salam,17\n2,Arif Abd al-Rahman,17\n3,Other,18\n"
    found = survey(written(tmp_path, "arif.csv", text))
    people = [item for item in found if isinstance(item, Person)]
    assert [person.identifiers for person in people] == [(), (), (Identifier("viaf", "18"),)]
    assert [person.exact_matches for person in people] == [(), (), ("http://viaf.org/viaf/18",)]
    [finding] = [item for item in found if isinstance(item, Finding)]
    assert "given here and to arif-1 in arif.csv:2" in finding.message


def test_a_table_of_links_is_exact_only_where_a_human_or_a_code_says_so(tmp_path):
    text = "#curie_map:\n#  ours: https://data.example.org/id/person/\n"
    text += "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
    text += "ours:qasim\tskos:exactMatch\tviaf:25395945\tsemapv:ManualMappingCuration\t0.8\n"
    text += "ours:arif\tskos:exactMatch\tviaf:1\tsemapv:LexicalMatching\t0.97\n"
    text += "ours:arif\tskos:broadMatch\tviaf:2\t\t\n"
    found = survey(written(tmp_path, "links.tsv", text))
    people = {item.local_id: item for item in found if isinstance(item, Person)}
    assert people["qasim"].exact_matches == ("http://viaf.org/viaf/25395945",)
    assert (people["arif"].exact_matches, people["arif"].close_matches) == ((), ("http://viaf.org/viaf/1",))
    assert [str(item.origin) for item in found if isinstance(item, Finding)] == ["links.tsv:6"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "id,name,viaf\n1,\"open,2\n"),
        ("a.txt", "#FORMAT: BEACON\n#PREFIX: x\n"),
        ("a.xml", '<eac-cpf xmlns="urn:isbn:1-931666-33-4"><control>'),
        ("a.ttl", "@prefix m: <http://www.loc.gov/mads/rdf/v1#> . <a> m:authoritativeLabel 'x"),
        ("b.xml", '<collection xmlns="http://www.loc.gov/MARC21/slim"></collection>'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_at_all_says_where_and_why(tmp_path, name, text):
    with pytest.raises(SourceError, match=name):
        survey(written(tmp_path, name, text))


def test_a_persons_name_in_any_script_has_a_key_that_an_address_can_hold(tmp_path):
    text = "id,name,birth\nقاسم,قاسم عبد الكريم,1914\n周恩来,周恩来,1898\n"
    people = [item for item in survey(written(tmp_path, "n.csv", text)) if isinstance(item, Person)]
    assert [person.label for person in people] == ["قاسم عبد الكريم", "周恩来"]
    assert len({person.local_id for person in people}) == 2


def test_a_key_among_our_own_addresses_is_the_key_that_was_published(tmp_path):
    ours = f"{BASE}/id/person/qasim"
    for name, text in {
        "a.ttl": SKOS.replace("x:p1-man", f"<{ours}>"),
        "a.csv": f"id,name,viaf\n{ours},Qasim,1\n",
        "a.xml": EAC.replace("<control>", f"<control><otherRecordId>{ours}</otherRecordId>"),
    }.items():
        assert "qasim" in [item.local_id for item in survey(written(tmp_path, name, text)) if isinstance(item, Person)]


def test_options_choose_the_beginning_of_keys(tmp_path):
    path = written(tmp_path, "n.csv", "id,name,viaf\n7,Qasim,\n")
    keys: Callable[[str], list[str]] = lambda prefix: [  # noqa: E731
        item.local_id for item in survey(path, prefix=prefix) if isinstance(item, Person)
    ]
    assert keys("ministry") == ["ministry-7"]
    assert keys("") == ["7"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# How to\n\n    #FORMAT: BEACON\n#PREFIX: x\n#TARGET: y\n"),
        ("a.rng", '<grammar ns="urn:isbn:1-931666-33-4"><element name="eac-cpf"/></grammar>'),
        ("links.csv", "iri,kind,label,authority,value,address\n"),
        ("decisions.csv", "what,kind,one,other,who,when,why\n"),
        ("a.tsv", "volume_id\tperson_xml_id\tpeople_id\tpreferred_name\tviaf\n"),
        ("books.mrc", "00714cam a2200205 a 4500"),
        (
            "books.xml",
            '<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00714cam a2200205 a 4500</leader>',
        ),
    ],
)
def test_what_only_speaks_of_authority_files_is_none(tmp_path, name, text):
    assert recognise(written(tmp_path, name, text)) is None


WHOLE = {
    "a.mrc": lambda: rusk().as_marc() * 2,
    "a.xml": lambda: pymarc.record_to_xml(rusk(), namespace=True),
    "b.xml": EAC.encode,
    "a.ttl": SKOS.encode,
    "b.ttl": MADS.encode,
    "a.txt": BEACON.encode,
    "a.csv": lambda: (
        b"id;name;variants;birth;viaf;gnd;latitude;longitude;kind\n1;Rusk;A|B;09.02.1909;1;118540238;1;2;place\n"
    ),
}
READS = {"a.mrc": "marc21", "a.xml": "marcxml", "b.xml": "eac-cpf", "a.ttl": "skos", "b.ttl": "mads-rdf", "a.txt": "beacon",
         "a.csv": "authority-csv"}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
@settings(max_examples=40)
def test_no_damage_to_a_file_stops_the_reading_of_others(tmp_path_factory, name, data):
    whole = bytearray(WHOLE[name]())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        put = data.draw(
            st.binary(max_size=3) | st.sampled_from([b"\x1e", b"\x1f", b"\x1d", b"|", b'"', b"http://viaf.org/viaf/1"])
        )
        whole[start : start + data.draw(st.integers(0, 12))] = put
    path = written(tmp_path_factory.mktemp("damaged"), name, bytes(whole))
    with suppress(SourceError):
        found = list(READERS[READS[name]].survey(Source(path, name, READS[name], "c", {"base": BASE})))
        assert all(is_local_id(item.local_id) for item in found if isinstance(item, Person | Organisation | Place))
