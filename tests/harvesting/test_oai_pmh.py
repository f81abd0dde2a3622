"""OAI-PMH: verbs, sets, formats, errors, tokens that outlive a snapshot; sickle harvests all of it, and again what has changed."""

from contextlib import suppress
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import RdfFormat, parse
from sickle import Sickle  # type: ignore[import-untyped]
from sickle.oaiexceptions import NoRecordsMatch  # type: ignore[import-untyped]
from tests.harvesting.archive import SECOND, THIRD
from tests.harvesting.schemas import OAI_PMH

from lod_publisher.web.protocols.oai_pmh import repository
from lod_publisher.web.protocols.oai_pmh.arguments import OaiError, read_arguments
from lod_publisher.web.protocols.oai_pmh.tokens import Token

NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.loc.gov/mods/v3",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def ask(client, query, method="get"):
    """The root of an answer, which always has status 200 and follows the schema."""
    answer = client.post("/oai", data=dict(parse_qsl(query))) if method == "post" else client.get(f"/oai?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    root = etree.fromstring(answer.data)
    OAI_PMH.assertValid(root)
    return root


def error(client, query):
    return ask(client, query).xpath("string(o:error/@code)", namespaces=NAMES)


def texts(root, path):
    return [str(found) for found in root.xpath(path, namespaces=NAMES)]


def test_the_repository_says_who_it_is_and_that_it_remembers_deletions(client):
    root = ask(client, "verb=Identify")
    said = {etree.QName(each).localname: each.text for each in root.find("o:Identify", NAMES)}
    assert said["baseURL"] == f"{client.application.extensions['site'].snapshot.base}/oai"
    assert (said["protocolVersion"], said["deletedRecord"]) == ("2.0", "persistent")
    assert (said["earliestDatestamp"], said["granularity"]) == ("2026-01-02T03:04:05Z", "YYYY-MM-DDThh:mm:ssZ")


def test_sets_are_the_kinds_and_the_volumes(client):
    specs = texts(ask(client, "verb=ListSets"), "//o:setSpec/text()")
    assert {"kind.document", "kind.person", "volume.vol1"} <= set(specs)
    of_volume = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=volume.vol1")
    assert len(texts(of_volume, "//o:identifier/text()")) == 8
    of_kind = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=kind.person")
    assert [each.rpartition("/")[2] for each in texts(of_kind, "//o:identifier/text()")] == ["dulles", "nasser", "odd"]


def test_a_record_in_dublin_core_says_who_wrote_to_whom_about_whom(client):
    base = client.application.extensions["site"].snapshot.base
    root = ask(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={base}/id/document/vol1/d3")
    found = {name: texts(root, f"//dc:{name}/text()") for name in ("title", "creator", "contributor", "type", "date")}
    assert found == {
        "title": ["Telegram 3"],
        "creator": ["John Foster Dulles"],
        "contributor": ["Gamal Abdel Nasser"],
        "type": ["Text", "document", "telegram"],
        "date": ["1958-07-14"],
    }
    assert texts(root, "//dc:description/text()") == ['About <oil> & "water"']
    assert {f"{base}/id/document/vol1/d3", "77"} <= set(texts(root, "//dc:identifier/text()"))
    assert texts(root, "//dc:language/text()") == ["en"]


def test_a_record_in_mods_has_roles_and_a_host(client):
    base = client.application.extensions["site"].snapshot.base
    root = ask(client, f"verb=GetRecord&metadataPrefix=mods&identifier={base}/id/document/vol1/d3")
    roles = dict(zip(texts(root, "//m:namePart/text()"), texts(root, "//m:roleTerm/text()"), strict=True))
    assert roles == {"John Foster Dulles": "sender", "Gamal Abdel Nasser": "addressee"}
    assert texts(root, "//m:relatedItem[@type='host']/m:identifier/text()") == [f"{base}/id/volume/vol1"]
    assert texts(root, "//m:identifier[@type='telegram-number']/text()") == ["77"]


def test_a_record_in_rdf_has_every_statement_of_the_description(client):
    here = client.application.extensions["site"]
    entity = here.snapshot.entity("document", "vol1/d3")
    root = ask(client, f"verb=GetRecord&metadataPrefix=rdf&identifier={here.iri(entity)}")
    (metadata,) = root.iterfind(".//rdf:RDF", NAMES)
    told = {quad.triple for quad in parse(etree.tostring(metadata), format=RdfFormat.RDF_XML)}
    assert told == {quad.triple for quad in parse(here.snapshot.lines(entity), format=RdfFormat.N_TRIPLES)}


def test_characters_that_xml_cannot_hold_do_not_break_an_answer(client):
    for prefix in ("oai_dc", "rdf"):
        root = ask(client, f"verb=ListRecords&metadataPrefix={prefix}&set=kind.person")
        assert "Odd \ufffd <Man>" in "".join(root.itertext())


def test_formats_are_offered_by_item_and_refused_where_they_do_not_fit(client):
    base = client.application.extensions["site"].snapshot.base
    person = f"{base}/id/person/dulles"
    assert texts(ask(client, "verb=ListMetadataFormats"), "//o:metadataPrefix/text()") == ["oai_dc", "mods", "rdf"]
    offered = ask(client, f"verb=ListMetadataFormats&identifier={person}")
    assert texts(offered, "//o:metadataPrefix/text()") == ["oai_dc", "rdf"]
    assert error(client, f"verb=GetRecord&metadataPrefix=mods&identifier={person}") == "cannotDisseminateFormat"
    assert error(client, "verb=ListRecords&metadataPrefix=mods&set=kind.person") == "noRecordsMatch"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nonsense", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=rdf", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nonsense", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&%00=1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2099-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=%FF%00", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=AAAA&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=AAAA", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=nonsense", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=http://[", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + "x" * 5000, "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=nonsense", "idDoesNotExist"),
    ],
)
def test_what_cannot_be_answered_is_told_by_its_code(client, query, code):
    assert error(client, query) == code


