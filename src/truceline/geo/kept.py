# SPDX-License-Identifier: Apache-2.0
"""Indexes kept on disk, so that the next run need not build them again.

They lie in the folder that ``TRUCELINE_CACHE`` names, else in ``truceline`` below ``XDG_CACHE_HOME`` or
``~/.cache``; an empty ``TRUCELINE_CACHE`` turns this off. A file is named for what it was made of: the shape,
how far around it, and the version of the format and of the way of building. A file that is not whole, or not
what its name says, counts as none. Nothing in it is ever run. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from truceline.geo.cells import Cells

VARIABLE = "TRUCELINE_CACHE"
_VERSION = 1
"""Of the file and of the way that cells are built: a file of another is not looked at."""
_MOST_BYTES = 1 << 29
_ENDING = ".cells.npz"
_ARRAYS = {
    "lon_m": (np.float64, 1),
    "bounds": (np.float32, 2),
    "starts": (np.int32, 1),
    "listed": (np.int32, 1),
    "lines": (np.float64, 2),
}
_NOT_WHOLE = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
)
"""What reading a damaged archive raises."""
_PLAIN: dict[str, Callable[[float], Any]] = {"bool": bool, "int": int, "float": float}


def folder() -> Path | None:
    """Where indexes are kept; None: nowhere."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    home = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(home):
        return Path(home) / "truceline"
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "truceline"
    return None


def name_of(shape: bytes, beyond_m: float) -> str:
    """The name of the file for a shape and how far around it the cells go."""
    about = f"cells {_VERSION} {beyond_m!r} {len(shape)} ".encode()
    return hashlib.sha256(about + shape).hexdigest()[:40] + _ENDING


def read(name: str) -> Cells | None:
    """The cells that are kept under a name; None where there are none that can be trusted."""
    place = folder()
    if place is None:
        return None
    try:
        # Each array is read to its end, where its checksum is looked at.
        with (place / name).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            values = {key: file[key] for key in file.files}
        plain = [field.name for field in fields(Cells) if field.name not in _ARRAYS]
        if set(values) != {"plain", "name", *_ARRAYS} or str(values["name"]) != name:
            return None
        numbers = np.asarray(values["plain"], dtype=np.float64)
        if numbers.shape != (len(plain),) or not np.isfinite(numbers).all():
            return None
        kinds = {field.name: str(field.type) for field in fields(Cells)}
        given: dict[str, Any] = {
            key: _PLAIN[kinds[key]](value) for key, value in zip(plain, numbers.tolist(), strict=True)
        }
        given |= {key: np.ascontiguousarray(values[key]) for key in _ARRAYS}
        cells = Cells(**given)
    except _NOT_WHOLE:
        return None
    if not _is_whole(cells):
        return None
    with suppress(OSError):
        os.utime(place / name)  # it was of use: the oldest are removed first
    return cells


def _is_whole(cells: Cells) -> bool:
    """Whether no look-up can leave the arrays."""
    for name, (dtype, dimensions) in _ARRAYS.items():
        values = getattr(cells, name)
        if values.dtype != dtype or values.ndim != dimensions:
            return False
    count = cells.columns * cells.rows
    return bool(
        cells.columns > 0
        and cells.rows > 0
        and cells.cell_lon > 0
        and cells.cell_lat > 0
        and cells.lon_m.shape == (cells.rows,)
        and cells.bounds.shape == (count, 2)
        and cells.starts.shape == (count + 1,)
        and cells.starts[0] == 0
        and np.all(np.diff(cells.starts) >= 0)
        and cells.starts[-1] == len(cells.listed)
        and cells.lines.shape[1] == 7
        and (len(cells.listed) == 0 or (cells.listed.min() >= 0 and cells.listed.max() < len(cells.lines)))
    )


def write(name: str, cells: Cells) -> None:
    """Keeps cells under a name, whole or not at all. Where that is not possible it is not done."""
    place = folder()
    if place is None:
        return
    plain = [getattr(cells, field.name) for field in fields(Cells) if field.name not in _ARRAYS]
    arrays = {key: getattr(cells, key) for key in _ARRAYS}
    draft = ""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(suffix=".part", dir=place)
        with os.fdopen(handle, "wb") as file:
            np.savez(file, plain=np.array(plain, dtype=np.float64), name=np.array(name), **arrays)
        os.replace(draft, place / name)
        _keep_small(place)
    except OSError:
        if draft:
            with suppress(OSError):
                os.unlink(draft)


def _keep_small(place: Path) -> None:
    """Removes the oldest files until the rest is small enough, and drafts that a stopped run left."""
    found = []
    for path in place.iterdir():
        if path.name.endswith((_ENDING, ".part")):
            with suppress(OSError):
                about = path.stat()
                found.append((about.st_mtime, about.st_size, path))
    newest = max((at for at, _, _ in found), default=0.0)
    total = 0
    for at, size, path in sorted(found, reverse=True):
        total += size
        is_left = path.name.endswith(".part") and at < newest - 3_600
        if total > _MOST_BYTES or is_left:
            with suppress(OSError):
                path.unlink()
