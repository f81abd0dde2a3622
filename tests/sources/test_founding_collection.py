"""The founding collection: what a close reading finds is annotated, and every annotation stands in the texts."""

import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import (
    Annotation,
    Document,
    Event,
    Organisation,
    Person,
    Place,
    Record,
    Relation,
    Statement,
)
from lod_publisher.settings import Source
from lod_publisher.sources import READERS

_T = TypeVar("_T")
SEEDS = Path(__file__).parents[2] / "seeds"
REPORT, TELEGRAM = "wilson-122512", "frus1958-60v12/d145"


@cache
def _all() -> tuple[Record | Finding, ...]:
    found: list[Record | Finding] = []
    for entry in tomllib.loads((SEEDS / "collection.toml").read_text("utf-8"))["sources"]:
        options = {name: value for name, value in entry.items() if name not in ("path", "reader")}
        source = Source(SEEDS / entry["path"], entry["path"], entry["reader"], "seeds", options)
        reader = READERS[entry["reader"]]
        assert reader.recognises(source.path, source.path.read_bytes()[:4096])
        found += [*reader.survey(source), *reader.read(source)]
    return tuple(found)


def _of(kind: type[_T]) -> list[_T]:
    return [record for record in _all() if isinstance(record, kind)]


@cache
def _passages() -> dict[str, str]:
    return {p.local_id: p.text for document in _of(Document) for p in document.passages}


def _events() -> dict[str, Event]:
    return {event.local_id: event for event in _of(Event)}


@pytest.mark.corpus
def test_the_texts_are_kept_byte_for_byte(shared):
    for name in ("000_5e19db3785d89ebe.txt", "002_cb0a2bc5603851f1.txt"):
        assert (SEEDS / name).read_bytes() == (shared / "data" / "seeds" / name).read_bytes()


def test_nothing_in_the_collection_is_wrong():
    assert [f for f in _of(Finding) if f.severity is not Severity.INFO] == []


def test_eighteen_persons_are_annotated_five_of_them_unnamed_and_one_withheld():
    # the translator is also surveyed by the reader of the text, as an entity of that text that is said to be the same
    people = {person.local_id: person for person in _of(Person) if person.local_id != f"{REPORT}/andras-bocz"}
    unnamed = {key for key, person in people.items() if person.unnamed}
    withheld = {key for key in unnamed if "not declassified" in people[key].label}
    assert (len(people), len(unnamed - withheld), len(withheld)) == (18, 5, 1)


def test_groups_places_and_cited_documents_are_all_there():
    assert len({group.local_id for group in _of(Organisation)}) == 34
    assert len({place.local_id for place in _of(Place)}) == 12
    cited = {document.local_id for document in _of(Document) if not document.passages}
    assert len(cited - {f"{REPORT}/original"}) == 7
    assert len({document.local_id for document in _of(Document)}) == 10


def test_events_relations_and_surface_forms_are_as_many_as_a_close_reading_finds():
    assert len(_events()) >= 49
    assert len(_of(Relation)) >= 34
    assert sum(len(annotation.mentions) for annotation in _of(Annotation)) >= 190


def test_twelve_redactions_are_in_the_telegram():
    assert sum(len(p.redactions) for d in _of(Document) if d.local_id == TELEGRAM for p in d.passages) == 12


def test_every_surface_form_stands_word_for_word_in_its_passage():
    wrong = [
        (annotation.passage.local_id, mention.text)
        for annotation in _of(Annotation)
        for mention in annotation.mentions
        if mention.text not in _passages().get(annotation.passage.local_id, "")
    ]
    assert wrong == []


def test_every_form_that_is_called_a_name_stands_in_a_passage():
    named: list[Person | Organisation | Place] = [*_of(Person), *_of(Organisation), *_of(Place)]
    for record in named:
        for name in record.names:
            assert all(name.text in _passages()[passage.local_id] for passage in name.passages)


def test_every_event_relation_and_claim_has_a_passage_that_exists():
    said: list[Event | Relation | Statement] = [*_of(Event), *_of(Relation), *_of(Statement)]
    for record in said:
        assert record.evidence, record
        assert all(evidence.passage.local_id in _passages() for evidence in record.evidence), record


def test_the_words_of_every_date_stand_in_a_passage_of_its_evidence():
    for event in _of(Event):
        if event.date is not None:
            texts = [_passages()[evidence.passage.local_id] for evidence in event.evidence]
            assert any(event.date.text in text for text in texts), event.local_id


def test_no_event_lies_after_the_text_that_tells_it():
    # the editors' notes to the telegram of 4 December know of the telegrams of the next day
    last = {REPORT: date(1958, 12, 18), TELEGRAM: date(1958, 12, 5)}
    for event in _of(Event):
        if event.date is not None:
            written = last[event.evidence[0].passage.local_id.rpartition("/")[0]]
            assert event.date.latest is not None
            assert event.date.latest <= written, event.local_id


