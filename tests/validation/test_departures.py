"""Where we knowingly do not say what pySHACL says: each with the reason, the proof that it says so, and what we say instead."""

import pytest
from tests.validation.oracle import PyshaclFailsError, Said, pyshacl_says, we_say
from tests.validation.pool import BASE, PREFIXES, subjects_of

from lod_publisher.errors import VocabularyError
from lod_publisher.validation import Shapes
from lod_publisher.validation.subjects import graph_of


def _both(shapes: str, data: str) -> tuple[list[Said], list[Said]]:
    own, subjects = Shapes(BASE, (("own.ttl", PREFIXES + shapes),)), subjects_of(PREFIXES + data)
    return pyshacl_says(graph_of(subjects, None), own.graph), we_say(own, subjects)


def test_the_inverse_of_a_sequence_is_walked_from_its_end_as_sparql_does_and_pyshacl_does_not():
    shapes = (
        "ex:S a sh:PropertyShape ; sh:targetNode ex:c ; sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:hasValue ex:a ."
    )
    theirs, ours = _both(shapes, "ex:a ex:p ex:b . ex:b ex:q ex:c .")
    assert len(theirs) == 1
    assert ours == []


@pytest.mark.parametrize("literal", ['" a  b "^^xsd:token', '"a\\tb"^^xsd:normalizedString'])
def test_a_literal_is_judged_as_it_is_published_though_rdflib_rewrites_its_white_space(literal):
    shapes = 'ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:pattern "^a b$" .'
    theirs, ours = _both(shapes, f"ex:a ex:p {literal} .")
    assert theirs == []
    assert len(ours) == 1


@pytest.mark.parametrize("kind", ["zeroOrMorePath", "oneOrMorePath"])
def test_a_path_of_stars_is_refused(tmp_path, kind):
    path = f"[ sh:{kind} [ sh:zeroOrMorePath ex:p ] ]"
    text = f"{PREFIXES}ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path {path} ; sh:minCount 1 ."
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"own\.ttl:7: "):
        Shapes.load(tmp_path, BASE)


@pytest.mark.parametrize("component", ["lessThan", "lessThanOrEquals"])
def test_what_cannot_be_compared_is_a_result_though_pyshacl_gives_up(component):
    shapes = f"ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:{component} ex:q ."
    own, subjects = Shapes(BASE, (("own.ttl", PREFIXES + shapes),)), subjects_of(f"{PREFIXES}ex:a ex:p _:x ; ex:q 1 .")
    with pytest.raises(PyshaclFailsError, match="BlankNode"):
        pyshacl_says(graph_of(subjects, None), own.graph)
    assert [each.value for each in we_say(own, subjects)] == ["_:x"]


@pytest.mark.filterwarnings("ignore:NotImplemented should not be used:DeprecationWarning")  # in rdflib's <=
def test_an_ill_formed_date_is_not_before_another_though_pyshacl_gives_up():
    shapes = "ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:lessThanOrEquals ex:q ."
    own = Shapes(BASE, (("own.ttl", PREFIXES + shapes),))
    subjects = subjects_of(
        f'{PREFIXES}ex:a ex:p "1961-05-02T10"^^xsd:dateTime , "1962?"^^xsd:dateTime ; ex:q "1961-05-01T10:00:00?"^^xsd:dateTime .'
    )
    with pytest.raises(PyshaclFailsError, match="not supported between instances"):
        pyshacl_says(graph_of(subjects, None), own.graph)
    assert len(we_say(own, subjects)) == 2


@pytest.mark.parametrize("component", ["minInclusive", "maxExclusive"])
def test_what_is_no_number_breaks_every_bound_though_pyshacl_dies_of_it(component):
    shapes = f"ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:{component} 1.5 ."
    own, subjects = (
        Shapes(BASE, (("own.ttl", PREFIXES + shapes),)),
        subjects_of(f'{PREFIXES}ex:a ex:p "NaN"^^xsd:double .'),
    )
    with pytest.raises(ArithmeticError):
        pyshacl_says(graph_of(subjects, None), own.graph)
    assert len(we_say(own, subjects)) == 1
