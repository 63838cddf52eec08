# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hand_read import Said, read
from shared_data import ROOT
from truceline.errors import SourcesError
from truceline.sources import (
    HowToRead,
    Origin,
    Origins,
    Phrase,
    Reading,
    Span,
    TimeSaid,
    Verb,
    find_origins,
    read_about,
    read_all,
)

PLEDGE = "We will open the road to Veld on 3 May and let every convoy of grain pass"
OTHER = "They will open the road to Sarn on 3 May and let every convoy of grain pass"
REFUSAL = "There is no agreement about the bridges and we have never spoken of one"


def told(words: str, outlet: str, name: str = "Ilya Moss", kind: str = "person", more: str = "") -> Reading:
    text = f"“{words},” said {name or 'somebody'} in a report by {outlet}.{more}"
    return read(text, [Said(words, name, kind=kind)], outlet=outlet)


def speakers(found: Origins) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((origin.speaker, origin.outlets) for origin in found.origins)


def only(found: Origins) -> Origin:
    (origin,) = found.origins
    return origin


def test_one_speaker_and_the_same_words_are_one_origin_with_variants() -> None:
    found = find_origins([told(PLEDGE, "Post"), told(PLEDGE.replace("Veld", "Sarn"), "Star", "Ilia Moss")])
    assert only(found).outlets == ("Post", "Star")
    assert only(found).names == ("Ilia Moss", "Ilya Moss")
    (utterance,) = found.utterances
    (alignment,) = [variant.alignment for variant in utterance.variants if variant.alignment]
    assert [stretch.kind for stretch in alignment.stretches] == ["same", "changed", "same"]
    assert sorted(variant.words for variant in utterance.variants) == sorted(
        [PLEDGE, PLEDGE.replace("Veld", "Sarn")]
    )


def test_the_same_words_of_two_named_people_are_two_origins() -> None:
    found = find_origins([told(PLEDGE, "Post"), told(PLEDGE, "Star", "Ana Orlan")])
    assert speakers(found) == [("Ana Orlan", ("Star",)), ("Ilya Moss", ("Post",))]


def test_other_words_of_one_person_are_two_origins() -> None:
    assert len(find_origins([told(PLEDGE, "Post"), told(REFUSAL, "Star")]).origins) == 2


def test_few_words_that_anybody_says_twice_join_nothing() -> None:
    assert len(find_origins([told("We do agree", "Post"), told("We do agree", "Star")]).origins) == 2


def test_two_unnamed_sources_never_become_one() -> None:
    for kind, name in (
        ("unnamed", "an official"),
        ("body", "an official of the Union"),
        ("unknown", "he"),
        ("person", ""),
    ):
        found = find_origins([told(PLEDGE, "Post", name, kind), told(PLEDGE, "Star", name, kind)])
        assert len(found.origins) == 2, (kind, name)


def test_an_unnamed_source_in_a_copied_paragraph_is_told_once() -> None:
    frame = "The convoy had waited at the crossing for two days while the drivers slept in their cabs"
    readings = [
        read(
            f"{frame}. “{PLEDGE},” an official said. {own}",
            [Said(PLEDGE, "an official", kind="unnamed")],
            outlet=outlet,
        )
        for outlet, own in (("Post", "More soon."), ("Star", ""))
    ]
    found = find_origins(readings)
    assert only(found).outlets == ("Post", "Star")
    assert [edge.kind for edge in found.edges if edge.kind == "copies"] == ["copies"]


def test_a_name_without_the_first_one_never_joins_two_people() -> None:
    found = find_origins(
        [told(PLEDGE, "Post", "Ilya Moss"), told(PLEDGE, "Star", "Moss"), told(PLEDGE, "Echo", "Anna Moss")]
    )
    assert [origin.names for origin in found.origins if len(origin.names) > 1] == []