def test_no_form_of_a_person_is_forgotten_in_the_texts():
    named = r"Qass?im|Are?i?f\b|Nuri A[Ss]-Said|Chaderchi|Shanshall|Amer\b|Bocz|Wright|Jomard|Rockwell|Rountree"
    annotated: dict[str, str] = {}
    for annotation in _of(Annotation):
        key = annotation.passage.local_id
        annotated[key] = annotated.get(key, "") + " | ".join(mention.text for mention in annotation.mentions)
    for key, text in _passages().items():
        for form in set(re.findall(named, text)):
            assert form in annotated.get(key, ""), (key, form)


def test_qasim_is_the_only_person_of_both_texts():
    texts: dict[str, set[str]] = {}
    for annotation in _of(Annotation):
        for mention in annotation.mentions:
            if mention.entity is not None and mention.entity.kind == "person":
                texts.setdefault(mention.entity.local_id, set()).add(annotation.passage.local_id.rpartition("/")[0])
    assert [key for key, found in texts.items() if len(found) == 2] == ["qasim-abd-al-karim"]


def test_persons_are_those_of_the_volumes_list_and_the_doubtful_are_not():
    same = {person.local_id: [ref.local_id.rpartition("/")[2] for ref in person.same_as] for person in _of(Person)}
    assert same["wright-sir-michael"] == ["p_WSM1"]
    assert same["arif-abd-al-salam"] == ["p_AASM1"]
    assert same["shanshal-siddiq"] == same["king-of-iraq-1957"] == same["amer"] == []
    doubtful = {s.subject.local_id for s in _of(Statement) if s.property == "closeMatch" and s.type == "cataloguing"}
    assert doubtful == {"shanshal-siddiq", "king-of-iraq-1957"}


@pytest.mark.parametrize(
    ("key", "edtf"),
    [
        ("contact-of-communists-and-qasim", "1955-41"),
        ("unity-of-the-communist-party-restored", "1956-41"),
        ("aggression-against-egypt", "1956-23"),
        ("arming-of-the-people", "1956-10/1958-07-14"),
        ("military-maneuvers-of-1956", "1956-23"),
        ("clash-with-police-and-army", "1956-12~"),
        ("qasim-sent-to-jordan", "1957-01~"),
        ("order-to-move-to-lebanon", "1958-07-11"),
        ("arms-distributed", "1958-07-13/1958-07-14"),
        ("revolution-of-14-july-1958", "1958-07-14"),
        ("meeting-of-wright-and-qassim", "1958-11-30"),
        ("approach-to-the-embassy-in-iraq", "../1958-12-03"),
        ("telegram-1753-sent", "1958-12-03"),
        ("telegram-1754-sent", "1958-12-03"),
        ("telegram-1505-sent", "1958-12-04"),
        ("british-embassy-informs-the-department", "1958-12-04"),
        ("friday-meeting", "1958-12-05"),
        ("telegram-1777-sent", "1958-12-05"),
        ("telegram-1781-sent", "1958-12-05"),
    ],
)
def test_events_are_dated_as_the_texts_date_them(key, edtf):
    written = _events()[key].date
    assert written is not None
    assert written.edtf == edtf


def test_the_revolution_has_five_parts():
    parts = [e for e in _of(Event) if e.part_of is not None and e.part_of.local_id == "revolution-of-14-july-1958"]
    assert len(parts) == 5


def test_what_is_alleged_planned_or_proposed_is_marked():
    said = {key: event.modality for key, event in _events().items() if event.modality}
    assert said == {
        "alleged-journey-from-pishti": "alleged",
        "alleged-activity-in-southern-iraq": "alleged",
        "visit-of-the-king-to-jordan": "planned",
        "move-to-lebanon": "planned",
        "allegation-raised-with-qassim": "planned",
        "overthrow-during-the-maneuvers": "proposed",
        "elimination-of-the-king-in-jordan": "proposed",
        "coup-against-qassim": "proposed",
        "support-for-the-plotters": "proposed",
        "funds-for-the-plotters": "proposed",
    }


def test_eight_claims_are_statements_and_never_relations_or_roles():
    claims = {s.local_id: s for s in _of(Statement) if s.type == "allegation"}
    assert len(claims) == 8
    facts = {(r.subject, r.property, r.object) for r in _of(Relation)}
    for claim in claims.values():
        assert (claim.subject, claim.property, claim.object) not in facts
    assert Counter(s.type for s in _of(Statement)) == {"allegation": 8, "denial": 3, "cataloguing": 3}


def test_the_allegation_reaches_the_telegram_through_its_retellings():
    events, at, way = _events(), "telegram-1505-sent", []
    while at != "meeting-of-wright-and-qassim":
        at = events[at].continued[-1].local_id
        way.append(at)
    assert way == [
        "british-embassy-informs-the-department",
        "foreign-office-informs-its-embassy",
        "wright-reports-to-the-foreign-office",
        "meeting-of-wright-and-qassim",
    ]


def test_the_chain_of_replies_is_linked_from_text_to_text():
    replies = {(r.subject.local_id, r.object.local_id) for r in _of(Relation) if r.property == "replies_to"}
    cable = "embassy-in-iraq/telegram-{}-1958".format
    assert replies == {
        (TELEGRAM, cable(1753)), (TELEGRAM, cable(1754)), (cable(1777), TELEGRAM), (cable(1781), TELEGRAM),
    }  # fmt: skip
