"""`make bench`: runs every benchmark and prints a table. `python -m benchmarks build serve` runs some of them."""

import sys
from collections.abc import Callable

from benchmarks import abuse, building, linking, mentions, pages, reconciling, serving, validating, virtuoso
from benchmarks.table import Row, show

BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "build": building.run,
    "validate": validating.run,
    "serve": serving.run,
    "pages": pages.run,
    "abuse": abuse.run,
    "link": linking.run,
    "mentions": mentions.run,
    "virtuoso": virtuoso.run,
    "reconcile": reconciling.run,
}


def main(names: list[str]) -> None:
    """Run the benchmarks named, all when none is."""
    rows = [row for name in names or list(BENCHMARKS) for row in BENCHMARKS[name]()]
    show(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
