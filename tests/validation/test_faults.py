"""1,000 seeded faults in real records: whatever is spoilt, the fast path finds what pySHACL finds, no more and no less."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.validation.aims import Aim, aims_of
from tests.validation.faults import KINDS, Spoiler, records
from tests.validation.oracle import in_batches_we_say, pyshacl_says_what_it_can, we_say, with_own_words

from lod_publisher.model.terms import Term, Triple
from lod_publisher.validation import Shapes, Subject

pytestmark = [
    pytest.mark.no_cover,  # it would double the time of the reference engine
    pytest.mark.corpus,
    pytest.mark.filterwarnings("ignore:NotImplemented should not be used:DeprecationWarning"),  # in rdflib's <=
]

# Meetings and letters of the fifties; reports of the seventies; no list of persons; posts held; everything that a record may say.
_SOURCES = ("frus/frus1958-60v12.xml", "frus/frus1969-76ve13.xml", "frus/frus1948v01p1.xml", "pocom", "seeds")
_TRIPLES = 5_000  # of each source; pySHACL needs a quarter of a second for them, and reads them once a round
_ROUNDS = 10
_FAULTS = 20  # in one round
_BASE = "https://data.example.org"

_UNBROKEN: dict[str, str] = {}  # rules that no fault in these records can break, and why
_MORE = 40  # rounds for a rule that was not broken by then


@pytest.fixture(scope="module")
def shapes(root: Path) -> Shapes:
    """The project's shapes."""
    return Shapes.load(root / "shapes", _BASE)


@pytest.fixture(scope="module")
def real(shared: Path, root: Path) -> list[list[Subject]]:
    """The records of each source."""
    paths = [root / "seeds" if source == "seeds" else shared / "data" / source for source in _SOURCES]
    return [records(path, _BASE, _TRIPLES) for path in paths]


def test_a_thousand_faults_are_found_as_pyshacl_finds_them(shapes, real):
    aims = aims_of(shapes.graph)
    kinds: Counter[str] = Counter()
    for number, subjects in enumerate(real):
        for turn in range(_ROUNDS):
            spoiler = Spoiler(subjects, aims, (number * _ROUNDS + turn) * _FAULTS)
            kinds.update(fault.kind for fault in spoiler.spoil(_FAULTS))
            _compare(shapes, spoiler.subjects)
    assert kinds.total() == 1_000
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("size", [1, 7, 40])
def test_spoilt_records_are_judged_alike_in_batches_and_at_once(shapes, real, size):
    for number, subjects in enumerate(real):
        spoiler = Spoiler(subjects, aims_of(shapes.graph), 100 * number + size)
        spoiler.spoil(5 * _FAULTS)
        whole = _each_node_in_one_record(spoiler.subjects)
        batches = [whole[start : start + size] for start in range(0, len(whole), size)]
        assert in_batches_we_say(shapes, batches) == we_say(shapes, spoiler.subjects)


def _each_node_in_one_record(subjects: list[Subject]) -> list[Subject]:
    """All that is said of a node, said by the record that speaks of it first: a build judges merged records."""
    homes: dict[Term, int] = {}
    gathered: list[list[Triple]] = [[] for _ in subjects]
    for number, subject in enumerate(subjects):
        for triple in subject.triples:
            gathered[homes.setdefault(triple[0], number)].append(triple)
    return [replace(subject, triples=triples) for subject, triples in zip(subjects, gathered, strict=True)]


def test_every_rule_can_be_broken_and_is_then_found_broken_as_by_pyshacl(shapes, real):
    unbroken = {aim.rule for aim in aims_of(shapes.graph) if not _broken(shapes, real, aim)}
    assert unbroken == {f"{_BASE}/shapes#{name}" for name in _UNBROKEN}


def _broken(shapes: Shapes, real: list[list[Subject]], aim: Aim) -> bool:
    """Whether faults that are aimed at a rule alone break it; compared with pySHACL at the first that does."""
    for turn in range(_MORE):
        subjects = real[-1 - turn % len(real)]
        spoiler = Spoiler(subjects, [aim], turn)
        spoiler.spoil(_FAULTS)
        if any(each.shape == f"<{aim.rule}>" for each in we_say(shapes, spoiler.subjects)):
            _compare(shapes, spoiler.subjects)
            return True
    return False


def _compare(shapes: Shapes, subjects: list[Subject]) -> None:
    comparable, theirs = pyshacl_says_what_it_can(shapes, subjects)
    ours = we_say(comparable, subjects)
    assert with_own_words(ours, comparable.graph) == with_own_words(theirs, comparable.graph)


def test_equal_turns_spoil_equally(shapes, real):
    subjects = real[-1]
    one, other = (Spoiler(subjects, aims_of(shapes.graph), 7) for _ in range(2))
    assert one.spoil(_FAULTS) == other.spoil(_FAULTS)
    assert one.subjects == other.subjects != subjects
