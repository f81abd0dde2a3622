"""Whatever the shapes and the data, we say what pySHACL says: as often, of the same nodes, with the same words of the shapes.

`pytest tests/validation/test_equality.py --hypothesis-profile=thorough` asks 50 times as often, and each time anew.
"""

from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import RDFS
from tests.validation.oracle import in_batches_we_say, pyshacl_says_what_it_can, we_say, with_own_words
from tests.validation.pool import BASE, subjects_of
from tests.validation.strategies import graphs, shapes

from lod_publisher.model.terms import Triple
from lod_publisher.validation import Shapes, Subject

pytestmark = [
    pytest.mark.no_cover,  # it would double the time of the reference engine
    pytest.mark.filterwarnings("ignore:NotImplemented should not be used:DeprecationWarning"),  # in rdflib's <=
]

_SUBCLASS = f"<{RDFS.subClassOf}>"
_EXAMPLES = settings().max_examples


def _own(text: str) -> Shapes:
    """Shapes as they are, without judging the shapes themselves: that takes longer than everything else here."""
    return Shapes(BASE, (("own.ttl", text),))


def _classes_apart(subjects: list[Subject]) -> tuple[tuple[Triple, ...], list[Subject]]:
    """The tree of classes, which is an ontology's to say, and what the records say."""
    tree = tuple(triple for subject in subjects for triple in subject.triples if triple[1] == _SUBCLASS)
    return tree, [
        replace(subject, triples=[triple for triple in subject.triples if triple[1] != _SUBCLASS])
        for subject in subjects
    ]


@settings(max_examples=4 * _EXAMPLES)
@given(shapes(), graphs)
def test_we_say_what_pyshacl_says(text, data):
    own, subjects = _own(text), subjects_of(data)
    we_say(own, subjects)  # we never give up
    comparable, theirs = pyshacl_says_what_it_can(own, subjects)
    ours = we_say(comparable, subjects)
    assert with_own_words(ours, comparable.graph) == with_own_words(theirs, comparable.graph)


@settings(max_examples=2 * _EXAMPLES)
@given(shapes(), graphs, st.integers(1, 3), st.integers(1, 3))
def test_batches_and_then_the_whole_say_what_the_whole_says_at_once(text, data, nodes, records):
    classes, subjects = _classes_apart(subjects_of(data))
    own = Shapes(BASE, (("own.ttl", text),), classes)
    subjects = [_as_one(several) for several in _portions(subjects, nodes)]
    assert in_batches_we_say(own, _portions(subjects, records)) == we_say(own, subjects)


def _portions(subjects: list[Subject], size: int) -> list[list[Subject]]:
    return [subjects[start : start + size] for start in range(0, len(subjects), size)]


def _as_one(subjects: list[Subject]) -> Subject:
    """Several nodes in one record."""
    return replace(subjects[0], triples=[triple for subject in subjects for triple in subject.triples])


@settings(max_examples=_EXAMPLES // 5, phases=[Phase.generate])
@given(shapes())
def test_the_shapes_of_these_tests_are_shapes_that_a_project_can_load(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("shapes")
    (folder / "own.ttl").write_text(text, encoding="utf-8")
    assert Shapes.load(folder, BASE).files == ((str(folder / "own.ttl"), text),)