@pytest.mark.parametrize(
    ("names", "count"),
    [
        ([("Smith", "defence minister"), ("John Smith", ""), ("Anna Smith", "")], 3),
        ([("Smith", "defence minister"), ("John Smith", "defence minister"), ("Anna Smith", "mayor")], 2),
        ([("Defence Minister Smith", ""), ("John Smith", ""), ("Anna Smith", "")], 3),
        ([("J. Smith", ""), ("John Smith", ""), ("Jane Smith", "")], 3),
        ([("J. Smith", ""), ("John Smith", ""), ("Anna Smith", "")], 2),
        ([("Smith", ""), ("Smith", ""), ("John Smith", ""), ("Anna Smith", "")], 4),
        ([("Smith", "president"), ("Smith", "foreign minister")], 2),
        ([("Smith", "foreign minister"), ("Smith", "minister")], 1),
        ([("Smith", "Prime Minister"), ("Smith", "Foreign Minister")], 2),
        ([("Smith", "Vice President"), ("Smith", "President")], 2),
        ([("Smith", "Russian foreign minister"), ("Smith", "foreign minister of Turkey")], 2),
        ([("Mr. Smith", ""), ("Mrs. Smith", "")], 2),
        ([("Mr. Smith", ""), ("Smith", "")], 1),
        ([("Mario Lund", ""), ("Maria Lund", "")], 2),
        ([("Viktor Lund", ""), ("Victor Lund", "")], 1),
        ([("John A. Smith", ""), ("John B. Smith", "")], 2),
    ],
)
def test_the_same_words_join_only_those_whom_nothing_tells_apart(
    names: list[tuple[str, str]], count: int
) -> None:
    readings = [
        read(
            f"“{PLEDGE},” said {name} in report {number}.",
            [Said(PLEDGE, name, role=role)],
            outlet=f"O{number}",
        )
        for number, (name, role) in enumerate(names)
    ]
    assert len(find_origins(readings).origins) == count


def test_two_offices_of_one_document_are_two_people() -> None:
    text = f"“{PLEDGE},” said President Smith. “{REFUSAL},” said Foreign Minister Smith."
    said = [Said(PLEDGE, "Smith", role="President"), Said(REFUSAL, "Smith", role="Foreign Minister")]
    assert len(find_origins([read(text, said, outlet="Post")]).origins) == 2


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("John Moss Jr.", "John Moss Sr.", 2),
        ("John Moss Jr.", "John Moss", 1),
        ("Hassan Ali Khan", "Hassan Omar Khan", 2),
        ("Hassan Ali Khan", "Hassan A. Khan", 1),
        ("Hassan Ali Khan", "Hassan Khan", 1),
    ],
)
def test_a_suffix_or_a_middle_name_tells_two_people_apart(one: str, other: str, count: int) -> None:
    assert len(find_origins([told(PLEDGE, "Post", one), told(PLEDGE, "Star", other)]).origins) == count


def test_what_is_retold_in_the_same_document_belongs_to_the_occasion() -> None:
    text = f"Ilya Moss said the talks had gone well. “{PLEDGE},” he said."
    said = [Said("the talks had gone well", "Ilya Moss", "indirect"), Said(PLEDGE, "Ilya Moss")]
    found = find_origins([read(text, said, outlet="Post"), told(PLEDGE, "Star")])
    assert only(found).outlets == ("Post", "Star")
    (point,) = [point for point in found.points if "gone well" in point.variants[0].words]
    assert (point.outlets, point.left_out) == (("Post",), ("Star",))


