"""Traces for OpenTelemetry: a span for each request and one for each query that it has answered; only with the extra `tracing`.

Nothing here is imported, and nothing stands in a request's way, unless `traces` names a receiver. Spans carry what the log of
requests does: no address, no query text.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from functools import cache
from time import time_ns
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, use_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from lod_publisher import __version__
from lod_publisher.snapshot.remote import RemoteWorkers
from lod_publisher.snapshot.workers import Question, Stream, Workers
from lod_publisher.web.answer_cache import Application, Headers
from lod_publisher.web.observing import ID, route_of
from lod_publisher.web.ranges import FilePart

# Spans are sent together, at least so often; what a process has not sent when it is killed is lost.
_SEND_MS = 1_000
_SEND_TIMEOUT_S = 5
_PATH = "/v1/traces"
_PARENT = TraceContextTextMapPropagator()
_CARRIERS = {"traceparent": "HTTP_TRACEPARENT", "tracestate": "HTTP_TRACESTATE"}
_CODE = re.compile(r"\d{3}")


@cache
def tracer(receiver: str) -> Tracer:
    """The tracer of this process, which sends to a receiver: the address of its OTLP over HTTP, with or without a path."""
    address = receiver if urlsplit(receiver).path.strip("/") else receiver.rstrip("/") + _PATH
    provider = TracerProvider(
        resource=Resource.create({"service.name": "lod-publisher", "service.version": __version__})
    )
    exporter = OTLPSpanExporter(endpoint=address, timeout=_SEND_TIMEOUT_S)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=_SEND_MS))
    return provider.get_tracer("lod_publisher", __version__)


class Traced:
    """The outermost layer of the application: a span for each request, whose id it also sends back."""

    def __init__(self, application: Application, spans: Tracer, snapshot: str) -> None:
        self._application = application
        self._spans = spans
        self._snapshot = snapshot

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when it is at hand; its span is written when it is known that there is one."""
        began = time_ns()
        found = self._application.kept(environ)
        if found is None:
            return None
        status, headers, body = found
        span = self._begin(environ, began, "memory")
        _answered(span, status, headers)
        span.end()
        return status, [*headers, ("X-Request-Id", environ["HTTP_X_REQUEST_ID"])], body

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        span = self._begin(environ, time_ns(), "made")

        def begin(status: str, headers: Headers, *exception: object) -> object:
            _answered(span, status, headers)
            headers = [*headers, ("X-Request-Id", environ["HTTP_X_REQUEST_ID"])]
            return start_response(status, headers, *exception)  # type: ignore[arg-type]

        try:
            with use_span(span, record_exception=False):
                answer = self._application(environ, begin)  # type: ignore[arg-type]
        except BaseException:
            span.end()
            raise
        if isinstance(answer, list | FilePart):
            span.end()
            return answer
        return _Parts(answer, span)

    def _begin(self, environ: WSGIEnvironment, began: int, source: str) -> Span:
        """The span of a request, below the one that the client names; gives the request its id, if it has none that is one."""
        if not ID.fullmatch(environ.get("HTTP_X_REQUEST_ID", "")):
            environ["HTTP_X_REQUEST_ID"] = secrets.token_hex(8)
        method, route = environ["REQUEST_METHOD"], f"/{route_of(environ['PATH_INFO'])}"
        said = {
            "http.request.method": method,
            "http.route": route,
            "url.path": environ["PATH_INFO"].encode("latin-1", "replace").decode("utf-8", "replace"),
            "lod_publisher.request_id": environ["HTTP_X_REQUEST_ID"],
            "lod_publisher.snapshot": self._snapshot,
            "lod_publisher.source": source,
        }
        return self._spans.start_span(
            f"{method} {route}", _context_of(environ), SpanKind.SERVER, attributes=said, start_time=began
        )


class _Parts:
    """An answer in parts; its span ends with it."""

    def __init__(self, parts: Iterable[bytes], span: Span) -> None:
        self._parts = parts
        self._span = span

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """The answer is given, or nobody waits for it any more."""
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            self._span.end()


def _context_of(environ: WSGIEnvironment) -> Context:
    carried = {name: environ[key] for name, key in _CARRIERS.items() if key in environ}
    return _PARENT.extract(carried, Context()) if carried else Context()


def _answered(span: Span, status: str, headers: Headers) -> None:
    code = int(found[0]) if (found := _CODE.match(status)) else 0
    form = next((value for name, value in headers if name.lower() == "content-type"), "")
    span.set_attribute("http.response.status_code", code)
    span.set_attribute("lod_publisher.format", form.partition(";")[0])
    if code >= 500:
        span.set_status(Status(StatusCode.ERROR))


def trace_queries(workers: Workers | RemoteWorkers, spans: Tracer) -> None:
    """Let these workers tell of each query, below the request that it belongs to: how long it waited and worked, and how it ended."""
    ask, open_ = workers.ask, workers.open

    def traced_ask(*given: Any, **named: Any) -> Any:
        span = spans.start_span("query")
        try:
            answer = ask(*given, **named)
        except BaseException as error:
            _ended(span, error)
            raise
        span.end()
        return answer

    def traced_open(question: Question, *given: Any, **named: Any) -> Stream:
        span = spans.start_span("query", attributes={"lod_publisher.max_rows": question.max_rows or 0})
        try:
            stream = open_(question, *given, **named)
        except BaseException as error:
            _ended(span, error)
            raise
        span.set_attribute("lod_publisher.waited_s", stream.waited_s)
        span.set_attribute("lod_publisher.kind", stream.kind)
        span.set_attribute("lod_publisher.format", stream.format)
        stream.parts = _followed(stream, stream.parts, span)
        stream.when_closed(lambda: _end(span))
        return stream

    if isinstance(workers, Workers):  # a remote engine is asked by its own `open`
        workers.ask = traced_ask  # type: ignore[method-assign]
    workers.open = traced_open  # type: ignore[method-assign]


def _followed(stream: Stream, parts: Iterator[bytes], span: Span) -> Iterator[bytes]:
    """The same parts; notes their bytes, and what broke them off."""
    size = 0
    try:
        for part in parts:
            size += len(part)
            yield part
    except Exception as error:
        _ended(span, error)
        raise
    span.set_attribute("lod_publisher.bytes", size)
    span.set_attribute("lod_publisher.truncated", stream.truncated)
    _end(span)


def _ended(span: Span, error: BaseException) -> None:
    """A query failed: by what class of error; its words may hold a part of the query."""
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(Status(StatusCode.ERROR))
    _end(span)


def _end(span: Span) -> None:
    """End a span, unless it has ended: the library complains of a second end."""
    if span.is_recording():
        span.end()
