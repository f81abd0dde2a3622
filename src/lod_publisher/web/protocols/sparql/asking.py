"""Reading a request: the one query in it, on which graphs it is asked, and how it is to be answered."""

from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

from lod_publisher.errors import BadQueryError
from lod_publisher.web.problems import Problem

# Longer text is never parsed: no person writes it.
MAX_QUERY_BYTES = 250_000
# A query is the only thing anybody sends; forms encode each of its bytes in up to three.
MAX_BODY_BYTES = 3 * MAX_QUERY_BYTES + 10_000
_MAX_FIELDS = 500
# Request targets above this are parsed anew each time; ordinary ones are remembered, since clients repeat themselves.
_MAX_REMEMBERED = 3_000

QUERY_TYPE = "application/sparql-query"
_FORM_TYPE = "application/x-www-form-urlencoded"
_UPDATE_TYPE = "application/sparql-update"
# Of the drafts of SPARQL 1.2 Query and Protocol; what the engine reads is a superset of all of them.
VERSIONS = ("1.0", "1.1", "1.2-basic", "1.2")
_NO_UPDATES = (
    "This endpoint answers queries only. The data change when the archive publishes them anew; "
    "corrections go to the publisher, whose address is on the front page."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One query and everything that decides its answer. `text` is empty when a description of the service is wanted."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str = ""
    timeout_s: float | None = None
    explain: bool = False


def read(environ: WSGIEnvironment) -> Asked:
    """The question that a request holds.

    Raises:
        Problem: none or several queries, an update, or a body of another type. BadQueryError: it is not UTF-8.
    """
    target = environ.get("QUERY_STRING", "")
    method = environ["REQUEST_METHOD"]
    if method in ("GET", "HEAD"):
        return (_of_target if len(target) < _MAX_REMEMBERED else _of_target.__wrapped__)(target)
    kind, _, parameters = environ.get("CONTENT_TYPE", "").partition(";")
    kind = kind.strip().lower()
    if kind not in (QUERY_TYPE, _FORM_TYPE):
        if kind == _UPDATE_TYPE:
            raise Problem(HTTPStatus.FORBIDDEN, _NO_UPDATES)
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"Send a query as {QUERY_TYPE}, or in the field `query` of {_FORM_TYPE}.",
            headers={"Accept-Query" if method == "QUERY" else "Accept-Post": f"{QUERY_TYPE}, {_FORM_TYPE}"},
        )
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise BadQueryError(f"The query is sent in {charset}. SPARQL is UTF-8: send it in that encoding.")
    body = _text(_body(environ))
    if kind == QUERY_TYPE:
        asked = _of_fields([*_fields(target), ("query", body)]) if target else Asked(body)
    else:
        asked = _of_fields([*_fields(target), *_fields(body)])
    if not asked.text.strip():
        raise Problem(
            HTTPStatus.BAD_REQUEST, "The request holds no query. Send it in the body or in the field `query`."
        )
    return asked


@lru_cache(maxsize=2_048)
def _of_target(target: str) -> Asked:
    return _of_fields(_fields(target))


def _of_fields(fields: list[tuple[str, str]]) -> Asked:
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Problem(HTTPStatus.FORBIDDEN, _NO_UPDATES)
    queries = given.get("query", [""])
    if len(queries) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"A request holds exactly one query; this one holds {len(queries)}.")
    version = given.get("version", [""])[-1]
    if version and version not in VERSIONS:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"SPARQL {version} is not known here; the versions are {', '.join(VERSIONS)}.",
            {"versions": list(VERSIONS)},
        )
    default, named = given.get("default-graph-uri"), given.get("named-graph-uri")
    if default is None and named is None:
        graphs: tuple[tuple[str, ...] | None, tuple[str, ...] | None] = (None, None)
    else:  # a data set in the request replaces all of that in the query, also the half that is not mentioned
        graphs = (tuple(dict.fromkeys(default or ())), tuple(dict.fromkeys(named or ())))
    return Asked(
        queries[0],
        *graphs,
        format=given.get("format", [""])[-1].lower(),
        timeout_s=_seconds(given.get("timeout", [""])[-1]),
        explain=given.get("explain", [""])[-1].lower() in ("1", "true", "yes"),
    )


def _seconds(written: str) -> float | None:
    if not written:
        return None
    try:
        seconds = float(written)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e6:
        raise Problem(HTTPStatus.BAD_REQUEST, f"timeout={written} is no number of seconds. Write, say, timeout=5.")
    return seconds


def _fields(encoded: str) -> list[tuple[str, str]]:
    """The fields of a form or of a request target."""
    if "=" not in encoded:
        return []
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError:
        raise BadQueryError("The query is not UTF-8. Send it in that encoding.") from None
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The request has more than {_MAX_FIELDS} fields.") from None


def _body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if not length and not environ.get("wsgi.input_terminated"):
        return b""
    if not length.isdigit() and length:
        raise Problem(HTTPStatus.BAD_REQUEST, "Content-Length is not a number.")
    body: bytes = (
        b""
        if length and int(length) > MAX_BODY_BYTES
        else environ["wsgi.input"].read(int(length) if length else MAX_BODY_BYTES + 1)
    )
    if len(body) > MAX_BODY_BYTES or (length and int(length) > MAX_BODY_BYTES):
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"A query may have {MAX_QUERY_BYTES:,} bytes. Ask in smaller portions, or take the dumps.",
        )
    return body


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadQueryError("The query is not UTF-8. Send it in that encoding.") from None
