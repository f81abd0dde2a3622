"""XML files are parsed here alone, so that none of them can reach the network, other files or all of the memory."""

import re
from pathlib import Path

from lxml import etree

from lod_publisher.errors import SourceError


class _Nothing(etree.Resolver):
    """Answers every external document type with an empty one: with `collect_ids=False` libxml2 fetches it, `load_dtd` or not."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # type: ignore[override]
        del public_id
        return self.resolve_string("<!-- nothing -->", context, base_url=system_url)


def _parser() -> etree.XMLParser:
    # collect_ids: a duplicate xml:id is fatal otherwise, and three of the real volumes have one.
    # huge_tree lifts the limit on depth and text length; what the limit protects from, entities, is refused before.
    parser = etree.XMLParser(huge_tree=True, collect_ids=False, resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(_Nothing())
    return parser


_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
_READABLE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def parse(path: Path, shown: str, until: tuple[bytes, bytes] | None = None) -> etree._ElementTree:
    """Read one XML file as UTF-8; every element of it knows its line (`sourceline`).

    `shown` is the file as the user knows it. `until` is an end tag and what closes the elements around it: only the file up to
    there is parsed, when it holds that tag (persons stand in a volume's first twentieth). Entities that a file declares are refused even where they are harmless: libxml2
    expands them in attribute values whatever the parser's options say.

    Raises:
        SourceError: the file is missing, empty, not UTF-8 or not well-formed, or it declares entities.
    """
    data = _bytes(path, shown)
    if b"<!ENTITY" in data and b"<!DOCTYPE" in data:
        line = data.count(b"\n", 0, data.index(b"<!ENTITY")) + 1
        raise SourceError(
            f"{shown}:{line}: the file declares entities, which can grow to fill the memory or read other files; it is not read. "
            "Remove the document type declaration and write the characters themselves."
        )
    if until is not None and (end := data.find(until[0])) >= 0:
        data = data[: end + len(until[0])] + until[1]
    try:
        return etree.ElementTree(etree.fromstring(data, _parser()))
    except etree.XMLSyntaxError as problem:
        # lxml ends its message with the place, which stands at the beginning of ours
        said = " ".join(str(problem).split())
        what = re.sub(r" ?, line \d+, column \d+.*$", "", said) or "it does not begin with an element"
        raise SourceError(
            f"{shown}:{problem.lineno or 1}: not well-formed XML ({what}); nothing of the file is read. "
            f"Correct it there; `xmllint --noout {shown}` shows every such place."
        ) from problem


def _bytes(path: Path, shown: str) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as problem:
        raise SourceError(
            f"{shown}:1: there is no such file; nothing is read from it. Check the path in collection.toml or on the command line."
        ) from problem
    except OSError as problem:
        raise SourceError(
            f"{shown}:1: the file cannot be opened ({problem.strerror}); nothing is read from it. Check its permissions."
        ) from problem
    if not data.strip():
        raise SourceError(
            f"{shown}:1: the file is empty; there is nothing to publish from it. Fetch it again or leave it out."
        )
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _READABLE:
        raise SourceError(
            f"{shown}:1: the file says that it is written in {declared[1].decode('ascii', 'replace')}, not UTF-8; it is not read. "
            "Convert it (iconv -t UTF-8) and correct its first line."
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise SourceError(
            f"{shown}:{line}: byte {problem.start} (0x{data[problem.start]:02x}) is not UTF-8; the file is not read. "
            "Save it as UTF-8."
        ) from problem
    return data
