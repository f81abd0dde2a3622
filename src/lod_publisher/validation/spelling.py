"""Terms between the two spellings of this room: N-Triples text, in which records come, and rdflib's, in which shapes are read."""

import logging
import warnings
from functools import lru_cache

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.plugins.parsers.ntriples import unquote
from rdflib.term import Node

from lod_publisher.model.terms import Term, literal, typed

_REMEMBERED = 65_536

# rdflib tells of every ill-typed literal at length, with a traceback; here that is what shapes are for.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", category=UserWarning, module=r"rdflib\.term")


def term_of(spelled: Term) -> Node:
    """The rdflib term of an N-Triples spelling. Lexical forms are kept as they are, so that shapes judge what is published."""
    if spelled.startswith("<"):
        return URIRef(spelled[1:-1])
    if spelled.startswith("_:"):
        return BNode(spelled[2:])
    text, _, suffix = spelled[1:].rpartition('"')
    if "\\" in text:
        text = unquote(text)
    if suffix.startswith("@"):
        return Literal(text, lang=suffix[1:])
    if suffix.startswith("^^<"):
        return Literal(text, datatype=URIRef(suffix[3:-1]), normalize=False)
    return Literal(text)


@lru_cache(_REMEMBERED)
def literal_of(spelled: Term) -> Literal:
    """The rdflib literal of a literal's spelling, remembered: days and numbers come again and again."""
    found = term_of(spelled)
    if not isinstance(found, Literal):
        raise TypeError(f"{spelled} is not a literal.")
    return found


def spelled(term: Node) -> Term:
    """The N-Triples spelling of an rdflib term, as RDF 1.1 asks: no xsd:string, language tags in lower case."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, Literal):
        if term.language:
            return f"{literal(str(term))}@{term.language.lower()}"
        if term.datatype is not None and term.datatype != XSD.string:
            return typed(str(term), str(term.datatype))
        return literal(str(term))
    return f"_:{term}"


def is_literal(term: Term) -> bool:
    """Whether a spelling is that of a literal."""
    return term.startswith('"')


def lexical(term: Term) -> str:
    """What SPARQL's str() gives: an IRI's characters, a literal's lexical form; of a blank node its label."""
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith("_:"):
        return term[2:]
    text = term[1 : term.rindex('"')]
    return unquote(text) if "\\" in text else text


def language(term: Term) -> str:
    """A literal's language tag, "" for every other term."""
    return term[term.rindex('"') + 2 :] if term.startswith('"') and term[-1] not in '">' else ""