def test_another_date_in_the_sentence_is_another_occasion() -> None:
    text = f"On Monday Ilya Moss said that the talks had gone well. On Friday he said that {PLEDGE}."
    said = [Said("the talks had gone well", "Ilya Moss", "indirect"), Said(PLEDGE, "Ilya Moss", "indirect")]
    reading = read(text, said, outlet="Post")
    statements = []
    for statement in reading.statements:
        at = text.rindex("said", 0, statement.span.start)
        statements.append(replace(statement, verb=Verb("said", Span(at, at + 4), "say", "say")))
    times = []
    for word, day in (("Monday", "2031-05-05"), ("Friday", "2031-05-09")):
        times.append(TimeSaid(Span(text.index(word), text.index(word) + 6), word, day, day))
    found = find_origins([replace(reading, statements=tuple(statements), times=tuple(times))])
    assert sorted(origin.occasion for origin in found.origins) == [("2031-05-05",), ("2031-05-09",)]


def test_an_outlet_that_passes_words_on_is_cited_and_starts_nothing() -> None:
    text = f"Echo reports: “{PLEDGE},” Ilya Moss said."
    start = text.index(PLEDGE)
    said = [Said(PLEDGE, "Ilya Moss"), Said(f"“{PLEDGE},”", "Echo", "indirect", "outlet")]
    found = find_origins([read(text, said, outlet="Post")])
    assert only(found).speaker == "Ilya Moss"
    (edge,) = [edge for edge in found.edges if edge.kind == "cites"]
    assert edge.end == "Echo"
    assert edge.places[0].span.start == start - 1


def test_an_outlet_that_a_source_spoke_to_is_cited() -> None:
    text = f"A source told the Delta News agency: “{PLEDGE}.” Another told neighbors nothing."
    reading = read(text, [Said(PLEDGE, "A source", kind="unnamed")], outlet="Post")
    for words, cited in (("the Delta News agency", ["the Delta News agency"]), ("neighbors", [])):
        span = Span(text.index(words), text.index(words) + len(words))
        statement = replace(reading.statements[0], addressee=Phrase(words, span))
        found = find_origins([replace(reading, statements=(statement,))])
        assert [edge.end for edge in found.edges if edge.kind == "cites"] == cited


def test_what_somebody_is_said_to_have_said_belongs_to_who_tells_it() -> None:
    text = f"Ilya Moss said that Ana Orlan promised that {PLEDGE}."
    outer = Said(f"Ana Orlan promised that {PLEDGE}", "Ilya Moss", "indirect")
    found = find_origins([read(text, [outer, Said(PLEDGE, "Ana Orlan", "indirect")], outlet="Post")])
    assert only(found).speaker == "Ilya Moss"
    assert len(only(found).statements) == 2


def test_two_transcripts_with_a_sentence_in_common_are_two_occasions_and_copies_are_one() -> None:
    stock = "Thank you all for coming to hear about the bridges of the valley today"
    ends = (
        "The mill has burned to the ground again. Nobody was in it.",
        "We count forty trucks a day. They carry salt.",
    )
    turns = [f"{stock}. {end}" for end in ends]
    for words, count in ((turns, 2), ([turns[0], turns[0]], 1)):
        readings = [
            read(f"{outlet}\n\nMOSS: {each}", [Said(each, "Ilya Moss", "turn")], outlet=outlet)
            for outlet, each in zip(("Post", "Star"), words, strict=True)
        ]
        assert len(find_origins(readings).origins) == count


def test_a_label_that_describes_is_nobody_s_name() -> None:
    found = find_origins(
        [told(PLEDGE, outlet, "SENIOR ADMINISTRATION OFFICIAL") for outlet in ("Post", "Star")]
    )
    assert [origin.kind for origin in found.origins] == ["unnamed", "unnamed"]


def test_narrators_words_that_two_outlets_share_are_a_copy_and_those_of_one_outlet_are_not() -> None:
    shared = (
        "Farmers in the valley have waited since the spring for the road across the river to be opened again."
    )
    readings = [
        read(f"{shared}\n\nBy {outlet}, {number}.", [], outlet=outlet)
        for number, outlet in enumerate(["Post", "Star", "Post"])
    ]
    found = find_origins(readings)
    assert {edge.kind for edge in found.edges} == {"copies"}
    pairs = [{found.outlets[edge.start], found.outlets[edge.end]} for edge in found.edges]
    assert pairs
    assert all(pair == {("Post",), ("Star",)} for pair in pairs)


