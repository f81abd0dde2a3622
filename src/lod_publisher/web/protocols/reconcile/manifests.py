"""The two manifests: what a client reads first, to learn where everything is and what it may ask."""

from typing import Any

from flask import request

from lod_publisher import __version__
from lod_publisher.web.protocols.reconcile.questions import MAX_BATCH
from lod_publisher.web.protocols.reconcile.service import Service

PATH = "/reconcile"
DRAFT = f"{PATH}/v1"
WIDTH = 420
HEIGHT = 240
_ABOUT = f"{PATH}/about"
_LIMIT = {"type": "number", "default": 0}
_LIMIT_NAME = "Values"
_LIMIT_HELP = "The most values to fetch for each row; 0 for all"


def _address() -> str:
    """The address under which the client has reached this service, without a slash at its end."""
    return request.url_root.rstrip("/")


def manifest_of_0_2(here: Service) -> dict[str, Any]:
    """The manifest of version 0.2. The prefix of an identifier's IRI is the identifier space; the view leads to its page."""
    root, base = _address(), here.here.snapshot.base
    return {
        "versions": ["0.2"],
        "name": here.here.title,
        "identifierSpace": f"{base}/id/",
        "schemaSpace": f"{base}/vocab/",
        "documentation": f"{root}{_ABOUT}",
        "serviceVersion": __version__,
        "logo": f"{root}/static/mark.svg",
        "view": {"url": f"{base}/id/{{{{id}}}}"},
        "feature_view": {"url": f"{root}{_ABOUT}#{{{{id}}}}"},
        "defaultTypes": [one.as_json() for one in here.types],
        "batchSize": MAX_BATCH,
        "preview": {"url": f"{root}{PATH}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {kind: _suggest(root, kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": f"{PATH}/extend/propose"},
            "property_settings": [_LIMIT | {"name": "limit", "label": _LIMIT_NAME, "help_text": _LIMIT_HELP}],
        },
    }


def _suggest(root: str, kind: str) -> dict[str, str]:
    return {
        "service_url": root,
        "service_path": f"{PATH}/suggest/{kind}",
        "flyout_service_url": root,
        "flyout_service_path": f"{PATH}/flyout/{kind}?id=${{id}}",
    }


def manifest_of_1_0(here: Service) -> dict[str, Any]:
    """The manifest of the draft of version 1.0, whose routes are fixed."""
    root, base = _address(), here.here.snapshot.base
    return {
        "versions": ["1.0-draft"],
        "name": here.here.title,
        "lang": "en",
        "documentation": f"{root}{_ABOUT}",
        "serviceVersion": __version__,
        "logo": f"{root}/static/mark.svg",
        "view": {"url": f"{base}/id/{{+id}}"},
        "featureView": {"url": f"{root}{_ABOUT}#{{id}}"},
        "defaultTypes": [one.as_json() for one in here.types],
        "batchSize": MAX_BATCH,
        "standardizedScore": True,
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": {"entity": True, "type": True, "property": True},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [_LIMIT | {"id": "limit", "name": _LIMIT_NAME, "helpText": _LIMIT_HELP}],
        },
    }
