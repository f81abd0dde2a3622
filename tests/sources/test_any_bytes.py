"""Whatever a file holds, a reader gives results or one clear sentence: no traceback, no endless work, no memory without end."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.sources.test_frus_text import VOLUME
from tests.sources.test_pocom_xml import chief, country
from tests.sources.test_records import EVERY_KIND

from lod_publisher.build.inputs import recognise
from lod_publisher.errors import SourceError
from lod_publisher.settings import Source
from lod_publisher.sources import READERS

ROOT = Path(__file__).parents[2]
_PATIENCE_S = 60  # nothing here takes a second; what has no end is stopped

TURTLE = b"""@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/id/person/a> a crm:E21_Person ; rdfs:label "A"@en, "B" ; crm:P98i_was_born [ a crm:E67_Birth ] .
"""
PEOPLE = b"""<person><id>100</id><names><preferred><name>Rusk, Dean</name></preferred></names>
<birth>1909</birth><authority-ids><viaf>1</viaf></authority-ids></person>"""
JSONL = b'{"id": "100", "name": "Rusk, Dean", "birth": "1909", "viaf": "1"}\n{"id": 2}\n'
# A whole file in each format whose reader has no such test elsewhere, under a name by which it is recognised.
WHOLE: dict[str, tuple[str, bytes]] = {
    "annotations": ("report.annotations.yaml", (ROOT / "seeds/report.annotations.yaml").read_bytes()),
    "authority-jsonl": ("authority.jsonl", JSONL),
    "frus-tei": ("frus-pocket.xml", (ROOT / "tests/pocket_corpus/frus-pocket.xml").read_bytes()),
    "frus-text": ("d1.txt", (ROOT / "seeds/002_cb0a2bc5603851f1.txt").read_bytes()),
    "people-xml": ("people.xml", PEOPLE),
    "pocom-xml": ("iraq.xml", country(chief()).encode()),
    "rdf": ("a.ttl", TURTLE),
    "records": ("records.yaml", EVERY_KIND.encode()),
    "wilson-text": ("000.txt", (ROOT / "seeds/000_5e19db3785d89ebe.txt").read_bytes()),
}
XML = ["eac-cpf", "frus-tei", "marcxml", "people-xml", "pocom-xml"]
_PUT = st.binary(max_size=3) | st.sampled_from(
    [b"<", b">", b"</", b"&", b'"', b"\x00", b"\xff\xfe", b"\n", b"- ", b": ", b"{", b"[", b"&a ", b"*a", b"!!x", b"|", b"\t", b"\xe2\x80\xae", b"2000-02-30"]
)  # fmt: skip


@contextmanager
def bounded() -> Iterator[None]:
    """Stop what has no end."""

    def stop(_: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"still at work after {_PATIENCE_S} s, at {frame}")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_PATIENCE_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read(folder: Path, reader: str, name: str, data: bytes) -> list[object]:
    """What a reader makes of a file; nothing when it refuses it in one sentence."""
    path = folder / name
    path.write_bytes(data)
    source = Source(path, name, reader, "c", {"base": "https://example.org", **VOLUME})
    found: list[object] = []
    with bounded():
        try:
            found += READERS[reader].survey(source)
            found += READERS[reader].read(source)
        except SourceError as problem:
            sentence = str(problem)
            assert name.partition(".")[0] in sentence
            assert "\n" not in sentence
            assert len(sentence) < 2_000
    return found


@pytest.mark.parametrize("reader", READERS)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
@example(data=b"")
@example(data=b"\xef\xbb\xbf")
@example(data=b"\x00" * 50)
@settings(max_examples=25)
def test_any_bytes_give_results_or_one_sentence(tmp_path_factory, reader, data):
    read(tmp_path_factory.mktemp("any"), reader, "any.file", data)


@pytest.mark.parametrize("reader", WHOLE)
@given(data=st.data())
@settings(max_examples=25)
def test_a_damaged_file_gives_results_or_one_sentence(tmp_path_factory, reader, data):
    name, content = WHOLE[reader]
    whole = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 12))] = data.draw(_PUT)
    read(tmp_path_factory.mktemp("damaged"), reader, name, bytes(whole))


@pytest.mark.parametrize("reader", WHOLE)
def test_the_files_that_are_damaged_here_are_read_when_they_are_whole(tmp_path, reader):
    name, content = WHOLE[reader]
    assert read(tmp_path, reader, name, content)


@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["a.xml", "a.ttl", "a.yaml", "a.json", "a.csv", "a.mrc", "a.txt", "a"]),
)
@settings(max_examples=60)
def test_any_file_is_recognised_or_not_without_an_error(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("seen") / name
    path.write_bytes(data)
    with suppress(SourceError):
        recognise(path)


@pytest.mark.parametrize("reader", XML)
def test_xml_that_is_nested_without_end_is_refused_or_read_within_bounds(tmp_path, reader):
    read(tmp_path, reader, "deep.xml", b"<a>" * 50_000 + b"</a>" * 50_000)
    _, content = WHOLE.get(reader, ("", b"<a><b>x</b></a>"))
    deep = content.replace(b"<p>", b"<p>" + b"<hi>" * 5_000, 1).replace(b"</p>", b"</hi>" * 5_000 + b"</p>", 1)
    read(tmp_path, reader, "deeper.xml", deep)


@pytest.mark.parametrize("reader", ["records", "annotations"])
def test_yaml_whose_aliases_multiply_is_refused_or_read_within_bounds(tmp_path, reader):
    """Nine lines of nine aliases each: written out, a billion texts."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    for begun in (
        "",
        "records:\n  - kind: person\n    id: a\n    label: A\n    notes: *a9\n",
        "document: d\npassages: *a9\n",
    ):
        read(tmp_path, reader, "laughs.yaml", ("\n".join(lines) + "\n" + begun).encode())
    read(tmp_path, reader, "circle.yaml", b"records: &a\n  - *a\nmentions: &b {x: *b}\n")


