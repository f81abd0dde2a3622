"""Accept-Encoding -> coding, and the codings themselves, whole or part by part."""

import re
import sys
import zlib
from functools import lru_cache
from typing import Protocol

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdCompressor
else:
    from backports.zstd import ZstdCompressor

IDENTITY = ""
# Below this the coding costs more than it saves: one packet holds it.
MIN_BYTES = 1_000
# A tenth of a second for ten MB; higher levels save a few per cent and take several times as long.
_GZIP_LEVEL = 4
_ZSTD_LEVEL = 3
_GZIP_WINDOW = 31
_WEIGHT = re.compile(r";\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*$", re.IGNORECASE)


class Compressor(Protocol):
    """What takes parts and gives compressed parts, the last of them when it is flushed."""

    def compress(self, data: bytes, /) -> bytes:
        """Take a part; may give nothing yet."""

    def flush(self) -> bytes:
        """The rest."""


@lru_cache(maxsize=512)
def choose_encoding(accepted: str | None) -> str:
    """The coding for an Accept-Encoding header: "zstd", "gzip", or "" for none.

    Equal weights are decided by us, zstd first. A client that refuses even the plain form gets it all the same: RFC 9110 leaves
    that to the server, and an answer is worth more than a refusal.
    """
    weights: dict[str, float] = {}
    for element in (accepted or "").lower().split(","):
        name = element.partition(";")[0].strip()
        found = _WEIGHT.search(element)
        weights[name] = float(found[1]) if found else 1.0
    best, best_weight = IDENTITY, weights.get("identity", 0.0)
    for name in ("zstd", "gzip"):
        weight = weights.get(name, weights.get("*", 0.0) if name == "gzip" else 0.0)
        if weight > 0 and weight >= best_weight and (best == IDENTITY or weight > best_weight):
            best, best_weight = name, weight
    return best


def compressor(encoding: str) -> Compressor:
    """A fresh compressor for "gzip" or "zstd"."""
    if encoding == "zstd":
        return ZstdCompressor(_ZSTD_LEVEL)  # type: ignore[no-any-return, unused-ignore]
    return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)


def compress(body: bytes, encoding: str) -> bytes:
    """A whole body in a coding. The same body gives the same bytes: gzip's header holds no time."""
    chosen = compressor(encoding)
    return chosen.compress(body) + chosen.flush()
