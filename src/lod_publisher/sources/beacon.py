"""A BEACON file: links from one authority file to another, or between one of them and us, in lines with bars.

A line describes nobody. It says that what has one address has the other too, and counts where a record with either is read.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from lod_publisher.errors import SourceError
from lod_publisher.model.authorities import identifier_of, one_iri
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources import _text
from lod_publisher.sources._authority import Entry, records_of

_META = re.compile(r"#\s*([A-Za-z]+)\s*:\s*(.*)")
_RESERVED = ":/?#[]@!$&'()*+,;=%"
_KINDS = {str(kind): kind for kind in (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)}
_EXACT = ("http://www.w3.org/2002/07/owl#sameAs", "http://www.w3.org/2004/02/skos/core#exactMatch", "https://schema.org/sameAs",
          "http://schema.org/sameAs")  # fmt: skip
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.I)


def recognises(path: Path, head: bytes) -> bool:
    """The first line of the format, or a first field and both patterns of addresses."""
    if path.is_dir():
        return False
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"#\s*FORMAT\s*:\s*BEACON", text, re.I):
        return True
    fields = {name.upper() for name in re.findall(rb"^#[ \t]*([A-Za-z]+)[ \t]*:", text, re.M)}
    return re.match(rb"#[ \t]*[A-Za-z]+[ \t]*:", text) is not None and fields >= {b"PREFIX", b"TARGET"}


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield for each source of links a record without a name, which joins others and is not published alone."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file says is shared."""
    yield from ()


def _entries(source: Source) -> Iterator[Entry | Finding]:
    meta: dict[str, str] = {}
    lines: list[_text.Line] = []
    for line in _text.lines_of(_text.text_of(source)):
        field = _META.fullmatch(line.text.strip())
        if field and not lines:
            meta.setdefault(field[1].upper(), field[2].strip())
        elif not line.text.lstrip().startswith("#"):
            lines.append(line)
    if not lines:
        raise SourceError(f"{source.shown}: holds no link. Check that it is the BEACON file that was meant.")
    relation = source.options.get("relation") or meta.get("RELATION", "")
    is_exact = relation in _EXACT or relation == "exact"
    entries: dict[tuple[Kind, str], Entry] = {}
    for line in lines:
        origin = Origin(source.shown, line.number)
        one, other = _link(line.text, meta)
        if not (_IRI.fullmatch(one) and _IRI.fullmatch(other)):
            yield Finding(
                "link-unreadable",
                Severity.WARNING,
                origin,
                one or other,
                f"The line {line.text.strip()!r} links no two addresses.",
                line.text.strip(),
                "It is left out.",
                "Give PREFIX and TARGET as patterns of addresses, or whole addresses.",
            )
            continue
        for key, match in _ends(one, other, source):
            kind = _kind(key, source)
            entry = entries.setdefault((kind, one_iri(key)), Entry(kind, key, origin, links_only=True))
            listed = entry.exact if is_exact or identifier_of(match) else entry.close
            if match not in listed:
                listed.append(match)
    yield from entries.values()


def _ends(one: str, other: str, source: Source) -> list[tuple[str, str]]:
    """Which end of a link is the record, and which is said of it: ours where one is, else the one with a known code."""
    ours = f"{source.options.get('base', '')}/id/"
    if other.startswith(ours) or (
        identifier_of(one) is None and identifier_of(other) is not None and not one.startswith(ours)
    ):
        return [(other, one)]
    return [(one, other)]


def _kind(key: str, source: Source) -> Kind:
    segment = key.removeprefix(f"{source.options.get('base', '')}/id/").partition("/")[0]
    return _KINDS.get(segment) or _KINDS.get(source.options.get("kind", ""), Kind.PERSON)


def _link(line: str, meta: dict[str, str]) -> tuple[str, str]:
    """Both ends of a line: source|annotation|target, source|target, source|annotation or source alone."""
    tokens = [token.strip() for token in line.split("|")]
    first = tokens[0]
    last = first
    if len(tokens) == 3:
        last = tokens[2] or first
    elif len(tokens) == 2 and meta.get("TARGET", "") in ("", "{+ID}") and re.match(r"https?:", tokens[1]):
        last = tokens[1]
    elif len(tokens) > 3:
        return "", ""
    return _filled(meta.get("PREFIX", ""), first), _filled(meta.get("TARGET", ""), last)


def _filled(pattern: str, token: str) -> str:
    """A pattern with a token in it; a pattern without a place for one has it at its end."""
    if not pattern:
        return token
    if "{ID}" not in pattern and "{+ID}" not in pattern:
        pattern += "{ID}"
    return pattern.replace("{+ID}", quote(token, safe=_RESERVED)).replace("{ID}", quote(token, safe=""))
