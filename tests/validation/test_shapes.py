"""Shapes are refused with file and line when they mean nothing, and applied to batches when they do."""

import pickle
from pathlib import Path

import pytest
from rdflib.term import _toPythonMapping

from lod_publisher.errors import VocabularyError
from lod_publisher.model.findings import Severity
from lod_publisher.model.records import Origin
from lod_publisher.validation import Shapes, Subject

BASE = "https://data.example.org"
HEAD = """@prefix shape: <shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
LABELLED = "<http://www.w3.org/2000/01/rdf-schema#label>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PERSON = "<http://www.cidoc-crm.org/cidoc-crm/E21_Person>"
SPAN = "<http://www.cidoc-crm.org/cidoc-crm/E52_Time-Span>"


def _load(folder: Path, text: str) -> Shapes:
    (folder / "own.ttl").write_text(HEAD + text, encoding="utf-8")
    return Shapes.load(folder, BASE)


def _person(key: str, *more: tuple[str, str, str]) -> Subject:
    iri = f"{BASE}/id/person/{key}"
    return Subject("person", key, iri, Origin(f"{key}.xml", 3), [(f"<{iri}>", TYPE, PERSON), *more])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("shape:A a sh:NodeShape ;\n  sh:targetClass shape:B", 5, "not valid Turtle"),
        ("shape:A a sh:NodeShape ;\n  sh:property [ sh:path rdfs:label ; sh:minCuont 1 ] .", 5, "no term sh:minCuont"),
        (
            "\nshape:A a sh:NodeShape ; sh:property shape:b .\nshape:b a sh:PropertyShape ; sh:minCount 1 .",
            6,
            "ill-formed",
        ),
        ("shape:b a sh:PropertyShape ; sh:path rdfs:label ;\n  sh:minCount 'one' .", 4, "ill-formed"),
        ("shape:A a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:nodeKind sh:Iri ] .", 4, "no term sh:Iri"),
        ("shape:A a sh:NodeShape ; sh:in 'a' ; sh:targetClass shape:C .", 4, "ill-formed"),
        (
            "shape:A a sh:NodeShape ; sh:targetClass 1 .",
            4,
            "ill-formed (sh:targetClass): 1 does not meet SHACL's own rule for shapes, sh:nodeKind. Nothing was checked",
        ),
        (
            "shape:b a sh:PropertyShape ; sh:path rdfs:label ; sh:maxCount 1, 2 .",
            4,
            "ill-formed (sh:maxCount): it does not meet SHACL's own rule for shapes, sh:maxCount.",
        ),
        ("shape:b a sh:PropertyShape ; sh:minCount 1 .", 4, "no sh:path"),
        ("shape:b a sh:PropertyShape ; sh:path rdfs:label ; sh:pattern '(' .", 4, "no regular expression"),
        (
            "shape:b a sh:PropertyShape ;\n  sh:path <http://www.cidoc-crm.org/cidoc-crm/P4_has_time_span> .",
            5,
            "no term",
        ),
        (
            "shape:A a sh:NodeShape ;\n  sh:targetClass <http://www.cidoc-crm.org/cidoc-crm/E21_Persona> .",
            5,
            "CIDOC-CRM",
        ),
        (
            "shape:b a sh:PropertyShape ; sh:path [ sh:zeroOrMorePath [ sh:zeroOrMorePath rdfs:label ] ] .",
            4,
            "may be empty and is repeated",
        ),
        (
            "shape:b a sh:PropertyShape ; sh:path [ sh:oneOrMorePath ( [ sh:zeroOrOnePath rdfs:label ]"
            " [ sh:zeroOrMorePath rdfs:comment ] ) ] .",
            4,
            "may be empty and is repeated",
        ),
    ],
)
def test_a_shapes_file_that_means_nothing_is_refused_with_file_and_line(tmp_path, text, line, words):
    with pytest.raises(VocabularyError) as refused:
        _load(tmp_path, text)
    assert str(refused.value).startswith(f"{tmp_path / 'own.ttl'}:{line}: ")
    assert words in str(refused.value)


def test_a_term_that_the_ontology_does_not_declare_is_refused(tmp_path):
    own, ontology = tmp_path / "shapes", tmp_path / "ontology"
    own.mkdir()
    ontology.mkdir()
    (ontology / "own.ttl").write_text(f"{HEAD}<vocab/genre> a rdfs:Class .", encoding="utf-8")
    (own / "own.ttl").write_text(
        f"{HEAD}shape:b a sh:PropertyShape ;\n  sh:path <vocab/gerne> ; sh:minCount 1 .", encoding="utf-8"
    )
    with pytest.raises(VocabularyError, match=r"own\.ttl:5: the ontology declares no term gerne"):
        Shapes.load(own, BASE, ontology)


def test_the_place_of_a_fault_is_that_of_the_right_file(tmp_path):
    (tmp_path / "a.ttl").write_text(HEAD + "shape:Fine a sh:NodeShape .\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"own\.ttl:4: the shape is ill-formed"):
        _load(tmp_path, "shape:Bad a sh:NodeShape ; sh:property [ sh:minCount 1 ] .")


def test_a_folder_without_shapes_and_a_file_that_is_not_utf_8_are_refused(tmp_path):
    with pytest.raises(VocabularyError, match="no shapes file"):
        Shapes.load(tmp_path, BASE)
    (tmp_path / "own.ttl").write_bytes(b"# caf\xe9")
    with pytest.raises(VocabularyError, match="cannot be read"):
        Shapes.load(tmp_path, BASE)


@pytest.mark.parametrize(
    "text",
    [
        "shape:A a sh:NodeShape ; sh:node shape:A .",
        "shape:A a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:or ( [ sh:minCount 1 ; sh:path rdfs:label ] shape:B ) ] .\n"
        "shape:B a sh:NodeShape ; sh:not shape:A .",
    ],
)
def test_a_shape_that_refers_to_itself_is_refused_before_any_data_is_read(tmp_path, text):
    with pytest.raises(VocabularyError, match=r"own\.ttl:4: the shape refers to itself"):
        _load(tmp_path, text)


def test_shapes_pickle_as_the_text_of_their_files(shapes):
    again = pickle.loads(pickle.dumps(shapes))  # noqa: S301 - our own
    assert again == shapes
    assert [finding.rule for finding in again.check([_person("p")], BASE)] == [
        finding.rule for finding in shapes.check([_person("p")], BASE)
    ]


def test_records_of_another_base_than_the_shapes_are_refused(shapes):
    with pytest.raises(VocabularyError, match=r"other\.example"):
        shapes.check([], "https://other.example")


def test_an_empty_batch_has_no_findings(shapes):
    assert shapes.check([], BASE) == []


def test_a_finding_names_file_line_record_rule_and_the_iris_of_the_official_report(shapes):
    found = {finding.rule: finding for finding in shapes.check([_person("p"), _person("q")], BASE)}
    label = found["person-label"]
    assert (label.origin, label.record, label.severity) == (Origin("q.xml", 3), "person/q", Severity.VIOLATION)
    assert label.focus == f"{BASE}/id/person/q"
    assert label.path == LABELLED.strip("<>")
    assert label.shape == f"{BASE}/shapes#person-label"
    assert label.component == "http://www.w3.org/ns/shacl#MinCountConstraintComponent"


def test_a_fault_in_a_part_is_charged_to_the_record_it_belongs_to(shapes):
    time = f"<{BASE}/id/person/q#birth-time>"
    batch = [_person("p"), _person("q", (time, TYPE, SPAN))]
    (finding,) = [finding for finding in shapes.check(batch, BASE) if finding.rule == "time-span-label"]
    assert (finding.record, finding.value) == ("person/q", time.strip("<>"))


def test_a_fault_in_a_node_elsewhere_is_charged_to_the_record_that_speaks_of_it(shapes):
    batch = [_person("p"), _person("q", ("<https://elsewhere.example/t>", TYPE, SPAN))]
    (finding,) = [finding for finding in shapes.check(batch, BASE) if finding.rule == "time-span-label"]
    assert finding.record == "person/q"


def test_findings_come_in_the_order_of_their_places_whatever_the_order_of_the_batch(shapes):
    batch = [_person("p"), _person("q")]
    assert shapes.check(batch, BASE) == shapes.check(batch[::-1], BASE)


def test_a_nameless_shape_lends_its_finding_the_name_of_its_whole(tmp_path):
    own = _load(
        tmp_path,
        "shape:Named a sh:NodeShape ; sh:targetClass <http://www.cidoc-crm.org/cidoc-crm/E21_Person> ;\n"
        "  sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:severity sh:Info ] .",
    )
    (finding,) = own.check([_person("p")], BASE)
    assert (finding.rule, finding.severity, finding.consequence) == ("Named", Severity.INFO, "")


def test_a_closed_shape_sees_properties_that_no_shape_names(tmp_path):
    own = _load(
        tmp_path,
        "shape:Closed a sh:NodeShape ; sh:targetClass <http://www.cidoc-crm.org/cidoc-crm/E21_Person> ;\n"
        "  sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) .",
    )
    stranger = (f"<{BASE}/id/person/p>", "<https://elsewhere.example/shoeSize>", '"43"')
    (finding,) = own.check([_person("p", stranger)], BASE)
    assert (finding.rule, finding.value) == ("Closed", "43")


def test_a_long_value_is_cut_in_the_finding(tmp_path):
    own = _load(
        tmp_path,
        "shape:short a sh:PropertyShape ; sh:targetSubjectsOf rdfs:label ; sh:path rdfs:label ; sh:maxLength 9 .",
    )
    (finding,) = own.check([_person("p", (f"<{BASE}/id/person/p>", LABELLED, f'"{"x" * 5000}"@en'))], BASE)
    assert len(finding.value) == 201


def test_loading_shapes_leaves_rdflib_as_it_was_so_that_every_process_judges_alike(tmp_path):
    before = dict(_toPythonMapping)
    _load(tmp_path, "shape:A a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .")
    assert _toPythonMapping == before
