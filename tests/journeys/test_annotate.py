"""`annotate`: from a text and a snapshot to a file that a human mends and the next build publishes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lod_publisher.build.pipeline import build
from lod_publisher.cli import main
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings, Source
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.sources import annotations

PEOPLE = """
persons:
  wright-michael: {label: "Wright, Sir Michael", note: British Ambassador to Iraq}
  qasim-abd-al-karim: {label: "Qasim, Abd al-Karim", note: Prime Minister of Iraq}
places:
  iraq: {label: Iraq}
"""
LETTER = "Baghdad, July 20, 1958\n\nAmbassador Wright saw Prime Minister Kassem in Iraq.\n\nOn July 14 Wright had\nbeen away."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: Any) -> Path:
    """A collection of names, published, and a letter beside it."""
    path: Path = tmp_path_factory.mktemp("annotate")
    collection = path / "names"
    collection.mkdir()
    (collection / "names.annotations.yaml").write_text(f"annotations: letter\n{PEOPLE}", encoding="utf-8")
    (path / "letter.txt").write_text(LETTER, encoding="utf-8")
    settings = BuildSettings(data=path / "data", base="http://127.0.0.1:8000", jobs=1, validate=False, dumps=())
    build([collection], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return path


def annotate(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["annotate", *arguments, "--data", str(folder / "data")])


def test_a_letter_is_annotated_and_the_next_build_publishes_it_as_the_programs_reading(folder):
    target = folder / "names" / "letter.annotations.yaml"
    done = annotate(folder, str(folder / "letter.txt"), "--to", str(target), "--year", "1958")
    assert done.exit_code == 0, done.output
    assert "mentions of 3 entities and 2 dates are proposed" in done.output
    read: list[Any] = list(annotations.read(Source(target, target.name, "annotations", "")))
    told = {(record.passage.local_id, m.text, m.entity.local_id) for record in read for m in record.mentions}
    assert told == {
        ("letter/p2", "Wright", "wright-michael"),
        ("letter/p2", "Kassem", "qasim-abd-al-karim"),
        ("letter/p2", "Iraq", "iraq"),
        ("letter/p3", "Wright", "wright-michael"),
    }
    assert {dated.date.edtf for record in read for dated in record.dates} == {"1958-07-20", "1958-07-14"}
    settings = BuildSettings(data=folder / "again", base="http://127.0.0.1:8000", jobs=1, dumps=())
    result = build([folder / "names"], settings, datetime(2026, 1, 3, tzinfo=UTC), lambda *_: None)
    assert result.violations == 0
    assert "Kassem" in Snapshot.open(folder / "again").catalog.names(Kind.PERSON, "qasim-abd-al-karim")


def test_without_a_file_to_write_the_proposals_are_printed_and_the_unsure_can_be_left_out(folder):
    printed = annotate(
        folder, str(folder / "letter.txt"), "--document", "letters/1", "--year", "1958", "--at-least", "0.9"
    )
    assert "annotations: letters/1" in printed.output
    assert "Kassem" not in printed.output, "another spelling is less sure than that"
    assert "Kassem" in annotate(folder, str(folder / "letter.txt"), "--year", "1958").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.txt"], "there is no such file"),
        (["seeds/000_5e19db3785d89ebe.txt", "--to", "no/such/folder.yaml"], "there is no folder no/such"),
    ],
)
def test_what_cannot_be_annotated_is_said_in_a_sentence(folder, arguments, message):
    done = annotate(folder, *arguments)
    assert done.exit_code == 2
    assert message in done.output


def test_a_text_of_a_collection_is_read_through_its_own_entry(folder):
    done = annotate(folder, "seeds/002_cb0a2bc5603851f1.txt")
    assert "annotations: frus1958-60v12/d145" in done.output
    assert "person/wright-michael" in done.output
