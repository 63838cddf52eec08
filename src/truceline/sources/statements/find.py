# SPDX-License-Identifier: Apache-2.0
"""Statements of a document: quotations, turns and reported speech, put together in the order of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.model import Document, Phrase, Span, Speaker, Statement, Verb
from truceline.sources.statements.asked import asked
from truceline.sources.statements.attribution import Around, BySentence, alone, of_headline
from truceline.sources.statements.grammar import Grammar, grammar_of
from truceline.sources.statements.groups import Group, before
from truceline.sources.statements.headlines import Echoes, echo_crossheads, headlines_of
from truceline.sources.statements.indirect import saying_of
from truceline.sources.statements.made import Made, alike, numbered
from truceline.sources.statements.nouns import nouns
from truceline.sources.statements.people import describe
from truceline.sources.statements.phrases import hedges, phrases, ways
from truceline.sources.statements.quotations import Quotation, quotations, trimmed
from truceline.sources.statements.register import Register
from truceline.sources.statements.speakers import Speakers
from truceline.sources.statements.subjects import head
from truceline.sources.statements.terms_in_marks import is_term
from truceline.sources.statements.titles import with_titles_of
from truceline.sources.statements.tokens import BREAK, FULL, QUOTED, Telling, telling_of
from truceline.sources.statements.transcripts import Turn, body_of, title_of, turns
from truceline.sources.statements.verbs import Found, Saying, is_anonymity, verbs_in

_QUOTES = "quote"
"""The manner of verbs by which somebody gives the words of another: "She quoted a proverb"."""
_NEAR = 6
"""So many words may stand between quotations that are joined around a verb: "It was 'foul', Roe said, and 'cowardly'"."""


@dataclass(eq=False)
class _Reader:
    """Goes through the tellings of a document."""

    text: str
    rules: Grammar
    speakers: Speakers
    made: list[Made] = field(default_factory=list)
    by_quote: dict[Quotation, Made] = field(default_factory=dict)
    verbs: dict[Telling, list[Found]] = field(default_factory=dict)
    answers: dict[Telling, dict[int, Speaker | None]] = field(default_factory=dict)
    """By the first word of their sentence, who replies there in no words of his own."""
    echoes: Echoes | None = None
    """While headlines are read, the quotations of the text beneath them."""

    def read(self, telling: Telling, owner: Speaker | None = None) -> None:
        """All that one voice tells, and then what is told inside its quotations."""
        self.speakers.owner = owner
        sayings = [
            saying
            for one in self._verbs(telling)
            if (saying := saying_of(telling, one, self.rules.lexicon)) is not None
        ]
        sayings += phrases(telling, self.rules.lexicon)
        sayings += nouns(telling, self.rules.lexicon)
        sayings += asked(telling, self.rules.lexicon)
        sayings += ways(telling)
        sayings += hedges(telling, self.rules.lexicon)
        sayings.sort(key=lambda saying: saying.at)
        _clip(sayings)
        self.speakers.ahead = [saying.subject for saying in sayings if saying.subject is not None]
        told: dict[int, Speaker | None] = {}
        indirect: BySentence = {}
        claimed: dict[int, tuple[Saying, Speaker | None]] = {}
        passed: dict[int, list[Speaker]] = {}
        self.speakers.history.nested = sorted(
            telling.span(*saying.said) for saying in sayings if saying.said and not saying.is_hedge
        )
        for number, saying in enumerate(sayings):
            speaker = self._speaker(telling, sayings, number, told)
            told[saying.at] = speaker
            if saying.is_late and not saying.quotes and saying.said is None:
                answers = self.answers.setdefault(telling, {})
                answers[telling.sentence(saying.at)[0]] = speaker  # "Not so, replied Roe."
            if self._is_present_self(telling, saying) or (
                saying.said is not None and is_anonymity(telling, *saying.said, self.rules.lexicon)
            ):
                continue
            for at in saying.quotes:
                passed.setdefault(at, []).extend(self._via(telling, saying))
                earlier = claimed.get(at)
                if earlier is None:
                    claimed[at] = (saying, speaker)
                elif saying.names and earlier[0].names:
                    claimed[at] = (saying, speaker)  # "hailed what he called 'a gift'"
                elif saying.is_late and not earlier[0].is_late:
                    claimed[at] = (saying, speaker)
                    if earlier[1] is not None and earlier[1].kind == "outlet":
                        passed.setdefault(at, []).append(earlier[1])
            if saying.said is not None and telling.has_words(*saying.said):
                one = self._indirect(telling, saying, speaker)
                one.via = self._via(telling, saying)
                indirect.setdefault(telling.sentence(saying.at)[0], []).append((saying, one))
                self.made.append(one)
        self._answers(telling)
        self._quotations(telling, claimed, indirect, owner)
        for at, outlets in passed.items():
            if telling.quotes[at] in self.by_quote:
                self.by_quote[telling.quotes[at]].via = tuple(dict.fromkeys(outlets))

    def _answers(self, telling: Telling) -> None:
        """Takes up who speaks whose words follow: "Not so, replied Roe.", "She counted them before she answered."."""
        low = telling.low
        for one in self._verbs(telling):
            if one.is_passive or low[one.last + 1] not in FULL or low[one.last + 2] != QUOTED:
                continue
            group = before(telling, one.first)
            if group is not None:
                answers = self.answers.setdefault(telling, {})
                answers[telling.sentence(one.at)[0]] = self.speakers.speaker(telling, group)

    def _verbs(self, telling: Telling) -> list[Found]:
        if telling not in self.verbs:
            self.verbs[telling] = list(verbs_in(telling, self.rules.lexicon))
            telling.marked.update((one.at, one.form) for one in self.verbs[telling])
        return self.verbs[telling]

    def learn(self, telling: Telling) -> None:
        """Takes up the titles that a telling shows."""
        naming = with_titles_of(self.rules.naming, telling)
        self.rules = replace(self.rules, naming=naming)
        self.speakers.naming = self.speakers.register.naming = naming

    def prepare(self, telling: Telling) -> None:
        """Takes up who is the subject of a telling's sentences."""
        self.speakers.ahead = []
        self.speakers.subjects(telling)

    def name(self, telling: Telling) -> None:
        """Takes up who is named in a telling."""
        self._verbs(telling)
        self.speakers.register.read(telling)

    def _speaker(
        self, telling: Telling, sayings: Sequence[Saying], number: int, told: dict[int, Speaker | None]
    ) -> Speaker | None:
        saying = sayings[number]
        if saying.is_hedge:
            return None
        if saying.subject is not None:
            return self.speakers.speaker(telling, saying.subject)
        if saying.shares:
            start = telling.sentence(saying.at)[0]
            for at in range(number - 1, -1, -1):
                before = sayings[at]
                if before.at < start:
                    break
                if not (before.is_hedge or before.is_noun) and not (
                    before.said and before.said[0] > saying.at
                ):
                    return told.get(before.at)
            return self._head(telling, start, saying.at)
        return None

    def _head(self, telling: Telling, start: int, at: int) -> Speaker | None:
        """The subject at the head of a sentence, for a verb that shares it."""
        group = head(telling, start, at)
        return self.speakers.speaker(telling, group) if group is not None else None

    def _is_present_self(self, telling: Telling, saying: Saying) -> bool:
        """What the speaker says of himself in the present is no report of saying."""
        group = saying.subject
        if (
            group is None
            or self.rules.naming.pronouns.get(telling.low[group.first]) != "self"
            or group.end - group.first > 1
        ):
            return False
        between = telling.low[group.end : saying.at]
        words = telling.words
        if any(low in words["have"] for low in between):
            return False
        verb = telling.low[saying.at]
        past = any("past" in forms for _, forms in self.rules.lexicon.forms.get(verb, ()))
        return not past

    def _indirect(self, telling: Telling, saying: Saying, speaker: Speaker | None) -> Made:
        assert saying.said is not None
        span = telling.span(*saying.said)
        return Made(
            "indirect",
            span,
            speaker,
            self._verb(telling, saying),
            self._addressee(telling, saying),
            manner=saying.manner,
        )

    def _via(self, telling: Telling, saying: Saying) -> tuple[Speaker, ...]:
        """Who passes it on: those who quote it, and an outlet that it was told."""
        if saying.via is not None:
            passer = self.speakers.speaker(telling, saying.via)
            return (passer,) if passer is not None else ()
        if saying.addressee is None or saying.addressee[0] >= saying.addressee[1]:
            return ()
        first, end = saying.addressee
        told = describe(telling, Group(first, end, None, first, end), self.rules.naming)
        if told.kind != "outlet":
            return ()
        span = telling.span(first, end)
        return (Speaker(span.of(self.text), span, "outlet", told.name),)

    def _verb(self, telling: Telling, saying: Saying) -> Verb:
        span = telling.span(saying.at, saying.last + 1)
        return Verb(span.of(self.text), span, saying.lemma, saying.manner, saying.is_hedge)

    def _addressee(self, telling: Telling, saying: Saying) -> Phrase | None:
        if saying.addressee is None or saying.addressee[0] >= saying.addressee[1]:
            return None
        span = telling.span(*saying.addressee)
        return Phrase(span.of(self.text), span)

    # -- quotations -------------------------------------------------------------------------------------------------

    def _quotations(
        self,
        telling: Telling,
        claimed: dict[int, tuple[Saying, Speaker | None]],
        indirect: BySentence,
        owner: Speaker | None,
    ) -> None:
        around = Around(self.speakers, telling, indirect, self.answers.get(telling, {}))
        for at, quote in telling.quotes.items():
            made = self._quotation(around, at, quote, claimed)
            if made is not None:
                self.made.append(made)
                self.by_quote[quote] = made
                around.add(made, at)
            self._inside(quote, made, owner)

    def _inside(self, quote: Quotation, made: Made | None, owner: Speaker | None) -> None:
        """What is told in a quotation."""
        if quote.end - quote.start < 16 and not quote.inner:
            return
        telling = telling_of(self.text, self.rules.words, [Span(quote.start, quote.end)], quote.inner)
        kept, nested, ahead = self.speakers.owner, self.speakers.history.nested, self.speakers.ahead
        self.name(telling)
        self.prepare(telling)
        self.read(telling, made.speaker if made is not None else owner)
        self.speakers.owner, self.speakers.history.nested, self.speakers.ahead = kept, nested, ahead
        self.speakers.history.forget(quote.start, quote.end)

    def _quotation(
        self, around: Around, at: int, quote: Quotation, claimed: dict[int, tuple[Saying, Speaker | None]]
    ) -> Made | None:
        telling, latest, latest_at = around.telling, around.latest, around.latest_at
        span = trimmed(self.text, quote)
        if span.start >= span.end:
            return None
        if quote.goes_on_from is not None:
            before = self.by_quote.get(quote.goes_on_from)
            if before is not None and before.speaker is None and at in claimed:
                self._give_back(before, claimed[at][1])
            if before is not None:
                return alike(before, span, before)
        if latest is not None and self._is_joined(telling, at, latest_at):
            return alike(latest, span, None)
        if self.echoes is not None and (echo := self.echoes.find(span.of(self.text))) is not None:
            return Made("quoted", span, echo)
        if at in claimed:
            saying, speaker = claimed[at]
            kinds = ("person", "unnamed", "body") if saying.is_contact else ("person", "unnamed")
            is_said = speaker is not None and speaker.kind in kinds and saying.last == at - 1
            bound = not saying.names or is_said
            if is_term(telling, at, span, self.rules, bound=bound, names=saying.names):
                return None
            if self._is_reply(telling, saying, speaker, latest):
                speaker = None
            made = Made(
                "quoted",
                span,
                speaker if saying.manner != _QUOTES or saying.last == at - 1 else None,
                self._verb(telling, saying),
                self._addressee(telling, saying),
                manner=saying.manner,
            )
            if latest is not None and latest_at in saying.quotes and latest_at < at:
                made.continues = latest
            return made
        if is_term(telling, at, span, self.rules, bound=False):
            return None
        holding = [
            one
            for saying, one in around.indirect.get(telling.sentence(at)[0], ())
            if one.span.start <= span.start
            and span.end <= one.span.end
            and not saying.is_hedge
            and saying.manner != "reserve"
        ]
        if holding:
            inner = min(holding, key=lambda one: one.span.end - one.span.start)
            return alike(inner, span, None)
        if self.echoes is not None:
            return of_headline(self.speakers, telling, at, span)
        return alone(around, at, span)

    def _is_reply(
        self, telling: Telling, saying: Saying, speaker: Speaker | None, latest: Made | None
    ) -> bool:
        """Whether a pronoun replies that stands for him who has just said something to another one."""
        if speaker is None or saying.subject is None or latest is None or latest.addressee is None:
            return False
        if not self.speakers.register.is_person(latest.addressee.words):
            return False
        is_pronoun = telling.low[saying.subject.first] in telling.words["pronouns"]
        is_same = latest.speaker is not None and latest.speaker.name == speaker.name
        return is_pronoun and is_same and telling.low[saying.at] in telling.words["replies"]

    def _is_joined(self, telling: Telling, at: int, latest_at: int) -> bool:
        """Whether a quotation is joined to the one before: "called it 'foul' and 'cowardly'"."""
        low = telling.low
        place = at - 1
        if low[place] not in telling.words["and"] or telling.is_sentence(at):
            return False
        while place > latest_at and (low[place] in telling.words["and"] or low[place] == ","):
            place -= 1
        if place == latest_at:
            return True
        is_near = place - latest_at < _NEAR and telling.sentence(at) == telling.sentence(latest_at)
        return is_near and any(spot in telling.marked for spot in range(latest_at, place + 1))

    def _give_back(self, made: Made, speaker: Speaker | None) -> None:
        """Gives a quotation to the one who is named where it ends, in a later paragraph."""
        while True:
            made.speaker = speaker
            if made.continues is None or made.continues.speaker is not None:
                return
            made = made.continues


