"""The endpoint for people: the editor, and an answer as a table with links, as yes or no, or as Turtle."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, json, render_template, request

from lod_publisher.web.formats import prefixes
from lod_publisher.web.policies import CACHE_NONE
from lod_publisher.web.protocols.sparql.endpoint import Shown
from lod_publisher.web.protocols.sparql.formats import HTML
from lod_publisher.web.protocols.sparql.terms import known_prefixes
from lod_publisher.web.querying.saved import saved_queries
from lod_publisher.web.site import Site

__all__ = ["HTML", "editor", "shown"]

# What the buttons below the editor offer.
_DOWNLOADS = ("csv", "json", "tsv", "xml")
_MAX_SHOWN = 500


def editor(here: Site, query: str = "", told: dict[str, Any] | None = None) -> Response:
    """The empty editor, or one with a query that is not yet asked, and what is to be said of it."""
    return _page(here, query=query or _EXAMPLES[0].text, kind="", told=told)


def shown(here: Site, answer: Shown) -> Response:
    """An answer as a page: a table with links, yes or no, or Turtle."""
    values: dict[str, Any] = {
        "query": answer.asked.text,
        "kind": answer.kind,
        "cut": answer.cut,
        "remarks": answer.remarks,
    }
    if answer.kind == "graph":
        values["turtle"] = answer.body.decode("utf-8", "replace")
    else:
        content = json.loads(answer.body)
        if answer.kind == "boolean":
            values["boolean"] = content["boolean"]
        else:
            rows = content["results"]["bindings"]
            variables = content["head"]["vars"]
            values["variables"] = variables
            values["total"] = len(rows)
            values["rows"] = [[_cell(here, row.get(name)) for name in variables] for row in rows[:_MAX_SHOWN]]
    return _page(here, **values)


def _cell(here: Site, term: dict[str, Any] | None) -> dict[str, str] | None:
    if term is None:
        return None
    value = str(term["value"])
    if term["type"] == "uri":
        return {
            "text": _compact(here, value),
            "href": here.href(value) if value.startswith(("http://", "https://")) else "",
        }
    return {
        "text": value if term["type"] != "triple" else json.dumps(term["value"]),
        "remark": term.get("xml:lang", ""),
    }


def _compact(here: Site, iri: str) -> str:
    for prefix, namespace in prefixes(here.snapshot.base).items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(f"{here.snapshot.base}/id/")


def _page(here: Site, **values: Any) -> Response:
    root = request.script_root
    for_script = {
        "endpoint": f"{root}/sparql",
        "terms": f"{root}/sparql/terms",
        "root": root,
        "base": here.snapshot.base,
        "prefixes": known_prefixes(here),
    }
    body = render_template(
        "sparql.html",
        prefixes=prefixes(here.snapshot.base),
        others=len(for_script["prefixes"]) - len(prefixes(here.snapshot.base)),
        formats=_DOWNLOADS,
        examples=_examples(here.snapshot.folder, f"{here.snapshot.base}/"),
        max_shown=_MAX_SHOWN,
        for_script=for_script,
        **values,
    )
    return Response(body, content_type="text/html; charset=utf-8", headers={"Cache-Control": CACHE_NONE})


@dataclass(frozen=True, slots=True)
class Example:
    """A question to begin with: what it asks in words, and its text."""

    title: str
    description: str
    text: str


@lru_cache(maxsize=4)
def _examples(folder: Path, base: str) -> tuple[Example, ...]:
    """The collection's own questions, their parameters at their defaults; those of this service when it has brought none."""
    own = (Example(each.title, each.description, each.bound({}, base)) for each in saved_queries(folder).values())
    return tuple(own) or _EXAMPLES


_EXAMPLES = (
    Example(
        "What happened, in order of time",
        "",
        """SELECT ?event ?label ?when WHERE {
  ?event a crm:E7_Activity ; rdfs:label ?label ; crm:P4_has_time-span ?span .
  ?span crm:P82a_begin_of_the_begin ?begin ; crm:P82_at_some_time_within ?when .
  FILTER(STRSTARTS(STR(?event), STR(<id/event/>)))
} ORDER BY ?begin LIMIT 100""",
    ),
    Example(
        "Who is named most often",
        "",
        """SELECT ?person ?name (COUNT(?document) AS ?documents) WHERE {
  ?document a crm:E31_Document ; crm:P67_refers_to ?person .
  ?person a crm:E21_Person ; rdfs:label ?name .
} GROUP BY ?person ?name ORDER BY DESC(?documents) LIMIT 50""",
    ),
    Example(
        "Every form of every person’s name",
        "",
        """SELECT ?person ?form WHERE {
  ?person a crm:E21_Person ; crm:P1_is_identified_by ?name .
  ?name a crm:E41_Appellation ; crm:P190_has_symbolic_content ?form .
} ORDER BY ?person ?form LIMIT 200""",
    ),
    Example(
        "What is only claimed, and by whom",
        "",
        """SELECT ?claim ?label ?claimant ?passage WHERE {
  ?claim a crm:E13_Attribute_Assignment ; rdfs:label ?label .
  OPTIONAL { ?claim crm:P14_carried_out_by ?claimant }
  OPTIONAL { ?claim crm:P67i_is_referred_to_by ?passage }
} LIMIT 100""",
    ),
)
