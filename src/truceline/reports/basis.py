# SPDX-License-Identifier: Apache-2.0
"""The file that says what findings were made from, beside them; and findings read back by it.

``findings.parquet`` has ``findings.parquet.basis``: a ZIP archive of one JSON document, and the ids of the
records of each file as 64 bits each. It holds the digest of the findings, so that findings which
somebody changed, or whose writing was broken off, are never gone on from.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from truceline.assess import FINDINGS, Basis, FileBasis, Fingerprint
from truceline.errors import TrucelineError
from truceline.records import Tally, file_digest
from truceline.reports.exports import whole_file

FORMAT = 1
_DOCUMENT = "basis.json"
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the same basis gives the same bytes."""


def basis_path(findings: Path) -> Path:
    """Where the basis of a file of findings stands."""
    return findings.with_name(f"{findings.name}.basis")


def write_basis(findings: Path, digest: str, basis: Basis) -> None:
    """Writes what findings were made from, beside them.

    Args:
        findings: the file.
        digest: the SHA-256 of what was written to it; whoever writes there next changes it.
        basis: what it was made from.

    Raises:
        OutputError: the file cannot be written.
    """
    values = {
        "format": FORMAT,
        "findings": digest,
        "machinery": basis.machinery,
        "reading": basis.reading,
        "areas": basis.areas,
        "all_rows": basis.all_rows,
        "provisions": {name: asdict(made) for name, made in basis.provisions.items()},
        "files": [_file_values(file) for file in basis.files],
    }
    with whole_file(basis_path(findings)) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        document = json.dumps(values, ensure_ascii=False, indent=1).encode()
        _add(archive, _DOCUMENT, document, zipfile.ZIP_DEFLATED)
        for order, file in enumerate(basis.files):
            for name, codes in (("ids", file.tally.ids), ("met", file.tally.met)):
                _add(archive, f"{order}.{name}", codes.astype("<u8").tobytes(), zipfile.ZIP_STORED)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _FIXED)
    entry.compress_type = compression
    with archive.open(entry, "w", force_zip64=True) as file:
        file.write(content)


def _file_values(file: FileBasis) -> dict[str, Any]:
    return {
        "path": file.path,
        "digest": file.digest,
        "tally": file.tally.values(),
        "rows": file.rows,
        "results": [[*key, count] for key, count in sorted(file.results.items())],
        "by_text": [[*key, count] for key, count in sorted(file.by_text.items())],
    }


@dataclass
class EarlierFindings:
    """Findings that were written earlier, and are as they were."""

    path: Path
    name: str
    basis: Basis

    def rows(self, start: int, stop: int) -> Iterator[pa.RecordBatch]:
        """Some of the findings, in order."""
        with pq.ParquetFile(self.path, pre_buffer=False, buffer_size=1 << 20) as file:
            at = 0
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                low, high = max(start - at, 0), min(stop - at, rows)
                if low < high:
                    table = file.read_row_group(group).slice(low, high - low).cast(FINDINGS)
                    yield from table.combine_chunks().to_batches()
                at += rows


class _UnfitError(Exception):
    """Why there is nothing to go on from."""


def read_earlier(path: Path) -> tuple[EarlierFindings | None, str]:
    """Earlier findings to go on from; or why nothing can be taken over from a file.

    Nothing is taken on trust: the basis has to be whole, and the findings have to be, byte for byte,
    those that it was written for.
    """
    try:
        return _earlier(path), ""
    except _UnfitError as reason:
        return None, str(reason)


def _earlier(path: Path) -> EarlierFindings:
    if not path.is_file():
        raise _UnfitError(f"there is no file {path}")
    if not basis_path(path).is_file():
        raise _UnfitError(f"there is no file {basis_path(path)}, which tells what {path.name} was made from")
    try:
        digest, basis = _read(basis_path(path))
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise _UnfitError(f"{basis_path(path)} is damaged, or of another version of Truceline") from error
    try:
        is_same = file_digest(path) == digest
        rows = pq.ParquetFile(path).metadata.num_rows if is_same else 0
    except (TrucelineError, OSError, pa.ArrowInvalid) as error:
        raise _UnfitError(f"{path} cannot be read") from error
    if not is_same:
        raise _UnfitError(f"{path} was changed after it was written, or its writing was broken off")
    if rows != sum(file.rows for file in basis.files):
        raise _UnfitError(f"{path} does not hold the findings that its basis tells of")
    return EarlierFindings(path, str(path), basis)


def _read(path: Path) -> tuple[str, Basis]:
    with zipfile.ZipFile(path) as archive:
        values = json.loads(archive.read(_DOCUMENT))
        if values["format"] != FORMAT:
            raise ValueError("another version of the basis")
        basis = Basis(
            str(values["machinery"]),
            str(values["reading"]),
            str(values["areas"]),
            bool(values["all_rows"]),
            {name: Fingerprint(**made) for name, made in values["provisions"].items()},
        )
        for order, file in enumerate(values["files"]):
            ids, met = (_codes(archive.read(f"{order}.{name}")) for name in ("ids", "met"))
            basis.files.append(
                FileBasis(
                    file["path"],
                    file["digest"],
                    Tally.from_values(file["tally"], ids, met),
                    int(file["rows"]),
                    Counter({(provision, told): count for provision, told, count in file["results"]}),
                    Counter({(provision, told): count for provision, told, count in file["by_text"]}),
                )
            )
        return str(values["findings"]), basis


def _codes(content: bytes) -> NDArray[np.uint64]:
    return np.frombuffer(content, dtype="<u8").astype(np.uint64, copy=False)
