# SPDX-License-Identifier: Apache-2.0
"""Documents, statements, claims and origins: who said what, in which words, and where it was repeated.

A document is read once and kept as it came; whatever is found in it has its place in the text. Start reading at ``model``.
"""

from truceline.sources.about import ABOUT_COLUMNS, About, read_about
from truceline.sources.archive import Kept, check_archive, keep, keep_working
from truceline.sources.claims import find_claims
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.gazetteer import Gazetteer, GazetteerColumns, Place, read_gazetteer
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
from truceline.sources.review import REVIEW_COLUMNS, incidents_of, read_review, write_review
from truceline.sources.statements import find_statements
from truceline.sources.times import find_times

__all__ = [
    "ABOUT_COLUMNS",
    "BLOCK_ROLES",
    "CLAIM_KINDS",
    "FORMS",
    "REVIEWS",
    "REVIEW_COLUMNS",
    "SPEAKER_KINDS",
    "About",
    "Block",
    "Claim",
    "Dictionaries",
    "Document",
    "Gazetteer",
    "GazetteerColumns",
    "Kept",
    "Locator",
    "Mention",
    "Original",
    "Phrase",
    "Place",
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
    "find_claims",
    "find_statements",
    "find_times",
    "incidents_of",
    "keep",
    "keep_working",
    "language_of",
    "read_about",
    "read_document",
    "read_gazetteer",
    "read_review",
    "write_review",
]
