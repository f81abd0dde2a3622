"""Property paths: from the SPARQL spelling that a finding carries to the nodes that SHACL wants in a report."""

import re

_TOKEN = re.compile(r"<[^<>\"{}|\\^`\s]*>|[/|^()*+?]|\S")
_REPEATED = {"*": "sh:zeroOrMorePath", "+": "sh:oneOrMorePath", "?": "sh:zeroOrOnePath"}
_DEEPEST = 50


def path_in_turtle(path: str) -> str | None:
    """A path as SHACL writes it: an IRI, a list for a sequence, a blank node for anything else; None when it is not one.

    Source: SPARQL 1.1, 9.1 Property Path Syntax; SHACL 2.3.1 SHACL Property Paths.
    """
    tokens = _TOKEN.findall(path)
    try:
        written, rest = _alternatives(tokens, 0)
    except (ValueError, IndexError):
        return None
    return None if rest else written


def _alternatives(tokens: list[str], depth: int) -> tuple[str, list[str]]:
    if depth > _DEEPEST:
        raise ValueError(depth)
    first, tokens = _sequence(tokens, depth)
    members = [first]
    while tokens[:1] == ["|"]:
        member, tokens = _sequence(tokens[1:], depth)
        members.append(member)
    return (first if len(members) == 1 else f"[ sh:alternativePath ( {' '.join(members)} ) ]"), tokens


def _sequence(tokens: list[str], depth: int) -> tuple[str, list[str]]:
    first, tokens = _step(tokens, depth)
    members = [first]
    while tokens[:1] == ["/"]:
        member, tokens = _step(tokens[1:], depth)
        members.append(member)
    return (first if len(members) == 1 else f"( {' '.join(members)} )"), tokens


def _step(tokens: list[str], depth: int) -> tuple[str, list[str]]:
    """One step: `^` binds looser than a repetition, so ^<p>* is the inverse of <p>*."""
    if tokens[0] == "^":
        inner, tokens = _step(tokens[1:], depth + 1)
        return f"[ sh:inversePath {inner} ]", tokens
    if tokens[0] == "(":
        inner, tokens = _alternatives(tokens[1:], depth + 1)
        if tokens[0] != ")":
            raise ValueError(tokens[0])
    elif tokens[0].startswith("<") and len(tokens[0]) > len("<>"):
        inner = tokens[0]
    else:
        raise ValueError(tokens[0])
    tokens = tokens[1:]
    while tokens and (word := _REPEATED.get(tokens[0])):
        inner, tokens = f"[ {word} {inner} ]", tokens[1:]
    return inner, tokens
