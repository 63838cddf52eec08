# SPDX-License-Identifier: Apache-2.0
"""The page of origins: everything that was found is on it, and nothing of a document can become markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hand_read import Said, read
from shared_data import ROOT
from truceline.reports import origins_html, origins_text
from truceline.sources import (
    Claim,
    HowToRead,
    Mention,
    Origins,
    Phrase,
    Reading,
    Span,
    TimeSaid,
    Told,
    Verb,
    find_origins,
    read_about,
    read_all,
)

EXAMPLE = ROOT / "examples" / "four-outlets"
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def readings() -> tuple[Reading, ...]:
    how = HowToRead(about=read_about(EXAMPLE / "about.csv"))
    found, problems = read_all(sorted(EXAMPLE.glob("*.txt")), how)
    assert problems == ()
    return found


class Page(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_origin_utterance_and_wording_is_on_the_page(readings: tuple[Reading, ...]) -> None:
    found = find_origins(readings)
    page = Page(origins_html(readings, found))
    texts = {reading.document.id: reading.document.text for reading in readings}
    assert {origin.id for origin in found.origins} <= set(page.ids)
    for point in found.points:
        for variant in point.variants:
            for place in variant.places:
                assert place.span.of(texts[place.document]) in page.words
    assert page.tags.count("circle") == len(found.points) + len(found.origins)
    assert f"{len(found.points)} points in {len(found.utterances)} utterances" in page.words
    assert "is an utterance" in page.words


def test_the_picture_has_the_lines_of_the_tables(readings: tuple[Reading, ...]) -> None:
    """Where one outlet retells what another has in marks, one row has both, and so has one dot."""
    found = find_origins(readings)
    page = origins_html(readings, found)
    shared = [point for point in found.points if len(point.outlets) > 1]
    assert page.count('<circle class="o-shared"') == len(shared)
    lines = sum(len({p.document for v in point.variants for p in v.places}) for point in found.points)
    assert page.count("<path") == lines + len(found.points)


def test_every_link_leads_to_a_place_on_the_page(readings: tuple[Reading, ...]) -> None:
    page = Page(origins_html(readings, find_origins(readings)))
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)


def test_the_picture_is_well_formed(readings: tuple[Reading, ...]) -> None:
    (svg,) = re.findall(r"<svg.*</svg>", origins_html(readings, find_origins(readings)), re.DOTALL)
    assert ElementTree.fromstring(svg).get("role") == "img"


def test_nothing_of_a_document_becomes_markup(readings: tuple[Reading, ...]) -> None:
    hostile = [
        replace(
            reading,
            document=replace(reading.document, outlet=Told(f"{HOSTILE} {order}", "given"), notes=(HOSTILE,)),
        )
        for order, reading in enumerate(readings)
    ]
    page = Page(origins_html(hostile, find_origins(hostile)))
    assert not {"script", "img"} & set(page.tags)
    assert HOSTILE in page.words


def test_what_an_outlet_left_out_is_said_on_the_page_and_in_the_text(readings: tuple[Reading, ...]) -> None:
    found = find_origins(readings)
    assert "left out" in Page(origins_html(readings, found)).words
    told = " ".join(origins_text(readings, found).split())
    (shared,) = [origin for origin in found.origins if origin.speaker == "Tomas Varga"]
    for point in found.points:
        if point.origin == shared.id and point.left_out:
            assert f"left out by {', '.join(point.left_out)}" in told


def test_a_source_without_a_name_is_called_so_where_its_words_are_an_office() -> None:
    said = [Said("Four died", "a hospital director", "indirect", "unnamed", "a hospital director")]
    reading = read("Four died at noon, a hospital director said.", said, outlet="Post")
    found = find_origins([reading])
    assert "a hospital director (unnamed)" in origins_text([reading], found)
    assert "a source without a name" in Page(origins_html([reading], found)).words


def test_what_somebody_denies_stands_behind_the_verb() -> None:
    words = "rebels of the ridge had shelled the old mill at Veld"
    readings = []
    for outlet in ("Post", "Star"):
        reading = read(
            f"Moss denied to {outlet} that {words}.", [Said(words, "Moss", "indirect")], outlet=outlet
        )
        verb = Verb("denied", Span(5, 11), "deny", "deny")
        statements = tuple(replace(each, verb=verb) for each in reading.statements)
        readings.append(replace(reading, statements=statements))
    for given in (readings, readings[:1]):
        found = find_origins(given)
        assert f"denied: “{words}”" in origins_text(given, found)
        page = Page(origins_html(given, found)).words
        assert f"denied: “{words}”" in page
        assert f"denied: {words}" in page  # over the dot in the picture
    said = [
        replace(each, statements=tuple(replace(s, verb=None) for s in each.statements)) for each in readings
    ]
    assert "denied:" not in origins_text(said, find_origins(said))


def test_documents_in_which_nobody_says_anything_make_a_page_too(readings: tuple[Reading, ...]) -> None:
    silent = [replace(reading, statements=(), claims=()) for reading in readings[:1]]
    page = Page(origins_html(silent, Origins()))
    assert "Nobody is said to have said anything." in page.words


def test_more_origins_than_the_picture_holds_are_in_the_list(tmp_path: Path) -> None:
    for order in range(45):
        name = f"Anna {chr(65 + order % 26)}{chr(97 + order // 26)}vel"
        words = f"“The bridge number {order} is open to the convoy of the valley,” said {name}, the mayor."
        (tmp_path / f"{order:02}.txt").write_text(
            f"Title {order}\n\n3 June 2031\n\n{words}\n", encoding="utf-8"
        )
    readings, problems = read_all(sorted(tmp_path.glob("*.txt")))
    assert problems == ()
    found = find_origins(readings)
    page = Page(origins_html(readings, found))
    spoken = len(found.origins)
    assert spoken > 40
    assert f"{spoken - 40} origin" in page.words
    assert {origin.id for origin in found.origins} <= set(page.ids)


def test_whom_an_outlet_cites_is_said_beside_it_where_it_cites_for_that_origin() -> None:
    words = "We will open the road to Veld on 3 May and let every convoy of grain pass"
    text = f"“{words},” Ilya Moss told Radio Veld. “The mill has burned down again,” said Ana Orlan."
    readings = [
        read(
            text,
            [Said(words, "Ilya Moss"), Said("The mill has burned down again", "Ana Orlan")],
            outlet=outlet,
        )
        for outlet in ("Radio Veld", "The <Gazette>")
    ]
    start = text.index("Radio Veld")
    to = Phrase("Radio Veld", Span(start, start + len("Radio Veld")))
    readings = [
        replace(reading, statements=(replace(reading.statements[0], addressee=to), reading.statements[1]))
        for reading in readings
    ]
    found = find_origins(readings)
    line = "told by Radio Veld; The <Gazette>, citing Radio Veld"
    for said in (origins_text(readings, found), Page(origins_html(readings, found)).words):
        assert said.count(line) == 1
        assert said.count("told by Radio Veld, The <Gazette>") == 1
    (svg,) = re.findall(r"<svg.*</svg>", origins_html(readings, found), re.DOTALL)
    drawn = [(text.get("class"), text.text) for text in ElementTree.fromstring(svg).iter("text")]
    assert drawn.count(("dim", "citing Radio Veld")) == 1


def test_an_outlet_does_not_cite_itself_under_its_name_with_an_article() -> None:
    words = "We will open the road to Veld on 3 May and let every convoy of grain pass"
    told = f"“{words},” Ilya Moss told Veld Times."

    def reading_of(outlet: str, text: str) -> Reading:
        start = text.index("Veld Times")
        to = Phrase("Veld Times", Span(start, start + len("Veld Times")))
        made = read(text, [Said(words, "Ilya Moss")], outlet=outlet)
        return replace(made, statements=(replace(made.statements[0], addressee=to),))

    apart = [reading_of("The Veld Times", told), reading_of("The Post", f"{told} It rained.")]
    said = origins_text(apart, find_origins(apart))
    assert "told by The Post, citing Veld Times; The Veld Times\n" in said
    same_bytes = [reading_of("The Veld Times", told), reading_of("The Post", told)]
    said = origins_text(same_bytes, find_origins(same_bytes))
    assert "told by The Post, citing The Veld Times; The Veld Times\n" in said


def weighed(*, letter: str = "", review: str = "", denied: bool = False) -> tuple[str, str]:
    """The text and the page of two claims of a narrator and one of a speaker."""
    text = "The army shelled the mill. Shells hit the weir. “The road is shut,” said Ana Orlan."
    reading = read(text, [Said("The road is shut", "Ana Orlan")], outlet="Post", letter=letter)
    spans = [Span(0, 26), Span(27, 47)]
    said = reading.statements[0]
    claims = [Claim(f"{reading.document.id}-c{n}", "incident", span) for n, span in enumerate(spans, 1)]
    claims[0] = replace(claims[0], review=review, reviewer="Ann Weaver" if review else "")
    decided = {"review": "accepted", "reviewer": "Ann Weaver"} if denied else {}
    claims.append(Claim(f"{reading.document.id}-c3", "denial", said.span, said.id, **decided))  # type: ignore[arg-type]
    reading = replace(reading, claims=tuple(claims))
    found = find_origins([reading], denies=[(claims[2].id, claims[0].id)] if denied else [])
    return " ".join(origins_text([reading], found).split()), Page(origins_html([reading], found)).words


def test_claims_with_nothing_to_weigh_are_counted_in_one_line() -> None:
    for said in weighed():
        assert (
            "3 claims, each told by one outlet: 6, cannot be judged; no person has accepted any of them"
            in said
        )
        assert "independent at least" not in said
    for said in weighed(review="accepted"):
        assert "2 more claims, each told by one outlet: 6" in said
        assert "The army shelled the mill." in said
        assert said.count("accepted by Ann Weaver") == 1
    for said in weighed(denied=True):
        assert "1 more claim, told by one outlet: 6, cannot be judged; no person has accepted it" in said
        assert "the narrator of Post, in its own words" in said
    for said in weighed(letter="B"):
        assert "3 claims, each told by one outlet: 6, cannot be judged; by letter: B 3; no person has" in said


def test_what_a_person_has_to_decide_stands_beside_the_number() -> None:
    words = {"Post": ("Ilya Moss", "Guns hit the mill"), "Star": ("Ana Orlan", "The mill was fired upon")}
    readings = []
    for outlet, (name, said) in words.items():
        reading = read(f"{said}, said {name}.", [Said(said, name)], outlet=outlet)
        span = Span(0, len(said))
        claim = Claim(
            f"{reading.document.id}-c1",
            "incident",
            span,
            reading.statements[0].id,
            places=(Mention(span, "the mill", "mill"),),
            times=(TimeSaid(span, "3 May", "2031-05-03", "2031-05-03"),),
            review="accepted",
            reviewer="Ann Weaver",
        )
        readings.append(replace(reading, claims=(claim,)))
    one, other = (reading.claims[0].id for reading in readings)
    for marked, expected in (
        ({}, ["may be the same: “The mill was fired upon” (Star,", "into “same as”"]),
        (
            {"same": [(one, other)]},
            ["1 independent at least, 2 if nothing is left untold", "into “independent of”"],
        ),
    ):
        found = find_origins(readings, **marked)  # type: ignore[arg-type]
        for told in (origins_text(readings, found), Page(origins_html(readings, found)).words):
            assert all(each in " ".join(told.split()) for each in expected)


def test_an_origin_with_the_name_of_another_says_so() -> None:
    said = [Said("It is quiet", "Ilya Moss")]
    readings = [
        read(f"“It is quiet,” said Ilya Moss{more}.", said, outlet=outlet)
        for outlet, more in (("Post", ""), ("Star", " there"))
    ]
    found = find_origins(readings)
    assert len(found.origins) == 2
    for told in (origins_text(readings, found), Page(origins_html(readings, found)).words):
        assert " ".join(told.split()).count("another origin has this name too") == 2


def test_a_claim_that_several_outlets_tell_is_shown(readings: tuple[Reading, ...]) -> None:
    found = find_origins(readings)
    several = [each for each in found.weighings if len(each.outlets) > 1]
    assert several
    assert origins_text(readings, found).count("no person has accepted it") >= len(several)


def test_what_an_outlet_says_itself_is_said_by_its_narrator() -> None:
    assert "The narrator of Post, in its own words: 1 outlet, 1 origin" in weighed()[0]
    assert "Speaker not told" not in weighed()[0]


def test_what_a_narrator_claims_stands_in_its_block_and_its_origin_is_counted() -> None:
    span = Span(0, 17)
    reading = read("The mill was hit. It burned.", [], outlet="Post")
    reading = replace(reading, claims=(Claim(f"{reading.document.id}-c1", "incident", span),))
    found = find_origins([reading])
    text, page = origins_text([reading], found), Page(origins_html([reading], found)).words
    for told in (text, page):
        assert "1 origin, 1 of them what a narrator says" in told
        assert told.count("The mill was hit.") >= 1
    assert [origin.claims for origin in found.origins] == [(f"{reading.document.id}-c1",)]


@pytest.mark.parametrize("names", [("Stenn", "Arvid Stenn"), ("R. Stenn", "Rolf Stenn")])
def test_an_origin_whose_name_may_be_a_part_of_another_says_so(names: tuple[str, str]) -> None:
    words = ("The road is open to all", "No gun has fired since the spring")
    readings = [
        read(f"“{said},” said {name}.", [Said(said, name)], outlet=f"O{number}")
        for number, (said, name) in enumerate(zip(words, names, strict=True))
    ]
    found = find_origins(readings)
    assert len(found.origins) == 2
    assert all("another origin has this name too" in origin.how for origin in found.origins)
    others = [read(f"“{words[0]},” said Bo Stenn.", [Said(words[0], "Bo Stenn")], outlet="O3"), readings[1]]
    assert not any(origin.how for origin in find_origins(others).origins)


def test_long_wordings_show_whose_they_are_and_the_words_that_differ() -> None:
    stock = "and every convoy of grain that has waited at the crossing since the first days of the spring will pass on it"
    one = f"We will open the road to Veld on 3 May, {stock}, {stock.replace('grain', 'salt')} before the end of June"
    other = one.replace("June", "July")
    readings = [
        read(f"“{words},” said Ilya Moss.", [Said(words, "Ilya Moss")], outlet=outlet)
        for words, outlet in ((one, "Post"), (other, "Star"))
    ]
    told = " ".join(origins_text(readings, find_origins(readings)).split())
    assert re.search(r"Post: “We will open [^”]*… [^”]* the end of June”", told)
    assert re.search(r"Star: “We will open [^”]*… [^”]* the end of July”", told)


def joined(*, act: str = "attack.shelling", role: str = "") -> tuple[list[Reading], Origins]:
    """Two claims that a person joined, of two named people, and a denial by two others."""
    said = (
        ("Three shells fell near the mill of Veld", "Ana Roe", "A"),
        ("The mill was under fire on that evening", "Bo Lind", "B"),
        ("We have fired at no mill in this valley", "Arvid Stenn", "C"),
        ("Nothing was fired by anybody of the Front", "a guard", "D"),
    )
    readings = []
    for number, (words, name, outlet) in enumerate(said):
        kind = "unnamed" if name == "a guard" else "person"
        reading = read(f"“{words},” said {name}.", [Said(words, name, kind=kind)], outlet=outlet)
        (statement,) = reading.statements
        parties = (Mention(statement.span, role, role, role="by"),) if role and number == 1 else ()
        claim = Claim(
            f"{reading.document.id}-c1",
            "incident" if number < 2 else "denial",
            statement.span,
            statement.id,
            act=act if number == 1 else "attack.shelling" if number == 0 else "",
            parties=(
                *parties,
                *((Mention(statement.span, "Front", "front", role="by"),) if number == 0 else ()),
            ),
            review="accepted",
            reviewer="Ann Weaver",
        )
        readings.append(replace(reading, claims=(claim,)))
    one, other, *against = (reading.claims[0].id for reading in readings)
    same, denies = [(one, other)], [(name, one) for name in against]
    return readings, find_origins(readings, same=same, denies=denies)


def test_all_wordings_of_claims_that_were_joined_are_shown_with_their_outlets() -> None:
    readings, found = joined()
    for told in (origins_text(readings, found), Page(origins_html(readings, found)).words):
        said = " ".join(told.split())
        for outlet, words in (("A", "Three shells fell near the mill"), ("B", "The mill was under fire")):
            assert re.search(rf"{outlet}\s?: “?{words}", said)
        assert "of those that deny it, not counted as independent: a guard beside Arvid Stenn" in said
        assert "of those that say it, not counted" not in said
        assert "look again" not in said


def test_claims_that_were_joined_though_they_differ_are_to_be_looked_at_again() -> None:
    for more, words in (
        ({"act": "attack.air"}, "act: attack.air (B) / attack.shelling (A)"),
        ({"role": "army"}, "parties: by army (B) / by front (A)"),
    ):
        readings, found = joined(**more)
        for told in (origins_text(readings, found), Page(origins_html(readings, found)).words):
            assert f"since they differ in {words}" in " ".join(told.split())
