# SPDX-License-Identifier: Apache-2.0
"""The five articles of May 2016 as a careful reader reads them: who says what, by its place in the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hand_read import Said, page, reading_of
from shared_data import shared
from truceline.sources import Reading, Span, Speaker, TimeSaid, Told, read

FILES = {
    "000": ("000_19d36ffec7dd102e.txt", "EIR", "May 22, 2016", "Now there are"),
    "001": ("001_7410287d40b34a3d.txt", "The People's Voice", "The Russian Defense", "Al Qaeda in Syria"),
    "002": ("002_eb04f12f6c57fad3.txt", "Rudaw", "ERBIL", "The US and Russia, as"),
    "003": ("003_004d5c9855294525.txt", "Asharq al-Awsat", "Russia recently", "“Putin has"),
    "004": ("004_5ea01524ddc3fb62.txt", "Bloomberg, on a forum", "Russian Foreign", "Lavrov also said"),
}
"""File, outlet, and how the first and the last paragraph of the article begin."""

ROLES = {
    "Sergei Shoigu": "Russian Defense Minister",
    "Sergey Shoigu": "Russian Defense Minister",
    "Jeff Davis": "Pentagon spokesman Navy Capt.",
    "John Kirby": "U.S. State Department spokesman",
    "Eric Schultz": "White House spokesman",
    "Sergei Lavrov": "Russian Foreign Minister",
    "Jeff Rathke": "a State Department spokesman",
}

SAID = {
    "000": [
        ("indirect", 207, 287, "Sergei Shoigu", "person"),
        ("quoted", 291, 809, "Sergei Shoigu", "person"),
        ("indirect", 584, 604, "illegal armed formations", "body"),
        ("quoted", 828, 1132, "Sergei Shoigu", "person"),
        ("indirect", 1164, 1379, "Sergei Shoigu", "person"),
        ("indirect", 1180, 1379, "Russia", "body"),
        ("quoted", 1207, 1377, "Sergei Shoigu", "person"),
        ("quoted", 1524, 1725, "Jeff Davis", "person"),
        ("indirect", 1920, 2054, "A source", "unnamed"),
        ("indirect", 2080, 2240, "Al Masdar News service", "outlet"),
    ],
    "001": [
        ("indirect", 16, 65, "Moscow", "body"),
        ("indirect", 128, 177, "Moscow", "body"),
        ("indirect", 226, 333, "Sergey Shoigu", "person"),
        ("quoted", 370, 605, "Sergey Shoigu", "person"),
        ("indirect", 779, 1079, "RT", "outlet"),
        ("quoted", 780, 1069, "Sergey Shoigu", "person"),
        ("indirect", 1100, 1289, "Sergey Shoigu", "person"),
        ("indirect", 1312, 1439, "Sergey Shoigu", "person"),
        ("quoted", 1443, 1621, "Sergey Shoigu", "person"),
        ("indirect", 1667, 1759, "Sergey Shoigu", "person"),
        ("indirect", 2249, 2296, "the Syrian government", "body"),
        ("indirect", 2905, 2925, "rebel groups", "body"),
        ("indirect", 3103, 3271, "Sergei Lavrov", "person"),
        ("indirect", 3291, 3390, "Sergei Lavrov", "person"),
        ("indirect", 3464, 3619, "Richard Black", "person"),
        ("quoted", 3623, 3749, "Richard Black", "person"),
    ],
    "002": [
        ("indirect", 16, 49, "Russia", "body"),
        ("indirect", 145, 261, "Russia", "body"),
        ("quoted", 265, 575, "Sergei Shoigu", "person"),
        ("indirect", 555, 575, "illegal armed formations", "body"),
        ("indirect", 710, 826, "Sergei Shoigu", "person"),
        ("indirect", 857, 920, "Sergei Shoigu", "person"),
        ("indirect", 954, 1090, "Russia", "body"),
        ("quoted", 1094, 1229, "Sergei Shoigu", "person"),
        ("quoted", 1246, 1341, "Sergei Shoigu", "person"),
        ("indirect", 1869, 1934, "Sergei Shoigu", "person"),
    ],
    "003": [
        ("indirect", 435, 524, "Russia", "body"),
        ("indirect", 588, 681, "Sergei Shoigu", "person"),
        ("indirect", 800, 857, "Sergei Shoigu", "person"),
        ("indirect", 820, 857, "Moscow", "body"),
        ("indirect", 860, 976, "", ""),
        ("indirect", 860, 976, "Sergei Shoigu", "person"),
        ("quoted", 993, 1128, "Sergei Shoigu", "person"),
        ("quoted", 1141, 1236, "Sergei Shoigu", "person"),
        ("indirect", 1240, 1351, "Sergei Shoigu", "person"),
        ("indirect", 1404, 1457, "", ""),
        ("indirect", 1471, 1521, "the United States", "body"),
        ("indirect", 1582, 1664, "Washington", "body"),
        ("indirect", 1713, 1748, "The U.S.", "body"),
        ("indirect", 1781, 1833, "The U.S.", "body"),
        ("indirect", 1885, 1897, "Washington", "body"),
        ("quoted", 2248, 2325, "John Kirby", "person"),
        ("indirect", 2391, 2512, "John Kirby", "person"),
        ("quoted", 2516, 2641, "John Kirby", "person"),
        ("indirect", 2815, 2914, "Eric Schultz", "person"),
        ("indirect", 2924, 2983, "Eric Schultz", "person"),
        ("quoted", 2987, 3089, "Eric Schultz", "person"),
        ("quoted", 3108, 3130, "another U.S. official", "unnamed"),
        ("indirect", 3168, 3234, "another U.S. official", "unnamed"),
        ("quoted", 3187, 3232, "another U.S. official", "unnamed"),
        ("quoted", 3237, 3416, "a western official from the coalition", "unnamed"),
    ],
    "004": [
        ("indirect", 18, 64, "Russia", "body"),
        ("indirect", 113, 159, "Russia", "body"),
        ("indirect", 234, 401, "Sergei Lavrov", "person"),
        ("quoted", 405, 542, "Sergei Lavrov", "person"),
        ("indirect", 493, 542, "everyone", "unnamed"),
        ("quoted", 622, 661, "Sergei Lavrov", "person"),
        ("indirect", 665, 867, "Sergei Lavrov", "person"),
        ("quoted", 883, 988, "Sergei Lavrov", "person"),
        ("indirect", 1096, 1236, "Russia", "body"),
        ("indirect", 1362, 1474, "Jeff Rathke", "person"),
        ("quoted", 1404, 1423, "Jeff Rathke", "person"),
        ("quoted", 1432, 1472, "Jeff Rathke", "person"),
        ("indirect", 1555, 1577, "Vladimir Putin and John Kerry", "body"),
        ("indirect", 1788, 2010, "Sergei Lavrov", "person"),
        ("indirect", 2026, 2161, "Sergei Lavrov", "person"),
        ("indirect", 2042, 2124, "John Kerry", "person"),
        ("quoted", 2178, 2366, "Sergei Lavrov", "person"),
        ("indirect", 2709, 2863, "Sergei Lavrov", "person"),
        ("indirect", 2865, 2953, "Sergei Lavrov", "person"),
        ("indirect", 3022, 3097, "The U.S.", "body"),
        ("indirect", 3125, 3198, "The U.S.", "body"),
        ("indirect", 3223, 3404, "Sergei Lavrov", "person"),
        ("indirect", 3415, 3565, "Sergei Lavrov", "person"),
    ],
}
"""Form, start, end, speaker, kind of speaker."""

TIMES = {
    "000": [
        (200, 206, "2016-05-20"),
        (473, 479, "2016-05-25"),
        (1046, 1055, "2016-05-19"),
        (1197, 1203, "2016-05-25"),
        (1900, 1914, "2016-05-22"),
    ],
    "001": [(519, 528, ""), (814, 820, ""), (1326, 1340, ""), (1452, 1458, "")],
    "002": [(444, 450, "2016-05-25"), (701, 707, "2016-05-20"), (1084, 1090, "2016-05-25")],
    "003": [(579, 585, ""), (633, 639, ""), (1343, 1351, ""), (2505, 2512, "")],
    "004": [(613, 619, "2015-05-29"), (1314, 1320, "2015-05-29")],
}
"""Start, end, and the day where the document settles it."""


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def read_by_the_program() -> dict[str, Reading]:
    """What the program finds in the five articles, with the same names of the outlets."""
    made = {}
    for number, (name, outlet, _, _) in FILES.items():
        reading = read(shared("articles-may-2016", name))
        made[number] = replace(reading, document=replace(reading.document, outlet=Told(outlet, "given")))
    return made


def five_articles() -> dict[str, Reading]:
    """The readings of the five articles, by number; a test that asks for them is skipped where they are absent."""
    made = {}
    for number, (name, outlet, first, last) in FILES.items():
        text = shared("articles-may-2016", name).read_text(encoding="utf-8")
        said = [
            (Span(start, end), Said("", speaker, form, kind, ROLES.get(speaker, "")))
            for form, start, end, speaker, kind in SAID[number]
        ]
        reading = reading_of(page(text, name, outlet, first, last), said)
        times = tuple(
            TimeSaid(Span(start, end), text[start:end], day, day and _next(day))
            for start, end, day in TIMES[number]
        )
        made[number] = replace(reading, times=times)
    source = next(n for n, row in enumerate(SAID["000"]) if row[3] == "A source")
    statements = list(made["000"].statements)
    al_masdar = Speaker("Syria’s Al Masdar News service", None, "outlet", "Al Masdar News service")
    statements[source] = replace(statements[source], via=(al_masdar,))
    made["000"] = replace(made["000"], statements=tuple(statements))
    return made
