# SPDX-License-Identifier: Apache-2.0
"""Documents, statements, claims and origins: who said what, in which words, and where it was repeated.

A document is read once and kept as it came; whatever is found in it has its place in the text. Start reading at ``model``.
"""

from truceline.sources.about import ABOUT_COLUMNS, About, read_about
from truceline.sources.archive import Kept, check_archive, keep, keep_working
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.languages import language_of
from truceline.sources.model import (
    BLOCK_ROLES,
    CLAIM_KINDS,
    FORMS,
    REVIEWS,
    SPEAKER_KINDS,
    Block,
    Claim,
    Document,
    Locator,
    Mention,
    Original,
    Phrase,
    Reading,
    Run,
    Span,
    Speaker,
    Statement,
    TimeSaid,
    Told,
    Verb,
    document_of_text,
)
from truceline.sources.reading import read_document

__all__ = [
    "ABOUT_COLUMNS",
    "BLOCK_ROLES",
    "CLAIM_KINDS",
    "FORMS",
    "REVIEWS",
    "SPEAKER_KINDS",
    "About",
    "Block",
    "Claim",
    "Dictionaries",
    "Document",
    "Kept",
    "Locator",
    "Mention",
    "Original",
    "Phrase",
    "Reading",
    "Run",
    "Span",
    "Speaker",
    "Statement",
    "TimeSaid",
    "Told",
    "Verb",
    "check_archive",
    "document_of_text",
    "keep",
    "keep_working",
    "language_of",
    "read_about",
    "read_document",
]