def test_the_same_bytes_given_twice_count_once() -> None:
    one = told(PLEDGE, "Post")
    found = find_origins([one, one])
    assert only(found).documents == (one.document.id,)
    assert len(found.notes) == 1


def test_python_collects_garbage_again_afterwards_even_after_an_error() -> None:
    find_origins([])
    assert gc.isenabled()
    with pytest.raises(SourcesError, match="nowhere-c1"):
        find_origins([], same=[["nowhere-c1"]])
    assert gc.isenabled()


def test_what_differs_and_matters_is_flagged() -> None:
    changes = {
        "place": ("the road to Oman", "the road to Jordan"),
        "party": ("let the rebels", "let the soldiers"),
        "agreement": ("was agreed", "was coordinated"),
        "number": ("for 40 trucks", "for 60 trucks"),
        "time": ("on Monday", "on Friday"),
        "negation": ("will now", "will not"),
        "exclusion": ("with an exception of hospitals", "excluding hospitals"),
    }
    base = (
        "We say it was agreed that the rebels in the valley will now use the road to Oman on Monday, "
        "let the rebels and grain for 40 trucks pass with an exception of hospitals"
    )
    for kind, (old, new) in changes.items():
        assert old in base
        found = find_origins([told(base, "Post"), told(base.replace(old, new), "Star")])
        assert kind in {difference.kind for point in found.points for difference in point.differences}, kind


def test_to_deny_words_and_to_say_them_differ() -> None:
    words = "the guns on the ridge of Veld had fired at the old mill"
    readings = [
        replace(reading, statements=tuple(replace(each, verb=verb) for each in reading.statements))
        for outlet, manner in (("Post", "say"), ("Star", "deny"))
        for reading in [
            read(f"Moss told the {outlet} that {words}.", [Said(words, "Moss", "indirect")], outlet=outlet)
        ]
        for verb in [Verb("told", Span(5, 9), manner, manner)]
    ]
    (point,) = find_origins(readings).points
    (difference,) = point.differences
    assert difference.kind == "negation"
    assert sorted(side.values for side in difference.sides) == [(), ("denied",)]


def test_a_list_is_one_point_and_what_is_done_jointly_another_than_what_is_done_alone() -> None:
    spare = "We shall keep the guns away from hospitals, schools of the valley and the old market at Veld"
    joint = "We propose joint patrols against all armed bands of the ridge who refuse the truce"
    alone = "In May we may send patrols, alone and at night, against bands of the ridge who refuse the truce"
    found = find_origins([told(f"{spare}. {joint}. {alone}", "Post"), told(f"{joint}. {alone}", "Star")])
    assert {(point.variants[0].words, point.outlets) for point in found.points} == {
        (spare, ("Post",)),
        (joint, ("Post", "Star")),
        (alone, ("Post", "Star")),
    }


def names_in(*tellings: str) -> dict[tuple[str, ...], int]:
    """What tellings of one speaker say of a name, and how many documents say it."""
    found = find_origins([told(words, f"Outlet {number}") for number, words in enumerate(tellings)])
    return {
        side.values: len(side.documents)
        for point in found.points
        for difference in point.differences
        if difference.kind == "name"
        for side in difference.sides
    }


TALKS = "Yesterday we began to speak of the bridges with our colleagues in Tarn and in Lissel"


