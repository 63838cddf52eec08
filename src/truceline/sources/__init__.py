# SPDX-License-Identifier: Apache-2.0
"""Documents, statements, claims and origins: who said what, in which words, and where it was repeated.

A document is read once and kept as it came; whatever is found in it has its place in the text. Start reading at ``model``; the
folders are the steps, each with what it does in its first line.
"""

from truceline.sources.claims.find import find_claims
from truceline.sources.claims.gazetteer import Gazetteer, GazetteerColumns, NamedPlace, read_gazetteer
from truceline.sources.claims.review import incidents_of, read_review, unvouched, write_review
from truceline.sources.claims.table import REVIEW_COLUMNS
from truceline.sources.dictionaries import Dictionaries, dictionaries_in
from truceline.sources.documents.about import ABOUT_COLUMNS, About, read_about
from truceline.sources.documents.archive import Kept, check_archive, keep, keep_working
from truceline.sources.documents.languages import language_of
from truceline.sources.documents.read import read_document
from truceline.sources.extractors import RULES, Extractor, plugged_in, require_sound
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
from truceline.sources.origins.credibility import bodies_of
from truceline.sources.origins.find import find_origins
from truceline.sources.origins.model import (
    DIFFERENCES,
    EDGES,
    STRETCHES,
    Alignment,
    Difference,
    Edge,
    Origin,
    Origins,
    Place,
    Point,
    Side,
    Stretch,
    Uncounted,
    Utterance,
    Variant,
    Weighing,
)
from truceline.sources.readings import HowToRead, read, read_all
from truceline.sources.schema import readings_schema
from truceline.sources.statements.find import find_statements
from truceline.sources.times.find import find_times
from truceline.sources.values import (
    origins_json,
    origins_values,
    read_readings,
    readings_json,
    readings_values,
)

__all__ = [
    "ABOUT_COLUMNS",
    "BLOCK_ROLES",
    "CLAIM_KINDS",
    "DIFFERENCES",
    "EDGES",
    "FORMS",
    "REVIEWS",
    "REVIEW_COLUMNS",
    "RULES",
    "SPEAKER_KINDS",
    "STRETCHES",
    "About",
    "Alignment",
    "Block",
    "Claim",
    "Dictionaries",
    "Difference",
    "Document",
    "Edge",
    "Extractor",
    "Gazetteer",
    "GazetteerColumns",
    "HowToRead",
    "Kept",
    "Locator",
    "Mention",
    "NamedPlace",
    "Origin",
    "Original",
    "Origins",
    "Phrase",
    "Place",
    "Point",
    "Reading",
    "Run",
    "Side",
    "Span",
    "Speaker",
    "Statement",
    "Stretch",
    "TimeSaid",
    "Told",
    "Uncounted",
    "Utterance",
    "Variant",
    "Verb",
    "Weighing",
    "bodies_of",
    "check_archive",
    "dictionaries_in",
    "document_of_text",
    "find_claims",
    "find_origins",
    "find_statements",
    "find_times",
    "incidents_of",
    "keep",
    "keep_working",
    "language_of",
    "origins_json",
    "origins_values",
    "plugged_in",
    "read",
    "read_about",
    "read_all",
    "read_document",
    "read_gazetteer",
    "read_readings",
    "read_review",
    "readings_json",
    "readings_schema",
    "readings_values",
    "require_sound",
    "unvouched",
    "write_review",
]
