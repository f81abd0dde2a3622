"""The W3C SHACL Core test suite, through our own door: what pySHACL passes, we pass, and we say what it says."""

from pathlib import Path

import pytest
from tests.conformance.shacl.suite import BASE, Case, case, names, with_shapes_described
from tests.validation.oracle import pyshacl_says, said, we_say, without_messages

from lod_publisher.errors import VocabularyError
from lod_publisher.validation import Shapes
from lod_publisher.validation.engine import judge
from lod_publisher.validation.subjects import graph_of

pytestmark = pytest.mark.corpus

_CORE = Path(__file__).parents[3].parent / "shared" / "specs" / "shacl" / "core"  # names are wanted before fixtures
_NAMES = sorted(names(_CORE)) if _CORE.is_dir() else []
_TESTS = 98

# Tests that pySHACL 0.40 does not pass, so that we need not. They are run all the same, and we say what it says.
_PYSHACL_FAILS = {
    "property/uniqueLang-002": "It takes sh:uniqueLang \"1\"^^xsd:boolean for true; the suite wants the word 'true' alone.",
}
# Tests whose shapes `Shapes.load` refuses, with a part of what it says. Their verdicts are compared all the same.
_REFUSED = {
    "path/path-strange-002": (
        "ill-formed",
        "Its path is both a sequence and an inverse: ill-formed by SHACL's own shapes for shapes, and the suite's test is that an "
        "engine may judge it nevertheless. A project is better served by hearing of it.",
    ),
    "property/qualifiedValueShape-001": (
        "no term sh:nodeShape",
        "It says sh:nodeShape, which is no term of SHACL and has no effect; in a project's shapes that is a misspelt constraint.",
    ),
}


def test_the_suite_is_whole_and_every_exception_is_one_of_its_tests(shared):
    assert len(_NAMES) == len(set(_NAMES)) == _TESTS
    assert {*_PYSHACL_FAILS, *_REFUSED} < set(_NAMES)


@pytest.mark.parametrize("name", _NAMES)
def test_we_pass_what_pyshacl_passes_and_say_what_it_says(name, tmp_path):
    test = case(_CORE, name)
    shapes = _load(test, tmp_path)
    theirs = with_shapes_described(pyshacl_says(graph_of(test.subjects, None), shapes.graph), shapes.graph)
    ours = with_shapes_described(we_say(shapes, test.subjects), shapes.graph)
    assert without_messages(ours) == without_messages(theirs)
    passes = without_messages(theirs) == without_messages(test.expected)
    assert passes is (name not in _PYSHACL_FAILS)
    for wanted, given in zip(test.expected, theirs, strict=passes):
        assert not wanted.messages or wanted.messages == given.messages


@pytest.mark.parametrize("name", _NAMES)
def test_our_reading_of_pyshacls_report_loses_nothing(name, tmp_path):
    test = case(_CORE, name)
    shapes = _load(test, tmp_path)
    data = graph_of(test.subjects, None)
    read = sorted(said(verdict) for verdict in judge(data, shapes.graph))
    assert without_messages(read) == without_messages(pyshacl_says(data, shapes.graph))


@pytest.mark.parametrize("name", _NAMES)
def test_an_editor_gets_a_finding_for_every_result_that_the_suite_expects(name, tmp_path):
    test = case(_CORE, name)
    found = _load(test, tmp_path).check(test.subjects, BASE)
    if name not in _PYSHACL_FAILS:
        assert {(finding.component, str(finding.severity)) for finding in found} == {
            (each.component, each.severity) for each in test.expected
        }
        assert {finding.focus for finding in found} >= {
            each.focus[1:-1] for each in test.expected if each.focus.startswith("<")
        }


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("name", sorted(_REFUSED))
def test_shapes_that_a_project_should_not_have_are_refused(name, tmp_path):
    words, _ = _REFUSED[name]
    with pytest.raises(VocabularyError, match=words):
        case(_CORE, name).load(tmp_path)


def _load(test: Case, folder: Path) -> Shapes:
    """The shapes of a test, by the door; those that the door refuses, past it."""
    if test.name in _REFUSED:
        return Shapes(BASE, ((test.shapes.name, test.shapes.read_text(encoding="utf-8")),))
    return test.load(folder)
