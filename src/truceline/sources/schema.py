# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of readings and origins, made from the data classes and from what they say of their fields."""

from __future__ import annotations

import ast
import inspect
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from truceline.sources.model import (
    BLOCK_ROLES,
    CLAIM_KINDS,
    FORMS,
    REVIEWS,
    SPEAKER_KINDS,
    TIME_RELATIONS,
    Block,
    Claim,
    Document,
    Mention,
    Original,
    Phrase,
    Span,
    Speaker,
    Statement,
    TimeSaid,
    Told,
    Verb,
)
from truceline.sources.origins.model import (
    DIFFERENCES,
    EDGES,
    STRETCHES,
    Alignment,
    Difference,
    Edge,
    Origin,
    Place,
    Point,
    Side,
    Stretch,
    Uncounted,
    Utterance,
    Variant,
    Weighing,
)

Schema = dict[str, Any]

_GRAPH = {"origins": Origin, "utterances": Utterance, "points": Point, "edges": Edge, "weighings": Weighing}
_PARTS = (
    *(Original, Told, Block, Speaker, Verb, Phrase, TimeSaid, Mention, Statement, Claim),
    *(*_GRAPH.values(), Place, Stretch, Alignment, Variant, Side, Difference, Uncounted),
)
_WORDS = {
    (Block, "role"): BLOCK_ROLES,
    (Statement, "form"): FORMS,
    (Speaker, "kind"): SPEAKER_KINDS,
    (TimeSaid, "relation"): TIME_RELATIONS,
    (Claim, "kind"): CLAIM_KINDS,
    (Claim, "review"): REVIEWS,
    (Stretch, "kind"): STRETCHES,
    (Difference, "kind"): DIFFERENCES,
    (Edge, "kind"): EDGES,
}
_NOT_WRITTEN = {"runs"}
_PLACED: Schema = {
    "document": {"type": "string", "description": "The document, by its id."},
    "words": {"type": "string", "description": "The words of the span."},
    "at": {
        "type": "array",
        "description": "Places in the original, in order; markup cuts a span into several: part (empty: the file itself), "
        "start, end, in bytes of the file or the unpacked part, in characters of the text of a page of a PDF.",
        "items": {
            "type": "array",
            "prefixItems": [{"type": "string"}, {"type": "integer"}, {"type": "integer"}],
            "minItems": 3,
            "maxItems": 3,
        },
    },
}


def readings_schema() -> Schema:
    """The schema of what ``truceline read --json`` and ``truceline origins --json`` write."""
    document = _object(Document)
    document["properties"] |= {
        "id": {"type": "string", "description": _first_line(Document.id)},
        "times": {"type": "array", "items": _of(TimeSaid), "description": "Words for times in it."},
        "made_by": {"type": "string", "description": "Version of the program, extractor, dictionaries."},
    }
    document["required"] = ["id", "original", "blocks", "times", "notes", "made_by", "text"]
    definitions = {kind.__name__: _object(kind) for kind in _PARTS} | {"Document": document}
    for kind in (Statement, Claim):
        definitions[kind.__name__]["properties"] |= _PLACED
        definitions[kind.__name__]["required"] += list(_PLACED)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Readings and origins",
        "description": "Documents with what was found in them. A span is a pair of positions in the text of its document, "
        "in characters, half-open. What is empty or unknown is left out.",
        "type": "object",
        "properties": {
            "truceline_reading": {"const": 1, "description": "The number of the format."},
            "made_by": {"type": "array", "items": {"type": "string"}},
            "documents": {"type": "array", "items": _of(Document)},
            "statements": {"type": "array", "items": _of(Statement)},
            "claims": {"type": "array", "items": _of(Claim)},
            "outlets": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
                "description": "Of `truceline origins`: the outlets of each document, by its id.",
            },
            **{
                name: {"type": "array", "items": _of(kind), "description": "Of `truceline origins`."}
                for name, kind in _GRAPH.items()
            },
            "notes": {"type": "array", "items": {"type": "string"}, "description": "Of `truceline origins`."},
        },
        "required": ["truceline_reading", "made_by", "documents", "statements", "claims"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(kind: type) -> Schema:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _first_line(of: object) -> str:
    return (inspect.getdoc(of) or "").splitlines()[0].replace("``", "`")


def _object(kind: type) -> Schema:
    """A data class as an object."""
    told, types = _field_texts(kind), get_type_hints(kind)
    properties, required = {}, []
    for field in fields(kind):
        if field.name in _NOT_WRITTEN:
            continue
        schema = _type(types[field.name])
        words = _WORDS.get((kind, field.name))
        if words:
            schema["enum"] = [word for word in words if word]
        if told.get(field.name):
            schema["description"] = told[field.name]
        properties[field.name] = schema
        if field.default is MISSING and field.default_factory is MISSING:
            required.append(field.name)
    return {
        "type": "object",
        "description": _first_line(kind),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _type(kind: Any) -> Schema:
    options = get_args(kind)
    if type(None) in options:
        (kind,) = (option for option in options if option is not type(None))
        return {"anyOf": [_type(kind), {"type": "null"}]}
    if options:
        return {"type": "array", "items": _type(options[0])}
    if kind is Span:
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    if isinstance(kind, type) and is_dataclass(kind):
        return _of(kind)
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[kind]}


def _field_texts(kind: type) -> dict[str, str]:
    """What stands beneath each field of a data class."""
    (holder,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(holder, ast.ClassDef)
    texts: dict[str, str] = {}
    for field, after in zip(holder.body, [*holder.body[1:], None], strict=True):
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            assert isinstance(after, ast.Expr)
            assert isinstance(after.value, ast.Constant)
            texts[field.target.id] = " ".join(str(after.value.value).replace("``", "`").split())
    return texts
