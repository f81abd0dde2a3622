"""The language of pages over HTTP: the switch and its cookie, and the headers that keep the languages apart in caches."""

from urllib.parse import quote

from flask import Flask, Response, g, redirect, request

from lod_publisher.web import languages
from lod_publisher.web.languages import LANGUAGES, NAME
from lod_publisher.web.negotiation import choose_format

_YEAR_S = 365 * 24 * 3600
# What makes a page another one for another reader. Data never carry this.
VARIES = ("Accept-Language", "Cookie")


def switches() -> list[tuple[str, str, str]]:
    """Each language: its tag, its own name, and the address that switches this page to it."""
    rest = _asked()
    return [(tag, name, f"?{rest}&{NAME}={tag}" if rest else f"?{NAME}={tag}") for tag, name in LANGUAGES.items()]


def _asked() -> str:
    """The query of this address without the switch."""
    parts = request.query_string.decode("latin-1").split("&")
    return "&".join(part for part in parts if part and part.partition("=")[0] != NAME)


def _switch() -> Response | None:
    """Remember the language that a reader chose, and lead back to the same page under its own address."""
    wanted = request.args.get(NAME)
    if wanted not in LANGUAGES or request.method not in ("GET", "HEAD"):
        return None
    if choose_format(request.headers.get("Accept"), ("text/html",)) is None:
        return None
    # One slash at the beginning: what begins with two would be another host.
    path = "/" + quote(f"{request.script_root}{request.path}".lstrip("/\\"), safe="/:@!$&'()*+,;=~")
    rest = _asked()
    response = redirect(f"{path}?{rest}" if rest else path, 303)
    home = f"{request.script_root}/"
    response.set_cookie(NAME, wanted, max_age=_YEAR_S, path=home, samesite="Lax", secure=request.is_secure)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]


def _named(response: Response) -> Response:
    """Say of a page that our templates wrote in which language it is, and let caches keep each language apart."""
    if NAME in g and response.mimetype == "text/html":
        response.headers["Content-Language"] = languages.language()
        response.vary.update(VARIES)
    return response


def register(app: Flask) -> None:
    """Give the templates their words, and readers their switch."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext,
        languages.ngettext,
        newstyle=True,
        pgettext=languages.pgettext,
        npgettext=languages.npgettext,
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters.update(translated=languages.gettext, said=languages.number, of_number=languages.of_number)
    app.before_request(_switch)
    app.after_request(_named)
