# SPDX-License-Identifier: Apache-2.0
"""What is published: findings as files, and a page to read.

Start reading at ``exports`` for files; ``gather`` keeps what ``page`` shows; ``description_page`` prints
the terms in plain words.
"""

from truceline.reports.area_changes import AreaChange, Measured, measured
from truceline.reports.basis import EarlierFindings, basis_path, read_earlier, write_basis
from truceline.reports.data import (
    ReportArea,
    ReportData,
    ReportFinding,
    ReportIncident,
    ReportProvision,
    ReportStatement,
)
from truceline.reports.description_page import (
    DESCRIPTION_FORMATS,
    describe_as,
    html_of,
    write_description,
)
from truceline.reports.differences import difference_text, difference_values
from truceline.reports.drawings import map_svgs, time_line_svg
from truceline.reports.exports import (
    Findings,
    is_format,
    is_parts_folder,
    parquet_bytes,
    require_format,
    tee,
    whole_file,
    write_findings,
    write_parts,
)
from truceline.reports.gather import Gathered
from truceline.reports.journal import Entry, Journal
from truceline.reports.markdown import markdown_of
from truceline.reports.origins_page import origins_html, write_origins_page
from truceline.reports.origins_short import reading_summary
from truceline.reports.origins_text import origins_text, reading_text
from truceline.reports.outlines import area_outline
from truceline.reports.page import render_report, write_report

__all__ = [
    "DESCRIPTION_FORMATS",
    "AreaChange",
    "EarlierFindings",
    "Entry",
    "Findings",
    "Gathered",
    "Journal",
    "Measured",
    "ReportArea",
    "ReportData",
    "ReportFinding",
    "ReportIncident",
    "ReportProvision",
    "ReportStatement",
    "area_outline",
    "basis_path",
    "describe_as",
    "difference_text",
    "difference_values",
    "html_of",
    "is_format",
    "is_parts_folder",
    "map_svgs",
    "markdown_of",
    "measured",
    "origins_html",
    "origins_text",
    "parquet_bytes",
    "read_earlier",
    "reading_summary",
    "reading_text",
    "render_report",
    "require_format",
    "tee",
    "time_line_svg",
    "whole_file",
    "write_basis",
    "write_description",
    "write_findings",
    "write_origins_page",
    "write_parts",
    "write_report",
]
