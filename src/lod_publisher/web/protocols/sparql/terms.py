"""`/sparql/terms`: what a query can be written with, for the completion of an editor: prefixes, and the terms that the dataset uses."""

from typing import Any

from flask import Response, json

from lod_publisher.web.formats import prefixes
from lod_publisher.web.querying.known import PREFIXES
from lod_publisher.web.querying.usage import usage
from lod_publisher.web.site import Site
from lod_publisher.web.vocabulary import readable


def known_prefixes(here: Site) -> dict[str, str]:
    """The prefixes that no query need declare: our own first, then those that mean one thing everywhere."""
    return {**(own := prefixes(here.snapshot.base)), **{name: iri for name, iri in PREFIXES.items() if name not in own}}


def terms(here: Site) -> Response:
    """The classes and properties of the dataset with their counts, the most used first; counted when it was built."""
    used = usage(here.snapshot.folder)
    known = known_prefixes(here)
    told = {
        "prefixes": known,
        "classes": _listed(here, known, used.classes if used else {}),
        "properties": _listed(here, known, used.properties if used else {}),
    }
    return Response(json.dumps(told, ensure_ascii=False), content_type="application/json")


def _listed(here: Site, known: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    ordered = sorted(counts, key=lambda iri: (-counts[iri], iri))
    return [
        {
            "name": _written(iri, known),
            "iri": iri,
            "label": here.vocabulary.labels.get(iri) or readable(iri),
            "definition": here.vocabulary.definitions.get(iri, ""),
            "count": counts[iri],
        }
        for iri in ordered
    ]


def _written(iri: str, known: dict[str, str]) -> str:
    """A term as a query names it: by the longest namespace that has a prefix, else in angle brackets."""
    fitting = [(len(namespace), prefix) for prefix, namespace in known.items() if iri.startswith(namespace)]
    if fitting:
        length, prefix = max(fitting, key=lambda each: (each[0], -list(known).index(each[1])))
        name = iri[length:]
        if name and all(letter.isalnum() or letter in "_-" for letter in name):
            return f"{prefix}:{name}"
    return f"<{iri}>"
