"""SPARQL 1.1 Protocol, query: GET, form POST and direct POST; without a query the editor, or the description of the service."""

import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, json, render_template, request
from pyoxigraph import NamedNode, Triple

from lod_publisher.errors import BadQueryError
from lod_publisher.snapshot.workers import Answer
from lod_publisher.web.formats import BY_MEDIA_TYPE, BY_SUFFIX, prefixes
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.policies import CACHE_NONE
from lod_publisher.web.problems import Problem, not_acceptable
from lod_publisher.web.site import Site, site

blueprint = Blueprint("sparql", __name__)

# Longer or deeper text is never parsed: no person writes it, and the engine's parser recurses (2,200 groups end it).
MAX_QUERY_BYTES = 250_000
MAX_DEPTH = 300

_HTML = "text/html"
_SOLUTIONS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
_NAMED = {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv"}
_NAMED |= {"tsv": "text/tab-separated-values", "html": _HTML}
_BOOLEANS = ("json", "xml")
_SENT_AS = {
    "text/csv": "text/csv; charset=utf-8; header=present",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
}
_MAX_SHOWN = 500

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS_NS = "http://www.w3.org/ns/formats/"
_OUTSIDE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n]*",
    re.DOTALL,
)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or without one say what can be asked."""
    query = _query()
    if query is None:
        return _without_query()
    check(query)
    return _answer(site(), query)


def _query() -> str | None:
    """The one query of a request; None when there is none and GET was used.

    Raises:
        Problem: none or several queries, an update, a data set of the client's own, or a body of another type.
    """
    kind = request.mimetype
    given = list(request.args.getlist("query"))
    graphs = [*request.args.getlist("default-graph-uri"), *request.args.getlist("named-graph-uri")]
    if request.method == "POST":
        if kind == "application/sparql-query":
            given.append(_text(request.get_data(cache=False)))
        elif kind == "application/x-www-form-urlencoded":
            given += request.form.getlist("query")
            graphs += [*request.form.getlist("default-graph-uri"), *request.form.getlist("named-graph-uri")]
            if request.form.getlist("update"):
                raise Problem(
                    HTTPStatus.FORBIDDEN,
                    "This endpoint answers queries only; the data change when they are published anew.",
                )
        elif kind == "application/sparql-update":
            raise Problem(
                HTTPStatus.FORBIDDEN,
                "This endpoint answers queries only; the data change when they are published anew.",
            )
        else:
            raise Problem(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                "Send a query as application/sparql-query, or in the field `query` of application/x-www-form-urlencoded.",
            )
    if graphs:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "Choosing graphs with default-graph-uri or named-graph-uri is not offered; use FROM in the query.",
        )
    if len(given) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"A request holds exactly one query; this one holds {len(given)}.")
    if not given or not given[0].strip():
        if request.method == "POST":
            raise Problem(
                HTTPStatus.BAD_REQUEST, "The request holds no query. Send it in the body or in the field `query`."
            )
        return None
    return given[0]


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadQueryError("The query is not UTF-8. Send it in that encoding.") from None


def check(query: str) -> None:
    """Bound a query's length and depth before anything parses it.

    Raises:
        BadQueryError: it is longer or deeper than a person would write it.
    """
    if len(query.encode("utf-8", "replace")) > MAX_QUERY_BYTES:
        raise BadQueryError(
            f"The query is longer than {MAX_QUERY_BYTES:,} bytes. Ask in smaller portions, or take the dumps."
        )
    depth = 0
    for character in re.findall(r"[({\[)}\]]", _OUTSIDE.sub(" ", query)):
        depth += 1 if character in "({[" else -1
        if depth > MAX_DEPTH:
            raise BadQueryError(f"The query is nested more than {MAX_DEPTH} levels deep. Write it with fewer brackets.")


def _answer(here: Site, query: str) -> Response:
    """Ask the workers in the formats that the client takes, and send what came back."""
    wanted = request.values.get("format", "")
    accept = _NAMED.get(wanted) or (
        BY_SUFFIX[wanted].media_type if wanted in BY_SUFFIX else request.headers.get("Accept")
    )
    # The kind of answer is known only when the query was parsed, and only a worker parses: so a format for each kind.
    solutions = choose_format(accept, (*_SOLUTIONS, _HTML))
    boolean = choose_format(accept, (*(name for name, form in _SOLUTIONS.items() if form in _BOOLEANS), _HTML))
    graph = choose_format(accept, (*BY_MEDIA_TYPE, _HTML))
    if solutions is None and boolean is None and graph is None:
        raise not_acceptable(dict.fromkeys((*_SOLUTIONS, *BY_MEDIA_TYPE), "/sparql"))
    formats = {
        "solutions": _SOLUTIONS.get(solutions or "", "json"),
        "boolean": _SOLUTIONS.get(boolean or "", "json"),
        "graph": BY_MEDIA_TYPE[graph].suffix if graph in BY_MEDIA_TYPE else "ttl",
    }
    answer = here.workers.ask(query, formats)
    chosen = {"solutions": solutions, "boolean": boolean, "graph": graph}[answer.kind]
    if chosen is None:
        raise not_acceptable(dict.fromkeys(BY_MEDIA_TYPE if answer.kind == "graph" else _SOLUTIONS, "/sparql"))
    if chosen == _HTML:
        return _shown(here, query, answer)
    return Response(answer.body, content_type=_SENT_AS.get(chosen, chosen), headers={"Cache-Control": CACHE_NONE})


def _shown(here: Site, query: str, answer: Answer) -> Response:
    """An answer as a page: a table with links, yes or no, or Turtle."""
    values: dict[str, Any] = {"query": query, "kind": answer.kind}
    if answer.kind == "graph":
        values["turtle"] = answer.body.decode()
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
    body = render_template(
        "sparql.html",
        prefixes=prefixes(here.snapshot.base),
        formats=_NAMED,
        examples=_EXAMPLES,
        max_shown=_MAX_SHOWN,
        **values,
    )
    return Response(body, content_type="text/html; charset=utf-8", headers={"Cache-Control": CACHE_NONE})


def _without_query() -> Response:
    here = site()
    chosen = choose_format(request.headers.get("Accept"), (*BY_MEDIA_TYPE, _HTML))
    if chosen is None:
        raise not_acceptable(dict.fromkeys((*BY_MEDIA_TYPE, _HTML), f"{request.script_root}/sparql"))
    if chosen == _HTML:
        return _page(here, query=_EXAMPLES[0][1], kind="")
    form = BY_MEDIA_TYPE[chosen]
    body = form.write(service_description(here, request.base_url), prefixes(here.snapshot.base))
    return Response(body, content_type=form.content_type, headers={"Cache-Control": CACHE_NONE})


def service_description(here: Site, endpoint: str) -> list[Triple]:
    """What this service can do, at the address by which the client reached it. Source: SPARQL 1.1 Service Description."""
    service = NamedNode(endpoint)
    a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    data, graph = NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#default-graph")
    said: list[tuple[NamedNode, NamedNode | str, str]] = [
        (service, a, f"{_SD}Service"),
        (service, f"{_SD}endpoint", endpoint),
        (service, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        (service, f"{_SD}defaultDataset", data.value),
        (data, a, f"{_SD}Dataset"),
        (data, f"{_SD}defaultGraph", graph.value),
        (graph, a, f"{_SD}Graph"),
        (graph, a, "http://rdfs.org/ns/void#Dataset"),
        (graph, "http://purl.org/dc/terms/isPartOf", f"{here.snapshot.base}/"),
    ]
    tables = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
    names = (*tables, "Turtle", "N-Triples", "JSON-LD", "RDF_XML")
    said += [(service, f"{_SD}resultFormat", _FORMATS_NS + name) for name in names]
    return sorted(
        (Triple(s, p if isinstance(p, NamedNode) else NamedNode(p), NamedNode(o)) for s, p, o in said),
        key=str,
    )


_EXAMPLES = (
    (
        "What happened, in order of time",
        """SELECT ?event ?label ?when WHERE {
  ?event a crm:E7_Activity ; rdfs:label ?label ; crm:P4_has_time-span ?span .
  ?span crm:P82a_begin_of_the_begin ?begin ; crm:P82_at_some_time_within ?when .
  FILTER(STRSTARTS(STR(?event), STR(<id/event/>)))
} ORDER BY ?begin LIMIT 100""",
    ),
    (
        "Who is named most often",
        """SELECT ?person ?name (COUNT(?document) AS ?documents) WHERE {
  ?document a crm:E31_Document ; crm:P67_refers_to ?person .
  ?person a crm:E21_Person ; rdfs:label ?name .
} GROUP BY ?person ?name ORDER BY DESC(?documents) LIMIT 50""",
    ),
    (
        "Every form of every person’s name",
        """SELECT ?person ?form WHERE {
  ?person a crm:E21_Person ; crm:P1_is_identified_by ?name .
  ?name a crm:E41_Appellation ; crm:P190_has_symbolic_content ?form .
} ORDER BY ?person ?form LIMIT 200""",
    ),
    (
        "What is only claimed, and by whom",
        """SELECT ?claim ?label ?claimant ?passage WHERE {
  ?claim a crm:E13_Attribute_Assignment ; rdfs:label ?label .
  OPTIONAL { ?claim crm:P14_carried_out_by ?claimant }
  OPTIONAL { ?claim crm:P67i_is_referred_to_by ?passage }
} LIMIT 100""",
    ),
)
