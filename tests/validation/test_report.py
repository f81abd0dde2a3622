"""Reports: complete, escaped, and the same findings in each form."""

import json
import re
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, RDF, SH, Graph, Literal, URIRef

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.snapshot.findings import read_jsonl
from lod_publisher.validation.report import (
    About,
    report_html,
    report_json,
    report_jsonl,
    report_lines,
    report_text,
    report_turtle,
    write_report,
)

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
        for alone in ("meta", "br", "wbr", "input"):
            opened.pop(alone, None)
        self.open = opened - Counter(re.findall(r"</([a-z][a-z0-9]*)>", page))
        root = document_fromstring(page)
        self.text = "".join(str(part) for part in root.itertext())
        self.loaded = root.xpath("//@src | //link/@href | //script")


def told(pieces) -> str:
    return "".join(pieces)


def test_the_text_begins_with_totals_and_gives_each_rule_once_under_its_severity():
    text = told(report_text(ALL))
    assert text.startswith(
        "7 violations, 1 warning, 1 note.\n\nVIOLATIONS (a record that is itself at fault is left out)\n\n"
        "  The person has no label (person-label): 7\n  She would appear as a bare address.\n"
        "  To do: Give her a name.\n  All in a.xml.\n\n    a.xml:12  person/p0\n"
    )
    assert text.count("Give her a name.") == 1
    assert "    a.xml:12  person/p4\n    and 2 more" in text
    assert text.index("VIOLATIONS") < text.index("WARNINGS") < text.index("NOTES")


def test_the_text_gives_each_findings_own_words_when_they_differ_and_its_value_unless_they_name_it():
    text = told(report_text([READ, replace(READ, message="It refers to something.")]))
    assert "    b.xml  v/d1: It refers to #d<9>.\n" in text
    assert "    b.xml  v/d1: It refers to something. (#d<9>)\n" in text


def test_advice_that_differs_from_finding_to_finding_is_given_with_each(tmp_path):
    two = [replace(READ, consequence=f"It is published as note {number}.", remedy="Correct it.") for number in (1, 2)]
    text = told(report_text(two))
    assert text.count("It is published as note") == 2
    assert text.count("Correct it.") == 1
    assert _Page(told(report_html(two))).text.count("It is published as note 2.") == 1
    write_report(tmp_path, two, About("", ""))
    (source,) = (tmp_path / "report" / "sources").iterdir()
    assert source.read_text(encoding="utf-8").count("It is published as note 2.") == 1


def test_a_value_that_is_the_record_itself_is_not_said_again():
    itself = replace(FOUND, record="person/p", value=f"<{FOUND.focus}>")
    assert "a.xml:12  person/p\n" in told(report_text([itself]))
    assert _Page(told(report_html([itself]))).text.count("person/p") == 1


def test_the_text_says_which_files_have_most_of_a_rules_findings():
    many = [replace(READ, origin=Origin(f"v{number % 6}.xml", number)) for number in range(20)]
    assert "In 6 files: v0.xml 4, v1.xml 4, v2.xml 3, v3.xml 3, and 2 more files." in told(report_text(many)).replace(
        "\n  ", " "
    )


def test_lines_of_text_are_folded_at_eighty_columns_but_a_place_is_never_broken():
    long = replace(READ, origin=Origin(f"{'folder/' * 15}volume.xml", 7), message="word " * 60, remedy="mend " * 60)
    lines = told(report_text([long])).splitlines()
    assert any(f"{'folder/' * 15}volume.xml:7" in line for line in lines)
    assert all(len(line) <= 80 for line in lines if "folder/" not in line)


def test_a_source_cannot_colour_or_move_what_a_terminal_shows():
    hostile = replace(READ, message="\x1b[31mred\x07\r\u202egnp", record="a\nb", value="\x9b2J")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told(report_text([hostile])))
    assert {line.role for line in report_lines([hostile])} >= {"warning", "rule", "place"}


def test_no_findings_are_a_report_too(tmp_path):
    assert told(report_text([])) == "No findings.\n"
    assert json.loads(told(report_json([]))) == {"totals": {"violation": 0, "warning": 0, "info": 0}, "rules": []}
    assert told(report_jsonl([])) == ""
    assert "No findings" in _Page(told(report_html([]))).text
    graph = Graph().parse(data=told(report_turtle([])), format="turtle")
    assert graph.value(predicate=SH.conforms, object=Literal(True)) is not None
    write_report(tmp_path, [], About("Nothing", "2026-01-01"))
    assert "No findings" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_json_holds_every_finding_under_its_rule_the_gravest_first():
    found = json.loads(told(report_json(ALL)))
    assert found["totals"] == {"violation": 7, "warning": 1, "info": 1}
    assert [(rule["rule"], rule["count"], len(rule["findings"])) for rule in found["rules"]] == [
        ("person-label", 7, 7),
        ("reference-to-nowhere", 1, 1),
        ("undated", 1, 1),
    ]
    assert found["rules"][1]["findings"] == [
        {"file": "b.xml", "line": None, "record": "v/d1", "message": "It refers to #d<9>.", "value": "#d<9>"}
    ]


