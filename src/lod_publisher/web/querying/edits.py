"""Changes of a query's text that remember where everything was, so that an error is shown at the place its writer knows."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from lod_publisher.web.querying.tokens import Token


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` to `end` becomes `new`; `new` has no line break, unless what it replaces had."""

    start: int
    end: int
    new: str


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with all changes, which do not overlap."""
    pieces: list[str] = []
    last = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += (text[last : edit.start], edit.new)
        last = edit.end
    return "".join((*pieces, text[last:]))


def resolved_words(text: str, found: Sequence[Token]) -> list[Edit]:
    """Codepoint escapes outside strings and IRIs written out, as SPARQL wants it and the engine's parser does not."""
    if "\\u" not in text and "\\U" not in text:
        return []
    kept = ("string", "iri", "broken")
    return [Edit(t.start, t.end, t.text) for t in found if t.kind not in kept and t.end - t.start != len(t.text)]


def joined(first: Sequence[Edit], then: Sequence[Edit]) -> tuple[Edit, ...]:
    """The changes of a text that come to the same as some changes and then others of the text that those made.

    Each of the later ones holds an earlier one whole or not at all.
    """
    kept = list(first)
    for edit in then:
        start, end = _before(first, edit.start), _before(first, edit.end)
        kept = [one for one in kept if one.end <= start or one.start >= end]
        kept.append(Edit(start, end, edit.new))
    return tuple(sorted(kept, key=lambda edit: edit.start))


def _before(edits: Sequence[Edit], place: int) -> int:
    """Where a place of the changed text was before."""
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start + shift + len(edit.new) > place:
            break
        shift += len(edit.new) - (edit.end - edit.start)
    return place - shift


def original_place(text: str, edits: Sequence[Edit], line: int, column: int) -> tuple[int, int]:
    """The line and column, in the text as it was, of a place in the text with all changes."""
    changed = applied(text, edits)
    place = _offset(changed, line, column)
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        begin = edit.start + shift
        if place < begin:
            break
        if place < begin + len(edit.new):
            return _line_and_column(text, edit.start)
        shift += len(edit.new) - (edit.end - edit.start)
    return _line_and_column(text, max(0, min(place - shift, len(text))))


def _offset(text: str, line: int, column: int) -> int:
    place = 0
    for _ in range(line - 1):
        following = text.find("\n", place) + 1
        if not following:
            break
        place = following
    return min(place + column - 1, len(text))


def _line_and_column(text: str, place: int) -> tuple[int, int]:
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def token_at(found: Sequence[Token], line: int, column: int) -> Token | None:
    """The token at a place, or the next one after it; None after the last."""
    number = bisect_right(found, (line, column), key=lambda token: (token.line, token.column)) - 1
    if number >= 0:
        token = found[number]
        if token.line == line and column < token.column + token.end - token.start:
            return token
    return found[number + 1] if number + 1 < len(found) else None
