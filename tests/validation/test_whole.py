"""What a record decides by itself, what the whole dataset decides, and that the sharing out of the work changes neither."""

from pathlib import Path

import pytest

from lod_publisher.model.findings import Severity
from lod_publisher.model.records import Origin
from lod_publisher.validation import Shapes, Subject

BASE = "https://data.example.org"
RULES = """@prefix shape: <shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <http://x.example/> .
shape:held a sh:PropertyShape ; sh:targetClass x:Meeting ; sh:path x:in ; sh:class x:Place ;
    sh:message "Not a place."@en ; shape:consequence "The map fails."@en .
shape:named a sh:PropertyShape ; sh:targetClass x:Meeting ; sh:path ( x:in rdfs:label ) ; sh:minCount 1 .
shape:spoken-of a sh:PropertyShape ; sh:targetClass x:Place ; sh:path [ sh:inversePath x:in ] ; sh:minCount 1 .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def _x(name: str) -> str:
    return f"<http://x.example/{name}>"


def _record(kind: str, name: str, *told: tuple[str, str, str]) -> Subject:
    iri = f"{BASE}/id/{kind}/{name}"
    class_ = _x("Meeting" if kind == "event" else "Place")
    return Subject(kind, name, iri, Origin(f"{name}.xml", 5), [(f"<{iri}>", TYPE, class_), *told])


def _iri(kind: str, name: str) -> str:
    return f"<{BASE}/id/{kind}/{name}>"


@pytest.fixture
def own(tmp_path: Path) -> Shapes:
    """Three rules: of a value's class, of a value's own label, of who speaks of a place."""
    (tmp_path / "own.ttl").write_text(RULES, encoding="utf-8")
    return Shapes.load(tmp_path, BASE)


def _judged(shapes: Shapes, batches: list[list[Subject]]) -> tuple[set[str], set[str]]:
    """The rules broken in batches, and those broken in the whole."""
    left = shapes.remainder()
    at_once: set[str] = set()
    for batch in batches:
        findings, remainder = shapes.check_batch(batch, BASE)
        at_once |= {f"{finding.rule} {finding.record}" for finding in findings}
        left.merge(remainder)
        left.columns.add(triple for subject in batch for triple in subject.triples)
    later = shapes.check_whole(left, lambda node: (node.removeprefix(f"{BASE}/id/"), Origin("f.xml", 1)))
    return at_once, {f"{finding.rule} {finding.record}" for finding in later}


def test_a_link_to_another_record_is_judged_when_that_record_is_known(own):
    meeting = _record("event", "m", (_iri("event", "m"), _x("in"), _iri("place", "baghdad")))
    place = _record("place", "baghdad", (_iri("place", "baghdad"), LABEL, '"Baghdad"'))
    other = _record("event", "n", (_iri("event", "n"), _x("in"), _iri("event", "m")))
    assert _judged(own, [[meeting], [place]]) == (set(), set())
    assert _judged(own, [[meeting, other], [place]]) == (set(), {"held event/n", "named event/n"})


def test_what_shares_a_batch_makes_no_difference(own):
    meeting = _record("event", "m", (_iri("event", "m"), _x("in"), _iri("event", "n")))
    other = _record("event", "n", (_iri("event", "n"), LABEL, '"N"'), (_iri("event", "n"), _x("in"), '"here"'))
    together, apart = _judged(own, [[meeting, other]]), _judged(own, [[other], [meeting]])
    assert together == apart
    assert "held event/m" in together[1]
    assert "held event/n" in together[0], "a text is no place, whatever else is said"


def test_a_record_decides_on_the_parts_that_it_describes_itself(own):
    room = f"<{BASE}/id/event/m#room>"
    meeting = _record("event", "m", (_iri("event", "m"), _x("in"), room), (room, TYPE, _x("Hall")))
    assert _judged(own, [[meeting]])[0] == {"held event/m", "named event/m"}


def test_who_speaks_of_a_node_is_asked_of_the_whole(own):
    place = _record("place", "baghdad", (_iri("place", "baghdad"), LABEL, '"Baghdad"'))
    meeting = _record("event", "m", (_iri("event", "m"), _x("in"), _iri("place", "baghdad")))
    assert _judged(own, [[place]]) == (set(), {"spoken-of place/baghdad"})
    assert _judged(own, [[place], [meeting]]) == (set(), set())


def test_a_record_that_was_left_out_is_not_judged_again(own):
    meeting = _record("event", "m", (_iri("event", "m"), _x("in"), _iri("place", "baghdad")))
    left = own.remainder()
    left.merge(own.check_batch([meeting], BASE)[1])  # its triples are not added: it is not published
    assert own.check_whole(left, lambda node: None) == []


def test_a_violation_found_in_the_whole_says_that_the_record_is_published(own):
    meeting = _record("event", "m", (_iri("event", "m"), _x("in"), _iri("event", "n")))
    left = own.remainder()
    left.merge(own.check_batch([meeting], BASE)[1])
    left.columns.add(meeting.triples)
    found = {finding.rule: finding for finding in own.check_whole(left, lambda node: ("event/m", Origin("m.xml", 5)))}
    assert (found["held"].severity, found["held"].origin) == (Severity.VIOLATION, Origin("m.xml", 5))
    assert found["held"].message == "Not a place."
    assert found["held"].consequence.startswith("The map fails. The record is published all the same")


def test_a_class_of_the_ontology_counts_with_those_below_it(tmp_path):
    shapes, ontology = tmp_path / "shapes", tmp_path / "ontology"
    shapes.mkdir()
    ontology.mkdir()
    (shapes / "own.ttl").write_text(RULES, encoding="utf-8")
    (ontology / "own.ttl").write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <http://x.example/> ."
        "x:Town a rdfs:Class ; rdfs:subClassOf x:Place . x:Conference a rdfs:Class ; rdfs:subClassOf x:Meeting .",
        encoding="utf-8",
    )
    own = Shapes.load(shapes, BASE, ontology)
    town = Subject(
        "place",
        "t",
        f"{BASE}/id/place/t",
        Origin("t"),
        [(_iri("place", "t"), TYPE, _x("Town")), (_iri("place", "t"), LABEL, '"T"')],
    )
    held = [(_iri("event", "m"), TYPE, _x("Conference")), (_iri("event", "m"), _x("in"), _iri("place", "t"))]
    meeting = Subject("event", "m", f"{BASE}/id/event/m", Origin("m"), held)
    assert _judged(own, [[meeting], [town]]) == (set(), set())
    assert _judged(own, [[Subject("event", "m", meeting.iri, Origin("m"), held[:1])]])[0] == {"named event/m"}
