"""Persons and bodies as MARCXML, MADS/RDF, EAC-CPF and SKOS: valid, read by others' software, and read back as what they were."""

import io
import zipfile
from pathlib import Path

import pymarc
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lod_publisher.cli import main
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Organisation, Person
from lod_publisher.settings import Source
from lod_publisher.sources import READERS
from lod_publisher.web.formats import FORMATS, Description, by_suffix

BASE = "https://data.example.org"
QASIM = f"{BASE}/id/person/qasim"
FORMS = by_suffix(FORMATS)
READER = {"marcxml": "marcxml", "mads": "mads-rdf", "eac": "eac-cpf", "skos": "skos"}
NAMED = {"marcxml": "a.xml", "mads": "a.rdf", "eac": "a.xml", "skos": "a.ttl"}
MADS, SKOS = "http://www.loc.gov/mads/rdf/v1#", "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# The classes and properties of MADS/RDF 1.0 and of SKOS that a record of ours may use.
MADS_WORDS = """
    Authority Variant PersonalName CorporateName FullNameElement DateNameElement Identifier Source RWO Affiliation
    authoritativeLabel variantLabel elementList elementValue hasVariant hasExactExternalAuthority hasCloseExternalAuthority
    hasIdentifier idScheme idValue hasSource citationSource note adminMetadata identifiesRWO isIdentifiedByAuthority
    birthDate deathDate birthPlace deathPlace hasAffiliation organization isMemberOfMADSScheme
"""
SKOS_WORDS = "Concept ConceptScheme inScheme prefLabel altLabel notation exactMatch closeMatch note broader"
WORDS = {MADS: set(MADS_WORDS.split()), SKOS: set(SKOS_WORDS.split())}


def _schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / f"{name}.rng"))


VALID = {"marcxml": _schema("marcxml"), "eac": _schema("eac_cpf")}


def _words_are_known(written: bytes, form: RdfFormat) -> None:
    for triple in parse(written, format=form):
        named = [triple.predicate.value] + ([triple.object.value] if triple.predicate.value == f"{RDF}type" else [])
        for iri in named:
            for vocabulary, words in WORDS.items():
                assert not iri.startswith(vocabulary) or iri.removeprefix(vocabulary) in words, iri


@pytest.mark.parametrize("suffix", READER)
@pytest.mark.parametrize(
    "key",
    ["person/qasim", "person/rusk", "person/nobody", "organisation/the-free-officers", "organisation/their-council"],
)
def test_each_format_is_valid(reader, suffix, key):
    answer = reader.get(f"/data/{key}.{suffix}")
    assert (answer.status_code, answer.mimetype) == (200, FORMS[suffix].media_type.partition(";")[0])
    if suffix in VALID:
        VALID[suffix].assertValid(etree.fromstring(answer.data))
    else:
        _words_are_known(answer.data, RdfFormat.RDF_XML if suffix == "mads" else RdfFormat.TURTLE)


@pytest.mark.parametrize("suffix", READER)
def test_a_client_gets_a_format_by_its_media_type_or_its_profile(reader, suffix):
    form = FORMS[suffix]
    by_type = reader.get("/data/person/qasim", headers={"Accept": form.media_type})
    by_profile = reader.get("/data/person/qasim", headers={"Accept-Profile": f"<{form.profile}>"})
    assert (
        by_type.headers["Content-Location"] == by_profile.headers["Content-Location"] == f"/data/person/qasim.{suffix}"
    )


def test_plain_xml_and_turtle_are_still_the_whole_description(reader):
    for accept, suffix in (
        ("application/xml", "rdf"),
        ("application/rdf+xml", "rdf"),
        ("text/turtle", "ttl"),
        ("*/*", "ttl"),
    ):
        answer = reader.get("/data/person/qasim", headers={"Accept": accept})
        assert answer.headers["Content-Location"].endswith(f".{suffix}"), accept


def test_a_document_is_no_authority_record(client):
    page = client.get("/browse/document", headers={"Accept": "application/json"}).get_json()
    place = page["entities"][0]["page"].removeprefix("/page/")
    assert client.get(f"/data/{place}.marcxml").status_code == 404


@pytest.mark.parametrize("suffix", READER)
def test_our_own_readers_read_a_person_back_as_what_she_was(reader, suffix, tmp_path):
    path = tmp_path / NAMED[suffix]
    path.write_bytes(reader.get(f"/data/person/qasim.{suffix}").data)
    [person] = READERS[READER[suffix]].survey(Source(path, path.name, READER[suffix], "c", {"base": BASE}))
    assert isinstance(person, Person)
    assert (person.local_id, person.label) == ("qasim", "Qasim, Abd al-Karim")
    assert {name.text for name in person.names} >= {"Kassem", "عبد الكريم قاسم", "Kassim | the General"}
    assert {(code.scheme, code.value) for code in person.identifiers} >= {("viaf", "25395945"), ("wikidata", "Q294928")}
    assert set(person.exact_matches) == {
        "http://viaf.org/viaf/25395945", "http://www.wikidata.org/entity/Q294928", "https://names.example.com/qasim",
    }  # fmt: skip
    assert person.birth is not None
    assert person.death is not None
    assert (person.birth.edtf, person.death.edtf) == ("1914", "1963-02-09")
    assert {"Prime Minister <1958>", "Brigadier & commander"} <= {note.text for note in person.notes}
    assert not any("d-nb.info" in iri for iri in person.exact_matches)


