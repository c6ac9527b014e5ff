"""`python -m tests.bench [save search view edit type clone mirror otter ...] [--json FILE]`."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench import load
from tests.bench.report import Measure, as_json, table

BENCHES = (
    "rebuild", "start", "save", "search", "large", "view", "edit", "type", "map", "derive", "clone",
    "mirror", "pull", "care", "books", "offline", "otter",
)  # fmt: skip
NEED_WRK = {"view", "otter"}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "bench", nargs="*", choices=[*BENCHES, []], help="which; all when none is named"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    chosen = parser.parse_args(arguments)
    measures = run(chosen.bench or BENCHES)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"\n{os.cpu_count()} processors, load {busy} (1, 5, 15 minutes; of others too)\n")
    print(table(measures))
    if chosen.json:
        chosen.json.write_text(as_json(measures) + "\n")
    return 1 if any(measure.holds is False for measure in measures) else 0


def run(names: Sequence[str]) -> list[Measure]:
    """Each bench in turn, each figure said as it comes: the whole takes some minutes."""
    if NEED_WRK & set(names) and not load.available():
        sys.exit("wrk is not on this machine (on Debian: apt-get install wrk)")
    measures = []
    for name in names:
        for measure in importlib.import_module(f"tests.bench.bench_{name}").measure():
            print(f"{name}: {measure.name}: {measure.value:,.2f} {measure.unit}", flush=True)
            measures.append(measure)
    return measures


if __name__ == "__main__":
    sys.exit(main())
