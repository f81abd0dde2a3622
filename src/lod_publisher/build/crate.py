"""The manifest of a folder of dumps: RO-Crate 1.1, which says in JSON-LD what each file is, how long, and on what terms."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from lod_publisher.settings import CollectionSettings
from lod_publisher.snapshot.dumps import CHECKSUMS, CRATE, FOLDER, WHOLE, Dump

_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_PROFILE = "https://w3id.org/ro/crate/1.1"


def write_crate(
    folder: Path, base: str, moment: str, collections: Sequence[CollectionSettings], dumps: Sequence[Dump]
) -> None:
    """Write the manifest of a snapshot's dumps; `moment` is that of the last change, so that the same data give the same bytes."""
    described = [_file(dump, moment) for dump in sorted(dumps, key=lambda dump: dump.name)]
    described.append(
        {
            "@id": CHECKSUMS,
            "@type": "File",
            "name": "Checksums of the dumps",
            "description": "SHA-256, as `sha256sum --check` reads them",
            "encodingFormat": "text/plain",
        }
    )
    texts = [each.description for each in collections if each.description]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": " · ".join(each.title for each in collections),
        "description": " ".join(texts) or f"The dumps of {base}/, described in CIDOC-CRM.",
        "datePublished": moment,
        "identifier": f"{base}/",
        "url": f"{base}/",
        "hasPart": [{"@id": file["@id"]} for file in described],
    }
    entities = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _PROFILE},
        },
        root,
        *described,
    ]
    for name, key, kind, about in (
        ("license", "licence", "CreativeWork", "The terms on which the data may be used."),
        ("publisher", "publisher", "Organization", "Publishes the data."),
    ):
        found = list(dict.fromkeys(value for each in collections if (value := getattr(each, key))))
        nodes = [{"@id": _id(value), "@type": kind, "name": value, "description": about} for value in found]
        if nodes:
            root[name] = [{"@id": node["@id"]} for node in nodes]
            entities += nodes
    root.setdefault("license", "No licence was given for these data: ask who publishes them before using them.")
    text = json.dumps({"@context": _CONTEXT, "@graph": entities}, indent=1, ensure_ascii=False)
    (folder / FOLDER / CRATE).write_text(text + "\n", encoding="utf-8")


def narrow_crate(source: Path, target: Path, names: Collection[str]) -> None:
    """Copy a manifest to a folder that holds some of its dumps only, and their checksums."""
    crate = json.loads(source.read_text(encoding="utf-8"))
    kept = {*names, CHECKSUMS}
    crate["@graph"] = [node for node in crate["@graph"] if node.get("@type") != "File" or node["@id"] in kept]
    for node in crate["@graph"]:
        if "hasPart" in node:
            node["hasPart"] = [part for part in node["hasPart"] if part["@id"] in kept]
    target.write_text(json.dumps(crate, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _file(dump: Dump, moment: str) -> dict[str, Any]:
    what = "the whole dataset" if dump.subject == WHOLE else dump.subject
    many = f", {dump.entities:,} things" if dump.entities is not None else ""
    return {
        "@id": dump.name,
        "@type": "File",
        "name": f"{dump.form.name}: {what}",
        "description": f"{dump.form.name} of {what}{many}, compressed as {dump.coding}.",
        "encodingFormat": [dump.coding, dump.form.media_type],
        "contentSize": str(dump.size),
        "sha256": dump.sha256,
        "dateModified": moment,
    }


def _id(value: str) -> str:
    return value if value.startswith(("http://", "https://")) else f"#{'-'.join(value.split())}"
