# SPDX-License-Identifier: Apache-2.0
"""incremental_1e6_incidents_50_provisions: going on from earlier findings, beside a full run.

python benchmarks/incremental.py --size small     seconds; part of `make test`
python benchmarks/incremental.py --size full      one million incidents

Three runs of the program, each beside a full run with the same result byte for byte: nothing has changed;
1 % new incidents came in a file of their own; one provision of 50 has changed.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from measure import folder_of, timed

ROUNDS = {"small": 1, "full": 3}
_CHANGED = ("    prohibit: [", "    reading: Read more narrowly.\n    weapons: [artillery]\n    prohibit: [")


def _assess(folder: Path, terms: str, files: list[str], out: str, *more: str) -> float:
    """Seconds of one run of the program, start included."""
    command = [sys.executable, "-m", "truceline", "assess", terms, *files, "-o", out, *more]
    with timed() as time:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.seconds


def _prepare(folder: Path, size: str) -> int:
    """Writes the load, terms with one provision changed, and 1 % more incidents; gives their number."""
    script = Path(__file__).with_name("load.py")
    subprocess.run([sys.executable, str(script), str(folder), "--size", size], check=True)
    incidents = pq.read_table(folder / "incidents.parquet")
    few = incidents.slice(0, max(incidents.num_rows // 100, 1))
    ids = pa.array([f"new-{number}" for number in range(few.num_rows)])
    pq.write_table(few.set_column(few.schema.get_field_index("id"), "id", ids), folder / "new.parquet")
    terms = (folder / "terms.yaml").read_text(encoding="utf-8")
    (folder / "changed.yaml").write_text(terms.replace(*_CHANGED, 1), encoding="utf-8")
    return int(incidents.num_rows)


def run(folder: Path, size: str) -> None:
    """Measures one size and prints what came out, as a table."""
    count = _prepare(folder, size)
    old, new = ["incidents.parquet"], ["incidents.parquet", "new.parquet"]
    _assess(folder, "terms.yaml", old, "earlier.parquet", "--earlier", "earlier.parquet")
    cases = [
        ("nothing has changed", "terms.yaml", old),
        ("1 % new incidents", "terms.yaml", new),
        ("1 of 50 provisions has changed", "changed.yaml", old),
    ]
    print(f"incremental_{count:.0e}_incidents_50_provisions".replace("e+0", "e").replace("e+", "e"))
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pyarrow", "shapely", "pyproj"))
    print(f"{platform.machine()}, Python {platform.python_version()}, {packages}\n")
    print("| what changed | full run | with --earlier | ratio |\n| --- | --- | --- | --- |")
    for name, terms, files in cases:
        full, went_on = [], []
        for _ in range(ROUNDS[size]):
            full.append(_assess(folder, terms, files, "full.parquet"))
            went_on.append(_assess(folder, terms, files, "went-on.parquet", "--earlier", "earlier.parquet"))
            if (folder / "full.parquet").read_bytes() != (folder / "went-on.parquet").read_bytes():
                raise SystemExit(f"{name}: the findings differ from those of a full run")
        slow, fast = statistics.median(full), statistics.median(went_on)
        print(f"| {name} | {slow:.1f} s | {fast:.1f} s | {slow / fast:.1f} |")
    sizes = [(folder / file).stat().st_size / 1e6 for file in ("earlier.parquet", "earlier.parquet.basis")]
    print(f"\nfindings {sizes[0]:.1f} MB, their basis {sizes[1]:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure going on from earlier findings.")
    parser.add_argument("--size", choices=ROUNDS, default="small")
    parser.add_argument("--folder", type=Path, help="keep the load and the findings here")
    given = parser.parse_args()
    if given.folder and given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty; name another folder")
    with folder_of(given.folder) as folder:
        run(folder, given.size)


if __name__ == "__main__":
    main()
