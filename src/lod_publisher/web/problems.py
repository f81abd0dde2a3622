"""From errors to HTTP: the only table; a page for people and problem+json (RFC 9457) for machines, from the same values."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from lod_publisher.errors import (
    BadQueryError,
    BusyError,
    IriError,
    PublisherError,
    QueryMemoryError,
    QueryTimeoutError,
    ServiceError,
    ServiceTimeoutError,
    SnapshotError,
    StoreError,
)
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.languages import N_, gettext
from lod_publisher.web.negotiation import choose_format

JSON = "application/problem+json"
HTML = "text/html"

_STATUS: tuple[tuple[type[PublisherError], HTTPStatus], ...] = (
    (BadQueryError, HTTPStatus.BAD_REQUEST),
    (QueryTimeoutError, HTTPStatus.GATEWAY_TIMEOUT),
    (QueryMemoryError, HTTPStatus.SERVICE_UNAVAILABLE),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ServiceTimeoutError, HTTPStatus.GATEWAY_TIMEOUT),
    (ServiceError, HTTPStatus.BAD_GATEWAY),
    (StoreError, HTTPStatus.BAD_GATEWAY),
    (IriError, HTTPStatus.NOT_FOUND),
    (SnapshotError, HTTPStatus.SERVICE_UNAVAILABLE),
)
# The titles of the problems that people meet, for the catalogues; Python's own are English.
TITLES = (
    N_("Not Found"),
    N_("Gone"),
    N_("Bad Request"),
    N_("Not Acceptable"),
    N_("Internal Server Error"),
    N_("Service Unavailable"),
)
_NOWHERE = N_(
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again."
)
# Seconds after which the same question may be answered; a timeout or a large answer will not get better by waiting.
_RETRY_AFTER = {BusyError: "5", SnapshotError: "30", StoreError: "30"}

_ADVICE = {
    HTTPStatus.NOT_FOUND: N_("Search for a name or a phrase, or begin at the front page."),
    HTTPStatus.GONE: N_("It was part of an earlier edition of this collection."),
}


class Problem(Exception):
    """An answer that is not what was asked for: status, what is wrong, and what may help; `more` are further members."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        more: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        named: Mapping[str, str] | None = None,
    ) -> None:
        """Machines read the detail in English; with `named` it is a message of the catalogues, and these are its names."""
        self._message, self._named = detail, named
        detail = detail % named if named is not None else detail
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = dict(more or {})
        self.headers = dict(headers or {})

    @property
    def is_spoken(self) -> bool:
        """Whether the detail can be had in other languages."""
        return self._named is not None

    def in_words(self) -> str:
        """The detail in the reader's language, as far as we can."""
        return self.detail if self._named is None else gettext(self._message) % self._named


class Moved(Problem):
    """What is asked for has another name now; `old` and `new` are kind and local id, as they stand in addresses."""

    def __init__(self, old: str, new: str, reason: str = "") -> None:
        super().__init__(
            HTTPStatus.MOVED_PERMANENTLY, f"{old} is {new} now{_because(reason)}.", {"old": old, "new": new}
        )
        self.old = old
        self.new = new


class Gone(Problem):
    """What is asked for was deleted; `replaced_by` are the keys of what took its place, when several things did."""

    def __init__(self, entity: Entity, replaced_by: Sequence[tuple[Kind, str]] = (), reason: str = "") -> None:
        moment = entity.deleted or entity.modified
        super().__init__(
            HTTPStatus.GONE,
            N_("%(label)s was taken out of this collection on %(day)s%(because)s."),
            {"label": entity.label, "kind": str(entity.kind), "created": entity.created, "deleted": moment},
            named={"label": entity.label, "day": moment[:10], "because": _because(reason)},
        )
        self.entity = entity
        self.replaced_by = replaced_by
        self.reason = reason


def _because(reason: str) -> str:
    return f" ({reason.rstrip('.')})" if reason else ""


def not_acceptable(offered: Mapping[str, str]) -> Problem:
    """Nothing fits the Accept header; `offered` are the media types that exist, each with its address."""
    return Problem(
        HTTPStatus.NOT_ACCEPTABLE,
        N_("This is not available in any format that was asked for. There is %(offered)s."),
        {"available": [{"type": media_type, "href": address} for media_type, address in offered.items()]},
        named={"offered": ", ".join(offered)},
    )


def not_found(what: str, **named: str) -> Problem:
    """There is nothing at this address; with names, `what` is a message of the catalogues that holds them."""
    return Problem(HTTPStatus.NOT_FOUND, what, named=named or None)


def answer(problem: Problem) -> Response:
    """Write a problem in the client's format; a client that accepts neither still gets JSON."""
    status = problem.status
    if choose_format(request.headers.get("Accept"), (JSON, "application/json", HTML)) == HTML:
        body = render_template(
            "problem.html",
            status=status,
            detail=problem.in_words(),
            is_spoken=problem.is_spoken,
            advice=_ADVICE.get(status, ""),
            more=problem.more,
        )
        response = Response(body, status, content_type="text/html; charset=utf-8")
    else:
        content = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": problem.detail}
        response = Response(json.dumps(content | problem.more, ensure_ascii=False), status, content_type=JSON)
    response.headers.extend(problem.headers)
    return response


def _from_publisher(error: PublisherError) -> Response:
    kind, status = next(
        (row for row in _STATUS if isinstance(error, row[0])), (PublisherError, HTTPStatus.INTERNAL_SERVER_ERROR)
    )
    headers = {"Retry-After": _RETRY_AFTER[kind]} if kind in _RETRY_AFTER else {}
    more = {"service": error.service} if isinstance(error, ServiceError) else {}
    return answer(Problem(status, str(error), more, headers))


def _from_werkzeug(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    headers = {name: value for name, value in error.get_headers() if name.lower() == "allow"}
    detail, named = error.description or "", None
    if detail == _NOWHERE:
        named = dict[str, str]()
    return answer(Problem(HTTPStatus(error.code), detail, headers=headers, named=named))


def _from_anything(error: Exception) -> Response:
    logging.getLogger(__name__).error("%s %s could not be answered", request.method, request.path, exc_info=error)
    return answer(
        Problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            N_("The server made a mistake. It is in its log; nothing you did is lost."),
            named={},
        )
    )


def register(app: Flask) -> None:
    """Let every error of the application be answered by this table."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(PublisherError, _from_publisher)
    app.register_error_handler(HTTPException, _from_werkzeug)
    app.register_error_handler(Exception, _from_anything)
