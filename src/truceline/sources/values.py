# SPDX-License-Identifier: Apache-2.0
"""Readings and origins as plain values, for JSON; readings also back again.

Spans are pairs of positions in ``text``, the working text of the document, in characters, half-open. ``at`` is the same place
in the original: part, start and end. What is empty or unknown is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

from truceline.errors import Problem, SourcesError
from truceline.sources.model import Claim, Document, Reading, Span, Statement, TimeSaid, each_once
from truceline.sources.origins.model import Origins

FORMAT = 1
"""The number of the format; a greater one is not read."""

Values = dict[str, Any]

_BY_KEY = {"statements": Statement, "times": TimeSaid, "claims": Claim}


def readings_values(readings: Sequence[Reading]) -> Values:
    """Documents, statements, times and claims, each in the order of the documents and of their texts.

    Documents of the same bytes share what was found in them.
    """
    first = each_once(readings)
    return {
        "truceline_reading": FORMAT,
        "made_by": sorted({reading.made_by for reading in readings}),
        "documents": [_document(reading) for reading in readings],
        "statements": [v for reading in first.values() for v in _placed(reading, reading.statements)],
        "claims": [v for reading in first.values() for v in _placed(reading, reading.claims)],
    }


def _document(reading: Reading) -> Values:
    document = reading.document
    told = {name: getattr(document, name) for name in _TOLD}
    return {
        "id": document.id,
        "original": _plain(document.original),
        **{name: _plain(value) for name, value in told.items() if value is not None},
        "blocks": [_plain(block) for block in document.blocks],
        "times": [_plain(time) for time in reading.times],
        "notes": list(document.notes),
        "made_by": reading.made_by,
        "text": document.text,
    }


_TOLD = ("title", "outlet", "author", "published", "zone", "language", "reliability")


def _placed(reading: Reading, items: Iterable[Statement | Claim]) -> Iterable[Values]:
    document = reading.document
    for item in items:
        values = {"id": item.id, "document": document.id, "words": item.span.of(document.text)}
        at = [[place.part, place.start, place.end] for place in document.locate(item.span)]
        yield {**values, **_plain(item), "at": at}


def _plain(value: object) -> Any:
    """A value of the model as JSON has it; fields that are as by default, empty, are left out."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        held = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(item) for field, item in held if item != field.default}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def readings_json(readings: Sequence[Reading]) -> str:
    """The values as JSON; the same readings give the same bytes."""
    return json.dumps(readings_values(readings), ensure_ascii=False, indent=1) + "\n"


def origins_values(readings: Sequence[Reading], found: Origins) -> Values:
    """Readings with who said it first: the values of ``readings_values`` and the graph of outlets, utterances and origins."""
    graph = {name: _plain(getattr(found, name)) for name in _GRAPH}
    outlets = {name: list(told) for name, told in sorted(found.outlets.items())}
    return {**readings_values(readings), "outlets": outlets, **graph, "notes": list(found.notes)}


_GRAPH = ("origins", "utterances", "points", "edges", "weighings")


def origins_json(readings: Sequence[Reading], found: Origins) -> str:
    """The values as JSON; the same readings give the same bytes."""
    return json.dumps(origins_values(readings, found), ensure_ascii=False, indent=1) + "\n"


def read_readings(path: Path) -> tuple[Reading, ...]:
    """Readings from a file that ``readings_json`` made; places in the originals are not restored.

    Raises:
        SourcesError: the file cannot be read, is none of ours, or of a later format.
    """
    try:
        values = json.loads(path.read_bytes())
        number = values["truceline_reading"]
    except OSError as error:
        raise _error(path, f"cannot be read: {error.strerror}", "expected a file of readings") from error
    except (ValueError, KeyError, TypeError) as error:
        text = "expected what truceline read --json writes"
        raise _error(path, "is no file of readings", text) from error
    if number != FORMAT:
        raise _error(
            path, f"has the format {number}", f"expected {FORMAT}", "Read the documents again, or update."
        )
    try:
        return tuple(_reading(document, values) for document in values["documents"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _error(
            path, f"does not hold what it should ({error})", "expected what truceline read --json writes"
        ) from error


def _reading(held: Mapping[str, Any], values: Mapping[str, Any]) -> Reading:
    parts = {name: held[name] for name in (*_TOLD, "blocks", "notes", "text") if name in held}
    document: Document = _made(Document, {"original": held["original"], **parts})
    if document.id != held["id"]:
        raise ValueError(f"{held['id']} is not the id of its document")
    found = {
        key: tuple(_made(kind, item) for item in values[key] if item["document"] == document.id)
        for key, kind in (("statements", Statement), ("claims", Claim))
    }
    times = tuple(_made(TimeSaid, item) for item in held["times"])
    return Reading(document, found["statements"], times, found["claims"], held["made_by"])


def _made(kind: Any, value: Any) -> Any:
    """A value of the model from what JSON has, by its type."""
    if value is None and type(None) in get_args(kind):
        return None
    options = get_args(kind)
    if type(None) in options:
        (kind,) = (option for option in options if option is not type(None))
        options = get_args(kind)
    if options:
        return tuple(_made(options[0], item) for item in value)
    if kind is Span:
        start, end = value
        return Span(int(start), int(end))
    if is_dataclass(kind):
        known = get_type_hints(kind)
        return kind(**{name: _made(known[name], item) for name, item in value.items() if name in known})  # type: ignore[operator]
    if not isinstance(value, (int, float) if kind is float else kind):
        raise TypeError(f"{value!r:.40} where {kind.__name__} should be")
    return value


def _error(path: Path, found: str, expected: str, remedy: str = "") -> SourcesError:
    return SourcesError([Problem(str(path), None, None, "", found, expected, remedy)])
