"""What a librarian is given: tables that say on what grounds, candidates that become decisions, a page without a server."""

import csv
from pathlib import Path

import pytest

from lod_publisher.linking.concordance import link
from lod_publisher.linking.decisions import Decisions
from lod_publisher.linking.evaluation import scores
from lod_publisher.linking.review import Outcome, candidates_csv, clusters_tsv, links_csv, review_page
from lod_publisher.linking.who import Pair
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Name, Note, Origin, Person

HOSTILE = "</script><script>alert(1)</script>"


def person(local_id: str, label: str, *same: str, note: str = "", born: str = "") -> Person:
    return Person(
        local_id,
        Origin("list.xml", 7),
        label,
        (Name(label, "primary"),),
        birth=partial_date(born) if born else None,
        notes=(Note(note),) if note else (),
        same_as=tuple(EntityRef(Kind.PERSON, key) for key in same),
        exact_matches=("http://viaf.org/viaf/1",) if local_id == "hsg-1" else (),
    )


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    records = [
        person("hsg-1", "Qasim, Abd al-Karim", "v1/p_Q", born="1914"),
        person("v1/p_Q", "Kassem", note="Prime Minister of Iraq"),
        person("v2/p_K", "Qassim, General", note="Prime Minister of Iraq"),
        person("v2/p_A", "Arif, Abd al-Salam"),
        person("v3/p_A", HOSTILE, note="=HYPERLINK(1)"),
    ]
    same = (Pair(Kind.PERSON, "v1/p_Q", "v2/p_K", 0.97, ("The same office.",)),)
    possible = (Pair(Kind.PERSON, "v2/p_A", "v3/p_A", 0.6, ("The family names are alike.",)),)
    return Outcome(records, link(records, None, same, possible), same, Decisions(), "2026-01-02")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_clusters_are_what_the_scorer_reads(outcome, tmp_path):
    assert clusters_tsv(outcome, tmp_path / "clusters.tsv") == 4
    (tmp_path / "gold.tsv").write_text("volume_id\tperson_xml_id\tpeople_id\nv1\tp_Q\t1\nv2\tp_K\t1\nv2\tp_A\t2\n")
    assert scores(tmp_path / "clusters.tsv", tmp_path / "gold.tsv")["B-cubed F1"] == 1.0


def test_every_link_has_confidence_method_evidence_and_date(outcome, tmp_path):
    links_csv(outcome, tmp_path / "links.csv")
    found = {(row["one"], row["other"]): row for row in rows(tmp_path / "links.csv")}
    said, compared = found["v1/p_Q", "hsg-1"], found["v2/p_K", "hsg-1"]
    assert (said["relation"], said["method"], said["confidence"]) == ("same", "source", "1.000")
    assert said["evidence"] == "list.xml:7 says so."
    assert (compared["method"], compared["confidence"], compared["date"]) == ("comparison", "0.970", "2026-01-02")
    assert compared["evidence"] == "The same office."
    assert found["v2/p_A", "v3/p_A"]["relation"] == "closeMatch"
    assert found["hsg-1", "http://viaf.org/viaf/1"]["relation"] == "exactMatch"


def test_a_candidate_becomes_a_decision_when_its_first_column_is_filled_in(outcome, tmp_path):
    path = tmp_path / "decisions.csv"
    assert candidates_csv(outcome, path) == 1
    assert Decisions.read(path).all == []
    text = path.read_text(encoding="utf-8-sig").replace(
        ",person,v2/p_A,v3/p_A,,,", "same,person,v2/p_A,v3/p_A,M,2026-01-02,"
    )
    path.write_text(text, encoding="utf-8")
    found = Decisions.read(path)
    assert (list(found.same), found.findings) == ([(Kind.PERSON, "v2/p_A", "v3/p_A")], [])


def test_no_cell_of_a_table_is_a_formula(outcome, tmp_path):
    candidates_csv(outcome, tmp_path / "candidates.csv")
    (row,) = rows(tmp_path / "candidates.csv")
    assert row["about other"] == "'=HYPERLINK(1)"


def test_the_page_shows_both_sides_with_reasons_and_nothing_of_the_data_is_markup(outcome):
    page = review_page(outcome)
    assert "The family names are alike." in page
    assert "60%" in page
    assert "1914-" in page or "Kassem" in page
    assert HOSTILE not in page
    assert "&lt;/script&gt;" in page
