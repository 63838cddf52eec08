# SPDX-License-Identifier: Apache-2.0
"""Incidents as Arrow tables: the columns, the readers, the rejects.

A record that cannot be read is never dropped in silence: what is read is what is given plus what is
rejected, each reject with its line and reason. Start reading at ``reading.read_incidents``.
"""

from truceline.records.ahead import ahead
from truceline.records.facts import RecordedFact, facts_of, read_facts
from truceline.records.groups import Near, Reach, Way
from truceline.records.ids import PieceIds, SeenIds, id_codes
from truceline.records.incidents import CODED_INCIDENTS, INCIDENTS, INSTANT
from truceline.records.pieces import FilePiece, Piece, file_pieces
from truceline.records.reading import Incidents, read_incidents, swap_warning, used_columns
from truceline.records.rejects import REJECTS_HEADER, Reject, RejectsFile
from truceline.records.tallies import Combined, FileReading, Seal, Tally, file_digest

__all__ = [
    "CODED_INCIDENTS",
    "INCIDENTS",
    "INSTANT",
    "REJECTS_HEADER",
    "Combined",
    "FilePiece",
    "FileReading",
    "Incidents",
    "Near",
    "Piece",
    "PieceIds",
    "Reach",
    "RecordedFact",
    "Reject",
    "RejectsFile",
    "Seal",
    "SeenIds",
    "Tally",
    "Way",
    "ahead",
    "facts_of",
    "file_digest",
    "file_pieces",
    "id_codes",
    "read_facts",
    "read_incidents",
    "swap_warning",
    "used_columns",
]
