# SPDX-License-Identifier: Apache-2.0
"""start_up: how long until the library is imported, the help is there, and a small example is assessed?

python benchmarks/startup.py      each in a process of its own, in turns
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import machine, spread, timed

EXAMPLE = Path(__file__).parents[1] / "examples" / "syria-2016"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is started."""
    command = str(Path(sys.executable).with_name("truceline"))
    given = [str(EXAMPLE / "terms.yaml"), str(EXAMPLE / "incidents.csv")]
    return {
        "Python alone": [sys.executable, "-c", "pass"],
        "import truceline": [sys.executable, "-c", "import truceline"],
        "truceline --help": [command, "--help"],
        "truceline assess of the Syria example": [
            *(command, "assess", *given),
            *("-o", str(folder / "findings.parquet")),
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure start-up.")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asked = commands(Path(folder))
        seconds: dict[str, list[float]] = {name: [] for name in asked}
        for turn in range(given.rounds + 1):
            for name, command in asked.items():
                with timed() as time:
                    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                if turn:  # the first round fills caches
                    seconds[name].append(time.seconds)
    print(f"start_up\n{machine()}; medians (least to most) of {given.rounds} rounds in turns\n")
    print("| what | ms |\n| --- | --- |")
    for name, times in seconds.items():
        print(f"| {name} | {spread([1000 * value for value in times])} |")


if __name__ == "__main__":
    main()
