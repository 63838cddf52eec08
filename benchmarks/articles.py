# SPDX-License-Identifier: Apache-2.0
"""Made-up articles of some 500 words that repeat made-up speeches, the same for the same seed: input for origins.py.

Nobody in them is real. What is mixed, in full: docs/benchmarks.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

SEED = 20160522
OUTLETS = 400
UNREPEATED = 0.55
"""Of the speeches; the others are repeated by two to some hundred articles."""
COPIED = 0.15
"""Of the narrator's paragraphs about a speech that several articles tell of."""
CHANGED = 0.35
"""Of the sentences that are repeated: one word is another one."""

_FIRST = "Sergei Ilya Anna Mira Tomas Vera Jonas Petra Karim Leyla Oskar Nadia Pavel Irene Hassan Clara Dmitri Elena Rashid Greta"
_OTHER_FIRST = {"Sergei": "Sergey", "Ilya": "Ilia", "Dmitri": "Dmitry", "Karim": "Kareem"}
_SYLLABLES = [
    "bar",
    "dol",
    "ven",
    "kir",
    "mas",
    "tor",
    "lun",
    "gre",
    "sol",
    "hak",
    "rin",
    "pel",
    "vos",
    "nad",
    "jem",
    "sar",
    "ost",
    "wel",
    "fen",
    "mur",
]
_ROLES = [
    "defense minister",
    "foreign minister",
    "chief negotiator",
    "army spokesman",
    "governor",
    "head of the monitors",
    "envoy",
]
_VERBS = (
    "open close guard repair inspect clear shell survey widen abandon hold leave supply blockade cross monitor search "
    "patrol photograph rebuild hand evacuate mark fortify mine flood register seal light watch"
)
_NOUNS = (
    "road bridge crossing checkpoint mill hospital school depot tunnel airfield harbor market warehouse pipeline dam ridge "
    "valley camp convoy quarry orchard station trench bunker tower canal ferry clinic archive garage village suburb "
    "barracks border river lake forest railway workshop bakery reservoir substation"
)
_THINGS = (
    "grain fuel medicine ammunition water prisoners wounded families mortars howitzers tractors flour cement blankets "
    "engineers observers drones trucks tents generators rockets timber salt seed cattle cables pumps doctors"
)
_TIMES = [
    "in the morning",
    "before the winter",
    "on Monday",
    "after the harvest",
    "by 12 June",
    "within three days",
    "on Friday",
    "at dawn",
]
_ADVERBS = [
    "quietly",
    "openly",
    "again",
    "slowly",
    "jointly",
    "fully",
    "partly",
    "formally",
    "alone",
    "together",
    "without",
    "delay",
    "at",
    "last",
]
_FORMS = (
    "We will {v} the {n} near {p} {t} and let the {th} of the {n2} pass",
    "Our people {v} every {n} between {p} and {p2} {a}, because the {th} must reach the {n2}",
    "Nobody may {v} the {n} of {p} {t} unless the {th} have left the {n2}",
    "I have told the commanders that they shall {v} the {n} at {p}, and that {x} {th} stay in the {n2}",
    "There is no reason to {v} a {n} in {p} {t} while the {th} wait at the {n2} of {p2}",
    "If they {v} our {n} by {p} {a}, we shall {v2} the {n2} and keep the {th}",
    "The {th} from {p} were counted {t}, {x} of them, beside the {n} that we {v} {a}",
)
_NARRATED = (
    "The {n} of {p} has been quiet since the {th} arrived {t}, and people there {v} the {n2} when they can",
    "Traders in {p} pay for {th} {a}, and the {n} that leads to {p2} is open {t}",
    "Snow lay on the {n} when {x} {th} were brought to {p2}, where the {n2} stands empty",
    "Two years ago the {n} near {p} burned, and the {th} that were in it went to the {n2} of {p2} {a}",
    "The council of {p} met {t} in the {n} and spoke of {th}, of the {n2}, and of the price of {x} cables",
)


@dataclass(frozen=True)
class Speech:
    """What somebody said on one occasion."""

    number: int
    first: str
    last: str
    role: str
    sentences: tuple[str, ...]
    wire: tuple[str, ...]
    """Paragraphs about it that some outlets copy."""


@dataclass
class Article:
    """A text, and where in it who says what."""

    name: str
    outlet: str
    text: str = ""
    said: list[tuple[int, int, str, str, str, int]] = field(default_factory=list)
    """Start, end, speaker, his kind and office, and the number of the speech; each unnamed source has one of its own below 0."""


