"""Reads a YAML file to plain data and remembers the line of every key, so that a finding can point at it."""

import re
from typing import Any, TypeAlias

import yaml

from lod_publisher.errors import SourceError

Place: TypeAlias = tuple[str | int, ...]


# YAML in which 1958-07-11 and "no" stay words: only null, true, false and plain numbers are more.
_Loader: Any = type("_Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
for _tag, _pattern, _first in (
    ("null", r"(?:null|~|)$", ["n", "~", ""]),
    ("bool", r"(?:true|false)$", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def load(text: str, shown: str) -> tuple[Any, dict[Place, int]]:
    """Read the text; the second value leads from the path of a key or list item to its line.

    Raises:
        SourceError: it is not YAML, is nested too deeply, gives a key twice, or uses anchors and tags.
    """
    lines: dict[Place, int] = {}
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
                # a few anchors in one another can stand for billions of nodes
                raise SourceError(
                    f"{shown}:{token.start_mark.line + 1}: anchors, aliases and tags are not read. Write the words out."
                )
        loader = _Loader(text)
        node = loader.get_single_node()
        return (None if node is None else _plain(node, loader, (), lines, shown)), lines
    except (yaml.YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        place = f"{shown}:{mark.line + 1}" if mark else shown
        why = getattr(problem, "problem", None) or "it is nested too deeply"
        raise SourceError(
            f"{place}: this is not YAML: {why}; nothing of the file is published. Correct it there."
        ) from problem


def _plain(node: yaml.Node, loader: Any, path: Place, lines: dict[Place, int], shown: str) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, loader, (*path, at), lines, shown) for at, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    found: dict[str, Any] = {}
    for name, value in node.value:
        line = name.start_mark.line + 1
        key = name.value
        if not isinstance(key, str):
            raise SourceError(f"{shown}:{line}: a list or mapping cannot be a key. Put the words in quotes.")
        if key in found:
            raise SourceError(
                f"{shown}:{line}: the key {key!r} is given twice in one place, so one of the two would be lost. Join them."
            )
        lines[*path, key] = line
        found[key] = _plain(value, loader, (*path, key), lines, shown)
    return found