def _clip(sayings: Sequence[Saying]) -> None:
    """What is said within what another says ends with it."""
    places = [saying.at for saying in sayings]
    for outer in sayings:
        if outer.said is None or not outer.is_late:
            continue
        first, end = outer.said
        for inner in sayings[bisect_left(places, first) : bisect_left(places, end)]:
            if inner is not outer and inner.said is not None and inner.said[0] < end < inner.said[1]:
                inner.said = (inner.said[0], end)


def find_statements(document: Document, dictionaries: Dictionaries) -> tuple[Statement, ...]:
    """What is said in a document, and by whom, in the order of the text.

    Only the article itself, its title and its headings are read. Nobody is guessed: a speaker whom the document does not
    tell is None, and a source that it does not name stays one.

    >>> from truceline.sources import document_of_text
    >>> document = document_of_text("“The guns are silent,” said Ana Roe, a monitor.")
    >>> [found] = find_statements(document, Dictionaries())
    >>> found.span.of(document.text), found.speaker.name, found.verb.lemma
    ('The guns are silent', 'Ana Roe', 'say')
    """
    rules = grammar_of(dictionaries, dictionaries.digest)
    text = document.text
    lines = headlines_of(document)
    paragraphs = [
        block.span
        for block in document.blocks
        if block.role in ("main", "heading") and block.span not in lines
    ]
    if not paragraphs and not lines:
        return ()
    register = Register(rules.naming)
    reader = _Reader(text, rules, Speakers(rules.naming, register))
    found = turns(text, [block.span for block in document.main], rules.layout)
    if found:
        _read_turns(reader, document, found)
    elif not _read_document(reader, document):
        _read_article(reader, paragraphs, lines)
    return numbered(document, reader.made)


