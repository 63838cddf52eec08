# SPDX-License-Identifier: Apache-2.0
"""Statements: who says what in a document, in which words. Start reading at ``find``."""