@pytest.mark.parametrize(
    ("other", "sides"),
    [
        (TALKS.replace("Tarn", "Torn"), {("tarn",): 1, ("torn",): 1}),
        (TALKS.replace("Tarn", "Upper Torn"), {("tarn",): 1, ("upper torn",): 1}),
        (TALKS.replace("Lissel", "Oman"), {("lissel",): 1, ("oman",): 1}),
        (TALKS.replace("began", "started").replace("Tarn", "Torn"), {("tarn",): 1, ("torn",): 1}),
        (TALKS.replace("Tarn", "Tarn’s"), {}),
        (TALKS.replace("Lissel", "Lisel"), {}),
        (TALKS.replace("Lissel", "Líssel"), {}),
        (TALKS.replace("Tarn", "town"), {}),
        (TALKS.replace("Yesterday", "Today"), {}),
        (TALKS.replace("in Tarn and", "in Tarn City and"), {}),
        (TALKS.replace("our colleagues in Tarn", "the elders of Torn"), {}),
        (TALKS.title().replace("Tarn", "Torn"), {}),
    ],
)
def test_a_name_that_no_list_knows_is_flagged_in_the_same_place_of_like_words(
    other: str, sides: dict[tuple[str, ...], int]
) -> None:
    assert names_in(TALKS, other) == sides


def test_names_that_lists_know_are_places_and_those_that_all_have_differ_in_nothing() -> None:
    assert names_in(TALKS.replace("Tarn", "Oman"), TALKS.replace("Tarn", "Jordan")) == {}
    assert names_in(TALKS, TALKS.replace("began", "started")) == {}


def test_each_telling_is_on_the_side_of_its_name() -> None:
    third = TALKS.replace("Yesterday we began to speak", "In the last days we have spoken")
    silent = TALKS.replace("in Tarn and in Lissel", "of the valley")
    assert names_in(TALKS, TALKS.replace("Tarn", "Torn"), third, silent) == {
        ("tarn",): 2,
        ("torn",): 1,
        (): 1,
    }


def test_an_outlet_that_says_it_elsewhere_in_the_point_is_not_silent() -> None:
    twice = f"{PLEDGE}. {PLEDGE.replace('on 3 May ', '')}"
    found = find_origins([told(twice, "Post"), told(PLEDGE.replace("3 May", "the day we agreed"), "Star")])
    for point in found.points:
        for difference in point.differences:
            speaking = {name for side in difference.sides if side.values for name in side.documents}
            silent = {name for side in difference.sides if not side.values for name in side.documents}
            assert not speaking & silent
    assert "time" in {difference.kind for point in found.points for difference in point.differences}


def test_places_of_everything_point_at_the_words() -> None:
    readings = [told(PLEDGE, "Post"), told(OTHER, "Star"), told(REFUSAL, "Echo", more=f" Again: {PLEDGE}")]
    found = find_origins(readings)
    texts = {reading.document.id: reading.document.text for reading in readings}
    variants = [variant for each in found.utterances for variant in each.variants]
    variants += [variant for each in found.points for variant in each.variants]
    for variant in variants:
        first = variant.places[0]
        assert first.span.of(texts[first.document]) == variant.words


