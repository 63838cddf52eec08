# SPDX-License-Identifier: Apache-2.0
"""Commands about documents: read, origins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.assess import require_apart
from truceline.cli.usage import PAGES, require_endings, wrong
from truceline.errors import SourcesError

if TYPE_CHECKING:
    from truceline.sources import Claim, HowToRead, Reading
    from truceline.terms import Terms

Documents = Annotated[
    list[Path], typer.Argument(metavar="DOCUMENT...", help="Articles: text, HTML, PDF, e-mail or Word.")
]
About = Annotated[
    Path | None,
    typer.Option(
        help="What people say of documents: outlet, published, zone, reliability.", metavar="FILE.csv"
    ),
]
TermsOption = Annotated[
    Path | None,
    typer.Option("--terms", help="Terms whose parties and areas are looked for.", metavar="TERMS"),
]
GazetteerFile = Annotated[
    Path | None,
    typer.Option("--gazetteer", help="A table of places that are looked for.", metavar="FILE.csv"),
]
DictionariesFolder = Annotated[
    Path | None,
    typer.Option("--dictionaries", help="Files that stand in for those of the program.", metavar="FOLDER"),
]
ExtractorName = Annotated[
    str, typer.Option(help="Who finds statements: rules, or what a package offers.", metavar="NAME")
]
Encoding = Annotated[str | None, typer.Option(help="Of text and HTML, where you know it.", metavar="NAME")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON; `truceline schema readings` has its schema.")]
Reviewed = Annotated[
    Path | None,
    typer.Option(help="The table of claims that people have worked on.", metavar="FILE.csv"),
]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(read)
    app.command()(origins)


@dataclass(frozen=True)
class _Given:
    """How documents are read, as the user said."""

    about: Path | None
    terms: Path | None
    gazetteer: Path | None
    dictionaries: Path | None
    extractor: str
    encoding: str | None
    reviewed: Path | None

    @property
    def files(self) -> list[Path]:
        return [*filter(None, (self.about, self.terms, self.gazetteer, self.reviewed))]


def read(
    documents: Documents,
    *,
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write JSON to a file.", metavar="OUT.json")
    ] = None,
    about: About = None,
    terms: TermsOption = None,
    gazetteer: GazetteerFile = None,
    dictionaries: DictionariesFolder = None,
    extractor: ExtractorName = "rules",
    encoding: Encoding = None,
    keep: Annotated[
        Path | None,
        typer.Option(help="Keep originals and working copies in this folder.", metavar="FOLDER"),
    ] = None,
    collector: Annotated[
        str | None, typer.Option(help="Who brought the documents; --keep needs it.", metavar="NAME")
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(help="Write the claims as a table for people to decide on.", metavar="FILE.csv"),
    ] = None,
    reviewed: Reviewed = None,
    incidents: Annotated[
        Path | None,
        typer.Option(help="Write accepted claims as incidents; needs --reviewed.", metavar="FILE.csv"),
    ] = None,
) -> int:
    """Read articles: who said what, with its place in the original, and the claims in it.

    What is found is printed, or one line for each document where a file is written.
    It is a proposal to its reader. A claim becomes nothing until a person
    has accepted it in the table that --review writes and --reviewed takes.
    """
    given = _Given(about, terms, gazetteer, dictionaries, extractor, encoding, reviewed)
    if (keep is None) != (collector is None):
        option = "--collector" if collector is None else "--keep"
        raise wrong(option, "an archive needs a folder and who brought the documents; give both or none")
    if incidents is not None and reviewed is None:
        raise wrong("--incidents", "only claims that people accepted become incidents; give --reviewed too")
    require_apart({"--out": out, "--review": review, "--incidents": incidents}, [*documents, *given.files])
    tables = {"--review": (review, (".csv",)), "--incidents": (incidents, (".csv",))}
    require_endings({"--out": (out, (".json",)), **tables})
    readings, is_trouble, loaded = _read(documents, given)
    if keep is not None and collector is not None:
        _keep(readings, keep, collector)
    _write(readings, out, as_json=as_json, is_told=not (out or review or incidents))
    if review is not None:
        from truceline.sources import write_review

        write_review(review, readings)
        print(f"claims to decide on: {review}", file=sys.stderr)
    if incidents is not None:
        _write_incidents(incidents, readings, loaded)
    return 1 if is_trouble else 0


def origins(
    documents: Documents,
    *,
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write JSON to a file.", metavar="OUT.json")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Also write a page to read.", metavar="FILE.html")
    ] = None,
    about: About = None,
    terms: TermsOption = None,
    gazetteer: GazetteerFile = None,
    dictionaries: DictionariesFolder = None,
    extractor: ExtractorName = "rules",
    encoding: Encoding = None,
    reviewed: Reviewed = None,
    brief: Annotated[
        bool,
        typer.Option("--brief", help="Print only the origins of several outlets and the weighed claims."),
    ] = False,
) -> int:
    """Tell who said it first: documents that repeat one statement are one origin.

    What was said is shown with the number of outlets and of origins, all its wordings
    side by side, and what each outlet left out.
    """
    from truceline.reports import origins_text, write_origins_page
    from truceline.sources import bodies_of, dictionaries_in, find_origins, origins_json

    if brief and as_json:
        raise wrong("--brief", "JSON has everything; leave out one of --brief and --json")
    given = _Given(about, terms, gazetteer, dictionaries, extractor, encoding, reviewed)
    require_apart({"--out": out, "--report": report}, [*documents, *given.files])
    require_endings({"--out": (out, (".json",)), "--report": (report, PAGES)})
    readings, is_trouble, loaded = _read(documents, given)
    bodies = {} if loaded is None else bodies_of(loaded)
    claims = [claim for reading in readings for claim in reading.claims]
    found = find_origins(
        readings,
        dictionaries=dictionaries_in(given.dictionaries),
        bodies=bodies,
        same=[(claim.id, claim.same_as) for claim in claims if claim.same_as],
        denies=[(claim.id, claim.denies) for claim in claims if claim.denies],
        apart=[(claim.id, other) for claim in claims for other in claim.apart_from],
    )
    if out is not None:
        _write_text(out, origins_json(readings, found))
        print(f"origins: {out}", file=sys.stderr)
    if as_json:
        print(origins_json(readings, found), end="")
    elif out is None or brief:
        print(origins_text(readings, found, is_brief=brief), end="")
    if report is not None:
        write_origins_page(report, readings, found)
        print(f"report: {report}", file=sys.stderr)
    return 1 if is_trouble else 0


def _how(given: _Given, loaded: Terms | None) -> HowToRead:
    from truceline.sources import RULES, HowToRead, dictionaries_in, plugged_in, read_about, read_gazetteer

    if given.extractor != RULES:
        plugged_in(given.extractor)  # told once where there is none, and not for each document
    return HowToRead(
        about=read_about(given.about) if given.about else None,
        dictionaries=dictionaries_in(given.dictionaries),
        extractor=given.extractor,
        encoding=given.encoding,
        terms=loaded,
        gazetteer=read_gazetteer(given.gazetteer) if given.gazetteer else None,
    )


def _read(documents: Sequence[Path], given: _Given) -> tuple[tuple[Reading, ...], bool, Terms | None]:
    """The readings in the order of the names, whether a document could not be read, and the terms."""
    from dataclasses import replace

    from truceline.sources import read_all, read_review
    from truceline.terms import load_terms

    loaded = None if given.terms is None else load_terms(given.terms)
    how = _how(given, loaded)
    readings, problems = read_all(sorted(documents, key=str), how, processes=os.cpu_count() or 1)
    if not readings:
        raise SourcesError(problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        left = len(documents) - len(readings)
        print(f"{left:,} of {len(documents):,} documents could not be read", file=sys.stderr)
    if how.about is not None:
        originals = [reading.document.original for reading in readings]
        for problem in how.about.unused(map(str, documents), (one.digest for one in originals)):
            print(problem, file=sys.stderr)
    if given.reviewed is not None:
        decided: dict[str, list[Claim]] = {}
        for claim in read_review(
            given.reviewed,
            readings,
            terms=loaded,
            gazetteer=how.gazetteer,
            warn=lambda problem: print(problem, file=sys.stderr),
        ):
            decided.setdefault(claim.id.partition("-")[0], []).append(claim)
        readings = tuple(
            replace(reading, claims=tuple(decided.get(reading.document.id, ()))) for reading in readings
        )
    return readings, bool(problems), loaded


def _write(readings: Sequence[Reading], out: Path | None, *, as_json: bool, is_told: bool) -> None:
    """Writes what was read; where nothing else is asked for than to be told, the whole of it is printed."""
    from truceline.reports import reading_summary, reading_text
    from truceline.sources import readings_json

    if out is not None:
        _write_text(out, readings_json(readings))
        print(f"readings: {out}", file=sys.stderr)
    if as_json:
        print(readings_json(readings), end="")
    elif is_told:
        print("\n".join(reading_text(reading) for reading in readings), end="")
    else:
        print("\n".join(map(reading_summary, readings)))


def _write_text(path: Path, text: str) -> None:
    from truceline.reports import whole_file

    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _keep(readings: Iterable[Reading], folder: Path, collector: str) -> None:
    from datetime import UTC, datetime

    from truceline.sources import keep, keep_working, readings_values

    now = datetime.now(UTC)
    for reading in readings:
        original = reading.document.original
        keep(original.name, folder, collector, now, read_as=original.digest)
        keep_working(folder, original.digest, reading.made_by, readings_values([reading]))
    print(f"originals and working copies: {folder}", file=sys.stderr)


def _write_incidents(path: Path, readings: Sequence[Reading], terms: Terms | None) -> None:
    import csv
    import io

    from truceline.records import INCIDENTS
    from truceline.sources import incidents_of, unvouched

    claims = [claim for reading in readings for claim in reading.claims]
    rows = incidents_of(claims, readings, terms=terms, left_empty=lambda told: print(told, file=sys.stderr))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, INCIDENTS.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _write_text(path, text.getvalue())
    for claim in unvouched(claims):
        told = f"claim {claim.id} is accepted, but {', '.join(claim.modality)}"
        print(f"{told}: no incident until a reviewer takes that out of its cell modality", file=sys.stderr)
    print(f"incidents: {len(rows):,} accepted, {path}", file=sys.stderr)
