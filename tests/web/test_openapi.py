"""The description of the HTTP surface: every route is in it and nothing else, and the service does what it says."""

import os
import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from tests.web.conftest import BASE

from lod_publisher.settings import ServeSettings
from lod_publisher.web.app import open_app
from lod_publisher.web.surface import surface_of

_BOUNDED = settings(
    max_examples=int(os.environ.get("OPENAPI_EXAMPLES", "3")),
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


@pytest.fixture(scope="module")
def described(app):
    return app.test_client().get("/openapi.json").json


@pytest.fixture(scope="module")
def hardy(web_data) -> Iterator[Flask]:
    """An application that refuses long queries soon."""
    app = open_app(ServeSettings(data=web_data, workers=1, query_timeout_s=3.0))
    yield app
    app.extensions["site"].workers.close()


def test_every_route_with_its_methods_is_described_and_nothing_else(app, described):
    written = set()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^<>:]*(?:\([^)]*\))?:)?([^<>:]+)>", r"{\1}", rule.rule)
        written |= {(path, method.lower()) for method in (rule.methods or set()) - {"HEAD", "OPTIONS", "QUERY"}}
    told = {(path, method) for path, operations in described["paths"].items() for method in operations}
    assert told == written
    assert len(told) > 90
    assert all(surface_of(view) for view in app.view_functions.values())


def test_it_is_openapi_3_1_with_every_part_of_an_address_and_distinct_names(described):
    assert described["openapi"] == "3.1.0"
    assert described["info"]["title"]
    Draft202012Validator.check_schema(described["components"]["schemas"]["Problem"])
    names = []
    for path, operations in described["paths"].items():
        for operation in operations.values():
            names.append(operation["operationId"])
            parts = {part["name"] for part in operation["parameters"] if part["in"] == "path"}
            assert parts == set(re.findall(r"{(\w+)}", path))
            assert operation["summary"]
            assert operation["responses"]
            assert all(HTTPStatus(int(status)) for status in operation["responses"])
    assert len(set(names)) == len(names)


def test_behind_a_proxy_it_names_the_address_below_which_the_service_lies(app):
    told = app.test_client().get("/openapi.json", environ_overrides={"SCRIPT_NAME": "/lod"}).json
    assert told["servers"] == [{"url": "/lod"}]


def test_nothing_that_strangers_send_is_answered_otherwise_than_described(hardy):
    """Every operation, with what fits its description and with what does not: no 5xx, no status or format it does not name."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", hardy, config=SchemathesisConfig())
    asked, wrong = 0, []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        fitting, unfitting = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

        @given(case=fitting | unfitting)
        @_BOUNDED
        def ask(case):
            nonlocal asked
            asked += 1
            response = case.call(headers={"Host": BASE.partition("//")[2]})
            case.validate_response(response, checks=_CHECKS)

        try:
            ask()
        except FailureGroup as problem:
            wrong.append(f"{operation.label}: {problem}")
    assert not wrong, "\n\n".join(wrong)
    assert asked > 200