def _telling(reader: _Reader, paragraphs: Sequence[Span]) -> Telling:
    quotes = quotations(reader.text, paragraphs, reader.rules.marks)
    return telling_of(reader.text, reader.rules.words, paragraphs, quotes)


def _read_article(reader: _Reader, paragraphs: Sequence[Span], lines: Sequence[Span]) -> None:
    if paragraphs:
        telling = _telling(reader, paragraphs)
        reader.learn(telling)
        reader.name(telling)
        reader.prepare(telling)
        reader.read(telling)
        echo_crossheads(reader.text, paragraphs, reader.made)
    reader.echoes = Echoes.of(reader.text, reader.made)
    reader.speakers.is_headline = True
    for line in lines:
        telling = _telling(reader, [line])
        reader.name(telling)
        reader.read(telling)


def _read_turns(reader: _Reader, document: Document, found: Sequence[Turn]) -> None:
    text = document.text
    tellings = []
    for turn in found:
        telling = _telling(reader, turn.paragraphs)
        reader.name(telling)
        tellings.append((turn, telling))
    before: Speaker | None = None
    for turn, telling in tellings:
        label = " ".join(turn.label.of(text).split())
        speaker = Speaker(turn.label.of(text), turn.label, "person" if label[1:] else "unnamed", label)
        reader.made.append(Made("turn", turn.span, speaker))
        reader.prepare(telling)
        reader.speakers.other = before
        reader.read(telling, speaker)
        before = speaker


