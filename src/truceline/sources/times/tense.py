# SPDX-License-Identifier: Apache-2.0
"""Whether a time is past or yet to come, by the verb that it belongs to; where that is not plain, neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from truceline.sources.forms import one_of

PAST, FUTURE, OPEN = "past", "future", ""
_FOLLOWING = re.compile(r"\s+([\w'’-]+)")
_AUXILIARY_WORDS = 3
"""Words between an auxiliary and its participle at most: ``will not yet be released``."""


class Tenses:
    """Finds the tense of a time by the table ``tense`` of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        not_infinitive, ending = one_of(data["not_infinitive"]), re.escape(data["ending"])
        infinitive = rf"{re.escape(data['infinitive'])}(?=\s+[a-z])(?!\s+(?:{not_infinitive})\b)"
        groups = {
            "future": one_of(data["future"]),
            "scheduled": one_of(data["scheduled"]),
            "open": f"{one_of(data['open'])}|{infinitive}",
            "none": one_of(data["not_past"]),
            "past": rf"{one_of(data['past'])}|[\w-]+{ending}",
        }
        alternatives = "|".join(rf"(?P<{name}>{words})" for name, words in groups.items())
        self._verb = re.compile(
            rf"(?<![\w-])(?:{alternatives})(?!\w)|(?P<short>['’](?:ll|d))(?!\w)", re.IGNORECASE
        )
        opening = one_of(data["opening"])
        self._opens = re.compile(
            rf"(?:^|[,;:–—(]|\b(?:{one_of(data['clause'])}))\s*(?:(?:{opening})\s+)*$", re.IGNORECASE
        )
        self._clause = re.compile(rf"[,;:–—()“”\"]|(?<!\w)(?:{one_of(data['clause'])})(?!\w)", re.IGNORECASE)
        self._that = re.compile(rf"\s*(?:{one_of(data['that'])})(?!\w)", re.IGNORECASE)
        self._before = dict(data["before"])
        self._event = re.compile(
            rf"(?<!\w)(?:{one_of(data['events'])})\s+(?:(?:{opening})\s+)*$", re.IGNORECASE
        )
        self._reported = frozenset(data["reported"])
        self._not_reported = re.compile(rf"\s+(?:{one_of(data['not_reported'])})(?!\w)", re.IGNORECASE)
        self._ahead = dict(data["ahead"])
        self._subordinate = re.compile(rf"\W*(?:{one_of(data['subordinate'])})(?!\w)", re.IGNORECASE)
        relative = one_of(data["relative"])
        self._relative = re.compile(
            rf"(?<!\w)(?:{relative}|{one_of(data['subordinate'])})(?!\w)", re.IGNORECASE
        )
        self._of_relative = re.compile(rf"(?<!\w)(?:{relative})\s*(?:(?:{opening})\s+)*$", re.IGNORECASE)
        article, joined = one_of(data["articles"]), one_of(data["joining"])
        self._where = re.compile(
            rf"\W*(?:{one_of(data['places'])})\s+(?:{article})(?:\s+[\w’'-]+){{1,2}}\s+(?:(?:{opening})\s+)*",
            re.IGNORECASE,
        )
        self._subject = re.compile(
            rf"^,?(?:\s+(?:{one_of(data['pronouns'])})(?!\w)"
            rf"|(?:\s+(?:{article}))?\s+[\w’-]+\s+(?:{joined})(?!\w)|(?-i:(?:\s+[A-Z][\w’-]*)+)\s+(?:{joined})(?!\w))?",
            re.IGNORECASE,
        )
        self._beside_subject = re.compile(r"[^,;:–—()“”\"]*,[^,;:–—()“”\"]*,\s*")
        self._told = re.compile(rf"(?<!\w)({one_of(self._before)})\s+(?:the\s+)?$", re.IGNORECASE)
        self._had = re.compile(rf"(?<!\w)(?:{one_of(data['had'])})(?!\w)", re.IGNORECASE)
        self._saying = frozenset(data["saying"])
        self._links = frozenset(data["links"])
        self._opening = frozenset(data["opening"])
        self._clausal = frozenset([*data["clause"], *data["not_infinitive"]])
        self._infinitive = data["infinitive"]
        self._beside = frozenset(data["beside"])
        self._within = int(data["within"])

    def of(self, before: str, after: str) -> str:
        """``PAST``, ``FUTURE`` or ``OPEN`` of a time between two stretches of its sentence."""
        told = self._told.search(before)
        word = " ".join(told[1].lower().split()) if told else ""
        rule = self._before.get(word, "")
        if told and rule == "plain":
            before = before[: told.start()]
        if rule == "past":
            return PAST
        if word in self._ahead and self._last(before, after) == FUTURE:
            behind_verb = before[self._verbs(before)[-1][1] :]
            return FUTURE if len(behind_verb.split()) <= self._ahead[word] else OPEN
        if rule == "open":
            return OPEN
        if rule == "had":
            clause = self._clause.split(before)[-1]
            return PAST if self._had.search(clause) and self._last(before, after) == PAST else OPEN
        if set_off := self._set_off(before, after):
            return set_off
        opens = bool(self._opens.search(before))
        last = None if opens else self._last(before, after)
        if last is None:
            last = self._behind(before, after, opens=opens)
        return OPEN if last == FUTURE and self._event.search(before) else last or OPEN

    def _set_off(self, before: str, after: str) -> str:
        """The tense of a verb right behind which a time stands between commas: ``they went, on Monday, to``."""
        opens = self._opens.search(before)
        if opens is None or not before[opens.start() :].startswith(",") or not after.lstrip().startswith(","):
            return ""
        found = self._verbs(before[: opens.start()])
        if not found or found[-1][1] != opens.start():
            return ""
        start, end, tense = found[-1]
        is_saying = before[start:end].casefold() in self._saying
        later = [verb for verb in self._verbs(after) if verb[2] != tense]
        has_other = any(after[start:end].casefold() != self._infinitive for start, end, _ in later)
        return "" if is_saying or has_other else tense  # the men captured, on Monday, will

    def is_to_come(self, before: str) -> bool:
        """Whether reported speech tells that a time was yet to come when it was said.

        Args:
            before: what stands between the verb of saying, with its day, and the time.
        """
        found = self._verbs(before)
        told = self._told.search(before)
        word = " ".join(told[1].lower().split()) if told else ""
        if not found or self._event.search(before):
            return False
        gaps = [before[one[1] : other[0]] for one, other in pairwise(found)]
        if any(len(gap.split()) > 1 for gap in gaps):
            return False
        start, end, _ = found[0]
        behind = before[end:]
        words = len(behind.split())
        return (
            before[start:end].casefold() in self._reported
            and not self._not_reported.match(behind)
            and not self._clause.search(behind[: told.start() - end] if told else behind)
            and (not word or word in self._ahead)
            and words <= self._ahead.get(word, self._within)
        )

    def ends_past(self, before: str) -> bool:
        """Whether the last verb of a stretch is in the past."""
        found = self._verbs(before)
        return bool(found) and found[-1][2] == PAST

    def has_past(self, text: str) -> bool:
        """Whether a verb in the past stands in a stretch."""
        return any(tense == PAST for _, _, tense in self._verbs(text))

    def has_verb(self, text: str) -> bool:
        """Whether a verb that tells a tense stands in a stretch."""
        return bool(self._verbs(text))

    def _verbs(self, text: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for match in self._verb.finditer(text):
            kind = match.lastgroup
            if kind == "none":
                continue
            if kind == "scheduled":
                kind = "open" if found else "future"
            tense = {"past": PAST, "future": FUTURE, "open": OPEN}.get(
                kind or "", FUTURE if "l" in match.group() else OPEN
            )
            if found and (tense, found[-1][2]) in ((PAST, FUTURE), (PAST, OPEN), (OPEN, FUTURE)):
                between = text[found[-1][1] : match.start()]
                if len(between.split()) <= _AUXILIARY_WORDS and not self._clause.search(between):
                    tense = found[-1][2]  # will be released, would have met
            elif found and (tense, found[-1][2]) == (FUTURE, PAST):
                between = text[found[-1][1] : match.start()]
                if len(between.split()) <= 1 and not self._clause.search(between):
                    tense = OPEN  # had been due on, were expected on
            found.append((match.start(), match.end(), tense))
        return found

    def _behind(self, before: str, after: str, *, opens: bool) -> str | None:
        """The tense of the verb behind a time that opens its clause, or stands in one without a verb before it.

        That clause may have a verb that no list holds: another clause begins at the next mark or small word that opens one,
        and the verb of one with "who" stands right behind the time.
        """
        found = self._verbs(after)
        if opens and self._subordinate.match(after):
            return None
        if not opens and (self._verbs(before) or self._relative.search(before)):
            return None
        if not found:
            return None
        between = after[: found[0][0]]
        if opens or self._where.fullmatch(before):
            between = self._subject.sub("", between, count=1)
        if self._clause.search(between) and not self._beside_subject.fullmatch(between):
            return None
        return self._first(after, 0 if opens and self._of_relative.search(before) else self._within)

    def _first(self, after: str, within: int) -> str | None:
        found = self._verbs(after)
        if not found:
            return None
        start, _, tense = found[0]
        return tense if len(after[:start].split()) <= within else OPEN

    def _last(self, before: str, after: str) -> str | None:
        found = self._verbs(before)
        if not found:
            return None
        start, end, tense = found[-1]
        between = before[end:]
        words = between.casefold().split()
        if len(words) > self._within or self._clause.search(between):
            return OPEN
        if before[start:end].casefold() in self._saying and not (
            self._that.match(after) or self._belongs(words, after)
        ):
            return OPEN
        return tense

    def _belongs(self, words: list[str], after: str) -> bool:
        """Whether a time belongs to a verb of saying: nothing else that it may belong to stands on either side.

        Args:
            words: between the two, the preposition of the time included.
            after: what follows the time.
        """
        has_preposition = bool(words) and words[-1] in self._opening
        between = words[:-1] if has_preposition else words
        following = _FOLLOWING.match(after)
        free = self._clausal if between else self._clausal | self._beside
        if not has_preposition and following and following[1].lower() not in free:
            return False  # announced Friday talks
        return not between or between[0] in self._links
