"""What a serving process notes of its requests: figures for Prometheus, and a line for the log when one is wanted.

Nothing personal is noted: no address, no query text, no header that a client sent but its request id.
"""

import json
import logging
import re
import secrets
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from time import perf_counter
from wsgiref.types import WSGIEnvironment

from lod_publisher.web.answer_cache import Headers
from lod_publisher.web.figures import figures

_FLUSH_S = 1.0
# What a client may give its request as a name, for our log to repeat.
ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_MAX_FORMATS = 60
# The first segments of our addresses; anything else is "other", so that no client can make us remember what it invents.
_ROUTES = frozenset(
    [
        "admin",
        "authority",
        "beacon",
        "browse",
        "changes",
        "context.jsonld",
        "data",
        "dataset",
        "dumps",
        "fragments",
        "health",
        "id",
        "label",
        "ldes",
        "lookup",
        "map",
        "memento",
        "metrics",
        "network",
        "oai",
        "openapi.json",
        "page",
        "queries",
        "ready",
        "reconcile",
        "report",
        "resourcesync",
        "robots.txt",
        "search",
        "shapes",
        "sitemap.xml",
        "sitemaps",
        "sparql",
        "static",
        "timegate",
        "timeline",
        "timemap",
        "vocab",
        ".well-known",
    ]
)
_ACCESS = logging.getLogger("lod_publisher.access")


def begin_access_log() -> None:
    """Write a line of JSON to the standard error for each request from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    _ACCESS.addHandler(handler)
    _ACCESS.setLevel(logging.INFO)
    _ACCESS.propagate = False


class Observer:
    """Notes the requests of one serving process. Answers from memory are so fast that they are counted first and told each second."""

    def __init__(self, serving: Callable[[], str], tell_more: Callable[[], None], logs: bool = False) -> None:
        """`serving` is the id of the snapshot now; `tell_more` is called each second; `logs`: a line for each request."""
        self._serving = serving
        self._logs = logs
        self._tell_more = tell_more
        self._formats: set[str] = set()
        self._at_hand: Tally[tuple[str, str, str]] = Tally()
        self._lock = threading.Lock()
        if logs:
            begin_access_log()
        threading.Thread(target=self._tell_on, name="observing", daemon=True).start()

    def at_hand(self, environ: WSGIEnvironment, status: int, headers: Headers, began: float) -> Headers:
        """An answer is given from memory; returns the headers to send with it. `began` is a reading of `perf_counter`."""
        key = (route_of(environ["PATH_INFO"]), str(status), self._format(headers))
        with self._lock:
            self._at_hand[key] += 1
        return self._logged(environ, status, headers, perf_counter() - began) if self._logs else headers

    def made(self, environ: WSGIEnvironment, status: int, headers: Headers, began: float) -> Headers:
        """An answer was made and is given now; returns the headers to send with it."""
        route, seconds = route_of(environ["PATH_INFO"]), perf_counter() - began
        figures().requests.labels(route, str(status), self._format(headers), "made").inc()
        figures().seconds.labels(route).observe(seconds)
        return self._logged(environ, status, headers, seconds) if self._logs else headers

    def _logged(self, environ: WSGIEnvironment, status: int, headers: Headers, seconds: float) -> Headers:
        """Write a request's line; the headers with its id, which is the client's own when it sent one."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        name = given if ID.fullmatch(given) else secrets.token_hex(8)
        moment = time.time()
        line = {
            "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(moment))}.{int(moment % 1 * 1000):03d}Z",
            "id": name,
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            "status": status,
            "ms": round(seconds * 1000, 2),
            "snapshot": self._serving(),
        }
        _ACCESS.info(json.dumps(line, ensure_ascii=False))
        return headers if ("X-Request-Id", name) in headers else [*headers, ("X-Request-Id", name)]

    def tell(self) -> None:
        """Hand on what was counted of answers from memory."""
        with self._lock:
            counted, self._at_hand = self._at_hand, Tally()
        for (route, status, form), times in counted.items():
            figures().requests.labels(route, status, form, "memory").inc(times)

    def _tell_on(self) -> None:
        while True:
            time.sleep(_FLUSH_S)
            try:
                self.tell()
                self._tell_more()
            except Exception:
                logging.getLogger(__name__).exception("The figures could not be brought up to date")

    def _format(self, headers: Headers) -> str:
        for name, value in headers:
            if name == "Content-Type" or name.lower() == "content-type":
                form = value.partition(";")[0]
                if form in self._formats or len(self._formats) < _MAX_FORMATS:
                    self._formats.add(form)
                    return form
                return "other"
        return ""


def route_of(path: str) -> str:
    """The first segment of an address, without the suffix of a form; "" for the front page, "other" for what is none of ours."""
    first = path[1:].partition("/")[0]
    if first in _ROUTES or not first:
        return first
    bare = first.partition(".")[0]
    return bare if bare in _ROUTES else "other"