def _read_document(reader: _Reader, document: Document) -> bool:
    heads = [title_of(document), *(block.span for block in document.blocks if block.role == "about")]
    for title in heads:
        who = (
            reader.rules.layout.speaker_of(
                title.of(document.text), title.start, is_signed=document.author is not None
            )
            if title is not None
            else None
        )
        if title is not None and who is not None:
            break
    else:
        return False
    body = body_of(document, title, reader.rules.layout)
    if not body:
        return False
    telling = _telling(reader, body)
    head = _telling(reader, [who])
    reader.name(head)
    reader.name(telling)
    speaker = _author(reader, head, who)
    reader.made.append(Made("document", Span(body[0].start, body[-1].end), speaker))
    reader.prepare(telling)
    reader.read(telling, speaker)
    rest = [
        block.span
        for block in document.main
        if block.span.start >= body[-1].end
        and not reader.rules.layout.is_trimming(block.span.of(reader.text))
    ]
    if rest:  # notes to editors
        notes = _telling(reader, rest)
        reader.name(notes)
        reader.prepare(notes)
        reader.read(notes)
    return True


def _author(reader: _Reader, head: Telling, who: Span) -> Speaker:
    words = who.of(reader.text)
    if "," in head.low or not head.words["and"].isdisjoint(head.low):
        return Speaker(words, who, "body", words)
    end = head.low.index(BREAK)
    found = reader.speakers.speaker(head, Group(0, end, None, 0, end))
    return found if found is not None else Speaker(words, who, "body", words)