@pytest.mark.parametrize("suffix", READER)
def test_our_own_readers_read_a_body_back(reader, suffix, tmp_path):
    path = tmp_path / NAMED[suffix]
    path.write_bytes(reader.get(f"/data/organisation/their-council.{suffix}").data)
    [body] = READERS[READER[suffix]].survey(Source(path, path.name, READER[suffix], "c", {"base": BASE}))
    assert isinstance(body, Organisation)
    assert (body.local_id, body.label) == ("their-council", "Council of the Free Officers")


def test_pymarc_reads_our_marcxml_with_its_heading_dates_and_codes(reader):
    [record] = pymarc.parse_xml_to_array(io.BytesIO(reader.get("/data/person/qasim.marcxml").data))
    assert (record["001"].data, record.leader.type_of_record) == ("person/qasim", "z")
    assert len(record["008"].data) == 40
    assert (record["100"]["a"], record["100"]["d"]) == ("Qasim, Abd al-Karim", "1914-1963")
    assert ("25395945", "viaf") in {(field["a"], field["2"]) for field in record.get_fields("024")}
    assert [field["a"] for field in record.get_fields("035")] == ["(shelf)007"]
    assert record.get_fields("700") == []
    again = pymarc.Record(record.as_marc(), force_utf8=True)
    assert [str(field) for field in again.fields] == [str(field) for field in record.fields]


def test_what_is_only_possible_is_never_written_as_the_same(reader):
    gnd = "https://d-nb.info/gnd/118540238"
    eac = etree.fromstring(reader.get("/data/person/qasim.eac").data)
    links = [
        each.get("{http://www.w3.org/1999/xlink}href")
        for each in eac.iter()
        if each.get("cpfRelationType") == "identity"
    ]
    assert gnd not in links
    assert "http://viaf.org/viaf/25395945" in links
    for suffix, exact in (("skos", f"{SKOS}exactMatch"), ("mads", f"{MADS}hasExactExternalAuthority")):
        form = RdfFormat.TURTLE if suffix == "skos" else RdfFormat.RDF_XML
        found = list(parse(reader.get(f"/data/person/qasim.{suffix}").data, format=form))
        assert gnd not in {t.object.value for t in found if t.predicate.value == exact}
        assert gnd in {t.object.value for t in found if "lose" in t.predicate.value}


@given(st.text(min_size=1), st.text())
def test_any_name_and_note_gives_valid_records(name, note):
    said = {"http://www.w3.org/2000/01/rdf-schema#label": name, "http://www.cidoc-crm.org/cidoc-crm/P3_has_note": note}
    statements = [Triple(NamedNode(QASIM), NamedNode(property), Literal(text)) for property, text in said.items()]
    about = Description(BASE, statements, QASIM, Kind.PERSON, f"{BASE}/data/person/qasim")
    for suffix, schema in VALID.items():
        schema.assertValid(etree.fromstring(FORMS[suffix].write(about)))
    said_in = {
        suffix: {
            t.object.value for t in parse(FORMS[suffix].write(about), format=form) if isinstance(t.object, Literal)
        }
        for suffix, form in (("mads", RdfFormat.RDF_XML), ("skos", RdfFormat.TURTLE))
    }
    assert said_in["skos"] == said_in["mads"]


def test_export_writes_all_records_as_files_that_are_read_back(library_data, tmp_path):
    for form in ("marcxml", "mads", "eac", "skos", "beacon", "links"):
        run = CliRunner().invoke(main, ["export", "--data", str(library_data), "--to", str(tmp_path), "--format", form])
        assert run.exit_code == 0, run.output
    records = pymarc.parse_xml_to_array(tmp_path / "person.marcxml")
    assert len(records) == 5
    VALID["marcxml"].assertValid(etree.parse(tmp_path / "organisation.marcxml"))
    with zipfile.ZipFile(tmp_path / "person.eac.zip") as archive:
        assert len(archive.namelist()) == 5
        VALID["eac"].assertValid(etree.fromstring(archive.read("person/qasim.xml")))
    for name, reader in (("person.mads.rdf", "mads-rdf"), ("person.skos.ttl", "skos"), ("person.marcxml", "marcxml")):
        found = READERS[reader].survey(Source(tmp_path / name, name, reader, "c", {"base": BASE}))
        persons = {one.local_id: one for one in found if isinstance(one, Person)}
        assert {"qasim", "rusk", "rusk-again", "two-codes", "nobody"} == set(persons), name
    assert (tmp_path / "viaf.beacon.txt").read_text(encoding="utf-8").count("viaf") > 2
    assert len((tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()) == 12
