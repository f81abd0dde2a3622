"""The dashboard for Grafana and the alerts for Prometheus: they ask only for what a running server tells."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from tests.web.test_metrics import ASK, Service, start

DEPLOY = Path(__file__).parents[2] / "deploy"
_OURS = re.compile(r"\blod_publisher_\w+")
_PROMTOOL = shutil.which("promtool")


def dashboard() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
    return content


def panels() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def alerts() -> list[dict[str, Any]]:
    told = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in told["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    """All that is asked of Prometheus, Grafana's own variables filled in."""
    for panel in panels():
        for target in panel["targets"]:
            yield target["expr"]
    for note in dashboard()["annotations"]["list"]:
        yield note["expr"]
    for alert in alerts():
        yield alert["expr"]


def selected(expression: str) -> list[tuple[str, set[str]]]:
    """The series that an expression selects, with the labels by which it narrows them."""
    found: list[tuple[str, set[str]]] = []

    def walk(node: Any) -> None:
        if isinstance(node, promql_parser.MatrixSelector):
            walk(node.vector_selector)
        elif isinstance(node, promql_parser.VectorSelector):
            found.append((str(node.name), {matcher.name for matcher in node.matchers.matchers}))
        elif isinstance(node, promql_parser.BinaryExpr):
            walk(node.lhs)
            walk(node.rhs)
        elif isinstance(node, promql_parser.Call):
            for argument in node.args:
                walk(argument)
        elif hasattr(node, "expr"):
            walk(node.expr)

    walk(promql_parser.parse(expression.replace("$__rate_interval", "5m")))
    return found


@pytest.fixture(scope="module")
def service(web_data, tmp_path_factory) -> Iterator[Service]:
    """A real server with two processes."""
    yield from start(web_data, tmp_path_factory.mktemp("dashboard"))


@pytest.fixture(scope="module")
def told(service) -> dict[str, set[str]]:
    """The series of a server that has answered something, each with its labels."""
    service.ask(ASK)
    deadline = time.monotonic() + 60
    while "lod_publisher_queries_total" not in (found := service.figures()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return {name: {label for labels, _ in samples for label in labels} for name, samples in found.items()}


def test_every_figure_that_is_asked_for_is_told_with_the_labels_it_is_narrowed_by(told):
    asked = [pair for expression in expressions() for pair in selected(expression)]
    assert len(asked) > 30
    added = {"job", "instance"}  # by Prometheus when it reads
    known = {name: labels | added for name, labels in told.items()} | {"up": added}
    assert [(name, labels) for name, labels in asked if name not in known or not labels <= known[name]] == []


def test_every_figure_of_ours_is_on_the_dashboard(told):
    shown = {name for expression in expressions() for name in _OURS.findall(expression)}
    ours = {name for name in told if name.startswith("lod_publisher_") and not name.endswith("_created")}
    assert ours - shown == set()


def test_what_is_grouped_by_is_a_label_of_what_is_asked(told):
    for expression in expressions():
        labels = {label for group in re.findall(r"by \(([^)]*)\)", expression) for label in group.split(", ")}
        known = {label for name, _ in selected(expression) for label in told.get(name, set())}
        assert labels <= known | {"instance", "job"}, expression


def test_the_dashboard_is_one_that_grafana_can_lay_out():
    board = dashboard()
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= set(board)
    assert "id" not in board  # Grafana gives one when it is imported
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(set(numbers)) == len(numbers)
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {(place["x"] + column, place["y"] + line) for column in range(place["w"]) for line in range(place["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
    variables = {one["name"] for one in board["templating"]["list"]}
    used = set(re.findall(r"\$\{?(\w+)", json.dumps(board["panels"]))) - {"__rate_interval"}
    assert used == variables
    for panel in panels():
        assert panel["title"]
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])


def test_every_alert_says_how_bad_it_is_what_is_wrong_and_what_to_do():
    names = [alert["alert"] for alert in alerts()]
    assert len(set(names)) == len(names)
    for alert in alerts():
        assert alert["labels"]["severity"] in ("warning", "critical")
        assert alert["annotations"]["summary"].endswith(".")
        assert len(alert["annotations"]["description"]) > 30
        assert "$labels" in alert["annotations"]["summary"]


def test_every_alert_is_tried():
    tried = (DEPLOY / "prometheus" / "alerts-test.yml").read_text(encoding="utf-8")
    assert [alert["alert"] for alert in alerts() if f"alertname: {alert['alert']}," not in tried] == []


@pytest.mark.skipif(_PROMTOOL is None, reason="promtool is not installed (Debian package prometheus)")
@pytest.mark.parametrize("what", ["check config prometheus.yml", "test rules alerts-test.yml"])
def test_prometheus_itself_finds_them_right(what):
    folder = DEPLOY / "prometheus"
    done = subprocess.run([str(_PROMTOOL), *what.split()], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(_PROMTOOL is None, reason="promtool is not installed (Debian package prometheus)")
def test_prometheus_itself_finds_the_figures_well_named(service):
    text = service.ask("/metrics")[0].decode()
    done = subprocess.run([str(_PROMTOOL), "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert "lod_publisher" not in done.stdout + done.stderr
