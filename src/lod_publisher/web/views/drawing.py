"""SVG written as text: shapes with colours of their own, which the pages' style sheet changes by class.

So that one drawing is whole as a file and follows light and dark on a page; nothing in it needs a style element or a script.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.xml_text import text

PAPER, INK, QUIET, LINE, LAND = "#ffffff", "#1d1f23", "#5a5e66", "#dcd9d1", "#efede7"
DOCUMENTS, EVENTS, CLAIMED = "#1c4f80", "#b4532a", "#9a2b1e"
SANS = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"

# Where a click on an entity leads; in a file that is its IRI, on a page the page about it.
Leads = Callable[[Entity], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the table of all that is in it: the names of the columns, and rows of words, numbers and links."""

    svg: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | int, ...], ...] = ()
    note: str = ""


def shape(name: str, content: str = "", /, **attributes: object) -> str:
    """An element; `class_` is its class, other underscores are hyphens; what is None is left out. The content is SVG already."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _plain(value: object) -> str:
    """A number with one decimal at most, and without one when it is whole."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def words(x: float, y: float, said: str, **attributes: object) -> str:
    """A line of text; it is told apart from its neighbours in any direction of writing."""
    given = {"class_": "v-words", "fill": INK, "font_size": 12, "unicode_bidi": "plaintext"} | attributes
    return shape("text", text(said), x=x, y=y, **given)


def link(href: str, content: str, name: str) -> str:
    """A link around shapes, with the name that is read out and shown when a pointer rests on it."""
    return shape("a", f"{shape('title', text(name))}{content}", href=href)


def drawing(content: str, width: int, height: int, name: str, **data: str) -> str:
    """A whole drawing that fits the width that it is given; `name` is read out in its place, `data` tell scripts what it shows."""
    return shape(
        "svg",
        f"{shape('title', text(name))}{shape('rect', width=width, height=height, fill=PAPER, class_='v-paper')}{shape('g', content, class_='v-all')}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group",
        aria_label=name,
        font_family=SANS,
        class_="view",
        **data,
    )


def shortened(label: str, letters: int) -> str:
    """A label that takes no more than some letters."""
    return label if len(label) <= letters else label[: letters - 1].rstrip(" ,.;:") + "…"


def apart(taken: list[tuple[float, float, float, float]], box: tuple[float, float, float, float]) -> bool:
    """Whether a box (left, top, right, bottom) overlaps none of those taken; if so, it is taken too."""
    left, top, right, bottom = box
    if any(left < r and right > l and top < b and bottom > t for l, t, r, b in taken):  # noqa: E741 a side
        return False
    taken.append(box)
    return True


def path(points: Iterable[tuple[float, float]]) -> str:
    """A closed ring as the data of a path, as short as one decimal allows."""
    steps = [f"{x:.1f},{y:.1f}" for x, y in points]
    return f"M{'L'.join(dict.fromkeys(steps))}Z"
