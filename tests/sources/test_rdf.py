"""RDF that already exists goes through unchanged, but for its blank nodes."""

import gzip
import random
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Quads
from lod_publisher.settings import Source
from lod_publisher.sources import _graph, rdf

BASE = "https://data.example.org"
PREFIXES = """@prefix ex: <http://e.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def source(path: Path, **options: str) -> Source:
    return Source(path, path.name, "rdf", "c", {"base": BASE} | options)


def quads_of(tmp_path: Path, text: str | bytes, name: str = "a.ttl") -> list[Quads]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    records = list(rdf.read(source(path)))
    assert all(isinstance(record, Quads) for record in records)
    return [record for record in records if isinstance(record, Quads)]


def lines_of(records: list[Quads]) -> list[str]:
    return [line for record in records for line in record.lines]


def test_a_literal_keeps_its_spelling(tmp_path):
    records = quads_of(tmp_path, PREFIXES + 'ex:a ex:p "007"^^xsd:integer, "1.50"^^xsd:decimal, "x\\ty\\\\" .')
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert f'<http://e.org/a> <http://e.org/p> "007"^^{integer} .' in records[0].lines
    assert '"1.50"' in records[0].lines[1]
    assert lines_of(records)[-1].endswith('"x\\ty\\\\" .')


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", '<http://e.org/a> <http://e.org/p> "x" .'),
        ("a.nt", '<http://e.org/a> <http://e.org/p> "x" .'),
        ("a.nq", '<http://e.org/a> <http://e.org/p> "x" .'),
        ("a.trig", '<http://e.org/a> <http://e.org/p> "x" .'),
        ("a.jsonld", '{"@id": "http://e.org/a", "http://e.org/p": "x"}'),
        ("a.json", '{"@context": {"p": "http://e.org/p"}, "@graph": [{"@id": "http://e.org/a", "p": "x"}]}'),
        (
            "a.rdf",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'
            '<r:Description r:about="http://e.org/a"><e:p>x</e:p></r:Description></r:RDF>',
        ),
    ],
)
def test_every_syntax_is_recognised_and_gives_the_same_lines_also_compressed(tmp_path, name, text):
    assert rdf.recognises(Path(name), text.encode())
    assert lines_of(quads_of(tmp_path, text, name)) == ['<http://e.org/a> <http://e.org/p> "x" .']
    if not name.endswith(".json"):
        assert rdf.recognises(Path(name + ".gz"), b"\x1f\x8b")
        packed = gzip.compress(text.encode())
        assert lines_of(quads_of(tmp_path, packed, name + ".gz")) == ['<http://e.org/a> <http://e.org/p> "x" .']


def test_a_named_graph_is_kept(tmp_path):
    records = quads_of(tmp_path, PREFIXES + 'ex:g { ex:a ex:p "x" } ex:a ex:p "y" .', "a.trig")
    assert len(records) == 1
    assert '<http://e.org/a> <http://e.org/p> "x" <http://e.org/g> .' in records[0].lines
    assert '<http://e.org/a> <http://e.org/p> "y" .' in records[0].lines


def test_an_english_label_is_preferred_and_all_words_are_searchable(tmp_path):
    text = (
        PREFIXES
        + 'ex:a rdfs:label "Bagdad"@fr, "Baghdad"@en ; skos:prefLabel "Bagdad"@de ; ex:n 5 ; ex:p "round city" .'
    )
    [record] = quads_of(tmp_path, text)
    assert record.label == "Baghdad"
    assert record.text.split("\n") == ["Bagdad", "Baghdad", "round city"]


def test_a_relative_iri_lies_under_the_base(tmp_path):
    [record] = quads_of(tmp_path, '<id/place/x> <http://e.org/p> "x" .')
    assert record.iri == f"{BASE}/id/place/x"


def test_blank_nodes_become_iris_that_do_not_depend_on_labels_or_order(tmp_path):
    lines = [
        "<http://e.org/a> <http://e.org/p> _:one .",
        '_:one <http://e.org/q> "x" .',
        "_:one <http://e.org/r> _:two .",
        '_:two <http://e.org/q> "y" .',
        "<http://e.org/b> <http://e.org/p> _:three .",
        '_:three <http://e.org/q> "x" .',
    ]
    first = lines_of(quads_of(tmp_path, "\n".join(lines), "a.nt"))
    random.Random(7).shuffle(lines)  # noqa: S311
    again = [line.replace("_:one", "_:zz").replace("_:two", "_:one") for line in lines]
    assert lines_of(quads_of(tmp_path, "\n".join(again), "a.nt")) == first
    assert not any("_:" in line for line in first)
    assert len({found for line in first for found in re.findall(rf"<{BASE}/\.well-known/genid/\w+>", line)}) == 3


def test_a_new_statement_elsewhere_moves_no_blank_node(tmp_path):
    text = PREFIXES + 'ex:a ex:p [ ex:q "x" ] .'
    before = lines_of(quads_of(tmp_path, text))
    after = lines_of(quads_of(tmp_path, text + 'ex:b ex:p [ ex:q "z" ] .'))
    assert set(before) < set(after)


def test_equal_blank_nodes_stay_two(tmp_path):
    records = quads_of(tmp_path, PREFIXES + 'ex:a ex:p [ ex:q "x" ], [ ex:q "x" ] .')
    assert len(records) == 3


def test_blank_nodes_that_all_look_alike_cost_no_more_than_others(tmp_path):
    lines = [f"_:b{i} <http://e.org/p> _:b{j} ." for i in range(30) for j in range(30) if i != j]
    records = quads_of(tmp_path, "\n".join(lines), "a.nt")
    assert len(records) == 30
    random.Random(7).shuffle(lines)  # noqa: S311
    assert lines_of(quads_of(tmp_path, "\n".join(lines), "a.nt")) == lines_of(records)


def test_a_blank_node_graph_name_is_skolemised_too(tmp_path):
    [record] = quads_of(tmp_path, '<http://e.org/a> <http://e.org/p> "x" _:g .', "a.nq")
    assert f"<{BASE}/.well-known/genid/" in record.lines[0]


def test_the_lines_of_all_records_are_a_file_with_the_same_meaning(shared):
    path = shared / "design" / "patterns" / "telegram-145.ttl"
    expected = ox.Dataset(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))
    found = ox.Dataset(
        quad
        for record in rdf.read(source(path))
        if isinstance(record, Quads)
        for quad in ox.parse("\n".join(record.lines), ox.RdfFormat.N_QUADS)
    )
    expected.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == expected


def test_a_mistake_is_reported_with_its_line_and_nothing_is_read(tmp_path):
    with pytest.raises(SourceError, match=r"^a\.ttl:3: is not Turtle: .*nope.*Mend it there\.$"):
        quads_of(tmp_path, '<http://e.org/a> <http://e.org/p> "x" .\n\nnope:a a nope:b .')


def test_what_is_not_utf_8_is_an_error(tmp_path):
    with pytest.raises(SourceError, match=r"^a\.nt:1: .*UTF-8"):
        quads_of(tmp_path, b'<http://e.org/a> <http://e.org/p> "\xff" .', "a.nt")


def test_a_bomb_of_entities_is_refused_and_a_namespace_entity_is_not(tmp_path):
    root = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    with pytest.raises(SourceError, match=r"^a\.rdf:3: declares an entity"):
        quads_of(tmp_path, f'<!DOCTYPE x [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">]>{root}', "a.rdf")
    with pytest.raises(SourceError, match="external"):
        quads_of(tmp_path, f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>{root}', "a.rdf")
    text = (
        '<!DOCTYPE x [<!ENTITY e "http://e.org/">]><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<r:Description r:about="&e;a"><r:type r:resource="&e;B"/></r:Description></r:RDF>'
    )
    assert quads_of(tmp_path, text, "a.rdf")[0].iri == "http://e.org/a"


def test_a_context_elsewhere_is_not_fetched(tmp_path):
    with pytest.raises(SourceError, match="nothing is fetched"):
        quads_of(tmp_path, '{"@context": "https://schema.org/", "name": "x"}', "a.jsonld")


@pytest.mark.parametrize("name", ["missing.ttl", "broken.ttl.gz"])
def test_a_file_that_cannot_be_opened_is_an_error(tmp_path, name):
    (tmp_path / "broken.ttl.gz").write_bytes(b"not compressed")
    with pytest.raises(SourceError, match=r"cannot be read .* Check the path"):
        list(rdf.read(source(tmp_path / name)))


def test_too_large_a_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rdf, "MOST_STATEMENTS", 1)
    with pytest.raises(SourceError, match="Split it by subject"):
        quads_of(tmp_path, '<http://e.org/a> <http://e.org/p> "x", "y" .')
    monkeypatch.setattr(_graph, "MOST_BYTES", 3)
    with pytest.raises(SourceError, match="larger than 1 GB"):
        quads_of(tmp_path, '<http://e.org/a> <http://e.org/p> "x" .')


def test_an_empty_file_and_triple_terms_are_findings(tmp_path):
    (tmp_path / "a.ttl").write_text("")
    (tmp_path / "b.ttl").write_text(PREFIXES + "ex:a ex:p <<( ex:a ex:b ex:c )>> .")
    found = [*rdf.read(source(tmp_path / "a.ttl")), *rdf.read(source(tmp_path / "b.ttl"))]
    assert [(f.rule, f.severity) for f in found if isinstance(f, Finding)] == [
        ("nothing-in-file", Severity.WARNING),
        ("triple-term", Severity.WARNING),
    ]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.xml", b"<TEI/>"),
        ("a.json", b'{"@context": {"x": {"@container": "@graph"}}}'),
        ("a.txt", b""),
        ("README", b""),
    ],
)
def test_other_formats_are_left_to_others(name, head):
    assert not rdf.recognises(Path(name), head)


def test_a_folder_is_not_rdf_and_nothing_is_shared(tmp_path):
    assert not rdf.recognises(tmp_path, b"")
    assert list(rdf.survey(source(tmp_path))) == []


def test_the_nodes_of_an_entity_of_ours_stay_with_it(tmp_path):
    text = f"""{PREFIXES}
<{BASE}/id/document/d3#sending> rdfs:label "the sending"@en ; ex:by ex:somebody .
<{BASE}/id/document/d3> rdfs:label "Telegram 3"@en ; ex:part <{BASE}/id/document/d3#sending> .
ex:vocabulary rdfs:label "a vocabulary" . <http://e.org/v#term> rdfs:label "a term" ."""
    records = quads_of(tmp_path, text)
    assert {record.iri: record.label for record in records} == {
        f"{BASE}/id/document/d3": "Telegram 3",
        "http://e.org/v#term": "a term",
        "http://e.org/vocabulary": "a vocabulary",
    }
    assert len(lines_of(records)) == 6
