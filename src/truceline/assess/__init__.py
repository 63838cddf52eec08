# SPDX-License-Identifier: Apache-2.0
"""The engine: incidents in, findings out, each with its reasons.

A finding of *violation*, and the absence of a finding, is true in every world that the record and
the text allow; everything else is *possible*. Start reading at ``engine.assess``; what one record
leaves open is worked out in ``judge``.
"""

from truceline.assess.cases import CaseResult, run_cases
from truceline.assess.changes import FindingChange, FindingChanges, finding_changes
from truceline.assess.engine import FINDINGS, Assessment, Summary, assess
from truceline.assess.explain import Explanation, Reason, explain
from truceline.assess.settling import Settling, Settlings
from truceline.assess.words import citations, questions

__all__ = [
    "FINDINGS",
    "Assessment",
    "CaseResult",
    "Explanation",
    "FindingChange",
    "FindingChanges",
    "Reason",
    "Settling",
    "Settlings",
    "Summary",
    "assess",
    "citations",
    "explain",
    "finding_changes",
    "questions",
    "run_cases",
]
