"""Shapes put into words: what a sentence says of each constraint, and that nothing an author writes breaks the page."""

import json
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from lod_publisher.settings import ServeSettings
from lod_publisher.web.app import open_app
from lod_publisher.web.formats import prefixes
from lod_publisher.web.shapes_guide import Names, ShapesGraph, guide
from lod_publisher.web.vocabulary import readable

BASE = "https://data.example.org"
HTML = {"Accept": "text/html"}
HEAD = """@prefix shape: <shapes#> . @prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EVERYTHING = Path(__file__).with_name("every_component.ttl")


def written(turtle: str, findings=None):
    graph = ShapesGraph.read([(HEAD + turtle).encode()], BASE)
    names = Names({iri: readable(iri) for iri in graph.iris()}, prefixes(BASE))
    return guide(graph, names, BASE, findings or {})


def spoken(clause) -> str:
    text = "".join(piece.text for piece in clause.words)
    inner = [spoken(part) for part in clause.parts] + [piece.text for piece in clause.values]
    return f"{text} [{'; '.join(inner)}]" if inner else text


def sentences(constraints: str) -> list[str]:
    """What is said of a property shape with these constraints."""
    sections, _ = written(f"shape:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; {constraints} ] .")
    return [spoken(clause) for clause in sections[0].rules[0].clauses]


@pytest.mark.parametrize(
    ("constraints", "sentence"),
    [
        ("sh:minCount 1", "have at least one “p”"),
        ("sh:maxCount 1", "have at most one “p”"),
        ("sh:minCount 1 ; sh:maxCount 1", "have exactly one “p”"),
        ("sh:minCount 2 ; sh:maxCount 12", "have between two and 12 “p”"),
        ("sh:maxCount 0", "have no “p”"),
        ("sh:maxCount 1 ; sh:datatype xsd:date", "have at most one “p”, which is a day"),
        ("sh:datatype ex:own", "where it has “p”, each value is of the type own"),
        ("sh:minCount 1 ; sh:class ex:Actor", "have at least one “p”, each of which is an Actor"),
        ("sh:nodeKind sh:IRI", "where it has “p”, each value is a thing with an address (an IRI)"),
        ('sh:pattern "T00:00:00Z$"', "where it has “p”, each value ends with T00:00:00Z"),
        ('sh:pattern "^frus"', "where it has “p”, each value begins with frus"),
        ('sh:pattern "\\\\S"', "where it has “p”, each value holds more than blanks"),
        (
            'sh:pattern "^a+$" ; sh:flags "i"',
            "where it has “p”, each value matches the pattern ^a+$, in capital or small letters",
        ),
        ("sh:minLength 1", "where it has “p”, each value is at least 1 character long"),
        ("sh:maxInclusive 90", "where it has “p”, each value is 90 or less"),
        ('sh:minExclusive "1900"^^xsd:gYear', "where it has “p”, each value is after 1900"),
        ('sh:languageIn ( "en" "hu" )', "where it has “p”, each value is text in the language en or hu"),
        ("sh:uniqueLang true", "have no two “p” in the same language"),
        ("sh:in ( ex:a ex:b )", "where it has “p”, each value is either a or b"),
        ("sh:hasValue ex:a", "have a as “p”"),
        ("sh:equals ex:q", "have the same values as “p” and as “q”"),
        ("sh:disjoint ex:q", "have nothing as “p” that it also has as “q”"),
        ("sh:lessThan ex:q", "have every “p” less (or earlier) than every “q”"),
        ("sh:lessThanOrEquals ex:q", "have no “p” greater (or later) than any “q”"),
        (
            "sh:qualifiedValueShape [ sh:class ex:Title ] ; sh:qualifiedMinCount 1",
            "have at least one “p” that is a Title",
        ),
        (
            "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )",
            "where it has “p”, each value is a day, or is a year",
        ),
        ("sh:not [ sh:class ex:Actor ]", "where it has “p”, each value is not an Actor"),
        ("sh:node [ sh:class ex:A ; sh:nodeKind sh:IRI ]", "where it has “p”, each value is an A and is a thing with an address (an IRI)"),
        (
            "sh:not [ sh:or ( [ sh:class ex:A ] [ sh:class ex:B ] [ sh:class ex:C ] [ sh:class ex:D ] ) ]",
            "where it has “p”, each value does none of these: [be an A; be a B; be a C; be a D]",
        ),
        ("sh:minCout 1", "where it has “p”, each value satisfies sh:minCout: 1"),
    ],
)  # fmt: skip
def test_a_constraint_is_said_in_plain_english(constraints, sentence):
    assert sentences(constraints) == [sentence]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("( ex:a ex:b )", "“a” then “b”"),
        ("[ sh:alternativePath ( ex:a ex:b ) ]", "“a” or “b”"),
        ("[ sh:inversePath ex:a ]", "“a” read backwards"),
        ("[ sh:zeroOrMorePath ( ex:a ex:b ) ]", "(“a” then “b”), any number of times or not at all"),
        ("( [ sh:oneOrMorePath ex:a ] ex:b )", "(“a”, once or more) then “b”"),
    ],
)
def test_a_path_is_walked_in_words(path, words):
    sections, _ = written(f"shape:S sh:targetClass ex:C ; sh:property [ sh:path {path} ; sh:minCount 1 ] .")
    assert spoken(sections[0].rules[0].clauses[0]) == f"have at least one {words}"


def test_the_crm_s_name_for_the_other_direction_is_used_where_it_has_one():
    graph = ShapesGraph.read([], BASE)
    crm = "http://www.cidoc-crm.org/cidoc-crm/"
    names = Names({f"{crm}P14_carried_out_by": "carried out by", f"{crm}P14i_performed": "performed"}, prefixes(BASE))
    turtle = f"{HEAD} ex:s sh:path [ sh:inversePath crm:P14_carried_out_by ] ."
    graph = ShapesGraph.read([turtle.encode()], BASE)
    path = next(value for node in graph.said for value in graph.sh(node, "path"))
    (piece,) = names.path(graph, path)
    assert (piece.text, piece.short) == ("“performed”", "^crm:P14")
    assert names.short(f"{crm}E33_E41_Linguistic_Appellation") == "crm:E33_E41"
    assert names.short(f"{crm}P14.1_in_the_role_of") == "crm:P14.1"


def test_shapes_with_the_same_target_are_one_section_and_each_rule_has_its_level_and_its_findings():
    sections, others = written(
        """shape:P a sh:NodeShape ; rdfs:label "Person"@en ; sh:targetClass ex:Person ; sh:property shape:name, shape:born .
        shape:name sh:path ex:name ; sh:minCount 1 .
        shape:born sh:path ex:born ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:deactivated true .
        shape:key a sh:NodeShape ; sh:targetClass ex:Person ; sh:severity sh:Info ; sh:message "No key."@en ;
          shape:consequence "It is lost."@en ; shape:remedy "Give it one."@en ; sh:or ( [ sh:path ex:key ; sh:minCount 1 ] [ sh:path ex:note ; sh:hasValue ex:None ] ) .""",
        {"name": [("violation", 3)], "key": [("info", 1)]},
    )
    (person,) = sections
    assert (person.title, person.anchor, person.found, others) == ("Person", "P", 4, [])
    assert [(rule.anchor, rule.level, rule.is_off, rule.findings) for rule in person.rules] == [
        ("name", "must", False, (("violation", 3),)),
        ("key", "may", False, (("info", 1),)),
        ("born", "should", True, ()),
    ]
    key = person.rules[1]
    assert [text.text for text in (*key.messages, *key.consequences, *key.remedies)] == [
        "No key.",
        "It is lost.",
        "Give it one.",
    ]
    assert key.iri == f"{BASE}/shapes#key"


def test_a_property_shape_within_another_is_a_rule_of_its_own_since_it_reports_for_itself():
    sections, _ = written(
        """shape:P sh:targetClass ex:P ; sh:property shape:address . shape:address sh:path ex:address ; sh:property shape:street .
        shape:street sh:path ex:street ; sh:minCount 1 ; sh:severity sh:Warning .""",
        {"street": [("warning", 2)]},
    )
    outer, inner = sections[0].rules
    assert [spoken(clause) for clause in outer.clauses] == ["keep, in each “address”, the rules that follow"]
    assert [spoken(clause) for clause in inner.clauses] == ["in each “address”, have at least one “street”"]
    assert (inner.anchor, inner.level, inner.findings, inner.scope) == ("street", "should", (("warning", 2),), "links")


@pytest.mark.parametrize(
    ("rule", "scope"),
    [
        ("sh:path ex:p ; sh:minCount 1", "record"),
        ("sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:minCount 1", "record"),
        ("sh:path ex:p ; sh:or ( [ sh:datatype xsd:date ] [ sh:in ( 1 2 ) ] )", "record"),
        ("sh:path ( ex:p ex:q ) ; sh:minCount 1", "links"),
        ("sh:path ex:p ; sh:class ex:D", "links"),
        ("sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", "links"),
        ("sh:path [ sh:inversePath ex:p ] ; sh:minCount 1", "dataset"),
        ("sh:path ex:p ; sh:not [ sh:path ( ex:q [ sh:zeroOrMorePath [ sh:inversePath ex:r ] ] ) ; sh:minCount 1 ]", "dataset"),
    ],
)  # fmt: skip
def test_a_rule_tells_how_much_must_be_known_before_it_can_be_judged(rule, scope):
    sections, _ = written(f"shape:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property shape:r . shape:r {rule} .")
    assert [rule.scope for rule in sections[0].rules] == [scope]
    sections, _ = written(f"shape:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:property shape:r . shape:r {rule} .")
    assert [rule.scope for rule in sections[0].rules] == ["dataset"]


@pytest.mark.parametrize(
    ("asked", "scope"),
    [
        ("sh:class ex:D", "record"),
        ("sh:disjoint ex:p", "record"),
        ("sh:or ( [ sh:path ex:p ; sh:minCount 1 ] [ sh:path ex:q ; sh:hasValue 1 ] )", "record"),
        ("sh:or ( [ sh:path ex:p ; sh:class ex:D ] [ sh:path ex:q ; sh:hasValue 1 ] )", "links"),
    ],
)
def test_what_a_shape_asks_of_a_record_itself_is_decided_by_the_record(asked, scope):
    sections, _ = written(f"shape:S a sh:NodeShape ; sh:targetClass ex:C ; {asked} .")
    assert [rule.scope for rule in sections[0].rules] == [scope]


def test_what_nothing_targets_is_told_apart_and_every_shape_with_an_iri_has_one_place():
    sections, others = written(EVERYTHING.read_text(encoding="utf-8").partition("\n")[2].partition("\n")[2])
    assert [section.title for section in others] == ["Address"]
    anchors = [rule.anchor for section in (*sections, *others) for rule in section.rules if rule.anchor]
    anchors += [section.anchor for section in (*sections, *others)]
    assert [anchor for anchor, times in Counter(anchors).items() if times > 1] == []
    assert {"Letter", "street", "recursive", "target", "bad", "loopy", "Address"} <= set(anchors)


class _Page(HTMLParser):
    """Which ids, links and headings a page has, and whether its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.tags: Counter[str] = Counter()
        self.stack: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags[tag] += 1
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if tag == "a" else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag not in ("meta", "link", "input", "br", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag


def page_of(client, path="/shapes") -> tuple[str, _Page]:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    page = _Page()
    page.feed(answer.text)
    assert page.stack == []
    return answer.text, page


@pytest.fixture
def strange(web_data, tmp_path):
    """The application over the same snapshot with the shapes of a stranger beside ours."""
    shutil.copytree(web_data, tmp_path / "data", symlinks=True)
    shutil.copy(EVERYTHING, tmp_path / "data" / "current" / "shapes" / "every.ttl")
    (tmp_path / "data" / "current" / "shapes" / "twin.ttl").write_text(
        f"""{HEAD} <http://other.example/shapes#person-label> a sh:NodeShape ; sh:targetClass ex:Twin ; sh:minLength 1 .
        shape:content a sh:NodeShape ; sh:targetClass ex:Id ; rdfs:label "</h2><script>alert(1)</script>" ; sh:in ( "<img src=x>" ) .
        shape:unknown a sh:NodeShape ; sh:targetClass <vocab/never-defined>, <id/person/nobody> ; sh:class <data:text/html,x> .""",
        encoding="utf-8",
    )
    app = open_app(ServeSettings(data=tmp_path / "data", workers=1, query_timeout_s=5.0))
    yield app.test_client()
    app.extensions["site"].workers.close()


def test_a_stranger_s_shapes_with_every_component_make_a_sound_page(strange):
    text, page = page_of(strange)
    assert [one for one, times in Counter(page.ids).items() if times > 1] == []
    assert page.tags["img"] == 1  # the site's mark
    assert re.findall("<script[^>]*>", text) == re.findall('<script type="module" src="/[^">]*">', text)
    assert [link for link in page.links if not link.startswith(("/", "#", "?lang=", "http://", "https://"))] == []
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []
    assert [link for link in page.links if link.endswith(("never-defined", "nobody"))] == []
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    for words in ('lang="hu"', 'dir="auto"', "sh:minCout", "A query&#39;s message", "switched off", "made Up"):
        assert words in text
    assert list(parse(strange.get("/shapes.nt").data, format=RdfFormat.N_TRIPLES))


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=30), st.sampled_from(["sh:message", "rdfs:label", "sh:pattern", "sh:name", "sh:minCount", "sh:in"])
)
def test_no_text_in_a_shape_makes_the_guide_fail(text, predicate):
    escaped = "".join(f"\\U{ord(letter):08x}" for letter in text if not 0xD800 <= ord(letter) <= 0xDFFF)
    sections, _ = written(f'shape:S a sh:NodeShape ; sh:targetClass ex:C ; {predicate} "{escaped}" .')
    assert sections[0].anchor == "S"


