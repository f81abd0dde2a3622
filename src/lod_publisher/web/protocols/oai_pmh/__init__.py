"""OAI-PMH 2.0 at `/oai`, for library and archive portals: all verbs, fed by the catalogue and the slices of the dumps.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0 (2002-06-14, of 2015-01-08).
"""

import time
from typing import cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from lod_publisher.web import surface
from lod_publisher.web.compression import IDENTITY, MIN_BYTES, choose_encoding, compress
from lod_publisher.web.policies import CACHE_NONE
from lod_publisher.web.protocols.oai_pmh.arguments import Arguments, OaiError, read_arguments
from lod_publisher.web.protocols.oai_pmh.repository import Repository
from lod_publisher.web.protocols.oai_pmh.verbs import VERBS
from lod_publisher.web.site import Site
from lod_publisher.web.xml_text import DECLARATION, element, text

blueprint = Blueprint("oai_pmh", __name__)

_NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_OPENING = (
    f'<OAI-PMH xmlns="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{_NAMESPACE} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)


@blueprint.record
def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions["oai"] = Repository(cast(Site, state.app.extensions["site"]))


@blueprint.route("/oai", methods=["GET", "POST"])
@surface.declare(
    "text/xml", query="verb identifier metadataPrefix from until set resumptionToken", body=(surface.FORM,)
)
def oai() -> Response:
    """Answer a request; an error of the protocol is an answer with status 200, as the protocol wants it."""
    repository = cast(Repository, current_app.extensions["oai"])
    pairs = [*request.args.items(multi=True), *request.form.items(multi=True)]
    try:
        arguments = read_arguments(pairs)
    except OaiError as error:
        return _answer(repository, None, _error(error))
    try:
        body = f"<{arguments.verb}>\n{VERBS[arguments.verb](repository, arguments)}\n</{arguments.verb}>"
    except OaiError as error:
        return _answer(repository, None if error.code == "badArgument" else arguments, _error(error))
    return _answer(repository, arguments, body)


def _error(error: OaiError) -> str:
    return element("error", error.message, code=error.code)


def _answer(repository: Repository, arguments: Arguments | None, body: str) -> Response:
    """The envelope. What was asked is repeated only if it was well asked."""
    asked = "".join(f' {name}="{text(value)}"' for name, value in (arguments.given if arguments else ()))
    # The protocol wants the time at which an answer is sent, so this is one of the few places that ask a clock.
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    written = (
        f"{DECLARATION}{_OPENING}<responseDate>{now}</responseDate>\n"
        f"<request{asked}>{text(repository.address)}</request>\n{body}\n</OAI-PMH>\n"
    ).encode()
    encoding = choose_encoding(request.headers.get("Accept-Encoding")) if len(written) >= MIN_BYTES else IDENTITY
    response = Response(compress(written, encoding) if encoding else written, content_type="text/xml; charset=utf-8")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = CACHE_NONE  # the answer holds its own time, and harvesters ask once
    return response
