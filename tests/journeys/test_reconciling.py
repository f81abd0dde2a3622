"""The librarian's tutorial is typed as it stands: every command, and what it is said to print."""

import json
import re
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.web.reconciliation.openrefine import OpenRefine

ROOT = Path(__file__).parents[2]
SHOWN = "http://127.0.0.1:8000"
_TYPED = re.compile(r"^( *)```sh\n(.*?)^ *```.*?^ *```json\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_NEAR = {"score": 5.0, "value": 0.2}  # what is tuned from time to time may differ a little from what is printed


def steps() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "reconciliation.md").read_text(encoding="utf-8")
    return [(textwrap.dedent(command), told) for _, command, told in _TYPED.findall(text)]


def differences(said: Any, printed: Any, where: str = "") -> list[str]:
    """Where an answer is not what the tutorial says; it may hold more than that."""
    if isinstance(said, dict) and isinstance(printed, dict):
        missing = [f"{where}.{name} is missing" for name in said if name not in printed]
        near = [name for name in said if name in _NEAR and name in printed]
        far = [f"{where}.{name} is {printed[name]}" for name in near if abs(said[name] - printed[name]) > _NEAR[name]]
        rest = [name for name in said if name in printed and name not in near]
        return (
            missing
            + far
            + [each for name in rest for each in differences(said[name], printed[name], f"{where}.{name}")]
        )
    if isinstance(said, list) and isinstance(printed, list):
        if len(printed) < len(said) or (not said and printed):
            return [f"{where} has {len(printed)} elements"]
        pairs = zip(said, printed, strict=False)
        return [each for number, pair in enumerate(pairs) for each in differences(*pair, f"{where}[{number}]")]
    return [] if said == printed else [f"{where} is {printed!r}"]


@pytest.mark.parametrize(("command", "told"), steps(), ids=lambda text: text[:60].strip())
def test_the_tutorial_of_reconciliation_says_what_the_service_answers(command: str, told: str, address: str):
    done = subprocess.run(
        ["bash", "-eu", "-c", command.replace(SHOWN, address)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert differences(json.loads(told.replace(SHOWN, address)), json.loads(done.stdout)) == []


def test_openrefine_has_its_session_with_the_service_as_it_runs(address: str):
    with requests.Session() as session:
        refine = OpenRefine(session, f"{address}/reconcile")
        table = [
            {"Name": "Kassem, Abdul Karim", "Role": "commander-in-chief of the revolution"},
            {"Name": "Wright, Michael", "Role": "British Ambassador"},
            {"Name": "Gen. Kassem", "Role": ""},
            {"Name": "Smith, Gerard", "Role": ""},
        ]
        assert refine.guess_types([row["Name"] for row in table])[0] == "person"
        found = refine.reconcile(table, "Name", "person", {"Role": "office"})
        matched = [[one["id"] for one in candidates if one["match"]] for candidates in found]
        assert matched == [["person/qasim-abd-al-karim"], ["person/wright-sir-michael"], [], []]
        assert found[2][0]["id"] == "person/qasim-abd-al-karim"
        card = session.get(refine.preview_address("person/qasim-abd-al-karim"))
        assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
        page = session.get(refine.view_address("person/qasim-abd-al-karim"), headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "Abd al-Karim Qasim" in page.text
        told = refine.extend(["person/qasim-abd-al-karim"], {"id": "iri"})
        assert told["rows"]["person/qasim-abd-al-karim"]["iri"] == [{"str": f"{address}/id/person/qasim-abd-al-karim"}]
        asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
        assert session.options(f"{address}/reconcile", headers=asked).headers["Access-Control-Allow-Origin"] == "*"
