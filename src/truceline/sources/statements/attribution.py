# SPDX-License-Identifier: Apache-2.0
"""Who says a quotation that no verb of saying goes with, by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truceline.sources.model import Span, Speaker
from truceline.sources.statements.groups import Group, before
from truceline.sources.statements.made import Made, alike
from truceline.sources.statements.speakers import Speakers
from truceline.sources.statements.subjects import head
from truceline.sources.statements.tokens import BREAK, DASHES, FULL, QUOTED, Telling
from truceline.sources.statements.verbs import Saying

BySentence = dict[int, list[tuple[Saying, Made]]]
"""Reported speech by the first word of its sentence."""
_QUESTION = "?"
_BULLETS = frozenset("•*·▪–—-")
_SIGNED = 20
"""So many words stand at most in brackets or behind a dash at the end of somebody's words."""
_EXCHANGE = 2
"""So many paragraphs back is the one who is answered by one whom nothing tells."""
_ASKS = "ask"
"""The manner of verbs whose answer is another one's."""


@dataclass(eq=False)
class Around:
    """What stands around the quotations of a telling, as far as they have been read."""

    speakers: Speakers
    telling: Telling
    indirect: BySentence
    answers: dict[int, Speaker | None] = field(default_factory=dict)
    """By the first word of their sentence, who replies there in no words of his own."""
    latest: Made | None = None
    """The last quotation."""
    latest_at: int = -1
    other: Made | None = None
    """The last one of somebody else than said the latest."""
    other_at: int = -1

    def add(self, made: Made, at: int) -> None:
        """Takes up a quotation."""
        if self.latest is not None and _name(self.latest) != _name(made):
            self.other, self.other_at = self.latest, self.latest_at
        self.latest, self.latest_at = made, at

    def is_bare(self) -> bool:
        """Whether the last quotation stands without anything that tells who says it, right before the next."""
        telling = self.telling
        start, stop = telling.sentence(self.latest_at)
        return all(not telling.is_word(at) for at in range(start, stop) if at not in telling.quotes)


def _name(made: Made) -> str:
    return made.speaker.name if made.speaker is not None else ""


def alone(around: Around, at: int, span: Span) -> Made | None:
    """A quotation without a verb: it goes on from the one before, answers it, or a sentence beside it brings it in."""
    telling, speakers, latest = around.telling, around.speakers, around.latest
    low, start = telling.low, telling.sentence(at)[0]
    begin = start
    while begin < at and (low[begin] in (BREAK, ",", ")") or low[begin] in _BULLETS):
        begin += 1
    if low[at - 1] == ":" or low[max(at - 2, 0) : at] == [":", BREAK]:
        speaker = _at_colon(around, begin, at)
        if speaker is None or speaker.name:
            return Made("quoted", span, speaker)
    if begin != at:
        return None
    speaker = beside(speakers, telling, at)
    if speaker is not None:
        return Made("quoted", span, speaker)
    if telling.is_sentence(at) and (at == 0 or low[at - 1] == BREAK or low[at - 1] in _BULLETS):
        speaker = signed(speakers, telling, at) or behind(speakers, telling, at)
        if speaker is not None:
            return Made("quoted", span, speaker)
    if not telling.is_sentence(at):
        return None
    is_near = bool(start) and BREAK not in low[start - 1 : at]
    if latest is not None:
        since = low[around.latest_at : at]
        if low[start - 1] == _QUESTION and BREAK not in since:
            return Made("quoted", span, latest.speaker, manner=latest.manner)
        if telling.sentence(around.latest_at)[1] >= start:
            return _next(around, at, span, latest)
    if is_near or _is_paragraph(telling, start, at):
        told = _told(around, telling.sentence(start - 1)[0])
        if told is not None and _is_answer(telling, at):
            return Made("quoted", span)
        if told is not None:
            return alike(told, span, None)
    if latest is not None and BREAK not in low[around.latest_at : at]:
        speaker = speakers.unless_other(latest.speaker, latest.span.end, span.start)
        if speaker is not None:
            return Made("quoted", span, speaker, manner=latest.manner)
    if telling.last_sign(at) not in FULL:
        return None
    answer = around.answers.get(telling.sentence(start - 1)[0]) if is_near else None
    return Made("quoted", span, answer or subject_before(speakers, telling, start))


