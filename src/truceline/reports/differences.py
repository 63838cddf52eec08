# SPDX-License-Identifier: Apache-2.0
"""What differs between two terms, as text for people and as values for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from truceline.assess import DutyChange, FindingChanges
from truceline.reports.area_changes import measured
from truceline.terms import Change, Comparison

__all__ = ["difference_text", "difference_values"]

_MOST_LISTED = 50
"""Changed findings that the text lists one by one; the values hold all of them."""


def difference_text(
    comparison: Comparison,
    findings: FindingChanges | None = None,
    duties: Sequence[DutyChange] | None = None,
) -> str:
    """What differs, a line each, and which findings are other ones, counted and listed."""
    meaning = comparison.in_meaning
    words = [change for change in comparison.changes if change.is_in_words]
    lines = [f"{_count(len(meaning), 'difference')} in meaning, {len(words)} in words or sources alone"]
    lines += [_line(change, comparison) for change in meaning]
    if words:
        lines += ["", "In words or sources alone:", *map(str, words)]
    if findings is not None:
        lines += ["", *_findings(findings)]
    if duties is not None:
        lines += ["", f"Duties: {_count(len(duties), 'difference')}", *map(str, duties)]
    return "\n".join(lines)


def _line(change: Change, comparison: Comparison) -> str:
    size = measured(change, comparison)
    if size is None:
        return str(change)
    told = "" if change.text == "another extent" else f"{change.text}; "
    return f"{change.address}: {change.kind}: {told}{size}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _findings(findings: FindingChanges) -> Iterator[str]:
    changed = len({change.incident for change in findings.changes})
    yield (
        f"Findings: {_count(len(findings.changes), 'difference')}, in {changed:,} of"
        f" {_count(findings.incidents, 'incident')}"
    )
    if findings.rejected != (0, 0):
        yield f"Records that could not be read: {findings.rejected[0]:,} before, {findings.rejected[1]:,} now"
    for (provision, before, after, condition), number in findings.counts().items():
        yield f"  {number:>6,}  {provision}: {before}, now {after} ({condition})"
    if findings.changes:
        yield ""
    yield from map(str, findings.changes[:_MOST_LISTED])
    if len(findings.changes) > _MOST_LISTED:
        yield f"and {len(findings.changes) - _MOST_LISTED:,} more; --json lists all"


def difference_values(
    comparison: Comparison,
    findings: FindingChanges | None = None,
    duties: Sequence[DutyChange] | None = None,
) -> dict[str, object]:
    """The same as values that JSON can hold, every changed finding among them."""
    values: dict[str, object] = {
        "old": {"id": comparison.old.id, "digest": comparison.old.digest},
        "new": {"id": comparison.new.id, "digest": comparison.new.digest},
        "changes": [_values(change, comparison) for change in comparison.changes],
    }
    if findings is not None:
        values["findings"] = {
            "incidents": findings.incidents,
            "rejected": list(findings.rejected),
            "counts": [
                {"provision": p, "before": b, "after": a, "condition": c, "count": number}
                for (p, b, a, c), number in findings.counts().items()
            ],
            "changes": [asdict(change) for change in findings.changes],
        }
    if duties is not None:
        values["duties"] = [asdict(change) for change in duties]
    return values


def _values(change: Change, comparison: Comparison) -> dict[str, object]:
    size = measured(change, comparison)
    return {
        "address": change.address,
        "kind": change.kind,
        "text": change.text,
        "in_words": change.is_in_words,
        "area": None if size is None else asdict(size),
    }
