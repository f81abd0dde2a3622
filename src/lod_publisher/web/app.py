"""The application factory and the PROTOCOLS table: everything that this service speaks."""

from types import ModuleType
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from markupsafe import Markup

from lod_publisher.errors import InputError, without_password
from lod_publisher.settings import ServeSettings, admin_token
from lod_publisher.snapshot.prerendered import Prerendered
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.workers import Limits, Workers
from lod_publisher.web import languages, policies, problems, speaking
from lod_publisher.web.answers import Answers
from lod_publisher.web.assets import shipped
from lod_publisher.web.compiled import COMPILED
from lod_publisher.web.direct import Direct
from lod_publisher.web.federation import AllowList, Services
from lod_publisher.web.formats import prefixes
from lod_publisher.web.languages import N_
from lod_publisher.web.program import written_ahead
from lod_publisher.web.protocols import (
    activity_streams,
    admin,
    authorities,
    browsing,
    citations,
    context,
    dataset,
    dumps,
    editors,
    entities,
    files,
    fragments,
    front,
    ldes,
    memento,
    metrics,
    oai_pmh,
    ontology,
    openapi,
    operation,
    pages,
    queries,
    reconcile,
    resourcesync,
    searching,
    signposting,
    sitemap,
    sparql,
    views,
)
from lod_publisher.web.proxies import Proxies, networks
from lod_publisher.web.routes import RoutedFlask
from lod_publisher.web.rows import WrittenRows
from lod_publisher.web.site import KIND_NAMES, Site
from lod_publisher.web.words import (
    a_kind,
    marked,
    sentence,
    spoken_day,
    spoken_day_of_year,
    spoken_edtf,
    told_in_words,
)

if TYPE_CHECKING:
    from lod_publisher.snapshot.remote import RemoteWorkers

PROTOCOLS = (
    entities,
    pages,
    files,
    front,
    browsing,
    searching,
    authorities,
    sparql,
    queries,
    editors,
    ontology,
    context,
    operation,
    openapi,
    dataset,
    dumps,
    sitemap,
    oai_pmh,
    resourcesync,
    signposting,
    citations,
    memento,
    metrics,
    admin,
    ldes,
    activity_streams,
    fragments,
    reconcile,
    views,
)


# The attribute of words on a page in another language that nobody translates: what a rule says, a program's own words.
_IN_ENGLISH = Markup(' lang="en"')


# Queries that one serving process has a remote engine answer at a time; more wait.
_REMOTE_AT_ONCE = 16


# Queries that one serving process answers at a time, at the least: one seat is kept for clients that ask quick ones.
_SEATS = 2


# What the header leads to, where it is served.
_MENU = (
    ("/timeline", N_("Timeline")),
    ("/map", N_("Map")),
    ("/network", N_("Network")),
    ("/browse/person", N_("Persons")),
    ("/browse/document", N_("Documents")),
    ("/sparql", N_("Query")),
)