def _next(around: Around, at: int, span: Span, latest: Made) -> Made:
    """A quotation right behind another one: of the same speaker where something tells there who says that.

    Where nothing does, the closing mark has ended his words: what follows answers it in the same paragraph or behind a
    question, and else it is open whose it is.
    """
    telling = around.telling
    if not around.is_bare():
        return alike(latest, span, latest)
    low = telling.low
    is_answer = BREAK not in low[around.latest_at : at] or telling.last_sign(around.latest_at) == _QUESTION
    is_near = around.other is not None and low[around.other_at : at].count(BREAK) <= _EXCHANGE
    other = around.other.speaker if is_answer and is_near and around.other is not None else None
    return Made("quoted", span, other)


def _is_paragraph(telling: Telling, start: int, at: int) -> bool:
    """Whether a quotation is a paragraph of its own, and a sentence stands right before that."""
    low = telling.low
    is_whole = low[at - 1] == BREAK and BREAK in low[at + 1 : at + 3]
    return bool(start) and is_whole and low[start - 1 : at].count(BREAK) == 1


def _is_answer(telling: Telling, at: int) -> bool:
    """Whether a quotation says yes or no, as one does to another: "No, sir."."""
    quote = telling.quotes[at]
    said = telling.text[quote.start : quote.end].lower().lstrip(" \n“\"'‘«")
    word = next(iter(re.split(r"[\s,.;:!?—–…]", said, maxsplit=1)), "")
    behind = said[len(word) : len(word) + 1]
    return word in telling.words["answers"] and (not behind or behind in ",.!?;:—–…")


def _told(around: Around, sentence: int) -> Made | None:
    """The reported speech of a sentence, if one alone tells there; what is asked is answered by somebody else."""
    said = [one for _, one in around.indirect.get(sentence, ()) if _name(one)]
    told = [one for one in said if not any(other.span.holds(one.span) and other is not one for other in said)]
    if not told or told[-1].manner == _ASKS or len({_name(one) for one in told}) > 1:
        return None
    return told[-1]


def _at_colon(around: Around, begin: int, at: int) -> Speaker | None:
    """Who says what a sentence with a colon brings in."""
    telling, latest = around.telling, around.latest
    told = [one for saying, one in around.indirect.get(telling.sentence(at)[0], ()) if saying.at < at]
    if told:
        return told[-1].speaker
    pairs = zip(telling.low[begin:at], telling.low[begin + 1 : at], strict=False)
    if any(" ".join(pair) in telling.words["quoted from"] for pair in pairs):
        return None  # the words of another
    speaker = colon(around.speakers, telling, begin, at)
    is_plain = all(
        low in telling.words["small"] or not telling.is_word(place)
        for place, low in enumerate(telling.low[begin:at], start=begin)
    )
    if (
        speaker is None
        and is_plain
        and latest is not None
        and BREAK not in telling.low[around.latest_at : at]
    ):
        return latest.speaker
    return speaker


def of_headline(speakers: Speakers, telling: Telling, at: int, span: Span) -> Made | None:
    """As in the headline "'We stay': minister"; who only does something behind the colon may be another one."""
    begin, stop = telling.sentence(at)
    while begin < at and telling.low[begin] in (BREAK, ",", ")"):
        begin += 1
    group = head(telling, at + 2, stop) if begin == at and telling.low[at + 1] == ":" else None
    if group is None:
        return None
    one = speakers.somebody(telling, group) or group
    if telling.ends_as(one.first, "plural") and one is group:
        one = Group(one.first, one.first + 1, None, one.first, one.first + 1)  # "islanders hope"
    is_said = any(place in telling.marked for place in range(one.end, stop))
    is_alone = not any(telling.is_word(place) for place in range(max(one.end, one.last), stop))
    return Made("quoted", span, speakers.speaker(telling, one) if is_said or is_alone else None)


def colon(speakers: Speakers, telling: Telling, start: int, at: int) -> Speaker | None:
    """Who is the subject of a clause that ends with a colon: "Roe, who put it in these words:"."""
    group: Group | None
    for place in range(at - 1, start - 1, -1):
        if telling.low[place] in speakers.naming.pronouns and telling.low[place] in telling.words["pronouns"]:
            group = Group(
                place, place + 1, None, place, place + 1
            )  # "To those who came he gave this advice:"
            break
        if telling.low[place] in telling.words["relatives"] - telling.words["that"] and place > start:
            group = before(telling, place + 1)
            break
    else:
        group = head(telling, start, at)
    speaker = speakers.speaker(telling, group) if group is not None else None
    if speaker is not None and speaker.kind in ("unknown", "body") and group is not None:
        is_text = speaker.kind == "unknown" or telling.low[group.end - 1] in telling.words["texts"]
        speaker = (_whose(speakers, telling, group) if is_text else None) or speaker
    return speaker if speaker is not None and speaker.kind != "unknown" else None


