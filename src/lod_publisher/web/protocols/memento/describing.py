"""The answers of mementos: an earlier description as RDF or as a page, and the dataset of an earlier snapshot."""

from flask import Response, render_template, request
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lod_publisher.model.iris import Kind
from lod_publisher.web.facts import RDF_TYPE, Facts
from lod_publisher.web.formats import GRAPH_FORMATS, Description, Format, by_media_type, formats_of
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.policies import http_date
from lod_publisher.web.problems import not_acceptable
from lod_publisher.web.protocols.memento.versions import Original, Version
from lod_publisher.web.site import Site, natural

_HTML = "text/html"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_VOID = "http://rdfs.org/ns/void#"
_DCTERMS = "http://purl.org/dc/terms/"


def description_answer(here: Site, original: Original, version: Version) -> Response:
    """A description as a change left it."""
    change = version.change
    assert change is not None  # noqa: S101 for the type checker: the caller chose by this
    iri = change.elsewhere or here.snapshot.iris.entity(change.kind, change.local_id)
    page = f"{here.snapshot.base}/data/{change.kind}/{change.local_id}"
    formats = [form for form in formats_of(change.kind) if not form.source]
    lines = here.snapshot.version(change)
    form = _chosen(original, formats)
    if form is not None:
        described = Description(
            here.snapshot.base, iri=iri, kind=change.kind, page=page, lines=lines, licence=here.licence
        )  # fmt: skip
        return Response(form.write(described), content_type=form.content_type)
    facts = Facts.of(quad.triple for quad in parse(lines, format=RdfFormat.N_QUADS))
    return _page(here, original, version, change.label, iri, facts, formats)


def dataset_answer(here: Site, original: Original, version: Version) -> Response:
    """What a snapshot on the shelf holds, from its manifest."""
    manifest = version.manifest or {}
    form = _chosen(original, GRAPH_FORMATS)
    triples = _dataset(here, manifest)
    if form is not None:
        return Response(form.write(Description(here.snapshot.base, triples)), content_type=form.content_type)
    facts = Facts.of(triples)
    return _page(here, original, version, here.title, f"{here.snapshot.base}/", facts, list(GRAPH_FORMATS))


def _chosen(original: Original, formats: list[Format] | tuple[Format, ...]) -> Format | None:
    """The format of the address's suffix, or the one that `Accept` chooses; None for a page."""
    if original.suffix:
        named = [form for form in formats if form.suffix == original.suffix]
        if named:
            return named[0]
        raise not_acceptable({form.media_type: form.suffix for form in formats})
    if original.path.startswith("page/"):
        return None
    known = by_media_type(formats)
    chosen = choose_format(request.headers.get("Accept"), (*known, _HTML))
    if chosen is None:
        raise not_acceptable(
            {form.media_type: f"{request.script_root}{request.path}.{form.suffix}" for form in formats}
            | {_HTML: request.script_root + request.path}
        )
    return None if chosen == _HTML else known[chosen]


def _page(
    here: Site, original: Original, version: Version, label: str, iri: str, facts: Facts, formats: list[Format]
) -> Response:
    """A version for people: its statements as they were, under the names that their terms have today."""
    names = here.labels(facts.iris())
    nodes = []
    for subject in sorted(facts.by_subject, key=lambda node: (node != iri, natural(node))):
        rows = [
            (
                names[predicate],
                [(names[v.text], here.href(v.text)) if v.is_iri else (v.text, "") for v in values],
            )
            for predicate, values in sorted(facts.by_subject[subject].items())
        ]
        nodes.append((subject.removeprefix(iri), rows))
    plain = original.path.removeprefix("page/").removeprefix("id/").removeprefix("data/")
    current = original.path if original.path.startswith("dataset") else f"page/{plain}"
    body = render_template(
        "memento.html",
        label=label,
        iri=iri,
        nodes=nodes,
        moment=version.moment,
        spoken=http_date(version.moment),
        versions=original.versions,
        path=original.path,
        stamp=version.stamp,
        data=original.path if original.path.startswith("dataset") else f"data/{plain}",
        current=current,
        formats=formats,
    )
    return Response(body, content_type="text/html; charset=utf-8")


def _dataset(here: Site, manifest: dict[str, object]) -> list[Triple]:
    """An earlier dataset in VoID: what it was called, when it was built, and how much of what it held."""
    base = here.snapshot.base
    dataset = NamedNode(f"{base}/")
    found = [Triple(dataset, NamedNode(RDF_TYPE), NamedNode(f"{_VOID}Dataset"))]

    def say(predicate: str, value: object, datatype: str = "") -> None:
        kind = NamedNode(f"{_XSD}{datatype}") if datatype else None
        found.append(Triple(dataset, NamedNode(predicate), Literal(str(value), datatype=kind)))

    collections = manifest.get("collections")
    for collection in collections if isinstance(collections, list) else ():
        for name in ("title", "description", "publisher"):
            if collection.get(name):
                say(f"{_DCTERMS}{name}", collection[name])
    say(f"{_DCTERMS}modified", manifest["moment"], "dateTime")
    say("http://www.w3.org/2002/07/owl#versionInfo", manifest["id"])
    say(f"{_VOID}triples", manifest["triples"], "integer")
    entities = manifest.get("entities")
    counts = entities if isinstance(entities, dict) else {}
    say(f"{_VOID}entities", sum(counts.values()), "integer")
    for kind in sorted(set(counts) & set(Kind)):
        part = NamedNode(f"{base}/dataset#{kind}")
        found.append(Triple(dataset, NamedNode(f"{_VOID}subset"), part))
        found.append(Triple(part, NamedNode(RDF_TYPE), NamedNode(f"{_VOID}Dataset")))
        found.append(Triple(part, NamedNode(f"{_VOID}uriSpace"), Literal(f"{base}/id/{kind}/")))
        found.append(
            Triple(
                part, NamedNode(f"{_VOID}entities"), Literal(str(counts[kind]), datatype=NamedNode(f"{_XSD}integer"))
            )
        )
    return sorted(found, key=str)