def test_only_well_asked_requests_are_repeated(client):
    assert (
        dict(ask(client, "verb=ListRecords&metadataPrefix=oai_dc&set=nonsense").find("o:request", NAMES).attrib) == {}
    )
    asked = ask(client, "verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01").find("o:request", NAMES)
    assert asked.attrib == {"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1999-01-01"}


def test_post_is_answered_as_get_and_other_methods_are_named(client):
    assert texts(ask(client, "verb=ListSets", "post"), "//o:setSpec/text()") == texts(
        ask(client, "verb=ListSets"), "//o:setSpec/text()"
    )
    refused = client.put("/oai")
    assert (refused.status_code, {"GET", "POST"} <= set(refused.headers["Allow"].split(", "))) == (405, True)


def test_answers_are_compressed_for_whom_it_helps(client):
    packed = client.get("/oai?verb=ListRecords&metadataPrefix=rdf", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.data[:2] == b"\x1f\x8b"


def _walk(app, query):
    """All headers of a list, (identifier, datestamp, status), and the pages that it took."""
    client, found, pages = app.test_client(), [], 0
    while query:
        root = ask(client, query)
        pages += 1
        for header in root.iterfind(".//o:header", NAMES):
            found.append(
                (
                    header.findtext("o:identifier", None, NAMES),
                    header.findtext("o:datestamp", None, NAMES),
                    header.get("status"),
                )
            )
        token = root.findtext(".//o:resumptionToken", None, NAMES)
        query = f"verb={root.find('o:request', NAMES).get('verb')}&resumptionToken={token}" if token else ""
    return found, pages


@pytest.mark.parametrize("size", [1, 3, 11, 12])
def test_walking_resumption_tokens_meets_every_item_once(first_app, monkeypatch, size):
    monkeypatch.setattr(repository, "PAGE_ITEMS", size)
    for verb in ("ListIdentifiers", "ListRecords"):
        found, pages = _walk(first_app, f"verb={verb}&metadataPrefix=oai_dc")
        total = sum(first_app.extensions["site"].snapshot.counts().values())
        assert (len(found), len(set(found)), pages) == (total, total, -(-total // size))


def test_a_page_ends_when_it_is_large_and_the_list_goes_on(first_app, monkeypatch):
    monkeypatch.setattr("lod_publisher.web.protocols.oai_pmh.verbs.PAGE_BYTES", 1)
    found, pages = _walk(first_app, "verb=ListRecords&metadataPrefix=rdf")
    assert (len(found), pages) == (len(set(found)), len(found))


def test_a_list_that_was_begun_before_a_new_edition_goes_on_in_it_and_misses_nothing(archive, monkeypatch):
    monkeypatch.setattr(repository, "PAGE_ITEMS", 4)
    with archive.app() as app:
        root = ask(app.test_client(), "verb=ListIdentifiers&metadataPrefix=oai_dc")
        begun = set(texts(root, "//o:identifier/text()"))
        token = root.findtext(".//o:resumptionToken", None, NAMES)
    archive.documents[5] = "Telegram 5, corrected"
    archive.documents[9] = "Telegram 9"
    del archive.documents[2]
    archive.publish(SECOND)
    with archive.app() as app:
        rest, _ = _walk(app, f"verb=ListIdentifiers&resumptionToken={token}")
        everything, _ = _walk(app, "verb=ListIdentifiers&metadataPrefix=oai_dc")
    assert begun | {identifier for identifier, *_ in rest} == {identifier for identifier, *_ in everything}
    assert {each for each in everything if each[1] == "2026-02-03T04:05:06Z"} <= set(rest)


def test_sickle_harvests_everything_and_later_what_has_changed(archive):
    with archive.server() as address:
        harvester = Sickle(f"{address}/oai")
        records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
        first = {record.header.identifier for record in records}
        titles = {title for record in records for title in record.metadata["title"]}
        newest = max(record.header.datestamp for record in records)
    assert {"Telegram 1", "Telegram 7", "Gamal Abdel Nasser"} <= titles
    archive.notes[4] = ", and more"
    del archive.documents[6]
    archive.persons["hare"] = "Raymond Hare"
    archive.publish(SECOND)
    archive.publish(THIRD)  # changes nothing
    with archive.server() as address:
        harvester = Sickle(f"{address}/oai")
        since = {"metadataPrefix": "oai_dc", "from": "2026-01-02T03:04:06Z"}
        later = {each.header.identifier: each for each in harvester.ListRecords(**since)}
        assert {each.header.datestamp for each in later.values()} == {"2026-02-03T04:05:06Z"}
        with pytest.raises(NoRecordsMatch):
            harvester.ListRecords(**{"metadataPrefix": "oai_dc", "from": "2026-02-03T04:05:07Z"})
    assert newest == "2026-01-02T03:04:05Z"
    found = {identifier.rpartition("/id/")[2]: record.deleted for identifier, record in later.items()}
    assert {"document/vol1/d4": False, "document/vol1/d6": True, "person/hare": False}.items() <= found.items()
    assert set(later) - first == {f"{archive.base}/id/person/hare"}


@given(
    st.lists(
        st.tuples(st.sampled_from(["verb", "from", "until", "set", "identifier", "metadataPrefix", "x"]), st.text())
    )
)
def test_no_arguments_make_the_reading_of_them_fail(pairs):
    with suppress(OaiError):
        read_arguments([*pairs, ("verb", "ListRecords")])


@given(st.text(max_size=200))
def test_no_text_makes_the_reading_of_a_token_fail(written):
    with pytest.raises(OaiError):
        Token.read(written)


def test_a_token_reads_as_it_was_written():
    token = Token("oai_dc", "kind.person", "", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z|person|a/b", 3000)
    assert Token.read(token.write()) == token