def _whose(speakers: Speakers, telling: Telling, group: Group) -> Speaker | None:
    """Whose it is: "Roe's answer was short:", "his answer:"."""
    low, words = telling.low, telling.words
    if low[group.first] in words["possessives"]:
        return speakers.speaker(
            telling, Group(group.first, group.first + 1, None, group.first, group.first + 1)
        )
    at = next((at for at in range(group.first + 1, group.end) if low[at] in words["possessive"]), None)
    return (
        speakers.speaker(telling, Group(group.first, at, None, group.first, at)) if at is not None else None
    )


def behind(speakers: Speakers, telling: Telling, at: int) -> Speaker | None:
    """Of whom the sentence behind a quotation tells that opens its paragraph: "'It was loud.' Roe wipes the counter."."""
    low = telling.low
    start, stop = telling.sentence(min(at + 1, len(telling) - 1))
    if start <= at:
        start = at + 1
    if low[start] in (BREAK, QUOTED) or telling.last_sign(at) not in FULL:
        return None
    if " ".join(low[start : start + 2]) in telling.words["so said"] or low[start] in telling.words["so said"]:
        return speakers.only_person(telling, start, stop)
    group = head(telling, start, stop)
    if group is not None and low[group.first] in telling.words["pronouns"]:
        return None
    speaker = speakers.speaker(telling, group) if group is not None else None
    if speaker is not None and speaker.kind == "person" and speaker.name != speaker.role:
        return speaker
    for place in range(start, stop):
        if low[place] in telling.words["relatives"] and low[place - 1] == ",":
            group = before(telling, place + 1)
            speaker = speakers.speaker(telling, group) if group is not None else None
            is_named = speaker is not None and speaker.kind == "person" and speaker.name != speaker.role
            return speaker if is_named else None
    return None


def signed(speakers: Speakers, telling: Telling, at: int) -> Speaker | None:
    """Who stands in brackets or behind a dash at the end of a paragraph of his words: "(Woman, 34)", "– Ana Roe, nurse"."""
    low = telling.low
    first = at + 1
    while low[first] in (".", ",", BREAK) and first < at + 3:
        first += 1
    is_bracket = low[first] == "("
    if not is_bracket and low[first] not in DASHES:
        return None
    stop = next(
        (
            place
            for place in range(first, min(first + _SIGNED, len(low)))
            if low[place] in (")" if is_bracket else BREAK)
        ),
        0,
    )
    if not stop or any(place in telling.quotes for place in range(first, stop)):
        return None
    first += 1
    end = next((place for place in range(first, stop) if not telling.is_word(place)), stop)
    if end == first:
        return None
    naming = speakers.naming
    if any(naming.is_role(word) or naming.is_unnamed(word) for word in low[first:end]):
        named = speakers.speaker(telling, Group(first, end, None, first, end)) if end - first > 1 else None
        if named is not None and named.kind == "person" and named.name != named.role:
            return named
        end += 2 if low[end] == "," and low[end + 1].isdigit() else 0
        span = telling.span(first, end)
        return Speaker(span.of(telling.text), span, "unnamed", span.of(telling.text))
    if not all(
        telling.is_name(place) and low[place] not in telling.words["small"] for place in range(first, end)
    ):
        return None
    span = telling.span(first, end)
    words = span.of(telling.text)
    if words.isupper() or naming.is_body_name(words):
        return None  # "(ABC)": an agency that passes it on
    return Speaker(words, span, "person", speakers.register.fullest(words))


def subject_before(speakers: Speakers, telling: Telling, start: int) -> Speaker | None:
    """Who is the subject of the sentence before, in the same paragraph: "Roe shrugs. 'Let them come.'"."""
    if not start or BREAK in telling.low[start - 1 : start]:
        return None
    group = head(telling, telling.sentence(start - 1)[0], start)
    if group is None or not any(telling.is_word(at) for at in range(group.last, start)):
        return None  # "Another." does nothing
    speaker = speakers.speaker(telling, group)
    return speaker if speaker is not None and speaker.kind in ("person", "unnamed") else None


def beside(speakers: Speakers, telling: Telling, at: int) -> Speaker | None:
    """Who stands behind a quotation with a verb that no dictionary has: "Both buy time", he considers."""
    low = telling.low
    first = at + 1
    while low[first] == "," or low[first] in DASHES:
        first += 1
    stop = telling.sentence(at)[1]
    if stop - first > 6 or not (first > at + 1 or telling.text[telling.quotes[at].end - 1] == ","):
        return None
    if low[first] not in telling.words["pronouns"] and not telling.is_name(first):
        return None
    group = head(telling, first, stop)
    return speakers.speaker(telling, group) if group is not None and group.end < stop - 1 else None
