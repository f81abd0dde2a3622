"""A row of figures, and how rows are printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, the figure with its unit, and what was promised ("" when nothing was)."""

    what: str
    figure: str
    promised: str = ""


def show(rows: list[Row]) -> None:
    """Print rows as a table."""
    width = max((len(row.what) for row in rows), default=0)
    figure = max((len(row.figure) for row in rows), default=0)
    for row in rows:
        print(f"{row.what:<{width}}  {row.figure:>{figure}}  {row.promised}")
