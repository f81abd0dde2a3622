"""Reports: complete, escaped, and the same findings in each form."""

import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, RDF, SH, Graph, Literal, URIRef

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.validation import report_html, report_json, report_text, report_turtle

FOUND = Finding(
    "person-label",
    Severity.VIOLATION,
    Origin("a.xml", 12),
    "person/p",
    "The person has no label.",
    consequence="She would appear as a bare address.",
    remedy="Give her a name.",
    focus="https://data.example.org/id/person/p",
    path="http://www.w3.org/2000/01/rdf-schema#label",
    shape="https://data.example.org/shapes#person-label",
    component="http://www.w3.org/ns/shacl#MinCountConstraintComponent",
)
READ = Finding("reference-to-nowhere", Severity.WARNING, Origin("b.xml"), "v/d1", "It refers to #d<9>.", value="#d<9>")
NOTE = Finding("undated", Severity.INFO, Origin("b.xml", 3), "v/d2", "Undated & unsigned.")
ALL = [NOTE, READ, *(replace(FOUND, record=f"person/p{number}") for number in range(7))]
TEXTS = st.text(st.characters(codec="utf-8"))


class _Page:
    """What a page holds: the tags left open, its visible text, and the addresses that it would load."""

    def __init__(self, page: str) -> None:
        opened = Counter(re.findall(r"<([a-z][a-z0-9]*)", page))
        opened.pop("meta")
        self.open = opened - Counter(re.findall(r"</([a-z][a-z0-9]*)>", page))
        root = document_fromstring(page)
        self.text = "".join(str(part) for part in root.itertext())
        self.loaded = root.xpath("//@src | //link/@href | //script")


def test_the_text_begins_with_totals_and_gives_the_first_examples_of_each_rule():
    text = report_text(ALL)
    assert text.startswith("7 violations, 1 warning, 1 note\n\nperson-label: 7 violations. The person has no label.")
    assert "    a.xml:12: person/p4\n    and 2 more" in text
    assert "    b.xml: v/d1 (#d<9>)" in text


def test_the_text_gives_each_findings_own_words_when_they_differ():
    text = report_text([READ, replace(READ, message="It refers to #d8.", value="")])
    assert "reference-to-nowhere: 2 warnings.\n    b.xml: v/d1 It refers to #d<9>. (#d<9>)" in text


def test_no_findings_are_a_report_too():
    assert report_text([]) == "No findings."
    assert json.loads(report_json([])) == {"totals": {"violation": 0, "warning": 0, "info": 0}, "rules": []}
    assert "No findings" in _Page(report_html([])).text
    graph = Graph().parse(data=report_turtle([]), format="turtle")
    assert graph.value(predicate=SH.conforms, object=Literal(True)) is not None


def test_json_holds_every_finding_under_its_rule_the_gravest_first():
    told = json.loads(report_json(ALL))
    assert told["totals"] == {"violation": 7, "warning": 1, "info": 1}
    assert [(rule["rule"], rule["count"], len(rule["findings"])) for rule in told["rules"]] == [
        ("person-label", 7, 7),
        ("reference-to-nowhere", 1, 1),
        ("undated", 1, 1),
    ]
    assert told["rules"][1]["findings"] == [
        {"file": "b.xml", "line": None, "record": "v/d1", "message": "It refers to #d<9>.", "value": "#d<9>"}
    ]


def test_turtle_is_a_validation_report_with_a_result_for_each_finding():
    graph = Graph().parse(data=report_turtle(ALL), format="turtle")
    report = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    assert len(list(graph.objects(report, SH.result))) == len(ALL)
    for result in graph.objects(report, SH.result):
        for needed in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.resultMessage):
            assert graph.value(result, needed) is not None
    shaped = graph.value(predicate=SH.sourceShape, object=URIRef(FOUND.shape), any=True)
    assert graph.value(shaped, SH.focusNode) == URIRef(FOUND.focus)
    assert graph.value(shaped, SH.resultPath) == URIRef(FOUND.path)
    assert graph.value(shaped, DCTERMS.source) == Literal("a.xml:12")


def test_warnings_alone_conform():
    graph = Graph().parse(data=report_turtle([READ, NOTE]), format="turtle")
    assert graph.value(predicate=SH.conforms, object=Literal(True)) is not None


def test_the_page_is_complete_balanced_and_loads_nothing():
    page = _Page(report_html(ALL))
    assert not page.open
    assert page.loaded == []
    assert "It refers to #d<9>." in page.text
    assert "person-label: 7 found" in page.text


def test_a_long_rule_is_cut_on_the_page_and_says_how_much_is_left():
    page = _Page(report_html([replace(FOUND, record=f"person/p{number}") for number in range(1250)]))
    assert "and 1,200 more of the same kind" in page.text


@given(st.one_of(TEXTS, TEXTS.map("/".__add__)))
@pytest.mark.parametrize("field", ["rule", "record", "message", "value", "consequence", "remedy", "focus", "path"])
def test_no_text_of_a_source_breaks_a_report(field, text):
    told: dict[str, Any] = {field: f"http://x.example/{text}" if text.startswith("/") else text}
    finding = replace(READ, **told)
    assert not _Page(report_html([finding])).open
    assert json.loads(report_json([finding]))["totals"]["warning"] == 1
    assert list(parse(input=report_turtle([finding]), format=RdfFormat.TURTLE))
    assert report_text([finding])
