"""From two typed-up texts to answers: who took part in July 1958, according to whom, and where it says so."""

import gzip
import json

from pyoxigraph import RdfFormat, parse

from lod_publisher.model.iris import Kind

CRM = "http://www.cidoc-crm.org/cidoc-crm/"
PREFIXES = f"PREFIX crm: <{CRM}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


def test_qasim_is_one_person_with_the_spellings_of_both_sources(seeds):
    iri = seeds.iris.entity(Kind.PERSON, "qasim-abd-al-karim")
    rows = seeds.select(
        PREFIXES
        + "SELECT DISTINCT ?person ?name ?document { ?n crm:P190_has_symbolic_content ?name . ?person crm:P1_is_identified_by ?n ."
        " ?passage crm:P67_refers_to ?n ; (crm:P106i_forms_part_of|crm:P67_refers_to) ?document . ?document a crm:E31_Document }",
        {"person": iri},
    )
    found = {(row["name"], row["document"].rpartition("/id/document/")[2]) for row in rows}
    assert ("Qasim", "wilson-122512") in found
    assert ("Qassim", "frus1958-60v12/d145") in found
    assert not any(name == "Qassim" and document == "wilson-122512" for name, document in found)


def test_whoever_asks_about_14_july_1958_gets_events_with_passages_from_the_report(seeds):
    rows = seeds.select(
        PREFIXES
        + "SELECT ?label ?text { ?event crm:P4_has_time-span ?t ; rdfs:label ?label ; crm:P67i_is_referred_to_by ?passage ."
        ' ?t crm:P82a_begin_of_the_begin "1958-07-14T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .'
        " ?passage crm:P190_has_symbolic_content ?text }"
    )
    assert len({row["label"] for row in rows}) >= 5
    assert any("14 July" in row["text"] for row in rows)


def test_what_is_only_alleged_has_no_actor_place_or_participant_of_its_own(seeds):
    rows = seeds.select(
        PREFIXES + f"SELECT ?event ?p {{ ?event <{seeds.base}/vocab/modality> ?m ; ?p ?o ."
        " FILTER(?p IN (crm:P14_carried_out_by, crm:P11_had_participant, crm:P7_took_place_at)) }"
    )
    assert rows == []
    assert seeds.select(PREFIXES + f"SELECT ?event {{ ?event <{seeds.base}/vocab/modality> ?m }}")


def test_every_node_of_ours_that_is_pointed_at_exists_and_has_a_label(seeds_data):
    described, labelled, pointed = set(), set(), set()
    manifest = json.loads((seeds_data / "current" / "manifest.json").read_text(encoding="utf-8"))
    lines = gzip.decompress((seeds_data / "current" / "dumps" / "dataset.nt.gz").read_bytes())
    for quad in parse(lines, format=RdfFormat.N_TRIPLES):
        described.add(quad.subject.value)
        if quad.predicate.value.endswith("#label"):
            labelled.add(quad.subject.value)
        if hasattr(quad.object, "value") and quad.object.value.startswith(f"{manifest['base']}/id/"):
            pointed.add(quad.object.value)
    assert pointed - described == set()
    ours = {iri for iri in described if iri.startswith(f"{manifest['base']}/")}
    assert ours - labelled == set()


def test_no_blank_node_is_published(seeds_data):
    with gzip.open(seeds_data / "current" / "dumps" / "dataset.nt.gz", "rt", encoding="utf-8") as dump:
        assert not [line for line in dump if line.startswith("_:") or " _:" in line.rsplit('"', 1)[-1]]


def test_no_shape_is_violated_by_the_founding_collection(seeds_data):
    manifest = json.loads((seeds_data / "current" / "manifest.json").read_text(encoding="utf-8"))
    assert [rule for rule in manifest["findings"] if rule.startswith("violation")] == []
    assert manifest["validated"] is True


def test_building_twice_gives_the_same_bytes(build, seeds_data, tmp_path):
    done = build("seeds", "--data", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    for name in ("dumps/dataset.nt.gz", "report.ttl"):
        assert (tmp_path / "data/current" / name).read_bytes() == (seeds_data / "current" / name).read_bytes()


def test_building_again_without_a_change_publishes_nothing_new(build, own_copy, tmp_path):
    data = tmp_path / "data"
    assert build(own_copy, "--data", data).returncode == 0
    before = (data / "current").readlink()
    done = build(own_copy, "--data", data)
    assert "Nothing has changed" in done.stdout
    assert (data / "current").readlink() == before


def test_a_changed_title_changes_the_collection_and_nothing_else(build, own_copy, tmp_path):
    data = tmp_path / "data"
    assert build(own_copy, "--data", data).returncode == 0
    settings = own_copy / "collection.toml"
    text = settings.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title"))
    settings.write_text(text.replace(title, 'title = "Another title"'), encoding="utf-8")
    assert build(own_copy, "--data", data).returncode == 0
    changes = json.loads((data / "current" / "manifest.json").read_text(encoding="utf-8"))["changes"]
    assert (changes["created"], changes["modified"], changes["deleted"]) == (0, 1, 0)
    assert changes["unchanged"] > 100


def test_the_description_of_the_telegram_holds_its_passages_and_every_redaction(seeds):
    triples = seeds.description(seeds.iris.entity(Kind.DOCUMENT, "frus1958-60v12/d145"))
    withheld = {t.subject.value for t in triples if getattr(t.object, "value", "") == f"{seeds.base}/vocab/redaction"}
    assert len(withheld) == 12
    assert {f"{seeds.base}/id/document/frus1958-60v12/d145/p{n}" for n in range(1, 9)} <= {
        t.subject.value for t in triples
    }