class _Mixer:
    def __init__(self, articles: int) -> None:
        self._random = np.random.default_rng(SEED)
        self._articles = articles
        self._places = [self._place() for _ in range(600)]
        self._lasts = [self._place() for _ in range(2000)]
        self._unnamed = 0

    def _place(self) -> str:
        count = 2 + int(self._random.random() < 0.5)
        return "".join(self._one(_SYLLABLES) for _ in range(count)).capitalize()

    def _one(self, things: list[str] | tuple[str, ...]) -> str:
        return things[int(self._random.integers(0, len(things)))]

    def _sentence(self, forms: tuple[str, ...]) -> str:
        return self._one(forms).format(
            v=self._one(_VERBS.split()),
            v2=self._one(_VERBS.split()),
            n=self._one(_NOUNS.split()),
            n2=self._one(_NOUNS.split()),
            th=self._one(_THINGS.split()),
            p=self._one(self._places),
            p2=self._one(self._places),
            t=self._one(_TIMES),
            a=self._one(_ADVERBS),
            x=int(self._random.integers(3, 400)),
        )

    def _paragraph(self) -> str:
        return " ".join(self._sentence(_NARRATED) + "." for _ in range(int(self._random.integers(2, 4))))

    def speeches(self) -> list[tuple[Speech, int]]:
        """Speeches with the number of articles that tell of each; two in five speakers speak more than once."""
        made: list[tuple[Speech, int]] = []
        room = int(self._articles * 1.6)
        while room > 0:
            if made and self._random.random() < 0.4:
                who, _ = made[int(self._random.integers(max(0, len(made) - 100), len(made)))]
                first, last, role = who.first, who.last, who.role
            else:
                first, last, role = self._one(_FIRST.split()), self._one(self._lasts), self._one(_ROLES)
            count = 1
            if self._random.random() > UNREPEATED:
                count = min(1 + int(self._random.pareto(1.1) * 2 + 1), 300, max(2, self._articles // 4))
            sentences = tuple(self._sentence(_FORMS) for _ in range(int(self._random.integers(2, 5))))
            wire = tuple(self._paragraph() for _ in range(2))
            made.append((Speech(len(made), first, last, role, sentences, wire), count))
            room -= count
        return made

    def _told(self, sentence: str) -> str:
        """A sentence as it is repeated: as it was, with another word, or only its beginning."""
        words = sentence.split()
        drawn = self._random.random()
        if drawn < CHANGED:
            at = int(self._random.integers(1, len(words)))
            words[at] = self._one(_NOUNS.split())
        elif drawn < CHANGED + 0.1:
            words = words[: max(8, 2 * len(words) // 3)]
        return " ".join(words).rstrip(",")

    def articles(self) -> list[Article]:
        """Articles in an order of chance."""
        told: list[list[tuple[Speech, int]]] = [[] for _ in range(self._articles)]
        for speech, count in self.speeches():
            for at in self._random.choice(self._articles, min(count, self._articles), replace=False):
                if all(
                    (speech.first, speech.last) != (other.first, other.last) for other, _ in told[int(at)]
                ):
                    told[int(at)].append((speech, count))
        return [self._article(number, speeches) for number, speeches in enumerate(told)]

    def _article(self, number: int, speeches: list[tuple[Speech, int]]) -> Article:
        outlet = int(self._random.integers(0, OUTLETS))
        made = Article(f"article-{number:06}.txt", f"Outlet {outlet}")
        parts = _Parts(made)
        parts.add(self._paragraph())
        for speech, count in speeches:
            self._tell(parts, speech, count)
        while len(parts.words) < 480:
            if self._random.random() < 0.08:
                self._unnamed += 1
                words = self._sentence(_FORMS)
                parts.quote(
                    words, f"an official from {self._one(self._places)}", "unnamed", "", -self._unnamed
                )
            else:
                parts.add(self._paragraph())
        made.text = parts.text
        return made

    def _tell(self, parts: _Parts, speech: Speech, count: int) -> None:
        first = speech.first
        if self._random.random() < 0.3:
            first = _OTHER_FIRST.get(first, first)
        name = f"{first} {speech.last}"
        kept = [sentence for sentence in speech.sentences if self._random.random() < 0.85]
        kept = kept or list(speech.sentences[:1])
        for number, sentence in enumerate(kept):
            told = sentence if count == 1 else self._told(sentence)
            parts.quote(
                told, name if not number else speech.last, "person", speech.role, speech.number, full=name
            )
            if count > 1 and self._random.random() < COPIED:
                parts.add(self._one(speech.wire))


class _Parts:
    """Paragraphs of an article, as they are added."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._parts: list[str] = []
        self._length = 0
        self.words: list[str] = []

    @property
    def text(self) -> str:
        return "\n\n".join(self._parts)

    def add(self, paragraph: str) -> None:
        self._parts.append(paragraph)
        self._length += len(paragraph) + 2
        self.words += paragraph.split()

    def quote(self, words: str, name: str, kind: str, role: str, speech: int, *, full: str = "") -> None:
        """A paragraph with a quotation; the office stands where the name is whole."""
        start = self._length + 1
        office = f", the {role}," if role and name == full else ""
        self._article.said.append((start, start + len(words), full or name, kind, role, speech))
        self.add(f"“{words},” {name}{office} said.")


def mixed_articles(count: int) -> list[Article]:
    """So many articles."""
    return _Mixer(count).articles()
