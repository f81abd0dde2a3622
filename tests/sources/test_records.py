"""Records that an archive writes itself become records of the model, and what is wrong with them is said in its place."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import (
    Appointment,
    ArchivalSource,
    Collection,
    Concept,
    Document,
    EntityRef,
    Event,
    Evidence,
    Identifier,
    Mention,
    Name,
    Note,
    Organisation,
    Participation,
    Person,
    Place,
    Record,
    Relation,
    Statement,
    Volume,
)
from lod_publisher.settings import Source
from lod_publisher.sources import authority_jsonl, people_xml, pocom_xml, rdf, records

SCHEMA = Path(records.__file__).parent.parent / "schemas" / "records.schema.json"

EVERY_KIND = """
records:
  - kind: person
    id: qasim
    label: Qasim, Abd al-Karim
    names:
      - Kassem
      - {text: عبد الكريم قاسم, type: transliteration, language: ar}
    identifiers: [viaf=25395945, {scheme: shelf, value: 007}]
    birth: 1914
    death: 9 February 1963
    notes: [Prime Minister, {text: See there., passage: report/p1}]
    member_of: [The Free Officers]
    evidence: [report/p1, {passage: document/report/p2, asserted_by: editor}]
    same_as: [person/frus1958-60v12/p_QGAK1]
    exact_matches: ["http://viaf.org/viaf/25395945"]
  - kind: organisation
    id: free-officers
    label: Free Officers
    type: group
    part_of: {ref: organisation/army, label: Iraqi Army}
    seat: Baghdad
  - {kind: place, id: baghdad, label: Baghdad, within: iraq, coordinates: [33.3, 44.4]}
  - {kind: concept, id: report, label: report, scheme: genre, definition: Tells what happened.}
  - kind: event
    id: coup
    label: The coup of 14 July
    type: coup
    nature: activity
    date: {edtf: 1958-07-14, words: on 14 July}
    places: [Baghdad, place/iraq]
    participants:
      - qasim
      - had_victim=person/faisal-ii
      - {actor: Arif, role: participant, office: Deputy Prime Minister}
    used: [report]
    evidence: [report/p1]
  - kind: relation
    subject: organisation/free-officers
    property: P107_has_current_or_former_member
    object: person/qasim
    qualifier: commander
    date: fall of 1956
  - kind: statement
    label: Qasim was no communist
    subject: person/qasim
    property: P2_has_type
    object: a friend of the Party
    type: denial
    claimant: qasim
  - kind: appointment
    id: iq-1954-gall-01
    label: Gallman in Baghdad
    person: Waldemar Gallman
    office: ambassador
    mission: US mission to Iraq
    date: 1954-11-03/1958-12-14
    steps: [appointed=1954-07-02, {type: left, note: Left post}]
  - kind: volume
    id: v12
    title: Near East
    years: [1958, 1960]
    number: 12
    editors: [editor=Edward Keefer]
    place: Washington
    published: 1993
  - {kind: collection, id: papers, label: Papers, languages: [en, hu]}
  - kind: document
    id: report
    title: Report
    genre: report
    date: 1958-12
    part_of: v12
    senders: [The Embassy in Budapest]
    classification: [secret]
    archival_source: [Eisenhower Library > Whitman File]
    steps: [drafting=Rockwell]
    paragraphs:
      - The first
        paragraph.
      - {text: "The second [1 line not declassified].", redactions: ["[1 line not declassified]"],
         mentions: [Qassim=person/qasim, Baghdad]}
      - {text: A note., kind: footnote, number: 1}
