"""`make bench`: runs every benchmark and prints a table. `python -m benchmarks build serve` runs some of them.

`--minutes N` says how long the mixed load lasts.
"""

import argparse
import signal
import sys
from collections.abc import Callable
from functools import partial

from benchmarks import (
    abuse,
    building,
    cluster,
    linking,
    mentions,
    mixed,
    pages,
    reconciling,
    scaling,
    serving,
    validating,
    virtuoso,
)
from benchmarks.table import Row, show

BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "build": building.run,
    "cluster": cluster.run,
    "validate": validating.run,
    "serve": serving.run,
    "pages": pages.run,
    "abuse": abuse.run,
    "link": linking.run,
    "mentions": mentions.run,
    "virtuoso": virtuoso.run,
    "reconcile": reconciling.run,
    "mixed": mixed.run,
    "scaling": scaling.run,
}


def main() -> None:
    """Run the benchmarks named, all when none is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--minutes", type=float, default=1.0, help="how long the mixed load lasts")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that servers and folders go with us
    chosen = BENCHMARKS | {"mixed": partial(mixed.run, given.minutes)}
    if unknown := set(given.names) - set(chosen):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    show([row for name in given.names or chosen for row in chosen[name]()])


if __name__ == "__main__":
    main()
