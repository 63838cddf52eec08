# SPDX-License-Identifier: Apache-2.0
"""What is published: findings as files, and a page to read.

Start reading at ``exports`` for files, at ``page`` for the page.
"""

from truceline.reports.exports import Findings, require_format, tee, whole_file, write_findings

__all__ = ["Findings", "require_format", "tee", "whole_file", "write_findings"]
