"""Everything that is said in either version is valid against the schemas of the specification, and all that they allow is understood."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

pytestmark = pytest.mark.corpus

Validators = Callable[[str, str], Draft7Validator]
QUERIES = {
    "q0": {"query": "Smith, John", "type": "person", "properties": [{"pid": "birth", "v": [1901, "1902"]}], "limit": 5},
    "q1": {"query": "Baghdad", "type": ["place", "event"], "type_strict": "should"},
    "q2": {},
    "q3": {"query": "", "properties": [{"pid": "viaf", "v": {"id": "25395945", "name": "Qasim"}}]},
    "q4": {"query": "Nobody", "properties": [{"pid": "colour", "v": True}]},
}
DRAFT = [
    {"conditions": [{"matchType": "name", "propertyValue": "Smith, John"},
                    {"matchType": "property", "propertyId": "birth", "propertyValue": 1901, "required": True, "matchQualifier": "exact"}]},
    {"conditions": []},
    {"type": "place", "limit": 3, "lang": "en", "conditions": [{"matchType": "name", "propertyValue": ["Baghdad", "Bagdad"]}]},
]  # fmt: skip
COLUMNS = ["birth", "name", "within", "coordinates", "documents", "date", "active", "shoe size"]
EXTENSION = {"ids": ["person/qasim", "place/baghdad", "nobody"], "properties": [{"id": one} for one in COLUMNS]}


@pytest.fixture(scope="session")
def validator(shared: Path) -> Validators:
    """The validator of a version's schema by its name; references are found among the files beside it."""

    def of(version: str, name: str) -> Draft7Validator:
        folder = shared / "specs" / "reconciliation" / version / "schemas"

        def retrieve(uri: str) -> Resource[Any]:
            file = "openapi.json" if "swagger.io" in uri else uri.partition("#")[0].rpartition("/")[2]
            return Resource.from_contents(json.loads((folder / file).read_text()), default_specification=DRAFT7)

        schema = json.loads((folder / f"{name}.json").read_text())
        registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
        return Draft7Validator(schema | {"$schema": "http://json-schema.org/draft-07/schema#"}, registry=registry)

    return of


def check(validator: Validators, version: str, name: str, told: object) -> None:
    problems = [f"{error.json_path}: {error.message}" for error in validator(version, name).iter_errors(told)]
    assert problems == []


@pytest.mark.parametrize(("version", "path"), [("0.2", "/reconcile"), ("1.0-draft", "/reconcile/v1")])
def test_the_manifest_is_valid_and_lists_its_version(client: FlaskClient, validator, version: str, path: str):
    told = client.get(path).get_json()
    check(validator, version, "manifest", told)
    assert told["versions"] == [version]


@pytest.mark.parametrize(("version", "path"), [("0.2", "/reconcile"), ("1.0-draft", "/reconcile/v1")])
def test_suggestions_and_proposals_are_valid(client: FlaskClient, validator, version: str, path: str):
    for what, plural, prefix in (("entity", "entities", "s"), ("type", "types", ""), ("property", "properties", "")):
        told = client.get(f"{path}/suggest/{what}?prefix={prefix}").get_json()
        assert told["result"]
        check(validator, version, f"suggest-{plural}-response", told)
    proposed = client.get(f"{path}/extend/propose?type=person&limit=3").get_json()
    assert len(proposed["properties"]) == 3
    check(validator, version, "data-extension-property-proposal", proposed)


def test_the_answers_to_batches_are_valid_even_where_a_query_is_not(client: FlaskClient, validator, match):
    told = client.post("/reconcile", data={"queries": json.dumps(QUERIES)}).get_json()
    assert told.keys() == QUERIES.keys()
    assert told["q0"]["result"]
    check(validator, "0.2", "reconciliation-result-batch", told)
    results = match(*DRAFT)
    assert len(results) == len(DRAFT)
    check(validator, "1.0-draft", "reconciliation-result-batch", {"results": results})


def test_fetched_columns_are_valid(client: FlaskClient, validator):
    plain = client.post("/reconcile", data={"extend": json.dumps(EXTENSION)}).get_json()
    check(validator, "0.2", "data-extension-response", plain)
    draft = client.post("/reconcile/v1/extend", json=EXTENSION).get_json()
    check(validator, "1.0-draft", "data-extension-response", draft)


def _examples(shared: Path, version: str, name: str) -> Mapping[str, Any]:
    folder = shared / "specs" / "reconciliation" / version / "examples" / name / "valid"
    return {path.name: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}


def test_every_batch_that_the_specification_gives_as_an_example_is_read(client: FlaskClient, shared: Path, validator):
    """Its types and properties are those of other datasets, so that answers are empty, but no example is a protocol error."""
    for batch in _examples(shared, "0.2", "reconciliation-query-batch").values():
        answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
        assert answer.status_code == 200
        check(validator, "0.2", "reconciliation-result-batch", answer.get_json())
    for batch in _examples(shared, "1.0-draft", "reconciliation-query-batch").values():
        answer = client.post("/reconcile/v1/match", json=batch)
        assert answer.status_code == 200
        check(validator, "1.0-draft", "reconciliation-result-batch", answer.get_json())
    for version, send in (
        ("0.2", lambda query: client.post("/reconcile", data={"extend": json.dumps(query)})),
        ("1.0-draft", lambda query: client.post("/reconcile/v1/extend", json=query)),
    ):
        for query in _examples(shared, version, "data-extension-query").values():
            assert send(query).status_code == 200
