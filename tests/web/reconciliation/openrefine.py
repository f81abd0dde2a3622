"""What OpenRefine 3 sends to a reconciliation service, request by request, and what it needs in the answers.

Its page in the browser reads the manifest, suggestions and cards from another origin; its own server, without any origin, posts
batches of ten rows and the columns to fetch as forms.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

_PAGE = {"Origin": "http://127.0.0.1:3333", "Accept": "application/json, text/javascript, */*; q=0.01"}
_SERVER = {"User-Agent": "OpenRefine/3.8.2 [6b0b2e8]", "Accept": "*/*"}
_ROWS_AT_A_TIME = 10


class Answer(Protocol):
    """An answer, from Flask's client or over the network."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def headers(self) -> Any: ...


class Client(Protocol):
    """Whoever sends requests: Flask's client, or a session of `requests`."""

    def get(self, address: str, /, *, headers: Mapping[str, str]) -> Any: ...
    def post(self, address: str, /, *, data: Mapping[str, str], headers: Mapping[str, str]) -> Any: ...


def _encoded(text: str) -> str:
    """As `encodeURIComponent` does."""
    return quote(text, safe="!'()*-._~")


class OpenRefine:
    """OpenRefine after somebody gave it the address of a service."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self.address = address
        self.manifest: dict[str, Any] = self._read(address)
        assert self.manifest["name"]
        assert self.manifest["identifierSpace"]
        assert self.manifest["schemaSpace"]

    def _read(self, address: str) -> Any:
        """A page of another origin reads JSON: it must be allowed to."""
        answer: Answer = self._client.get(address, headers=_PAGE)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Content-Type"].startswith("application/json")
        return json.loads(answer.text)

    def _post(self, name: str, content: object) -> Any:
        answer: Answer = self._client.post(self.address, data={name: json.dumps(content)}, headers=_SERVER)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)

    def guess_types(self, cells: Sequence[str]) -> list[str]:
        """The types of the first ten cells' first candidates, the most frequent first."""
        queries = {f"q{number}": {"query": cell, "limit": 3} for number, cell in enumerate(cells[:_ROWS_AT_A_TIME])}
        answers = self._post("queries", queries)
        counts: dict[str, float] = {}
        for one in answers.values():
            for candidate in one["result"]:
                for type_ in candidate["type"]:
                    counts[type_["id"]] = counts.get(type_["id"], 0) + candidate["score"]
        return sorted(counts, key=lambda name: -counts[name])

    def reconcile(
        self, rows: Sequence[Mapping[str, Any]], column: str, type_: str = "", details: Mapping[str, str] | None = None
    ) -> list[list[dict[str, Any]]]:
        """The candidates of each row; `details` are further columns with the properties that they stand for.

        A cell that was matched before is a mapping with `id` and `name`.
        """
        found: list[list[dict[str, Any]]] = []
        for start in range(0, len(rows), _ROWS_AT_A_TIME):
            batch = rows[start : start + _ROWS_AT_A_TIME]
            queries = {}
            for number, row in enumerate(batch):
                query: dict[str, Any] = {"query": str(row[column])}
                if type_:
                    query |= {"type": type_, "type_strict": "should"}
                properties = [
                    {"pid": pid, "v": row[name]}
                    for name, pid in (details or {}).items()
                    if row.get(name) not in (None, "")
                ]
                if properties:
                    query["properties"] = properties
                queries[f"q{number}"] = query
            answers = self._post("queries", queries)
            for number in range(len(batch)):
                result = answers[f"q{number}"]["result"]
                assert isinstance(result, list)
                found.append(sorted(result, key=lambda candidate: -candidate["score"]))
        return found

    def suggest(self, what: str, prefix: str, **more: str) -> list[dict[str, Any]]:
        """What a field for an entity, a type or a property offers while somebody is typing."""
        service = self.manifest["suggest"][what]
        fields = "&".join(f"{name}={_encoded(value)}" for name, value in ({"prefix": prefix} | more).items())
        found: list[dict[str, Any]] = self._read(f"{service['service_url']}{service['service_path']}?{fields}")[
            "result"
        ]
        return found

    def flyout(self, what: str, identifier: str) -> str:
        """The piece of HTML beside a suggestion."""
        service = self.manifest["suggest"][what]
        path = service["flyout_service_path"].replace("${id}", _encoded(identifier))
        told = self._read(f"{service['flyout_service_url']}{path}")
        assert told["id"] == identifier
        return str(told["html"])

    def preview_address(self, identifier: str) -> str:
        """What the frame of a card shows."""
        return str(self.manifest["preview"]["url"]).replace("{{id}}", _encoded(identifier))

    def view_address(self, identifier: str) -> str:
        """Where a click on a candidate leads."""
        return str(self.manifest["view"]["url"]).replace("{{id}}", _encoded(identifier))

    def proposed(self, type_: str) -> list[dict[str, Any]]:
        """The properties offered as new columns."""
        service = self.manifest["extend"]["propose_properties"]
        address = f"{service['service_url']}{service['service_path']}?type={_encoded(type_)}&limit=50"
        found: list[dict[str, Any]] = self._read(address)["properties"]
        return found

    def extend(self, identifiers: Sequence[str], *properties: Mapping[str, Any]) -> Any:
        """New columns for rows that were matched."""
        return self._post("extend", {"ids": list(identifiers), "properties": list(properties)})
