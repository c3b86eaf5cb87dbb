"""`python -m benchmarks`: measures every figure and prints one JSON line for each."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
import traceback
from typing import Final

from benchmarks.figures import to_text
from benchmarks.measurements import FULL, MINIATURE, Measurements, Sizes

LONGEST: Final = 460
"""Seconds for everything. What has not begun by then is left out, and said so."""


async def measure(sizes: Sizes, only: str) -> None:
    """Print the figures whose names contain `only`. What fails is printed without a value, and the rest goes on."""
    ends_at = time.monotonic() + LONGEST
    for figures, measurement in Measurements(sizes).all():
        if not any(only in figure.name for figure in figures):
            continue
        try:
            async with asyncio.timeout(ends_at - time.monotonic()):
                lines = await measurement()
        except Exception as error:  # noqa: BLE001 - a figure that cannot be measured must not hide the others
            print("error:", figures[0].name, file=sys.stderr)
            traceback.print_exception(error)
            lines = [figure.missing() for figure in figures]
        for line in lines:
            print(to_text(line), flush=True)


def main() -> None:
    """Always ends with 0: a figure is told, not judged."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="part of the names of the figures to measure")
    parser.add_argument("--miniature", action="store_true", help="a few jobs of each, to see that everything runs")
    options = parser.parse_args()
    asyncio.run(measure(MINIATURE if options.miniature else FULL, options.only))


if __name__ == "__main__":
    main()
