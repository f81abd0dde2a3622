"""Lists for people that narrow by what the address says, are turned a page at a time, and can be taken away whole."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from flask import Response, json, render_template, request, url_for

PAGE = 100


def page(template: str, **values: Any) -> Response:
    """A page made of a template, which can ask with `again` for itself otherwise."""
    values["again"] = again
    return Response(render_template(template, **values), content_type="text/html; charset=utf-8")


def other_form(
    rows: Callable[[], Iterable[Sequence[str]]], machine: Callable[[], list[dict[str, str]]]
) -> Response | None:
    """The whole list for a spreadsheet or a program, when `format` asks for it."""
    wanted = request.args.get("format", "")
    if wanted == "json":
        return Response(json.dumps(machine(), ensure_ascii=False), content_type="application/json")
    if wanted != "csv":
        return None
    text = io.StringIO()
    csv.writer(text).writerows(
        [f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in row] for row in rows()
    )
    return Response(text.getvalue().encode(), content_type="text/csv; charset=utf-8; header=present")


def again(**changed: object) -> str:
    """The address of this list with the same filters and something changed."""
    kept = {name: value for name, value in islice(request.args.items(), 20) if value and name not in ("from", "after")}
    return url_for(str(request.endpoint), **{**kept, **changed})  # type: ignore[arg-type]


def number_in(name: str) -> int:
    """The number that a parameter of the address holds; 0 when it holds none."""
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0
