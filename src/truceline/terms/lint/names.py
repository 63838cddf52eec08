# SPDX-License-Identifier: Apache-2.0
"""What is named and never used."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written


def check_unused(written: Written) -> Iterator[Problem]:
    """Parties, facts and citations that nothing names."""
    terms = written.terms
    for party in terms.parties.values():
        is_mapped = party.codes or party.aliases or party.could_be
        if ("party", party.id) not in written.named and not is_mapped:
            yield written.problem(
                "unused-party",
                f"parties.{party.id}",
                "nobody names this party",
                "expected it in a condition, a group or a standing",
                "Take it out, or say what it is bound to.",
            )
    for fact_id in terms.facts:
        if ("fact", fact_id) not in written.named:
            yield written.problem(
                "unused-fact",
                f"facts.{fact_id}",
                "no provision depends on this fact",
                "expected it under facts",
                "Take it out, or name it where it matters.",
            )
    cited = {cite.citation for cite in written.cited}
    for citation_id in terms.citations:
        if citation_id not in cited:
            yield written.problem(
                "unused-citation",
                f"citations.{citation_id}",
                "nothing cites this source",
                "expected a cite",
                "Take it out or cite it.",
            )