def create_app(
    snapshot: Snapshot,
    workers: "Workers | RemoteWorkers",
    settings: ServeSettings | None = None,
    ahead: Prerendered | None = None,
) -> Flask:
    """Make the application that serves one snapshot; the workers answer strangers' queries on the same store.

    `ahead` are answers that were written when the snapshot was built, by a program that would answer the same.
    """
    app = RoutedFlask(__name__, static_folder=None)
    settings = settings or ServeSettings()
    app.config["MAX_CONTENT_LENGTH"] = sparql.MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = sparql.MAX_BODY_BYTES
    app.jinja_env.bytecode_cache = COMPILED
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        spoken_day=spoken_day,
        spoken_edtf=spoken_edtf,
        spoken_day_of_year=spoken_day_of_year,
        told_in_words=told_in_words,
        a_kind=a_kind,
        marked=marked,
        sentence=sentence,
    )
    allowed = AllowList.of(settings.services, settings.local_services)
    here = Site.of(snapshot, workers, Services(allowed, settings.service_timeout_s))
    app.extensions["site"] = here
    app.extensions["assets"] = assets = shipped()
    app.config["CRAWLERS"] = settings.crawlers
    app.config["SETTINGS"] = settings
    app.config["ADMIN_TOKEN"] = admin_token(settings)
    app.config["METRICS_FROM"] = networks(settings.metrics_from, "a reader of the figures")
    for protocol in PROTOCOLS:
        app.register_blueprint(protocol.blueprint)
    app.share_rules()
    speaking.register(app)
    problems.register(app)
    policies.register(app, settings.cache_seconds)

    rules = {rule.rule for rule in app.url_map.iter_rules()}
    menu = [(path, name) for path, name in _MENU if path in rules or path.startswith("/browse/")]
    app.jinja_env.globals.update(
        asset=assets.address, typeface=assets.typeface(), script=lambda name: assets.script(request.script_root, name)
    )

    @app.context_processor
    def on_every_page() -> dict[str, Any]:
        return {
            "site": here,
            "kind_of": lambda kind: languages.gettext(KIND_NAMES[kind][0]),
            "page_language": languages.language(),
            "switches": speaking.switches(),
            "in_english": _IN_ENGLISH if languages.language() != languages.ENGLISH else "",
            "kind_names": KIND_NAMES,
            "words_of_scripts": languages.words_of_scripts(),
            "root": request.script_root,
            "menu": menu,
            "here_is": lambda path: request.path == path or request.path.startswith(f"{path}/"),
        }

    control = policies.cache_control(settings.cache_seconds)
    answers = Answers(Direct(app.wsgi_app, here, control, ahead))
    rows = WrittenRows(ahead, snapshot.base) if ahead is not None and snapshot.has_store else None
    endpoint = sparql.Endpoint(answers, here, settings.answer_cache_bytes, control, rows)
    here.caches.update(pages=answers.cache, queries=endpoint.cache)
    app.wsgi_app = Proxies(endpoint, settings.trusted_proxies)  # type: ignore[method-assign]
    return app


def open_app(settings: ServeSettings) -> Flask:
    """Open the published snapshot and make its application, with a pool of query workers of its own.

    Raises:
        SnapshotError: nothing is published, or it cannot be read. InputError: traces are wanted, but the extra is not there.
    """
    app = _opened(settings)
    if settings.traces:
        _trace(app, settings.traces)
    return app


def tracing(receiver: str) -> ModuleType:
    """What makes traces for a receiver.

    Raises:
        InputError: the extra is not installed, or the address is none that may stand in a log.
    """
    if not receiver.startswith(("http://", "https://")) or "?" in receiver:
        raise InputError(
            f"{without_password(receiver)}: not the address of a receiver of traces, such as http://127.0.0.1:4318. A key belongs "
            "in OTEL_EXPORTER_OTLP_HEADERS: addresses are written into logs."
        )
    try:
        from lod_publisher.web import tracing  # noqa: PLC0415 an extra that most do not install
    except ImportError:
        raise InputError(
            "Traces are wanted (--traces), but OpenTelemetry is not installed. Run `pip install 'lod_publisher[tracing]'`, "
            "or serve without."
        ) from None
    return tracing


def _trace(app: Flask, receiver: str) -> None:
    """Let an application tell a receiver of its requests and queries."""
    made = tracing(receiver)
    here: Site = app.extensions["site"]
    spans = made.tracer(receiver)
    made.trace_queries(here.workers, spans)
    app.wsgi_app = made.Traced(app.wsgi_app, spans, here.snapshot.id)  # type: ignore[method-assign]


def _opened(settings: ServeSettings) -> Flask:
    if settings.store:
        # Read by who needs it: it brings a library along that takes a twentieth of a start.
        from lod_publisher.snapshot.remote import Engine, RemoteStatements, RemoteWorkers  # noqa: PLC0415

        engine = Engine(settings.store, settings.store_graph, settings.query_timeout_s)
        distant = Snapshot.open(settings.data, RemoteStatements(engine))
        return create_app(
            distant,
            RemoteWorkers(engine, _REMOTE_AT_ONCE, prefixes(distant.base), f"{distant.base}/"),
            settings,
            written_ahead(distant.folder),
        )
    snapshot = Snapshot.open(settings.data)
    workers = Workers(
        snapshot.folder / "store",
        max(_SEATS, settings.workers),
        settings.query_timeout_s,
        settings.query_memory_bytes,
        prefixes(snapshot.base),
        snapshot.base,
        Limits(
            stream_s=settings.query_stream_s,
            cpu_s=settings.query_cpu_s,
            max_bytes=settings.query_answer_bytes,
            max_rows=settings.query_rows or None,
            queue=settings.query_queue,
        ),
    )
    return create_app(snapshot, workers, settings, written_ahead(snapshot.folder))
