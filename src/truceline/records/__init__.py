# SPDX-License-Identifier: Apache-2.0
"""Incidents as Arrow tables: the columns, the readers, the rejects.

A record that cannot be read is never dropped in silence: what is read is what is given plus what is
rejected, each reject with its line and reason. Start reading at ``reading.read_incidents``.
"""

from truceline.records.ahead import ahead
from truceline.records.facts import RecordedFact, facts_of, read_facts
from truceline.records.groups import Near, Reach, Way
from truceline.records.ids import SeenIds, codes_of
from truceline.records.incidents import CODED_INCIDENTS, INCIDENTS, INSTANT
from truceline.records.reading import Incidents, read_incidents
from truceline.records.tallies import Combined, FileReading, Seal, Tally, file_digest

__all__ = [
    "CODED_INCIDENTS",
    "INCIDENTS",
    "INSTANT",
    "Combined",
    "FileReading",
    "Incidents",
    "Near",
    "Reach",
    "RecordedFact",
    "Seal",
    "SeenIds",
    "Tally",
    "Way",
    "ahead",
    "codes_of",
    "facts_of",
    "file_digest",
    "read_facts",
    "read_incidents",
]