def test_json_lines_hold_every_field_and_read_back_as_they_were(tmp_path):
    (tmp_path / "report.jsonl").write_text(told(report_jsonl(ALL)), encoding="utf-8")
    assert list(read_jsonl(tmp_path / "report.jsonl")) == ALL
    first = json.loads((tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert {"fingerprint", "file", "line", "rule", "severity"} <= first.keys()
    assert first["severity"] == "info"


def test_turtle_is_a_validation_report_with_a_result_for_each_finding():
    graph = Graph().parse(data=told(report_turtle(ALL)), format="turtle")
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


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("<http://x.example/p>", "<http://x.example/p>"),
        ("^<http://x.example/p>", "[ sh:inversePath <http://x.example/p> ]"),
        ("<urn:a:p>/<urn:a:q>", "( <urn:a:p> <urn:a:q> )"),
        (
            "(<urn:a:p>|^<urn:a:q>)/<urn:a:r>*",
            "( [ sh:alternativePath ( <urn:a:p> [ sh:inversePath <urn:a:q> ] ) ] [ sh:zeroOrMorePath <urn:a:r> ] )",
        ),
        ("(<urn:a:p>/<urn:a:q>)+", "[ sh:oneOrMorePath ( <urn:a:p> <urn:a:q> ) ]"),
        ("<urn:a:p>?", "[ sh:zeroOrOnePath <urn:a:p> ]"),
        ("no path at all", None),
        ("(<urn:a:p>", None),
        ("<not an iri>", None),
    ],
)
def test_a_path_is_written_as_shacl_writes_it_and_what_is_none_is_left_out(path, written):
    turtle = told(report_turtle([replace(FOUND, path=path)]))
    assert list(parse(input=turtle, format=RdfFormat.TURTLE))
    assert (f"sh:resultPath {written} ;" in turtle) if written else ("sh:resultPath" not in turtle)


def test_warnings_alone_conform():
    graph = Graph().parse(data=told(report_turtle([READ, NOTE])), format="turtle")
    assert graph.value(predicate=SH.conforms, object=Literal(True)) is not None


def test_the_page_is_complete_balanced_and_loads_nothing():
    page = _Page(told(report_html(ALL)))
    assert not page.open
    assert page.loaded == []
    assert "It refers to #d<9>." in page.text
    assert "The person has no label: 7 found" in page.text


def test_a_long_rule_is_cut_on_a_page_that_stands_alone_and_says_how_much_is_left():
    page = _Page(told(report_html([replace(FOUND, record=f"person/p{number}") for number in range(1250)])))
    assert "and 1,200 more of the same kind" in page.text


@given(st.one_of(TEXTS, TEXTS.map("/".__add__)))
@settings(max_examples=60)
@pytest.mark.parametrize(
    "field", ["rule", "record", "message", "value", "consequence", "remedy", "focus", "path", "shape", "file", "source"]
)
def test_no_text_of_a_source_breaks_a_report(field, text):
    given_: dict[str, Any] = {field: f"http://x.example/{text}" if text.startswith("/") else text}
    if field == "file":
        given_ = {"origin": Origin(text, 3)}
    finding = replace(READ, origin=Origin("b.xml", 2)) if field == "source" else replace(READ, **given_)
    with tempfile.TemporaryDirectory() as name:
        source, folder = Path(name, "source"), Path(name, "out")
        source.write_text(f"first\n{text}\n{text}\n", encoding="utf-8")
        write_report(
            folder,
            [finding],
            About("A & B", "2026", "id", "http://x.example", True, lambda f: f.focus, lambda i: i, lambda _: source),
        )
        pages = sorted(folder.rglob("*.html"))
        assert len(pages) == 4
        for path in pages:
            page = _Page(path.read_text(encoding="utf-8"))
            assert not page.open
            assert page.loaded == []
        assert list(parse(path=str(folder / "report.ttl"), format=RdfFormat.TURTLE))
        assert list(read_jsonl(folder / "report.jsonl")) == [finding]
    assert not _Page(told(report_html([finding]))).open
    assert json.loads(told(report_json([finding])))["totals"]["warning"] == 1
    assert told(report_text([finding]))
