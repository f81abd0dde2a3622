"""A line of text on its way to HTML: stretches with their type, cut where a name leads on or words are withheld."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

_WHITE = re.compile(r"\s+")
# How the editors' renditions are set; any other is left to the reader's own type.
_TAGS = {
    "italic": ("<i>", "</i>"),
    "strong": ("<b>", "</b>"),
    "bold": ("<b>", "</b>"),
    "smallcaps": ('<span class="smallcaps">', "</span>"),
    "superscript": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "subscript": ("<sub>", "</sub>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "roman": ('<span class="roman">', "</span>"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are more than words: a name that leads to `href`, or, with `gap`, what is printed for words withheld."""

    href: str = ""
    gap: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one type, a link of its own when it has an address; `html` stands for it when it is no text, and is safe."""

    text: str
    styles: tuple[str, ...] = ()
    href: str = ""
    html: str = ""


def folded(runs: Iterable[Run]) -> list[Run]:
    """The same with white space folded across their borders, and none at the ends."""
    found: list[Run] = []
    ended_in_space = True
    for run in runs:
        text = _WHITE.sub(" ", run.text)
        if ended_in_space and text.startswith(" ") and not run.html:
            text = text[1:]
        if text:
            ended_in_space = text.endswith(" ")
        if text or run.html:
            found.append(replace(run, text=text))
    _close_up(found)
    for place in range(len(found) - 1, -1, -1):
        if found[place].html and not found[place].text:
            continue
        if not found[place].html:
            found[place] = replace(found[place], text=found[place].text.rstrip(" "))
        break
    return found


def _close_up(runs: list[Run]) -> None:
    """Put a space before a sign of the edition behind it, so that the sign stands at the word that asks for it."""
    for place in range(len(runs) - 1):
        run, sign = runs[place], runs[place + 1]
        if run.text.endswith(" ") and not run.html and sign.html.startswith("<sup") and not sign.text:
            after = runs[place + 2] if place + 2 < len(runs) else None
            if after is not None and after.html:
                continue
            runs[place] = replace(run, text=run.text[:-1])
            if after is not None:
                runs[place + 2] = replace(after, text=f" {after.text}")


def joined(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


def set_runs(runs: Sequence[Run], marks: Mapping[str, Mark]) -> Markup:
    """Set folded runs; every mark wherever its words stand alone, the longest where several begin; no word is lost."""
    spans = _spans(runs, marks)
    out: list[str] = []
    place, number = 0, 0
    for run in runs:
        if run.html and not run.text:
            inside = number < len(spans) and spans[number][0] < place < spans[number][1]
            out.append(_closing(spans[number][2]) if inside else "")
            out.append(run.html)
            out.append(_opening(spans[number][2]) if inside else "")
            continue
        end = place + len(run.text)
        start = place
        while start < end:
            first, last, mark = spans[number] if number < len(spans) else (end, end, None)
            if start < first:
                stop = min(first, end)
                out.append(_typed(run, start - place, stop - place))
                start = stop
                continue
            if start == first and mark is not None:
                out.append(_opening(mark))
            stop = min(last, end)
            out.append(_typed(run, start - place, stop - place))
            if stop == last and mark is not None:
                out.append(_closing(mark))
                number += 1
            start = stop
        place = end
    return Markup("".join(out))  # noqa: S704 - every text in it went through escape()


def _spans(runs: Sequence[Run], marks: Mapping[str, Mark]) -> list[tuple[int, int, Mark]]:
    """Where the links of the edition stand, and where the marks do between them."""
    spans: list[tuple[int, int, Mark]] = []
    place = 0
    for run in runs:
        end = place + len(run.text)
        if run.href and end > place:
            if spans and spans[-1][1] == place and spans[-1][2].href == run.href:
                spans[-1] = (spans[-1][0], end, spans[-1][2])
            else:
                spans.append((place, end, Mark(run.href)))
        place = end
    if not marks:
        return spans
    linked = list(spans)
    for start, end, form in _standing_alone(joined(runs), marks):
        if not any(first < end and start < last for first, last, _ in linked):
            spans.append((start, end, marks[form]))
    return sorted(spans, key=lambda span: span[0])


def _standing_alone(text: str, forms: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where forms stand as words of their own, from left to right, the longest where several begin.

    A regular expression would have to be compiled for each passage, which took as long as all else here together.
    """
    found = []
    for form in forms:
        start = text.find(form) if form else -1
        while start >= 0:
            end = start + len(form)
            if not (start and _is_of_a_word(text[start - 1])) and not (end < len(text) and _is_of_a_word(text[end])):
                found.append((start, -end, form))
            start = text.find(form, start + 1)
    reached = 0
    for start, end, form in sorted(found):
        if start >= reached:
            reached = -end
            yield start, -end, form


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _typed(run: Run, start: int, stop: int) -> str:
    if run.html:
        return run.html
    tags = [_TAGS[style] for style in run.styles if style in _TAGS]
    opened, closed = "".join(tag for tag, _ in tags), "".join(tag for _, tag in reversed(tags))
    return f"{opened}{escape(run.text[start:stop])}{closed}"


def _opening(mark: Mark) -> str:
    if mark.gap:
        return f'<span class="gap of-{escape(mark.gap)}" title="{escape(mark.title)}">'
    kind = ' class="mention"' if mark.href.startswith("/") else ""
    return f'<a{kind} href="{escape(mark.href)}">'


def _closing(mark: Mark) -> str:
    return "</span>" if mark.gap else "</a>"
