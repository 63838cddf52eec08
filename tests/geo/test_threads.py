# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys

ASK = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import numpy as np
import shapely
from truceline.geo.regions import ShapeRegion

random = np.random.default_rng(0)
turn = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
lon, lat = random.uniform(-2, 2, 1500), random.uniform(-2, 2, 1500)
with ThreadPoolExecutor(4) as pool:
    for wave in range(250):
        radius = 1 + 0.1 * np.sin(turn * 7 + wave)
        region = ShapeRegion(shapely.Polygon(np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])))
        start = Barrier(4)

        def ask(_):
            start.wait()
            return region.holds_points(lon, lat).tobytes()

        assert len(set(pool.map(ask, range(4)))) == 1
"""


def test_several_threads_may_ask_a_fresh_shape() -> None:
    """What GEOS builds at first need it builds for one thread: two at once end the process, now and then."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
