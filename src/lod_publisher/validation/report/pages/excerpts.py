"""Excerpts of a source: the lines around each finding, cut where they are too long to read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lod_publisher.model.findings import Finding

AROUND = 3
_LONGEST = 420  # characters of the line in question
_LONGEST_AROUND = 200  # of its neighbours
_SPARED = 80  # a line that is this much too long is shown whole
_BEFORE_VALUE = 140


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of a line: `before`, `marked` and `after` are its text, `left` and `right` how many characters were cut off."""

    before: str
    marked: str = ""
    after: str = ""
    left: int = 0
    right: int = 0


def neighbours(lines: Iterable[int]) -> set[int]:
    """The numbers of the lines to be shown, for lines in which something was found."""
    return {near for line in lines for near in range(max(1, line - AROUND), line + AROUND + 1)}


def runs(lines: Iterable[int]) -> Iterator[list[int]]:
    """Part sorted numbers into runs without a gap."""
    run: list[int] = []
    for line in lines:
        if run and line != run[-1] + 1:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def excerpts(path: Path, found: Mapping[int, Sequence[Finding]]) -> dict[int, Shown]:
    """The lines with findings and their neighbours, in one pass over the file; empty when it cannot be read.

    Only the pieces to be shown are kept, for a line may be as long as a volume.
    """
    wanted = neighbours(found)
    if not wanted:
        return {}
    last = max(wanted)
    kept: dict[int, Shown] = {}
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if number in wanted:
                    kept[number] = _cut(line.decode("utf-8", "replace").rstrip("\r\n"), found.get(number, ()))
                if number >= last:
                    break
    except OSError:
        return {}
    return kept


def _cut(line: str, findings: Sequence[Finding]) -> Shown:
    """The piece around the first value that the line holds, else around the record's own key, else its beginning."""
    longest = _LONGEST if findings else _LONGEST_AROUND
    longest = len(line) if len(line) <= longest + _SPARED else longest
    start, length = next(_places(line, findings), (0, 0))
    begin = max(0, start - _BEFORE_VALUE) if len(line) > longest else 0
    begin = min(begin, max(0, len(line) - longest))
    end = min(len(line), max(begin + longest, min(start + length, begin + 2 * longest)))
    if not length:
        return Shown(line[begin:end], left=begin, right=len(line) - end)
    stop = min(start + length, end)
    return Shown(line[begin:start], line[start:stop], line[stop:end], begin, len(line) - end)


def _places(line: str, findings: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """Where in the line the words in question stand, and how long they are; the likeliest first."""
    for finding in findings:
        for words in (finding.value, finding.value.lstrip("#")):
            if words and (place := line.find(words)) >= 0:
                yield place, len(words)
    for finding in findings:
        key = finding.record.rpartition("/")[2]
        if key and (place := line.find(f'"{key}"')) >= 0:
            yield place + 1, len(key)


def dedented(lines: Sequence[Shown]) -> int:
    """How many spaces all lines of a run begin with, so that deep markup does not run off a small screen."""
    begun = [line.before or line.marked for line in lines if (line.before or line.marked).strip() and not line.left]
    return min((len(text) - len(text.lstrip(" \t")) for text in begun), default=0)
