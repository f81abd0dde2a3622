"""The only reader of configuration files and of the environment; values are frozen and handed down as arguments."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lod_publisher import __version__
from lod_publisher.errors import CollectionError, InputError

DEFAULT_BASE = "http://127.0.0.1:8000"
DEFAULT_DATA = Path("data")
COLLECTION_FILE = "collection.toml"

_PACKAGE = Path(__file__).parent


def resource_folder(name: str) -> Path:
    """The folder of shapes or of the ontology: inside the installed package, or beside `src` in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: where it lies, how it is named in findings and in the data (below its collection), and its reader.

    `collection` is the local id of its collection; `options` are the reader's own settings from collection.toml.
    """

    path: Path
    shown: str
    reader: str
    collection: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What collection.toml says of some files: a path or glob below the collection; `reader` None means by content."""

    pattern: str
    reader: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CollectionSettings:
    """A collection as its collection.toml describes it; `root` is its folder, or one file that stands alone."""

    root: Path
    id: str
    title: str
    entries: tuple[SourceEntry, ...]
    description: str = ""
    publisher: str = ""
    licence: str = ""
    base: str | None = None
    languages: tuple[str, ...] = ("en",)
    contact: str = ""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How to build: `jobs` converting processes, `base` the root of all IRIs (None: the collections' own).

    `link` joins what the program is sure of; without it only what sources and `decisions.csv` say is joined.
    `dumps` are the forms in which the dataset is written for download beside the N-Triples that every snapshot has.
    `prerender` are the forms in which each thing's answer is written ahead: the suffixes of formats, "html" for its page,
    and "srj" for what a query finds about it.
    `max_loss` is the share of the published entities that a new snapshot may lack and still be published.
    `scheduler` is the address of a Dask cluster that converts, "" for processes of this machine; `exchange` a place that this
    machine and the cluster's workers reach under the same address, "" for a folder of `data`.
    """

    data: Path = DEFAULT_DATA
    base: str | None = None
    jobs: int = 2
    strict: bool = False
    publish: bool = True
    validate: bool = True
    keep: int = 3
    max_loss: float = 0.5
    link: bool = True
    dumps: tuple[str, ...] = ("nt", "ttl", "jsonl", "csv")
    prerender: tuple[str, ...] = ("ttl", "srj")
    scheduler: str = ""
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """How to serve: the address, the number of processes, and what one query may take (seconds, bytes).

    `trusted_proxies` are addresses and networks whose forwarding headers are believed; `cache_seconds` is how long others may keep
    an answer; `answer_cache_bytes` is what each process keeps of answers to queries. `services` are the addresses of the SPARQL
    services that a query may ask with SERVICE, `local_services` those among them that may lie in this machine or its own network;
    `store` is the address of a remote SPARQL engine that holds the statements, "" for the snapshot's own store, and `store_graph`
    the graph there, "" for its default graph. `crawlers` is what robots.txt tells them: "welcome", "closed", or the path of a file
    with rules of your own. `metrics_from` are the addresses and networks that may read `/metrics`; `access_log` is whether each
    request leaves a line of JSON on the standard error; `traces` is the address of a receiver of traces (OTLP over HTTP), "" for none.
    `admin_token_file` holds the token that opens `/admin`; without one, only this machine may look at it.
    """

    data: Path = DEFAULT_DATA
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    query_timeout_s: float = 10.0
    query_memory_bytes: int = 1_500_000_000
    query_cpu_s: float = 60.0
    query_stream_s: float = 120.0
    query_answer_bytes: int = 1_000_000_000
    query_rows: int = 0
    query_queue: int = 32
    trusted_proxies: tuple[str, ...] = ()
    cache_seconds: int = 300
    answer_cache_bytes: int = 64_000_000
    services: tuple[str, ...] = ()
    local_services: tuple[str, ...] = ()
    service_timeout_s: float = 10.0
    store: str = ""
    store_graph: str = ""
    crawlers: str = "welcome"
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1")
    access_log: bool = False
    traces: str = ""
    admin_token_file: Path | None = None

    def environment(self) -> dict[str, str]:
        """The same settings as environment variables, for the processes that the server starts."""
        return {
            "LOD_PUBLISHER_DATA": str(self.data),
            "LOD_PUBLISHER_HOST": self.host,
            "LOD_PUBLISHER_PORT": str(self.port),
            "LOD_PUBLISHER_WORKERS": str(self.workers),
            "LOD_PUBLISHER_QUERY_TIMEOUT": str(self.query_timeout_s),
            "LOD_PUBLISHER_QUERY_MEMORY": str(self.query_memory_bytes),
            "LOD_PUBLISHER_QUERY_CPU": str(self.query_cpu_s),
            "LOD_PUBLISHER_QUERY_STREAM": str(self.query_stream_s),
            "LOD_PUBLISHER_QUERY_ANSWER": str(self.query_answer_bytes),
            "LOD_PUBLISHER_QUERY_ROWS": str(self.query_rows),
            "LOD_PUBLISHER_QUERY_QUEUE": str(self.query_queue),
            "LOD_PUBLISHER_TRUSTED_PROXIES": ",".join(self.trusted_proxies),
            "LOD_PUBLISHER_CACHE_SECONDS": str(self.cache_seconds),
            "LOD_PUBLISHER_ANSWER_CACHE": str(self.answer_cache_bytes),
            "LOD_PUBLISHER_SERVICES": " ".join(self.services),
            "LOD_PUBLISHER_LOCAL_SERVICES": " ".join(self.local_services),
            "LOD_PUBLISHER_SERVICE_TIMEOUT": str(self.service_timeout_s),
            "LOD_PUBLISHER_STORE": self.store,
            "LOD_PUBLISHER_STORE_GRAPH": self.store_graph,
            "LOD_PUBLISHER_CRAWLERS": self.crawlers,
            "LOD_PUBLISHER_METRICS_FROM": ",".join(self.metrics_from),
            "LOD_PUBLISHER_ACCESS_LOG": "1" if self.access_log else "",
            "LOD_PUBLISHER_TRACES": self.traces,
            "LOD_PUBLISHER_ADMIN_TOKEN_FILE": str(self.admin_token_file or ""),
        }

    @staticmethod
    def from_environment(
        environment: Mapping[str, str] | None = None, default: "ServeSettings | None" = None
    ) -> "ServeSettings":
        """Read the settings from the environment; what it does not say is as in `default`.

        Raises:
            InputError: a variable does not hold a number where one is needed.
        """
        given = os.environ if environment is None else environment
        default = default or ServeSettings()
        try:
            return ServeSettings(
                data=Path(given.get("LOD_PUBLISHER_DATA", str(default.data))),
                host=given.get("LOD_PUBLISHER_HOST", default.host),
                port=int(given.get("LOD_PUBLISHER_PORT", default.port)),
                workers=int(given.get("LOD_PUBLISHER_WORKERS", default.workers)),
                query_timeout_s=float(given.get("LOD_PUBLISHER_QUERY_TIMEOUT", default.query_timeout_s)),
                query_memory_bytes=int(given.get("LOD_PUBLISHER_QUERY_MEMORY", default.query_memory_bytes)),
                query_cpu_s=float(given.get("LOD_PUBLISHER_QUERY_CPU", default.query_cpu_s)),
                query_stream_s=float(given.get("LOD_PUBLISHER_QUERY_STREAM", default.query_stream_s)),
                query_answer_bytes=int(given.get("LOD_PUBLISHER_QUERY_ANSWER", default.query_answer_bytes)),
                query_rows=int(given.get("LOD_PUBLISHER_QUERY_ROWS", default.query_rows)),
                query_queue=int(given.get("LOD_PUBLISHER_QUERY_QUEUE", default.query_queue)),
                trusted_proxies=tuple(filter(None, given.get("LOD_PUBLISHER_TRUSTED_PROXIES", "").split(","))),
                cache_seconds=int(given.get("LOD_PUBLISHER_CACHE_SECONDS", default.cache_seconds)),
                answer_cache_bytes=int(given.get("LOD_PUBLISHER_ANSWER_CACHE", default.answer_cache_bytes)),
                services=tuple(given.get("LOD_PUBLISHER_SERVICES", "").split()),
                local_services=tuple(given.get("LOD_PUBLISHER_LOCAL_SERVICES", "").split()),
                service_timeout_s=float(given.get("LOD_PUBLISHER_SERVICE_TIMEOUT", default.service_timeout_s)),
                store=given.get("LOD_PUBLISHER_STORE", default.store),
                store_graph=given.get("LOD_PUBLISHER_STORE_GRAPH", default.store_graph),
                crawlers=given.get("LOD_PUBLISHER_CRAWLERS", default.crawlers),
                metrics_from=tuple(
                    filter(None, given.get("LOD_PUBLISHER_METRICS_FROM", ",".join(default.metrics_from)).split(","))
                ),
                access_log=bool(given.get("LOD_PUBLISHER_ACCESS_LOG", "")),
                traces=given.get("LOD_PUBLISHER_TRACES", default.traces),
                admin_token_file=_file(given.get("LOD_PUBLISHER_ADMIN_TOKEN_FILE", ""), default.admin_token_file),
            )
        except ValueError as problem:
            raise InputError(
                f"A LOD_PUBLISHER_ variable of the environment is not a number ({problem}). Correct or unset it."
            ) from None


def _file(written: str, default: Path | None) -> Path | None:
    return Path(written) if written else default


def admin_token(settings: ServeSettings, environment: Mapping[str, str] | None = None) -> str:
    """The token that opens `/admin`: from its file, else from the environment; "" when there is none.

    Raises:
        InputError: the file cannot be read, or the token is so short that it could be guessed.
    """
    path = settings.admin_token_file
    try:
        token = path.read_text(encoding="utf-8").strip() if path else _given(environment, "LOD_PUBLISHER_ADMIN_TOKEN")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: the token for /admin cannot be read ({type(problem).__name__}).") from None
    if (path or token) and len(token) < _TOKEN_LETTERS:
        raise InputError(
            f"The token for /admin has fewer than {_TOKEN_LETTERS} letters, so it could be guessed. Make one with "
            "`openssl rand -hex 24`."
        )
    return token


def _given(environment: Mapping[str, str] | None, name: str) -> str:
    return (os.environ if environment is None else environment).get(name, "")


def store_password(environment: Mapping[str, str] | None = None) -> str:
    """The password for a remote graph store, which does not belong on a command line that others can read."""
    return _given(environment, "LOD_PUBLISHER_STORE_PASSWORD")


# What a token has at the least: 16 letters of a random one cannot be guessed over a network.
_TOKEN_LETTERS = 16
_METRICS = "PROMETHEUS_MULTIPROC_DIR"


def metrics_folder() -> str:
    """Where the serving processes of one server put their figures together; "" when each keeps its own."""
    return os.environ.get(_METRICS, "")


def share_metrics(folder: Path) -> None:
    """Let the processes that this one starts put their figures together in a folder."""
    os.environ[_METRICS] = str(folder)


def available_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_TEXTS = ("id", "title", "description", "publisher", "licence", "base", "contact")
_KNOWN = {*_TEXTS, "languages", "sources", "format"}
# Raised when a collection.toml of before would be read otherwise; who writes none means the first.
_COLLECTION_FORMAT = 1


def read_collection(path: Path) -> CollectionSettings:
    """Read a collection: a folder with a collection.toml, or any folder or file, taken with defaults.

    Raises:
        CollectionError: the path does not exist, or its collection.toml is not TOML or says something unknown.
    """
    if not path.exists():
        raise CollectionError(
            f"{path}: there is no such file or folder. Give the path of a collection or a source file."
        )
    file = path / COLLECTION_FILE
    if path.is_file():
        return CollectionSettings(path, _plain_id(path.stem), path.stem, (SourceEntry(path.name),))
    if not file.is_file():
        return CollectionSettings(path, _plain_id(path.resolve().name), path.resolve().name, (SourceEntry("**/*"),))
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CollectionError(f"{file}: not valid TOML: {problem}. Nothing was built; correct that line.") from None
    return _collection(path, file, given)


def _collection(root: Path, file: Path, given: dict[str, Any]) -> CollectionSettings:
    if given.get("format", _COLLECTION_FORMAT) != _COLLECTION_FORMAT:
        raise CollectionError(
            f"{file}: written for format {given['format']} of collections; lod_publisher {__version__} reads format "
            f"{_COLLECTION_FORMAT}. Nothing was built; install the version that it was written for, or rewrite it and set format = "
            f"{_COLLECTION_FORMAT}."
        )
    for name, value in given.items():
        if name not in _KNOWN:
            meant = get_close_matches(name, _KNOWN, 1, 0.7)
            raise CollectionError(
                f"{file}: unknown setting {name!r}{f'; do you mean {meant[0]!r}?' if meant else '.'} Nothing was built; lod_publisher "
                f"{__version__} has {', '.join(sorted(_KNOWN))}."
            )
        if name in _TEXTS and not isinstance(value, str):
            raise CollectionError(f"{file}: {name} must be a text in quotes, not {value!r}.")
    entries = given.get("sources", [])
    if not isinstance(entries, list) or not entries:
        raise CollectionError(
            f"{file}: there is no [[sources]], so nothing would be published. Add at least one with a path."
        )
    languages = given.get("languages", ["en"])
    if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
        raise CollectionError(f'{file}: languages must be a list such as ["en", "hu"].')
    return CollectionSettings(
        root=root,
        id=_plain_id(given.get("id", root.resolve().name)),
        title=given.get("title", root.resolve().name),
        entries=tuple(_entry(file, number, entry) for number, entry in enumerate(entries, 1)),
        description=given.get("description", ""),
        publisher=given.get("publisher", ""),
        licence=given.get("licence", ""),
        base=given["base"].rstrip("/") if "base" in given else None,
        languages=tuple(languages),
        contact=given.get("contact", ""),
    )


def _entry(file: Path, number: int, given: Any) -> SourceEntry:
    pattern = given.get("path", given.get("glob")) if isinstance(given, dict) else None
    if not isinstance(pattern, str):
        raise CollectionError(f"{file}: source {number} has no path. Give each [[sources]] a path or a glob.")
    options = {name: str(value) for name, value in given.items() if name not in ("path", "glob", "reader")}
    return SourceEntry(pattern, given.get("reader"), options)


def _plain_id(name: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name).strip("-_")
    return kept or "collection"
