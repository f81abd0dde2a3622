"""A drawing as a picture (PNG), for slides and papers: made on the server, so that it needs no script."""

from pathlib import Path

import resvg_py

# The forms in which every view can be taken away.
SUFFIXES = ("svg", "png", "csv", "json")
_FONT = Path(__file__).parents[1] / "static" / "dist" / "DejaVuSans.ttf"
_SCALE = 2


def png(svg: str, width: int) -> bytes:
    """The drawing twice as large as it is on a page, on white; in the font that the package brings where the machine has none."""
    fonts = [str(_FONT)] if _FONT.is_file() else None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width * _SCALE, background="#ffffff", font_files=fonts))
