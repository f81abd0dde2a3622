"""The texts of a document in other languages: who translates it, and what it translates."""

from lod_publisher.web.facts import Facts
from lod_publisher.web.site import Site

_LANGUAGES = """
PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
SELECT ?text ?language WHERE { ?text crm:P72_has_language ?language }
"""
_ENGLISH = "http://vocab.getty.edu/aat/300388277"


def languages(here: Site, iri: str, facts: Facts) -> list[tuple[str, str]]:
    """The tag of each language in which a document is described here and the address of that page, its own first.

    Empty when there is no other: a page that has no alternate names none. Each page names the same set, so that they confirm
    each other.
    """
    others = [*facts.all(iri, "P73_has_translation"), *facts.all(iri, "P73i_is_translation_of")]
    if not others:
        return []
    found = [(tag, iri) for tag in (_tag(here, language) for language in facts.all(iri, "P72_has_language"))]
    for other in others:
        rows = here.snapshot.select(_LANGUAGES, {"text": other})
        found += [(tag, other) for tag in sorted(_tag(here, row["language"]) for row in rows)]
    base = here.snapshot.base
    return [(tag, f"{base}/page/{other.removeprefix(f'{base}/id/')}") for tag, other in found if tag]


def own_language(here: Site, iri: str, facts: Facts) -> str:
    """The tag of the language in which a document is written; "" when that is not said, or it is in several."""
    tags = {_tag(here, language) for language in facts.all(iri, "P72_has_language")}
    return tags.pop() if len(tags) == 1 else ""


def _tag(here: Site, language: str) -> str:
    """The tag of BCP 47 for a language of the vocabulary; "" for one that has none."""
    own = f"{here.snapshot.base}/vocab/language-"
    return "en" if language == _ENGLISH else language.removeprefix(own) if language.startswith(own) else ""