def test_every_rule_of_ours_has_its_place_on_the_page_by_the_fragment_of_its_iri(client, app):
    text, page = page_of(client)
    subjects = {triple.subject.value for triple in app.extensions["shapes"].triples if hasattr(triple.subject, "value")}
    ours = {iri.partition("#")[2] for iri in subjects if iri.startswith(f"{BASE}/shapes#")} - {"consequence", "remedy"}
    assert len(ours) > 40
    assert ours <= set(page.ids)
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []
    assert "have at least one" in text
    assert "The person has no label." in text
    assert "Two people would be published as one." in text
    assert 'href="http://www.cidoc-crm.org/cidoc-crm/P48_has_preferred_identifier"' in text
    assert 'href="/vocab/genre"' in text


def test_the_guide_is_written_once_and_says_when_nothing_was_validated(client, app):
    client.get("/shapes", headers=HTML)
    before = app.extensions["shapes"]
    text, _ = page_of(client, "/shapes?again")
    assert app.extensions["shapes"] is before
    assert "published without validation" in text
    assert "nothing found" not in text


def test_what_was_found_is_told_beside_each_rule_with_its_place_in_the_report(web_data, tmp_path):
    shutil.copytree(web_data, tmp_path / "data", symlinks=True)
    manifest = tmp_path / "data" / "current" / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    counts = {"warning: person-name": 1234, "info: note-mark-glued": 5, "violation: person-label": 1}
    manifest.write_text(json.dumps(told | {"validated": True, "findings": counts}), encoding="utf-8")
    app = open_app(ServeSettings(data=tmp_path / "data", workers=1, query_timeout_s=5.0))
    try:
        text, _ = page_of(app.test_client())
    finally:
        app.extensions["site"].workers.close()
    assert '<a href="/report#warning-person-name">1,234 warnings</a>' in text
    assert '<a href="/report#violation-person-label">1 violation</a>' in text
    assert 'Note mark glued: <a href="/report#note-note-mark-glued">5 notes</a>' in text
    assert "nothing found" in text
    assert "A record that keeps these rules" in text


def test_each_sort_of_thing_shows_a_record_of_its_own(client):
    text, page = page_of(client)
    assert "For example in" in text
    assert "A record of this sort" in text
    assert "A record that keeps these rules" not in text
    shown = [link for link in page.links if link.startswith("/page/")]
    assert len(shown) > 8
    for link in shown:
        assert client.get(link, headers=HTML).status_code in (200, 303)