_SENTENCES = st.sampled_from(
    [PLEDGE, OTHER, REFUSAL, PLEDGE + " until June", "No comment at all on the bridges"]
)
_NAMES = st.sampled_from(
    [("Ilya Moss", "person"), ("Moss", "person"), ("Anna Moss", "person"), ("an aide", "unnamed")]
)
_TOLD = st.tuples(_SENTENCES, _NAMES, st.sampled_from(["Post", "Star", "Echo"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(_TOLD, max_size=7), st.randoms(use_true_random=False))
def test_every_order_of_the_documents_gives_the_same(
    parts: list[tuple[str, tuple[str, str], str]], random: object
) -> None:
    readings = [
        told(words, outlet, name, kind, f" No {number}.")
        for number, (words, (name, kind), outlet) in enumerate(parts)
    ]
    mixed = list(readings)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert find_origins(mixed) == find_origins(readings)


@settings(max_examples=40, deadline=None)
@given(st.lists(_TOLD, max_size=7))
def test_every_statement_has_one_origin_and_every_outlet_has_a_point_or_left_it_out(
    parts: list[tuple[str, tuple[str, str], str]],
) -> None:
    readings = [
        told(words, outlet, name, kind, f" No {number}.")
        for number, (words, (name, kind), outlet) in enumerate(parts)
    ]
    found = find_origins(readings)
    statements = sorted(statement.id for reading in readings for statement in reading.statements)
    assert sorted(name for origin in found.origins for name in origin.statements) == statements
    ids = [each.id for each in found.origins] + [each.id for each in found.utterances]
    ids += [each.id for each in found.points]
    assert len(ids) == len(set(ids))
    outlets = {origin.id: origin.outlets for origin in found.origins}
    for point in found.points:
        assert sorted((*point.outlets, *point.left_out)) == list(outlets[point.origin])


def test_a_body_whose_words_its_minister_said_speaks_through_him() -> None:
    text = f"Russia has proposed that {OTHER}. “{PLEDGE},” said Ilya Moss."
    body = Said(OTHER, "Russia", "indirect", "body")
    for role, count in (("Russian minister of roads", 1), ("Turkish minister of roads", 2)):
        found = find_origins([read(text, [body, Said(PLEDGE, "Ilya Moss", role=role)], outlet="Post")])
        assert len(found.origins) == count
        assert ("speaks for" in {edge.kind for edge in found.edges}) == (count == 1)


def test_a_document_without_an_outlet_has_the_name_of_its_file_and_its_path_where_two_have_one_name() -> None:
    def at(path: str, words: str) -> Reading:
        reading = told(words, "Post")
        document = reading.document
        return replace(
            reading, document=replace(document, outlet=None, original=replace(document.original, name=path))
        )

    alone = find_origins([at("in/post.txt", PLEDGE), at("in/star.txt", REFUSAL)])
    assert sorted(alone.outlets.values()) == [("post.txt",), ("star.txt",)]
    two = find_origins([at("one/post.txt", PLEDGE), at("two/post.txt", REFUSAL), at("two/star.txt", OTHER)])
    assert sorted(two.outlets.values()) == [("one/post.txt",), ("star.txt",), ("two/post.txt",)]


def test_an_outlet_to_which_something_is_told_does_not_cite_itself() -> None:
    text = f"A farmer told Radio Veld that {PLEDGE}."
    for outlet, cited in (("Radio Veld", []), ("Star", ["Radio Veld"])):
        reading = read(text, [Said(PLEDGE, "A farmer", "indirect", "unnamed")], outlet=outlet)
        start = text.index("Radio Veld")
        to = Phrase("Radio Veld", Span(start, start + len("Radio Veld")))
        statement = replace(reading.statements[0], addressee=to)
        found = find_origins([replace(reading, statements=(statement,))])
        assert [edge.end for edge in found.edges if edge.kind == "cites"] == cited


def test_the_example_has_the_exclusion_in_one_outlet_and_two_names_of_one_place() -> None:
    folder = ROOT / "examples" / "four-outlets"
    readings, _ = read_all(sorted(folder.glob("*.txt")), HowToRead(about=read_about(folder / "about.csv")))
    found = find_origins(readings)
    (spared,) = [point for point in found.points if "hospitals" in point.variants[0].words]
    assert [variant.words for variant in spared.variants] == [
        "and to keep these patrols away from hospitals, schools and the market at Ombra"
    ]
    assert spared.outlets == ("North Wire",)
    assert spared.left_out == ("Radio Lissel", "The Harbour Gazette")
    names = {
        side.values: {name for document in side.documents for name in found.outlets[document]}
        for point in found.points
        for difference in point.differences
        if difference.kind == "name"
        for side in difference.sides
    }
    assert names == {("tarn",): {"North Wire"}, ("torn",): {"The Harbour Gazette"}}


RETOLD = "every convoy of grain will pass on the road to Veld, which is open from 3 May"


@pytest.mark.parametrize(
    ("described", "words", "count"),
    [
        ("The Veldish Defense Minister", RETOLD, 1),
        ("the defence minister", RETOLD, 1),
        ("the defence minister of Veldish", RETOLD, 1),
        ("the defence minister of Sarn", RETOLD, 2),
        ("the former defence minister", RETOLD, 2),
        ("the deputy defence minister", RETOLD, 2),
        ("the foreign minister", RETOLD, 2),
        ("a defence minister", RETOLD, 2),
        ("the Veldish Defense Minister", "no gun of the ridge was used against the mill in May", 2),
    ],
)
def test_who_has_an_office_and_no_name_is_the_one_whom_others_name_with_it_where_the_words_retell_his(
    described: str, words: str, count: int
) -> None:
    named = Said(PLEDGE, "Ilya Moss", role="Veldish Defence Minister")
    readings = [
        read(f"“{PLEDGE},” said Ilya Moss.", [named], outlet="Post"),
        read(f"It is said that {words}.", [Said(words, described, "indirect")], outlet="Star"),
    ]
    for ordered in (readings, readings[::-1]):
        found = find_origins(ordered)
        assert len(found.origins) == count
        assert [edge.kind for edge in found.edges].count("in office") == 2 - count
        if count == 1:
            assert (only(found).kind, only(found).speaker) == ("person", "Ilya Moss")
            assert only(found).names == ("Ilya Moss",)
            assert only(found).outlets == ("Post", "Star")


def test_an_office_that_two_are_named_with_joins_nobody() -> None:
    readings = [
        read(f"It is said that {RETOLD}.", [Said(RETOLD, "the defence minister", "indirect")], outlet="Star"),
        told(PLEDGE, "Post"),
        told(REFUSAL, "Echo", "Ana Orlan"),
    ]
    for number, name in ((1, "Veldish Defence Minister"), (2, "Defense Minister")):
        statement = readings[number].statements[0]
        assert statement.speaker is not None
        speaker = replace(statement.speaker, role=name)
        readings[number] = replace(readings[number], statements=(replace(statement, speaker=speaker),))
    assert len(find_origins(readings[:2]).origins) == 1
    assert len(find_origins(readings).origins) == 3


def test_all_who_retell_him_by_his_office_are_joined() -> None:
    readings = [
        read(f"It is said in {outlet} that {RETOLD}.", [Said(RETOLD, words, "indirect")], outlet=outlet)
        for outlet, words in (
            ("Star", "the defence minister"),
            ("Echo", "the Defense Minister"),
            ("Sun", "the defence minister"),
        )
    ]
    named = Said(PLEDGE, "Ilya Moss", role="Veldish Defence Minister")
    for note in range(6):  # the order of the documents follows from what stands in them
        post = read(f"“{PLEDGE},” said Ilya Moss in {note}.", [named], outlet="Post")
        assert only(find_origins([*readings, post])).outlets == ("Echo", "Post", "Star", "Sun")


@pytest.mark.parametrize(
    ("name", "words", "others", "count"),
    [
        ("Moss", PLEDGE, (), 1),
        ("Moss", PLEDGE.replace("Veld", "Sarn"), (), 1),
        ("Moss", REFUSAL, (), 2),
        ("Kerr", PLEDGE, (), 2),
        ("Moss Board", PLEDGE, (), 2),
        ("Moss", PLEDGE, ("Ana Moss",), 3),
    ],
)
def test_a_bare_last_name_whose_long_quotation_is_the_same_is_the_one_person_who_has_it(
    name: str, words: str, others: tuple[str, ...], count: int
) -> None:
    readings = [told(PLEDGE, "Post"), told(words, "Star", name, "body")]
    readings += [told(REFUSAL, "Echo", other) for other in others]
    assert len(find_origins(readings).origins) == count


def test_a_party_with_the_name_of_a_person_is_not_he() -> None:
    readings = [told(PLEDGE, "Post"), told(PLEDGE, "Star", "Moss", "body")]
    assert len(find_origins(readings, bodies={"Moss": "moss"}).origins) == 2