@pytest.mark.parametrize(
    ("reader", "name", "data"),
    [
        ("authority-jsonl", "a.jsonl", b'{"id": "1", "name": ' + b"[" * 200_000 + b"\n"),
        ("records", "a.json", b"[" * 200_000),
        ("records", "a.yaml", b"records: " + b"[" * 20_000),
        ("annotations", "a.yaml", b"entities: " + b"{a: " * 20_000),
        ("authority-csv", "a.csv", b"id,name,viaf\n1," + b"x" * 1_000_000 + b",2\n"),
        ("authority-csv", "a.csv", b'id,name,viaf\n1,"' + b"\n" * 100_000),
        ("rdf", "a.ttl", b"<a:a> <a:b> " + b"[ <a:b> " * 100_000),
        ("rdf", "a.ttl", b"<a:a> <a:b> " + b"( " * 100_000),
        ("rdf", "a.trig", b"<< " * 100_000),
        ("rdf", "a.rdf", b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" + b"<rdf:Bag><rdf:li>" * 20_000),
        ("rdf", "a.jsonld", b'{"@id": "a:a", "a:b": ' * 20_000),
        ("skos", "a.ttl", b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <a:a> a skos:Concept ; skos:prefLabel " + b"[ <a:b> " * 50_000),
        ("marc21", "a.mrc", b"99999nz  a2200000n  4500" + b"001" * 30_000 + b"\x1e\x1d"),
        ("beacon", "a.txt", b"#FORMAT: BEACON\n#PREFIX: http://a/\n#TARGET: http://b/{ID}\n" + b"|" * 300_000),
        ("wilson-text", "a.txt", b"Document text\n" + b"[" * 200_000),
        ("frus-text", "a.txt", b"1. " * 100_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_long_deep_or_never_closed_ends_in_results_or_one_sentence(tmp_path, reader, name, data):
    before = sys.getrecursionlimit()
    read(tmp_path, reader, name, data)
    assert sys.getrecursionlimit() == before
