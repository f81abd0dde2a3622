"""The languages of the interface: which one a reader wants, what our English words are in it, and how it writes numbers and days.

The words stand in gettext catalogues, `translations/<language>/LC_MESSAGES/messages.po`. A catalogue is read when somebody first
wants its language, so there is nothing to compile and nothing to read at the start. Only pages speak: data are the same for all.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

ENGLISH = "en"
# Each language by its own name, in the order of the switch.
LANGUAGES = {ENGLISH: "English", "fr": "Français", "de": "Deutsch", "hu": "Magyar"}
# The parameter of an address that switches, and the cookie that remembers: a language and nothing else, for a year.
NAME = "lang"
# Longer headers are nobody's; they would fill the memory of choices.
_MAX_HEADER = 400
_SCRIPTS = "frontend/"


def chosen(environ: Mapping[str, object]) -> str:
    """The language that a request wants: by its cookie, else by `Accept-Language`, else English. Nonsense is ignored."""
    cookie, accepted = environ.get("HTTP_COOKIE"), environ.get("HTTP_ACCEPT_LANGUAGE")
    if not cookie and not accepted:
        return ENGLISH
    return _chosen(str(cookie or "")[: _MAX_HEADER * 10], str(accepted or "")[:_MAX_HEADER])


@lru_cache(maxsize=1_000)
def _chosen(cookie: str, accepted: str) -> str:
    remembered = parse_cookie(cookie).get(NAME, "") if cookie else ""
    if remembered in LANGUAGES:
        return remembered
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES, ENGLISH)


def language() -> str:
    """The language of the page that is being made; English outside a request."""
    if not has_request_context():
        return ENGLISH
    if NAME not in g:
        g.lang = chosen(request.environ)
    return str(g.lang)


def speak_english() -> None:
    """Answer this request in English whatever the reader prefers: drawings and other files are data."""
    g.lang = ENGLISH


def gettext(message: str) -> str:
    """One of our own words in the reader's language; what is no word of ours stays as it is."""
    return _words(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Words that depend on a number."""
    return _words(language()).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """A word that means several things: the context says which."""
    return _words(language()).pgettext(context, message)


def npgettext(context: str, one: str, many: str, number: int) -> str:
    """Words that depend on a number, of which the context says what they mean."""
    return _words(language()).npgettext(context, one, many, number)


def of_number(names: tuple[str, str], value: int) -> str:
    """What so many things of a kind are called; after a number Hungarian says "person", however many there are."""
    name = names[0] if value == 1 or language() == "hu" else names[1]
    return gettext(name)


def N_(message: str) -> str:
    """Mark a constant for the catalogues; it is translated where it is shown."""
    return message


def number(value: float) -> str:
    """A number as the reader's language groups it."""
    return f"{value:,}" if language() == ENGLISH else str(format_decimal(value, locale=language()))


# How English writes what of a day is asked for; the other languages follow the patterns of CLDR.
_FORMS = {
    "yMMMMd": "{0.day} {0:%B} {0.year}",
    "yMMMM": "{0:%B} {0.year}",
    "MMMMd": "{0.day} {0:%B}",
    "yMMM": "{0:%b} {0.year}",
    "MMM": "{0:%b}",
    "MMMd": "{0.day} {0:%b}",
}


def day_in_words(when: date, form: str = "yMMMMd") -> str:
    """A day in words, or what of it the form asks for: "yMMMM" the month and year, "MMMd" a short day of any year."""
    if language() == ENGLISH:
        return _FORMS[form].format(when)
    if form == "yMMMMd":
        written = format_date(when, "long", locale=language())
    else:
        written = format_skeleton(form, when, locale=language())
    return f"1er{written[1:]}" if language() == "fr" and written.startswith("1 ") else written


def words_of_scripts() -> dict[str, str]:
    """What our scripts say, in the reader's language; nothing for English, which they speak themselves."""
    return _said_by_scripts(language())


def catalogue(name: str) -> Catalog:
    """The catalogue of a language as its file says."""
    with (files("lod_publisher.web") / "translations" / name / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=name)


@cache
def _words(name: str) -> NullTranslations:
    if name == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(name))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _said_by_scripts(name: str) -> dict[str, str]:
    if name == ENGLISH:
        return {}
    return {
        str(message.id): str(message.string)
        for message in catalogue(name)
        if message.id and message.string and any(_SCRIPTS in path for path, _ in message.locations)
    }
