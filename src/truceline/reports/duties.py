# SPDX-License-Identifier: Apache-2.0
"""What became of duties, as a section of the page: a time line and a table, without a script."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from truceline.assess import DutyResult, due_text, moment_text
from truceline.reports.drawings import duties_svg
from truceline.reports.markup import clean

__all__ = ["duties_section"]


def duties_section(
    duties: Sequence[DutyResult], titles: Mapping[str, str], zone: str, as_of_ms: int | None
) -> str:
    """The section as HTML, every text in it escaped; empty where there is no duty.

    Args:
        duties: what became of them.
        titles: of duties and names of parties, by id.
        zone: IANA name of the clock that is shown.
        as_of_ms: as of when.
    """
    if not duties or as_of_ms is None:
        return ""
    rows = "".join(_row(duty, titles, zone) for duty in duties)
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Duty", "Party", "Result", "Due", "Shown by", "What it hangs on")
    )
    return (
        '<section aria-labelledby="duties-h">\n<h2 id="duties-h">Duties</h2>\n'
        f'<p class="hint">As of {_text(moment_text(as_of_ms + 1, zone))}, {_text(zone)}; the dotted line. A thick mark'
        " shows by when a duty was surely done. That nobody recorded it does not mean that nobody did it.</p>\n"
        f'<div class="sheet drawn time">{duties_svg(duties, titles, zone, as_of_ms)}</div>\n'
        f'<div class="sheet scroll"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>\n</section>'
    )


def _row(duty: DutyResult, titles: Mapping[str, str], zone: str) -> str:
    number = "" if duty.number is None else f", no. {duty.number}"
    presumed = ", presumed for want of a record in time" if duty.presumed else ""
    shown = [f"surely by {_joined(duty.shown_by)}"] if duty.shown_by else []
    shown += [f"perhaps by {_joined(duty.perhaps_shown_by)}"] if duty.perhaps_shown_by else []
    cells = (
        titles.get(duty.duty, duty.duty) + number,
        titles.get(duty.party, duty.party),
        duty.result + presumed,
        due_text(duty, zone),
        "; ".join(shown),
        "; ".join(duty.open),
    )
    return f"<tr>{''.join(_cells(cells))}</tr>"


def _cells(texts: Iterable[str]) -> Iterator[str]:
    for order, text in enumerate(texts):
        strong = ("<b>", "</b>") if order == 2 else ("", "")
        yield f"<td>{strong[0]}{_text(text)}{strong[1]}</td>"


def _joined(ids: Sequence[str]) -> str:
    return ", ".join(ids)


def _text(text: str) -> str:
    return html.escape(clean(text))
