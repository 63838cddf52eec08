# SPDX-License-Identifier: Apache-2.0
"""What is published: findings as files, and a page to read.

Start reading at ``exports`` for files; ``gather`` keeps what ``page`` shows.
"""

from truceline.reports.data import ReportArea, ReportData, ReportFinding, ReportIncident, ReportProvision
from truceline.reports.exports import Findings, require_format, tee, whole_file, write_findings
from truceline.reports.gather import Gathered
from truceline.reports.outlines import area_outline
from truceline.reports.page import render_report, write_report

__all__ = [
    "Findings",
    "Gathered",
    "ReportArea",
    "ReportData",
    "ReportFinding",
    "ReportIncident",
    "ReportProvision",
    "area_outline",
    "render_report",
    "require_format",
    "tee",
    "whole_file",
    "write_findings",
    "write_report",
]