"""


def write(tmp_path: Path, text: str, name: str = "a.yaml", **options: str) -> Source:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return Source(path, name, "records", "c", options)


def everything(source: Source) -> list[Record | Finding]:
    return [*records.survey(source), *records.read(source)]


def findings(source: Source) -> list[Finding]:
    return [found for found in everything(source) if isinstance(found, Finding)]


@pytest.fixture
def of(tmp_path: Path) -> Callable[[type], object]:
    found = everything(write(tmp_path, EVERY_KIND))
    assert not [each for each in found if isinstance(each, Finding)]
    return lambda kind: next(each for each in found if isinstance(each, kind))


def test_a_person_is_read_with_everything(of):
    person = of(Person)
    assert (person.local_id, person.label, str(person.origin)) == ("qasim", "Qasim, Abd al-Karim", "a.yaml:3")
    assert person.names == (Name("Kassem"), Name("عبد الكريم قاسم", "transliteration", "ar"))
    assert person.identifiers == (Identifier("viaf", "25395945"), Identifier("shelf", "007"))
    assert (person.birth.edtf, person.death.edtf) == ("1914", "1963-02-09")
    assert person.notes[1] == Note("See there.", EntityRef(Kind.DOCUMENT, "report/p1"))
    assert person.member_of == (EntityRef(Kind.ORGANISATION, "free-officers"),)
    assert person.member_of[0].label == "The Free Officers"
    assert person.evidence == (
        Evidence(EntityRef(Kind.DOCUMENT, "report/p1")),
        Evidence(EntityRef(Kind.DOCUMENT, "report/p2"), "editor"),
    )
    assert person.same_as == (EntityRef(Kind.PERSON, "frus1958-60v12/p_QGAK1"),)


def test_organisations_places_and_concepts_are_shared(of):
    assert of(Organisation).part_of == EntityRef(Kind.ORGANISATION, "army")
    assert of(Organisation).part_of.label == "Iraqi Army"
    assert of(Organisation).seat == EntityRef(Kind.PLACE, "baghdad")
    assert (of(Place).within, of(Place).coordinates) == (EntityRef(Kind.PLACE, "iraq"), (33.3, 44.4))
    assert of(Concept).definition == "Tells what happened."


def test_an_event_has_its_date_in_the_words_of_the_source_and_participants_in_roles(of):
    event = of(Event)
    assert (event.date.edtf, event.date.text) == ("1958-07-14", "on 14 July")
    assert event.places == (EntityRef(Kind.PLACE, "baghdad"), EntityRef(Kind.PLACE, "iraq"))
    assert event.participants == (
        Participation(EntityRef(Kind.PERSON, "qasim")),
        Participation(EntityRef(Kind.PERSON, "faisal-ii"), "had_victim"),
        Participation(EntityRef(Kind.PERSON, "arif"), "participant", "Deputy Prime Minister"),
    )


def test_relations_statements_appointments_volumes_and_collections_are_read(of):
    assert (of(Relation).kind, of(Relation).date.edtf) == ("commander", "1956-23")
    assert of(Statement).object == "a friend of the Party"
    assert of(Statement).local_id.startswith("statement-")
    assert [(act, when.edtf if when else None, note) for act, when, note in of(Appointment).steps] == [
        ("appointed", "1954-07-02", ""),
        ("left", None, "Left post"),
    ]
    assert of(Appointment).mission.local_id == "us-mission-to-iraq"
    assert (of(Volume).years, of(Volume).number, of(Volume).editors) == (
        (1958, 1960),
        "12",
        (("editor", "Edward Keefer"),),
    )
    assert of(Collection).languages == ("en", "hu")


def test_a_documents_paragraphs_are_numbered_each_kind_apart(of):
    document = of(Document)
    assert [(each.local_id, each.kind, each.text, each.editorial) for each in document.passages] == [
        ("report/p1", "paragraph", "The first paragraph.", False),
        ("report/p2", "paragraph", "The second [1 line not declassified].", False),
        ("report/fn1", "footnote", "A note.", True),
    ]
    assert document.passages[1].mentions == (
        Mention("Qassim", EntityRef(Kind.PERSON, "qasim")),
        Mention("Baghdad"),
    )
    assert document.archival_source == (
        ArchivalSource(
            (("eisenhower-library", "Eisenhower Library"), ("whitman-file", "Whitman File")),
            text="Eisenhower Library > Whitman File",
        ),
    )
    assert document.steps[0].type == "drafting"


def test_the_schema_is_valid_and_allows_the_example_as_an_editor_would_check_it():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    example = yaml.safe_load(EVERY_KIND.replace("1958-07-14,", "'1958-07-14',"))
    jsonschema.Draft202012Validator(schema).validate(example)
    example["records"][0]["lable"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(example)


def test_json_and_json_lines_say_the_same_as_yaml(tmp_path):
    values = [{"kind": "place", "id": "a", "label": "A"}, {"kind": "place", "id": "b", "label": "B"}]
    expected = [("a", "A"), ("b", "B")]
    texts = {
        "a.json": json.dumps({"records": values}, indent=1),
        "b.json": json.dumps(values),
        "a.jsonl": "\n\n".join(map(json.dumps, values)),
        "a.yaml": yaml.safe_dump({"records": values}),
        "b.yaml": yaml.safe_dump(
            {"kind": "place", "records": [{k: v for k, v in each.items() if k != "kind"} for each in values]}
        ),
    }
    lines = {"a.json": [3, 8], "b.json": [1, 1], "a.jsonl": [1, 3], "a.yaml": [2, 5], "b.yaml": [3, 5]}
    for name, text in texts.items():
        places = [each for each in everything(write(tmp_path, text, name)) if isinstance(each, Place)]
        assert [(each.local_id, each.label) for each in places] == expected, name
        assert [each.origin.line for each in places] == lines[name], name


@pytest.mark.parametrize(
    ("name", "header", "options"),
    [
        ("persons.csv", "id,label,names,birth,unnamed", {}),
        ("people.csv", "\ufeffid,label,names,birth,unnamed", {}),
        ("x.csv", "id,label,names,birth,unnamed", {"kind": "person"}),
    ],
)
def test_a_row_of_csv_is_a_record_with_several_values_in_a_cell(tmp_path, name, header, options):
    text = f'{header}\nqasim,"Qasim, Abd\nal-Karim",Kassem|Qassim,1914,\n\nx,Someone,,,true\n'
    first, second = everything(write(tmp_path, text, name, **options))
    assert isinstance(first, Person)
    assert isinstance(second, Person)
    assert (first.label, first.names, first.origin.line) == ("Qasim, Abd al-Karim", (Name("Kassem"), Name("Qassim")), 2)
    assert (second.unnamed, second.birth, second.origin.line) == (True, None, 5)


def test_a_table_of_places_has_numbers_and_semicolons(tmp_path):
    text = "id;label;coordinates\nbaghdad;Baghdad;33.3|44.4\nx;X;north|44\n"
    place, finding = everything(write(tmp_path, text, "places.csv"))
    assert isinstance(place, Place)
    assert place.coordinates == (33.3, 44.4)
    assert isinstance(finding, Finding)
    assert finding.origin.line == 3


def test_a_text_is_split_into_paragraphs_at_empty_lines(tmp_path):
    text = 'id,title,genre,text\nd1,Letter,letter,"One\nline.\n\nTwo."\n'
    [document] = everything(write(tmp_path, text, "documents.csv"))
    assert isinstance(document, Document)
    assert [each.text for each in document.passages] == ["One line.", "Two."]


@pytest.mark.parametrize(
    ("record", "line", "words"),
    [
        ("{kind: person, id: x}", 4, ["no 'label'", "Give it a label"]),
        ("{kind: person, label: X, id: x,\n   lable: Y}", 5, ["no field 'lable'", "Did you mean 'label'?"]),
        ("{kind: person, label: X, id: x, colour: red}", 4, ["no field 'colour'", "The fields are"]),
        ("{kind: person, label: X, id: a b}", 4, ["'id' cannot be \"a b\"", "ASCII letters"]),
        ("{kind: person, label: X, id: x,\n   names: [Y,\n     {text: 5}]}", 6, ["'names.2'", "a name"]),
        ("{kind: person, label: X, id: x, names: Y}", 4, ["'names' cannot be", "a list"]),
        ("{kind: person, label: X, id: x, unnamed: perhaps}", 4, ["'unnamed'", "true or false"]),
        (
            "{kind: person, label: X, id: x,\n   birth: 1958-02-30}",
            5,
            ["'birth'", "'1958-02-30' cannot be read", "EDTF"],
        ),
        ("{kind: person, label: X, id: x, birth: soon}", 4, ["'birth'", "'soon' cannot be read", "EDTF"]),
        ("{kind: event, label: X, id: x, type: t, modality: dreamt}", 4, ["'modality'", "Use one of: alleged"]),
        ("{kind: relation, subject: qasim, property: p, object: person/x}", 4, ["'subject'", "kind/local-id"]),
        ("{kind: ghost, id: x}", 4, ["kind 'ghost'", "Give it one of"]),
        ("{id: x}", 4, ["no kind", "Give it one of"]),
        ("just words", 4, ["no record", "Write it anew"]),
        ("{kind: person, id: x, label: X, id: y}", 4, ["'id' is given twice"]),
        ("{kind: person, id: x, label: !!python/name:os.system x}", 4, ["not plain data"]),
        ("{kind: place, id: baghdad, label: Again}", 4, ["described before, in line 3"]),
        (
            "{kind: document, id: d, title: T, genre: g, paragraphs: [{text: a, id: p1},\n  {text: b, id: p1}]}",
            5,
            ["'paragraphs.2'", "used twice"],
        ),
        ("{kind: document, id: d, title: T, genre: g, paragraphs: [a], text: b}", 4, ["both 'text' and 'paragraphs'"]),
        ("{kind: appointment, id: d, label: T, person: P, office: o, steps: [left=soon]}", 4, ["'steps.1'", "soon"]),
    ],
)
def test_a_bad_record_is_a_finding_with_place_and_way_out_and_the_others_go_on(tmp_path, record, line, words):
    text = f"# places\nrecords:\n- {{kind: place, id: baghdad, label: Baghdad}}\n- {record}\n- {{kind: place, id: z, label: Z}}\n"
    source = write(tmp_path, text)
    assert [each.local_id for each in everything(source) if isinstance(each, Place)] == ["baghdad", "z"]
    [finding] = findings(source)
    assert str(finding.origin) == f"a.yaml:{line}"
    assert finding.consequence == "The record is left out."
    for word in words:
        assert word in f"{finding.message} {finding.remedy}"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "a.jsonl",
            '{"kind": "place",\n{"kind": "place", "id": "a", "id": "b"}\n[1]',
            ["not JSON", "given twice", "no record"],
        ),
        ("a.json", '{"records": [{"kind": "place", "id": "a", "id": "b"}, 5]}', ["given twice", "no record"]),
        ("places.csv", "id,label\na,b,c\n", ["3 cells and the header 2"]),
    ],
)
def test_a_bad_line_or_row_is_a_finding(tmp_path, name, text, words):
    found = findings(write(tmp_path, text, name))
    assert len(found) == len(words)
    for finding, word in zip(found, words, strict=True):
        assert word in finding.message


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", "records:\n  - {a: b\n  - c", r"^a\.yaml:3: is not YAML"),
        ("a.yaml", "places: []", r"^a\.yaml:1: has no list of records"),
        ("a.yaml", "? {a: b}\n: c", r"^a\.yaml:1: has no list of records"),
        ("a.yaml", "records: [&x {a: b}, *x]", r"^a\.yaml:1: an anchor is used"),
        ("a.yaml", "records: " + "[" * 5000, r"^a\.yaml.*: is not YAML"),
        ("a.yaml", "records:\n- a: \x07", r"^a\.yaml: is not YAML"),
        ("a.json", '{"records": [\n{]}', r"^a\.json:2: is not JSON"),
        ("a.json", '{"records": 5}', r"^a\.json:1: has no list of records"),
        ("a.json", '{"records": [NaN]}', r"^a\.json:1: is not JSON: NaN"),
        ("a.json", "[" * 100000, r"^a\.json:1: is not JSON"),
        ("a.csv", "id,id\n", r"^a\.csv:1: two columns"),
        ("a.csv", 'id,label\na,"b', r"^a\.csv:2: is not CSV"),
        ("a.csv", "\n \n", r"^a\.csv: is empty"),
        ("a.toml", "x", r"^a\.toml: is neither YAML, JSON nor CSV"),
    ],
)
def test_a_broken_file_is_an_error_with_its_line(tmp_path, name, content, message):
    with pytest.raises(SourceError, match=message):
        list(records.read(write(tmp_path, content, name)))


def test_a_missing_file_and_one_that_is_not_utf_8_are_errors(tmp_path):
    with pytest.raises(SourceError, match=r"^a\.csv: cannot be read"):
        list(records.read(Source(tmp_path / "a.csv", "a.csv", "records", "c")))
    (tmp_path / "a.csv").write_bytes(b"id,label\na,\xe9\n")
    with pytest.raises(SourceError, match="UTF-8"):
        list(records.read(Source(tmp_path / "a.csv", "a.csv", "records", "c")))


@pytest.mark.corpus
def test_of_the_real_data_no_two_of_these_readers_claim_one_file(shared):
    readers = {"authority": authority_jsonl, "people": people_xml, "pocom": pocom_xml, "rdf": rdf, "records": records}
    claimed: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((shared / "data").rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(4096)
            names = [name for name, reader in readers.items() if reader.recognises(path, head)]
            assert len(names) < 2, path
            place = path.relative_to(shared / "data").parts
            claimed["/".join(place[:2]) if place[0] == "pocom" else place[0]].update(names)
    assert claimed == {
        "frus": Counter(),
        "people": Counter(authority=1),
        "pocom/code-tables": Counter(pocom=8),
        "pocom/missions-countries": Counter(pocom=199),
        "pocom/missions-orgs": Counter(pocom=16),
        "pocom/people": Counter(people=4261),
        "pocom/positions-principals": Counter(pocom=83),
        "pocom/roles-country-chiefs": Counter(pocom=28),
        "reference": Counter(rdf=4),
        "seeds": Counter(),
    }


def test_a_statement_without_an_id_is_named_by_what_it_says(tmp_path):
    text = "records:\n- {{kind: statement, label: {}, subject: person/x, property: p, object: y, type: stated}}\n"
    [one] = everything(write(tmp_path, text.format("First")))
    [two] = everything(write(tmp_path, text.format("Reworded")))
    assert isinstance(one, Statement)
    assert isinstance(two, Statement)
    assert one.local_id == two.local_id


@pytest.mark.parametrize(
    ("name", "head", "answer"),
    [
        ("a.yaml", "# mine\nrecords:\n- kind: person", True),
        ("a.yaml", "text: x\nrecords:\n", False),
        ("a.yaml", "entities: []", False),
        ("a.json", '{"kind": "person", "records": [', True),
        ("a.json", '{"@context": {}}', False),
        ("a.jsonl", '{"kind":"person","id":"x"}', True),
        ("a.jsonl", '{"people_id": "1"}', False),
        ("a.csv", "kind,id,label", True),
        ("persons.csv", '"id","label"', True),
        ("a.csv", "id,label", False),
        ("a.txt", "records:", False),
    ],
)
def test_records_are_recognised_by_their_own_marks(name, head, answer):
    assert records.recognises(Path(name), head.encode()) is answer
