# SPDX-License-Identifier: Apache-2.0
"""The engine: incidents in, findings out, each with its reasons.

A finding of *violation*, and the absence of a finding, is true in every world that the record and
the text allow; everything else is *possible*. Start reading at ``engine.assess``; what one record
leaves open is worked out in ``judge``.
"""

from truceline.assess.cases import CaseResult, run_cases
from truceline.assess.changes import (
    DutyChange,
    FindingChange,
    FindingChanges,
    duty_changes,
    finding_changes,
)
from truceline.assess.continuing import Basis, Continuation, Earlier, FileBasis
from truceline.assess.duties import DUTIES, DutyResult, assess_duties, due_text, duty_table
from truceline.assess.engine import FINDINGS, Assessment, Summary, assess, require_provisions
from truceline.assess.explain import Explanation, Reason, explain
from truceline.assess.fingerprints import Fingerprint, machinery
from truceline.assess.settling import Settling, Settlings
from truceline.assess.spark import SparkAssessment, assess_on_spark
from truceline.assess.spark_files import is_address
from truceline.assess.words import citations, moment_text, questions

__all__ = [
    "DUTIES",
    "FINDINGS",
    "Assessment",
    "Basis",
    "CaseResult",
    "Continuation",
    "DutyChange",
    "DutyResult",
    "Earlier",
    "Explanation",
    "FileBasis",
    "FindingChange",
    "FindingChanges",
    "Fingerprint",
    "Reason",
    "Settling",
    "Settlings",
    "SparkAssessment",
    "Summary",
    "assess",
    "assess_duties",
    "assess_on_spark",
    "citations",
    "due_text",
    "duty_changes",
    "duty_table",
    "explain",
    "finding_changes",
    "is_address",
    "machinery",
    "moment_text",
    "questions",
    "require_provisions",
    "run_cases",
]
