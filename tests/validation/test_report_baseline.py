"""Baselines: what makes two findings the same, what is new, and files that diff well and fail with one clear sentence."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.errors import InputError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.validation.report import compare, fingerprint, read_baseline, write_baseline

READ = Finding("reference-to-nowhere", Severity.WARNING, Origin("frus/b.xml", 5), "v/d1", "It is #d9.", value="#d9")
SHAPED = Finding(
    "document-date",
    Severity.WARNING,
    Origin("frus/b.xml", 9),
    "document/v/d1",
    "The document has no date.",
    focus="https://data.example.org/id/document/v/d1",
    path="https://data.example.org/vocab/date",
    shape="https://data.example.org/shapes#document-date",
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(["a", "b"]),
        st.sampled_from(list(Severity)),
        st.builds(Origin, st.sampled_from(["x.xml", "y.xml"]), st.integers(1, 99)),
        st.one_of(st.sampled_from(["d1", "d2"]), TEXTS),
        TEXTS,
        TEXTS,
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": Origin("frus/b.xml", 77)},
        {"origin": Origin("elsewhere/b.xml", 5)},
        {"consequence": "Other words.", "remedy": "Better advice."},
        {"message": "Said otherwise."},
    ],
    ids=["line", "folder", "advice", "words beside a value"],
)
def test_a_finding_stays_the_same_when_its_place_or_the_rules_words_change(change):
    assert fingerprint(replace(READ, **change)) == fingerprint(READ)


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "other"},
        {"severity": Severity.VIOLATION},
        {"origin": Origin("frus/c.xml", 5)},
        {"record": "v/d2"},
        {"value": "#d8"},
        {"focus": "https://data.example.org/id/document/v/d1"},
        {"path": "https://data.example.org/vocab/date"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_finding_is_another_when_rule_severity_file_record_value_node_or_property_differ(change):
    assert fingerprint(replace(READ, **change)) != fingerprint(READ)


def test_a_readers_words_tell_findings_without_a_value_apart_but_not_the_lines_in_them():
    first = replace(READ, value="", message="d1 was described before, in line 12.")
    assert fingerprint(first) == fingerprint(replace(first, message="d1 was described before, in line 40."))
    assert fingerprint(first) != fingerprint(replace(first, message="d1 cannot be read."))


def test_a_shape_may_be_reworded_and_the_data_published_elsewhere_without_making_findings_new():
    moved = {
        name: getattr(SHAPED, name).replace("data.example.org", "other.example:8000/x") for name in ("focus", "path")
    }
    assert fingerprint(replace(SHAPED, **moved)) == fingerprint(SHAPED)
    assert fingerprint(replace(SHAPED, message="It is undated.")) == fingerprint(SHAPED)


def test_of_equal_findings_as_many_are_known_as_were_accepted(tmp_path):
    write_baseline(tmp_path / "b.jsonl", [READ, READ, SHAPED])
    compared = compare([READ, replace(READ, origin=Origin("b.xml", 8)), READ], read_baseline(tmp_path / "b.jsonl"))
    assert (len(compared.new), compared.known, compared.gone) == (1, 2, 1)


@given(FINDINGS, st.randoms())
def test_a_baseline_knows_all_its_findings_and_does_not_depend_on_their_order(tmp_path_factory, findings, random):
    folder = tmp_path_factory.mktemp("baseline")
    assert write_baseline(folder / "one", findings) == len(findings)
    shuffled = random.sample(findings, len(findings))
    write_baseline(folder / "two", shuffled)
    known = read_baseline(folder / "one")
    assert compare(shuffled, known).new == []
    assert compare(shuffled, known).gone == 0
    assert known == read_baseline(folder / "two")
    assert len(compare(findings, type(known)()).new) == len(findings)


def test_a_baseline_is_sorted_lines_without_line_numbers_that_people_can_read(tmp_path):
    path = tmp_path / "b.jsonl"
    write_baseline(path, [SHAPED, READ, replace(READ, record="v/d0"), READ])
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"baseline": "lod-publisher", "version": 1}
    assert [(line["record"], line.get("count")) for line in lines[1:]] == [
        ("document/v/d1", None),
        ("v/d0", None),
        ("v/d1", 2),
    ]
    assert all("line" not in line for line in lines)
    assert list(tmp_path.iterdir()) == [path]


HEAD = '{"baseline": "lod-publisher", "version": 1}\n'


@pytest.mark.parametrize(
    ("content", "place", "cause"),
    [
        (None, "b.jsonl: ", "no such baseline"),
        (b"\xff\xfe", "b.jsonl: ", "not UTF-8"),
        (b"", "b.jsonl:1: ", "not a line of a baseline"),
        (b"[]\n", "b.jsonl:1: ", "not a line of a baseline"),
        (b'{"baseline": "lod-publisher", "version": 9}\n', "b.jsonl:1: ", "not a baseline"),
        (HEAD.encode() + b'{"fingerprint": "12"}\n<<<<<<< HEAD\n', "b.jsonl:3: ", "not a line of a baseline"),
        (HEAD.encode() + b'{"record": "d1"}\n', "b.jsonl:2: ", "no fingerprint"),
        (HEAD.encode() + b'{"fingerprint": "12", "count": "two"}\n', "b.jsonl:2: ", "count"),
        (HEAD.encode() + b"[" * 100_000 + b"\n", "b.jsonl:2: ", "not a line of a baseline"),
    ],
)
def test_a_broken_baseline_is_one_sentence_with_place_cause_consequence_and_way_out(tmp_path, content, place, cause):
    path = tmp_path / "b.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_baseline(path)
    told = str(refused.value)
    assert place in told
    assert cause in told
    assert "Nothing was compared" in told
    assert "--write-baseline" in told


def test_a_baseline_that_cannot_be_written_leaves_nothing_behind_and_says_so(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"folder: the baseline cannot be written .*no finding was accepted"):
        write_baseline(tmp_path / "folder", [READ])
    with pytest.raises(InputError, match="cannot be written"):
        write_baseline(tmp_path / "missing" / "b.jsonl", [READ])
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
