# SPDX-License-Identifier: Apache-2.0
"""Incidents as Arrow tables: the columns, the readers, the rejects.

A record that cannot be read is never dropped in silence: what is read is what is given plus what is
rejected, each reject with its line and reason. Start reading at ``reading.read_incidents``.
"""

from truceline.records.ahead import ahead
from truceline.records.facts import RecordedFact, facts_of, read_facts
from truceline.records.ids import PieceIds
from truceline.records.incidents import CODED_INCIDENTS, INCIDENTS, INSTANT
from truceline.records.pieces import FilePiece, Piece, file_pieces
from truceline.records.reading import Incidents, read_incidents, swap_warning, used_columns
from truceline.records.rejects import REJECTS_HEADER, Reject, RejectsFile

__all__ = [
    "CODED_INCIDENTS",
    "INCIDENTS",
    "INSTANT",
    "REJECTS_HEADER",
    "FilePiece",
    "Incidents",
    "Piece",
    "PieceIds",
    "RecordedFact",
    "Reject",
    "RejectsFile",
    "ahead",
    "facts_of",
    "file_pieces",
    "read_facts",
    "read_incidents",
    "swap_warning",
    "used_columns",
]
